"""The facts of a case's dossier, gathered once for letter, XML, PDF and copy sheet."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from django.conf import settings

from sentraki.cases.models import Case
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
    DossierFacts,
    MarkType,
    Paper,
)
from sentraki.cases.selectors.fees import filing_fee
from sentraki.cases.selectors.goods import address_of, goods_of
from sentraki.cases.selectors.papers import scheme_of
from sentraki.kernel import clock
from sentraki.kernel.refs import ref_of
from sentraki.kernel.wording import date_en, date_id
from sentraki.ledger.models import Letter
from sentraki.parties.models import Business
from sentraki.parties.rules import UMK_SCALES, OwnerKind
from sentraki.screening.models import ScreeningRun


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
    case: Case,
    business: Business,
    letter: Letter | None,
    papers: Iterable[Paper],
    *,
    ticked: Mapping[str, str] | None = None,
    lang: str = "id",
) -> DossierFacts:
    """Everything the application says, from the records as they are now.

    ``ticked`` are points of the checklist an officer answers for, with a note each; ``lang`` is
    that of the checklist (the dossier itself is Indonesian).
    """
    today = clock.today(case.office.zone)
    scheme = scheme_of(case)
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
    by_hand = {code: note for code, note in (ticked or {}).items() if code in _by_hand(case)}
    computed = computed_points(bare, _known(bare, case, letter))
    points = checklist(_points(lang), case.kind, computed, by_hand | _ticked_by_acts(case, lang))
    return replace(bare, checklist=tuple(points))


def _known(facts: DossierFacts, case: Case, letter: Letter | None) -> Known:
    run = ScreeningRun.unscoped.filter(case_ref=ref_of(case)).first()
    return Known(
        label_is_normalised=facts.label is not None,
        goods_are_from_list=bool(case.mark.get("goods", {}).get("terms")),
        screened_with=run.fingerprint if run else "",
        letter_until=letter.valid_until if letter else None,
        consent_is_recorded=bool(case.answers.get("consent", {}).get("facilitate")),
        is_micro_or_small=bool(case.business and case.business.scale in UMK_SCALES),
    )


def _ticked_by_acts(case: Case, lang: str) -> dict[str, str]:
    """Points that an officer's recorded acts tick: the search in PDKI, papers found good."""
    searched = case.pdki_checks.first()
    written = date_en if lang.startswith("en") else date_id
    ticked = {_PDKI_POINT: written(searched.checked_on)} if searched else {}
    good = {paper.requirement for paper in case.papers.filter(replaced_at=None, checked="ok")}
    for point, requirement in _PAPER_POINTS.items():
        if requirement in good:
            ticked[point] = ""
    return ticked


def points_by_hand(case: Case, lang: str) -> list[tuple[str, str]]:
    """Points of the checklist (code, words) no record shows: whoever seals answers for them."""
    wanted = _by_hand(case)
    return [(row.code, row.label) for row in _points(lang) if row.code in wanted]


def _by_hand(case: Case) -> set[str]:
    shown = {_PDKI_POINT, *_PAPER_POINTS}
    return {
        row.code
        for row in _points("id")
        if row.checked_by == "officer" and case.kind in row.kinds and row.code not in shown
    }


_PDKI_POINT = "pdki-searched"
_PAPER_POINTS = {
    "name-equals-label": "label",
    "statement-signed": "umk-statement",
    "signature-clear": "signature",
    "identity-legible": "ktp",
}


def _points(lang: str) -> list[PointRow]:
    text = (Path(settings.DATA) / "dossier_checklist.csv").read_text(encoding="utf-8")
    label = "label_en" if lang.startswith("en") else "label_id"
    return [
        PointRow(row["code"], row[label], frozenset(row["ip_kinds"].split()), row["checked_by"])
        for row in csv.DictReader(text.splitlines())
    ]


def form_fields() -> list[FormField]:
    """The fields of the e-form as data, "belum dikonfirmasi" where nobody confirmed them."""
    return read_fields((Path(settings.DATA) / "eform_fields.csv").read_text(encoding="utf-8"))


def copy_sheet_of(facts: DossierFacts, lang: str) -> list[Section]:
    """The sheet a person copies from, in the form's own order."""
    return copy_sheet(facts, form_fields(), lang)
