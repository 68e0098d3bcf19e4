"""Whose turn it is: numbers of arrival, the waiting list, and orders changed by two people."""

from typing import Any

from django.utils.translation import gettext_noop

from sentraki.cases.models import Case, OrderChange
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.cases.rules.quota import IN_TURN, JUMPED
from sentraki.cases.services.status import locked
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid, MoveRefused
from sentraki.kernel.refs import ref_of
from sentraki.ledger.acts import act
from sentraki.ledger.services import counters

NOT_WAITING = gettext_noop("Only a file that waits for a decision can be served before its turn.")
ASKED_ALREADY = gettext_noop("Somebody has asked for this already; a second person decides.")
NOTHING_ASKED = gettext_noop("There is nothing to decide about this file's turn.")
_WAITS = frozenset({CaseStatus.SUBMITTED, CaseStatus.WAITLISTED})


def arrive(case: Case) -> None:
    """Give the case the next arrival number of its programme, once. Must run inside an act."""
    if case.programme_id is not None and case.arrival_number is None:
        case.arrival_number = counters.claim(f"arrival:{case.programme_id}")
        case.turn_number = case.arrival_number


def to_the_end(case: Case) -> None:
    """Let the case stand behind everybody who waits now. Must run inside an act.

    Such turns and arrivals share a counter, so later comers stand behind it again.
    """
    case.turn_number = counters.claim(f"arrival:{case.programme_id}")
    case.turn_rank = IN_TURN


def next_waiting_number(case: Case) -> int:
    """The case's number on its programme's waiting list; numbers are never given twice."""
    return counters.claim(f"waiting:{case.programme_id}")


def open_change(case: Case) -> OrderChange | None:
    """The change of order that waits for a second person, if there is one."""
    return case.order_changes.filter(decided_at=None).select_related("asked_by").first()


def ask_order(*, case: Case, viewer: Viewer, reason: str, key: str = "") -> OrderChange:
    """Ask that the case be served before its turn; nothing changes until a second person agrees.

    Raises ``Invalid`` without a reason, ``MoveRefused`` for a case that waits for nothing or about
    which somebody has asked already.
    """
    if not reason.strip():
        raise Invalid("Give a reason.", fields={"reason": "Give a reason."})
    facts = {"region_code": case.region_code}
    with act("order.ask", on=case, by=viewer, key=key, note=reason.strip(), **facts):
        fresh = locked(case)
        if fresh.status not in _WAITS or fresh.programme_id is None:
            raise MoveRefused(NOT_WAITING)
        if open_change(fresh) is not None:
            raise MoveRefused(ASKED_ALREADY)
        return OrderChange.objects.create(
            case=fresh, reason=reason.strip()[:300], asked_by_id=viewer.acting_person
        )


def decide_order(*, case: Case, viewer: Viewer, granted: bool, key: str = "") -> OrderChange:
    """A second person grants or refuses the change; only then does the case go first.

    Raises ``Denied`` for the person who asked, ``MoveRefused`` when nothing is asked.
    """
    change = case.order_changes.select_related("asked_by").last()
    if change is None:
        raise MoveRefused(NOTHING_ASKED)
    hands = frozenset({str(ref_of(change.asked_by))})
    facts: dict[str, Any] = {"region_code": case.region_code, "hands": hands}
    with act("order.decide", on=case, by=viewer, key=key, **facts) as deed:
        fresh = locked(case)
        row = OrderChange.objects.select_for_update().get(pk=change.pk)
        if row.decided_at is not None:
            raise MoveRefused(NOTHING_ASKED)
        row.decided_at, row.decided_by_id = clock.now(), viewer.acting_person
        row.is_granted = granted
        row.save()
        if granted:
            fresh.turn_rank = JUMPED
            fresh.save(update_fields=["turn_rank"])
        deed.record(granted=granted)
    return row
