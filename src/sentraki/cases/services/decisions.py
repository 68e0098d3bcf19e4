"""What officers decide about a case."""

from collections.abc import Sequence
from datetime import date

from sentraki.cases.models import Case, CasePaper, PdkiCheck, ReturnNotice
from sentraki.cases.selectors.papers import REPLACE, wants_letter
from sentraki.cases.selectors.readiness import decision_facts
from sentraki.cases.services import offers, places, turns
from sentraki.cases.services.intake import facts_of, recipient_of
from sentraki.cases.services.letters import request_letter
from sentraki.cases.services.papers import must_be_of
from sentraki.cases.services.status import locked, set_status, take
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid
from sentraki.kernel.wording import date_id
from sentraki.ledger.acts import Deed, act
from sentraki.ledger.messages import Recipient
from sentraki.ledger.models import Document
from sentraki.offices.selectors import heads_of


def judge_paper(
    *, case: Case, viewer: Viewer, requirement: str, good: bool, reason: str = "", key: str = ""
) -> CasePaper:
    """Say of the valid paper of ``requirement`` whether it will do. A no needs a reason."""
    if not good and not reason.strip():
        raise Invalid("Say what is wrong with the paper.", fields={"reason": "Give a reason."})
    with act("case.judge-paper", on=case, by=viewer, key=key, **facts_of(case)) as deed:
        locked(case)
        paper = case.papers.get(requirement=requirement, replaced_at=None)
        paper.checked = "ok" if good else REPLACE
        paper.reason = "" if good else reason.strip()[:300]
        paper.save(update_fields=["checked", "reason"])
        deed.record(requirement=requirement, good=good)
    return paper


def check_pdki(
    *,
    case: Case,
    viewer: Viewer,
    finding: str,
    checked_on: date,
    evidence: Document | None = None,
    key: str = "",
) -> PdkiCheck:
    """Record that an officer searched PDKI by hand and what was seen."""  # fmt: skip
    if not finding.strip():
        raise Invalid("Write what you saw in PDKI.", fields={"finding": "Write what you saw."})
    must_be_of(case, evidence)
    with act("case.check-pdki", on=case, by=viewer, key=key, **facts_of(case)):
        return PdkiCheck.objects.create(
            case=case,
            checked_on=checked_on,
            checked_by_id=viewer.acting_person,
            finding=finding.strip(),
            evidence=evidence,
        )


def return_once(
    *,
    case: Case,
    viewer: Viewer,
    defects: Sequence[dict[str, str]],
    due_on: date,
    reason: str = "",
    seen_version: int | None = None,
    key: str = "",
) -> ReturnNotice:
    """Send the case back with every defect in one list and one message.

    ``defects`` are ``{"requirement": code or "", "text": what to do}``. A second return by the
    office needs ``reason``, which its head of section is asked to read. Papers named are marked to
    be replaced.
    """  # fmt: skip
    with act("case.return", on=case, by=viewer, key=key, **facts_of(case)) as deed:
        fresh = locked(case, seen_version=seen_version)
        first = not fresh.returns.exists()
        facts = {
            "defects_listed": bool(defects) and all(d.get("text", "").strip() for d in defects),
            "first_return_or_reason": first or bool(reason.strip()),
        }
        step = take(fresh, "return", viewer, facts)
        for defect in defects:
            fresh.papers.filter(requirement=defect.get("requirement", ""), replaced_at=None).update(
                checked=REPLACE, reason=defect["text"][:300]
            )
        notice = ReturnNotice.objects.create(
            case=fresh,
            defects={"list": list(defects)},
            due_on=due_on,
            made_by_id=viewer.acting_person,
            reason=reason.strip()[:300],
        )
        set_status(fresh, step.target)
        deed.record(defects=len(defects))
        _tell(deed, fresh, step.notify, n=str(len(defects)), due=date_id(due_on))
        if not first:
            _tell_heads(deed, fresh)
    return notice


def _tell_heads(deed: Deed, case: Case) -> None:
    """The head of section reads why a file went back again (a page says so to the officer)."""
    for person in heads_of(case.office_id):
        to = Recipient("email", person.email, case.office.region_code, name=person.name)
        times = str(case.returns.count())
        deed.tell("case-returned-again", to=to, code=case.code, office=case.office.unit, n=times)


def _tell(deed: Deed, case: Case, slugs: Sequence[str], **fields: str) -> None:
    for slug in slugs:
        deed.tell(slug, to=recipient_of(case), code=case.code, office=case.office.unit, **fields)


def accept(*, case: Case, viewer: Viewer, seen_version: int | None = None, key: str = "") -> Case:
    """Give the case a place in its programme and ask for the letter if its tariff wants one.

    The place is reserved until the programme's day for taking it up; one offered and taken up
    before stays confirmed. Raises ``MoveRefused`` naming what is missing, ``Taken`` when the last
    place has just gone.
    """
    with act("case.accept", on=case, by=viewer, key=key, **facts_of(case)) as deed:
        fresh = locked(case, seen_version=seen_version)
        step = take(fresh, "accept", viewer, decision_facts(fresh))
        assert fresh.programme is not None
        turns.arrive(fresh)
        place = places.take_place(case=fresh, programme=fresh.programme)
        fresh.decided_at = clock.now()
        fresh.decided_by_id = viewer.person_id
        fresh.waiting_number = None
        set_status(fresh, step.target)
        told = step.notify
        if wants_letter(fresh):
            request_letter(case=fresh, kind=step.letter, viewer=viewer)
        else:
            told = ("case-accepted-without-letter",)
        deed.record(place=place.number)
        _tell(deed, fresh, told, year=str(fresh.programme.year))
        offers.tell_offer(deed, fresh, place)
    return fresh


def waitlist(*, case: Case, viewer: Viewer, seen_version: int | None = None, key: str = "") -> Case:
    """Put a complete case on the waiting list of a full programme."""
    with act("case.waitlist", on=case, by=viewer, key=key, **facts_of(case)) as deed:
        fresh = locked(case, seen_version=seen_version)
        step = take(fresh, "waitlist", viewer, decision_facts(fresh))
        turns.arrive(fresh)
        fresh.waiting_number = turns.next_waiting_number(fresh)
        set_status(fresh, step.target)
        _tell(deed, fresh, step.notify, n=str(fresh.waiting_number))
    return fresh


def decline(
    *, case: Case, viewer: Viewer, reason: str, seen_version: int | None = None, key: str = ""
) -> Case:
    """End the case because it does not meet the programme's rules; the reason is told."""
    with act("case.decline", on=case, by=viewer, key=key, **facts_of(case)) as deed:
        fresh = locked(case, seen_version=seen_version)
        step = take(fresh, "decline", viewer, {"reason_given": bool(reason.strip())})
        places.release_place(case=fresh, viewer=viewer)
        fresh.decision_note = reason.strip()
        fresh.decided_at = clock.now()
        fresh.decided_by_id = viewer.person_id
        set_status(fresh, step.target)
        _tell(deed, fresh, step.notify)
    return fresh


def withdraw(*, case: Case, viewer: Viewer, reason: str = "", key: str = "") -> Case:
    """Take the case back before filing; its place is freed for the next in line."""
    with act("case.withdraw", on=case, by=viewer, key=key, **facts_of(case)):
        fresh = locked(case)
        step = take(fresh, "withdraw", viewer, {})
        fresh.decision_note = reason.strip()
        places.release_place(case=fresh, viewer=viewer)
        set_status(fresh, step.target)
    return fresh


def reopen(*, case: Case, viewer: Viewer, reason: str, key: str = "") -> Case:
    """Break the dossier's seal so that something can be mended; it is sealed anew afterwards."""
    with act("case.reopen", on=case, by=viewer, key=key, note=reason, **facts_of(case)):
        fresh = locked(case)
        unseal(fresh, viewer, reason)
    return fresh


def unseal(case: Case, viewer: Viewer, reason: str) -> None:
    """The part of reopening that the Kanwil's return shares. Must run inside an act."""
    step = take(case, "reopen", viewer, {"reason_given": bool(reason.strip())})
    case.dossiers.filter(opened_again_at=None).update(opened_again_at=clock.now())
    set_status(case, step.target)
