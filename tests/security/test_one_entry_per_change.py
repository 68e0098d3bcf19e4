"""Triggers of the database count every change of state along the chain; the log holds as many.

The ledger's own tests do the same for documents, letters and seals alone; here cases, places,
dossiers, batches, filings and rights are walked through every step of the workflow.
"""

from collections import Counter

import pytest
from tests import factories as make
from tests.security import world
from tests.security.world import PICTURE, Side, document_of, put_paper
from tests.sentraki.ledger import change_counter

from sentraki.cases.models import Case, Deadline, HandoverItem, Programme
from sentraki.cases.rules.case_flow import CASE_FLOW
from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.cases.services import (
    deadlines,
    decisions,
    ending,
    filing,
    handover,
    intake,
    replies,
    rights,
)
from sentraki.cases.services.dossier import seal_dossier
from sentraki.kernel import clock
from sentraki.kernel.access import Role
from sentraki.kernel.errors import MoveRefused
from sentraki.ledger.models import Entry

pytestmark = pytest.mark.django_db
WATCHED = {
    "cases_case": "status",
    "cases_place": "status",
    "cases_dossier": "opened_again_at",
    "cases_handoveritem": "answer",
    "cases_filing": "status",
    "cases_right": "ended_on",
    "cases_deadline": "status",
    "ledger_letter": "status",
    "ledger_seal": "state",
    "ledger_document": "erased_at",
}
STATUS_VERBS = frozenset(
    {
        "case.start", "case.submit", "case.return", "case.accept", "case.waitlist", "case.decline",
        "case.withdraw", "case.expire", "case.seal-dossier", "case.reopen", "case.close",
        "filing.file",
    }
)  # fmt: skip


def changes_by_the_log() -> dict[str, int]:
    """How often each table changed state, as the log tells it."""
    found: Counter[str] = Counter()
    for entry in Entry.objects.all():
        verb, said = entry.verb, entry.payload
        is_returned = verb == "handover.answer" and said["answer"] == "returned"
        found["cases_case"] += verb in STATUS_VERBS or is_returned
        found["cases_place"] += verb in {"case.accept", "filing.file"} or (
            verb == "case.withdraw" and entry.on_ref in HELD
        )
        found["cases_place"] += verb == "case.seal-dossier" and said["place_taken_up"]
        found["cases_dossier"] += verb in {"case.seal-dossier", "case.reopen"} or is_returned
        found["cases_handoveritem"] += said["items"] if verb == "handover.send" else 0
        found["cases_handoveritem"] += verb == "handover.answer"
        found["cases_filing"] += verb in {"filing.file", "filing.record-event"}
        found["cases_right"] += verb in {"right.import", "right.end"} or (
            verb == "filing.record-event" and said["status"] == FilingStatus.REGISTERED
        )
        if verb == "filing.record-event":
            found["cases_deadline"] += said["opened"] + said["closed"]
        found["cases_deadline"] += said["closed"] if verb == "reply.finish" else 0
        found["cases_deadline"] += verb in {
            "deadline.meet", "deadline.miss", "deadline.lapse", "deadline.withdraw"
        }  # fmt: skip
        room, _, act = verb.partition(".")
        found["ledger_letter"] += room == "letter" and act != "attach"
        found["ledger_seal"] += verb in {"seal.issue", "seal.set-state"}
        found["ledger_document"] += verb in {"document.store", "document.erase"}
    return dict(found)


HELD: set[str] = set()


def test_every_change_of_state_along_the_chain_has_exactly_one_entry() -> None:
    change_counter.install(WATCHED)
    HELD.clear()
    here = world.build().here
    walk_aside(here)
    walk_back(here)
    walk_to_the_end(here)

    counted, logged = change_counter.counted(), changes_by_the_log()
    assert counted == logged
    assert min(counted[table] for table in WATCHED if table != "ledger_document") > 2


def test_every_step_of_the_workflow_is_walked() -> None:
    walked = {"submit", "return", "accept", "waitlist", "decline", "withdraw", "expire",
              "seal-dossier", "reopen", "file", "close"}  # fmt: skip
    walked.add("lapse")  # tests/sentraki/cases/test_holds.py: under a clock of its own
    walked.add("take-back")  # tests/sentraki/cases/test_case_imports.py: undoing a sheet

    assert {move.verb for move in CASE_FLOW.moves} - walked == set()


def fresh(case: Case) -> Case:
    return Case.unscoped.get(pk=case.pk)


def searched(case: Case, side: Side) -> None:
    decisions.check_pdki(
        case=case, viewer=side.viewer(Role.VERIFIER), finding="-", checked_on=clock.today()
    )


def another(side: Side, name: str, step: int) -> Case:
    """One more case in the office's queue."""
    case = world.draft(side, name, step)
    return intake.submit(case=case, viewer=make.applicant_of(case))


def walk_aside(side: Side) -> None:
    """Returned, corrected, put on the waiting list, declined, withdrawn, given up; refusals."""
    verifier = side.viewer(Role.VERIFIER)
    case = side.cases["submitted"]
    defects = [{"requirement": "ktp", "text": "Foto buram"}]
    decisions.return_once(case=case, viewer=verifier, defects=defects, due_on=clock.today())
    case.papers.filter(requirement="ktp", replaced_at=None).update(replaced_at=clock.now())
    put_paper(case, "ktp", PICTURE)
    intake.submit(case=fresh(case), viewer=make.applicant_of(case))
    with pytest.raises(MoveRefused):
        decisions.accept(case=fresh(case), viewer=verifier)
    searched(case, side)
    Programme.unscoped.filter(pk=side.programme.pk).update(quota=len(side.cases) - 2)
    decisions.waitlist(case=fresh(case), viewer=verifier)
    Programme.unscoped.filter(pk=side.programme.pk).update(quota=50)
    decisions.accept(case=fresh(case), viewer=verifier)
    HELD.add(f"cases.case:{case.pk}")
    decisions.withdraw(case=fresh(case), viewer=make.applicant_of(case))
    declined, given_up = another(side, "lain", 20), side.bystander
    decisions.decline(case=declined, viewer=verifier, reason="Bukan usaha kecil")
    assert given_up is not None
    Case.unscoped.filter(pk=given_up.pk).update(draft_until="2020-01-01")
    assert ending.expire_drafts() == 1


def walk_back(side: Side) -> None:
    """Reopened by the office, sealed anew, sent, returned by the Kanwil, sealed and sent again."""
    verifier, kanwil = side.viewer(Role.VERIFIER), side.viewer(Role.KANWIL)
    case = side.cases["ready"]
    decisions.reopen(case=case, viewer=verifier, reason="Salah ketik")
    seal_dossier(case=fresh(case), viewer=verifier)
    handover.send(cases=[fresh(case)], from_office=side.office, viewer=verifier)
    item = HandoverItem.objects.filter(case=case).latest("pk")
    handover.answer(item=item, viewer=kanwil, accepted=False, reason="Label buram")
    seal_dossier(case=fresh(case), viewer=verifier)
    handover.send(cases=[fresh(case)], from_office=side.office, viewer=verifier)


def walk_to_the_end(side: Side) -> None:
    """News in between, a registered right that ends, a finished file, a right of a list."""
    verifier = side.viewer(Role.VERIFIER)
    for status in (FilingStatus.PUBLISHED, FilingStatus.EXAMINATION, FilingStatus.REFUSED):
        filing.record_event(
            filing=side.filing("filed"),
            viewer=verifier,
            news=filing.News(f"(TM) {status}", clock.today()),
            status=status,
            evidence=document_of(side.cases["filed"], "filing-evidence", verifier),
        )
    at_djki = FilingStatus.APPEAL, FilingStatus.COURT
    for status in (*at_djki, FilingStatus.PROV_REFUSAL):
        filing.record_event(
            filing=side.filing("filed"),
            viewer=verifier,
            news=filing.News(f"(TM) {status}", clock.today(), letter_dated_on=clock.today()),
            status=status,
        )
    event = side.filing("filed").events.latest("pk")
    reply = replies.begin(event=event, viewer=verifier, letter="Pasal 20 huruf e")
    replies.answer(point=reply.points.get(), viewer=verifier, text="Tidak", version=1)
    replies.finish(reply=reply, viewer=verifier, sent_on=clock.today())
    late = Deadline.unscoped.filter(filing=side.filing("filed"), status="open", who="applicant")
    for row in late:
        deadlines.meet(deadline=row, viewer=verifier, met_on=clock.today())
    deadlines.withdraw(deadline=side.deadline(), viewer=verifier, reason="Dijual")
    ending.close(case=fresh(side.cases["registered"]), viewer=verifier)
    known = rights.KnownRight("IDM000777777", "Hak Lama", year=2019)
    old = rights.record_known(office=side.office, viewer=verifier, known=known)
    rights.end(right=old, viewer=verifier, cause="ended", ended_on=clock.today())
