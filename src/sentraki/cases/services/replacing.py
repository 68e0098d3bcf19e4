"""A second try after a refusal: a new file, linked to the refused one, with the reason kept."""

from datetime import timedelta

from django.utils.translation import gettext_noop

from sentraki.cases.models import Case
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.cases.selectors.refusals import reasons
from sentraki.cases.services.codes import new_code
from sentraki.cases.services.intake import DRAFT_DAYS, facts_of, recipient_of
from sentraki.cases.services.status import locked
from sentraki.kernel import clock, ids
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid, MoveRefused
from sentraki.kernel.refs import ref_of
from sentraki.kernel.secrets import blind_index
from sentraki.ledger.acts import act

REPLACEABLE = frozenset({FilingStatus.REFUSED, FilingStatus.WITHDRAWN})
GIVEN_UP = frozenset({CaseStatus.WITHDRAWN, CaseStatus.DECLINED})
NOT_REFUSED = gettext_noop("Only a refused or withdrawn application is replaced by a new file.")
REPLACED = gettext_noop("A new file for this one was begun before: %(code)s.")
NO_REASON = gettext_noop("Choose a reason.")


def replace(*, case: Case, viewer: Viewer, reason_code: str, key: str = "") -> Case:
    """Open a draft for the owner of a mark DJKI refused, filled in except for the name.

    The refused file keeps its used place; the new one takes a place of its own when it is
    accepted, and the old place does not count against the owner then. Raises ``MoveRefused`` when
    nothing was refused or a new file runs already, ``Invalid`` without a known reason code.
    """
    if reason_code not in reasons():
        raise Invalid(NO_REASON, fields={"reason_code": NO_REASON})
    with act("case.replace", on=case, by=viewer, key=key, **facts_of(case)) as deed:
        fresh = locked(case)
        filing = getattr(fresh, "filing", None)
        if filing is None or filing.status not in REPLACEABLE:
            raise MoveRefused(NOT_REFUSED)
        running = fresh.replacements.exclude(status__in=GIVEN_UP).first()
        if running is not None:
            raise MoveRefused(REPLACED, code=running.code)
        answers = {name: part for name, part in fresh.answers.items() if name != "check"}
        if isinstance(answers.get("mark"), dict):
            answers["mark"] = {k: v for k, v in answers["mark"].items() if k != "name"}
        new = Case(
            code=new_code(fresh.office),
            office=fresh.office,
            region_code=fresh.region_code,
            kind=fresh.kind,
            applicant_name=fresh.applicant_name,
            phone=fresh.phone,
            phone_index=fresh.phone_index,
            resume_hash=blind_index(ids.new_secret(), "resume"),
            answers=answers,
            origin_ref=str(ref_of(fresh)),
            replaces=fresh,
            replace_reason=reason_code,
            draft_until=clock.today(fresh.office.zone) + timedelta(days=DRAFT_DAYS),
        )
        new.save()
        deed.record(replacement=str(ref_of(new)), reason=reason_code)
        deed.tell("case-replaced", to=recipient_of(fresh), code=new.code, office=fresh.office.unit)
    return new
