"""The recommendation letter of a case: asked for, guarded, found again."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_noop

from sentraki.cases.letters import LABEL_FILE, UMK_LETTER, letter_of
from sentraki.cases.models import Case, CasePaper
from sentraki.cases.rules import Problem
from sentraki.cases.rules.letter_rules import LetterUse, letter_problems
from sentraki.cases.selectors.goods import address_of, goods_of
from sentraki.cases.selectors.papers import wants_letter
from sentraki.cases.services.intake import recipient_of
from sentraki.cases.services.papers import LABEL
from sentraki.kernel.access import Viewer
from sentraki.kernel.clock import in_zone
from sentraki.kernel.errors import Invalid
from sentraki.kernel.refs import key_of, ref_of
from sentraki.ledger.models import Entry, Letter
from sentraki.ledger.rules.letter_flow import LetterStatus
from sentraki.ledger.services import letters
from sentraki.offices.models import Office
from sentraki.offices.selectors import letter_offices

NO_ISSUER = gettext_noop("No office of this region may issue the letter.")
NO_LABEL = gettext_noop("The label is missing.")
NO_BUSINESS = gettext_noop("The business is not recorded yet.")
NO_LETTER = gettext_noop("There is no signed letter for this file.")
OTHER_MARK = gettext_noop("The letter names another mark than this file.")
CHECKING = ("case.judge-paper", "case.check-pdki")
# Problems a draft has by nature: the signatory is known only when it is signed.
_SETTLED_AT_SIGNING = frozenset({"signatory"})


def issuing_office(case: Case) -> Office:
    """The case's own office if its letter counts, else the one of the region whose letter does.

    Raises ``Invalid`` when there is none (domain reference 1.3: a Bappeda is not on the list).
    """
    if case.office.may_issue_umk_letter:
        return case.office
    found = letter_offices(case.office.region_code).first()
    if found is None:
        raise Invalid(NO_ISSUER)
    return found


def letter_fields(case: Case) -> dict[str, Any]:
    """What the letter says about the applicant, from the record the dossier is made of."""
    business = case.business
    if business is None:
        raise Invalid(NO_BUSINESS)
    return {
        "applicant_name": business.owner_name,
        "applicant_address": address_of(case).full,
        "mark_name": case.mark_name,
        "classes": [[chosen.number, list(chosen.terms)] for chosen in goods_of(case)],
        "scale": business.scale,
        "nib": business.nib,
    }


def request_letter(*, case: Case, kind: str, viewer: Viewer) -> Letter:
    """Draft the letter; it waits for a signatory who has not checked the case.

    Raises ``Invalid`` with the first reason why such a letter could not be signed.
    """
    label = CasePaper.objects.filter(case=case, requirement=LABEL, replaced_at=None).first()
    if label is None:
        raise Invalid(NO_LABEL)
    office = issuing_office(case)
    draft = Letter(kind=kind, office=office, fields=letter_fields(case))
    use = LetterUse(
        may_issue=office.may_issue_umk_letter, label_is_final=True, goods_are_final=True
    )
    for problem in letter_problems(letter_of(draft), use):
        if problem.field not in _SETTLED_AT_SIGNING:
            raise Invalid(problem.message, fields={problem.field: problem.message})
    return letters.request(
        kind,
        case,
        draft.fields,
        office=office,
        by=viewer,
        pictures={LABEL_FILE: label.document},
        checked_by=hands_on(case),
    )


def hands_on(case: Case) -> list[str]:
    """Refs of the people who judged papers or searched PDKI: none of them signs the letter."""
    done = Entry.objects.filter(on_ref=ref_of(case), verb__in=CHECKING)
    actors = done.order_by().values_list("actor_ref", flat=True).distinct()
    return sorted(ref for ref in actors if key_of(ref, "offices.person"))


def sign_letter(*, letter: Letter, viewer: Viewer, key: str = "") -> Letter:
    """Sign a case's letter and tell its applicant. Raises what ``ledger``'s ``sign`` raises."""
    number = key_of(letter.on_ref, "cases.case")
    case = Case.objects.for_viewer(viewer).filter(pk=number).first() if number else None
    tell = [recipient_of(case)] if case is not None else []
    return letters.sign(letter, viewer, key, tell=tell)


def letter_of_case(case: Case) -> Letter | None:
    """The newest letter of the case, whatever became of it."""
    return Letter.unscoped.filter(kind=UMK_LETTER, on_ref=ref_of(case)).order_by("-pk").first()


def valid_letter(case: Case) -> Letter | None:
    """The signed letter the case files with: not used, not ended, and asked for by its tariff."""
    if not wants_letter(case):
        return None
    return Letter.unscoped.filter(
        kind=UMK_LETTER, on_ref=ref_of(case), status=LetterStatus.ISSUED
    ).first()


def letter_problem(letter: Letter | None, case: Case, filed_on: date) -> str | None:
    """Why ``letter`` does not serve for filing ``case`` on ``filed_on``; ``None`` when it does.

    One mark, one filing, the same year (domain reference 1.3, read 2026-11-21). Whoever pays the
    general tariff needs none.
    """
    if not wants_letter(case):
        return None
    if letter is None or letter.signed_at is None:
        return NO_LETTER
    if letter.fields.get("mark_name") != case.mark_name:
        return OTHER_MARK
    found = use_problems(letter, filed_on)
    return found[0].message if found else None


def use_problems(letter: Letter, filed_on: date) -> list[Problem]:
    """The guards of using a signed letter on ``filed_on``."""
    signed_on = in_zone(letter.signed_at, letter.office.zone).date() if letter.signed_at else None
    use = LetterUse(
        may_issue=True,
        label_is_final=True,
        goods_are_final=True,
        signed_on=signed_on,
        filed_on=filed_on,
        is_revoked=letter.status == LetterStatus.REVOKED,
        used_for=letter.used_for,
    )
    found = letter_problems(letter_of(letter), use)
    return [problem for problem in found if problem.field not in _SETTLED_AT_SIGNING]
