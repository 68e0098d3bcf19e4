"""The facts of a case's dossier, gathered once for letter, XML, PDF and copy sheet."""

import csv
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from django.conf import settings

from sentraki.cases.models import Case, Fee
from sentraki.cases.rules.completeness import (
    NO_TRANSLATION,
    Known,
    PointRow,
    checklist,
    computed_points,
)
from sentraki.cases.rules.copy_sheet import FormField, Section, copy_sheet, read_fields
from sentraki.cases.rules.dossier import (
    Applicant,
    CheckPoint,
    DossierFacts,
    FeeScheme,
    MarkType,
    Paper,
)
from sentraki.cases.rules.fees import FILING, FeeRow, fee_on
from sentraki.cases.selectors.goods import address_of, goods_of
from sentraki.kernel import clock
from sentraki.kernel.refs import ref_of
from sentraki.ledger.models import Letter
from sentraki.parties.models import Business
from sentraki.parties.rules import UMK_SCALES, OwnerKind
from sentraki.screening.models import ScreeningRun


def fee_rows(code: str) -> list[FeeRow]:
    """The tariff ``code`` as the rules know it, every scheme and date."""
    return [
        FeeRow(
            code=row.code,
            scheme=FeeScheme(row.scheme),
            amount=row.amount,
            unit=row.unit,
            legal_basis=row.legal_basis,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            confidence=row.confidence,
        )
        for row in Fee.objects.filter(code=code)
    ]


def filing_fee(scheme: FeeScheme, on: date) -> FeeRow | None:
    """What filing costs per class on a day; ``None`` when the table does not say."""
    try:
        return fee_on(fee_rows(FILING), FILING, scheme, on)
    except LookupError:
        return None


def _applicant(business: Business, case: Case) -> Applicant:
    is_body = business.owner_kind != OwnerKind.PERSON
    return Applicant(
        name=business.owner_name,
        address=address_of(case),
        is_body=is_body,
        identity=business.nib if is_body else business.nik,
        email=business.email,
        phone=case.phone,
    )


def dossier_facts(
    case: Case, business: Business, letter: Letter | None, papers: Iterable[Paper]
) -> DossierFacts:
    """Everything the application says, from the records as they are now."""
    today = clock.today(case.office.zone)
    scheme = FeeScheme.UMK if business.scale in UMK_SCALES else FeeScheme.GENERAL
    goods = goods_of(case)
    fee = filing_fee(scheme, today)
    mark = case.mark
    translation = NO_TRANSLATION if mark.get("no_translation") else mark.get("translation", "")
    bare = DossierFacts(
        case_code=case.code,
        office=case.office.unit,
        made_on=today,
        mark_type=MarkType(mark.get("mark_type", MarkType.COMBINED)),
        mark_name=case.mark_name,
        applicant=_applicant(business, case),
        classes=goods,
        scheme=scheme,
        amount=fee.amount * len(goods) if fee else 0,
        papers=tuple(papers),
        significant=case.mark_name,
        description=str(mark.get("description", "")),
        colours=str(mark.get("colours", "")),
        translation=str(translation),
        transliteration=str(mark.get("transliteration", "")),
        disclaimer=str(mark.get("disclaimer", "")),
        is_collective=case.kind == "collective_mark",
    )
    return replace(bare, checklist=_checklist(bare, case, letter))


def _checklist(facts: DossierFacts, case: Case, letter: Letter | None) -> tuple[CheckPoint, ...]:
    """The checklist of domain reference 7.4: computed points, and those an officer's acts tick."""
    run = ScreeningRun.unscoped.filter(case_ref=ref_of(case)).first()
    known = Known(
        label_is_normalised=facts.label is not None,
        goods_are_from_list=bool(case.mark.get("goods", {}).get("terms")),
        screened_with=run.fingerprint if run else "",
        letter_until=letter.valid_until if letter else None,
        consent_is_recorded=bool(case.answers.get("consent", {}).get("facilitate")),
        is_micro_or_small=bool(case.business and case.business.scale in UMK_SCALES),
    )
    searched = case.pdki_checks.first()
    ticked = {"pdki-searched": searched.checked_on.isoformat()} if searched else {}
    good = {paper.requirement for paper in case.papers.filter(replaced_at=None, checked="ok")}
    for point, requirement in _PAPER_POINTS.items():
        if requirement in good:
            ticked[point] = ""
    return tuple(checklist(_points(), case.kind, computed_points(facts, known), ticked))


_PAPER_POINTS = {
    "name-equals-label": "label",
    "statement-signed": "umk-statement",
    "signature-clear": "signature",
    "identity-legible": "ktp",
}


def _points() -> list[PointRow]:
    text = (Path(settings.DATA) / "dossier_checklist.csv").read_text(encoding="utf-8")
    return [
        PointRow(
            row["code"], row["label_id"], frozenset(row["ip_kinds"].split()), row["checked_by"]
        )
        for row in csv.DictReader(text.splitlines())
    ]


def form_fields() -> list[FormField]:
    """The fields of the e-form as data, "belum dikonfirmasi" where nobody confirmed them."""
    return read_fields((Path(settings.DATA) / "eform_fields.csv").read_text(encoding="utf-8"))


def copy_sheet_of(facts: DossierFacts, lang: str) -> list[Section]:
    """The sheet a person copies from, in the form's own order."""
    return copy_sheet(facts, form_fields(), lang)
