"""Giving a programme's places by its stated rule: one person draws up, a second puts in force."""

from typing import Any

from django.utils.translation import gettext_noop

from sentraki.cases.models import Allocation, Case, Programme
from sentraki.cases.rules.allocation import Line, allocate, list_hash
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.cases.rules.quota import CARRIED, SelectionMode
from sentraki.cases.selectors.quota import (
    is_allocated,
    live_places,
    money_of,
    places_open,
    waiting_list,
)
from sentraki.cases.selectors.wishes import Wishes, wishes_of
from sentraki.cases.services import offers, places, turns
from sentraki.cases.services.intake import facts_of, recipient_of
from sentraki.cases.services.status import locked, set_status, take
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid, MoveRefused
from sentraki.kernel.refs import ref_of
from sentraki.ledger.acts import act
from sentraki.ledger.services import counters

ONE_BY_ONE = gettext_noop("This programme gives its places one by one, first come.")
STILL_OPEN = gettext_noop("The window is still open. Places are given after it has closed.")
DONE = gettext_noop("The places of this programme have been given.")
CHANGED = gettext_noop("The list has changed since this was drawn up. Draw it up again.")
NOT_LATER = gettext_noop("Waiting files go on to a programme of a later year of the same office.")
_CLERK = Viewer.system("cases.allocation")


def draw_up(*, programme: Programme, viewer: Viewer, key: str = "") -> Allocation:
    """Work out who would get a place by the stated rule; gives nobody anything yet.

    Raises ``MoveRefused`` before the window has closed, for a first-come programme, and once the
    places were given.
    """
    facts = {"region_code": programme.region_code}
    with act("programme.draw-up", on=programme, by=viewer, key=key, **facts) as deed:
        row = places.locked_programme(programme)
        _must_be_due(row)
        wishes = wishes_of(row)
        free, money = _free(row), money_of(row).left
        lines = _lines(row, wishes, free, money)
        made = Allocation.objects.create(
            programme=row,
            selection=row.selection,
            seed=row.seed,
            places=free,
            money=money,
            list_sha256=list_hash(wishes.listed),
            lines=[_kept(line) for line in lines] + _left_out(wishes),
            made_by_id=viewer.acting_person,
        )
        deed.record(
            places=free,
            listed=len(wishes.listed),
            given=sum(line.has_place for line in lines),
            list_sha256=made.list_sha256,
        )
    return made


def _must_be_due(row: Programme) -> None:
    if row.selection == SelectionMode.FIRST_COME:
        raise MoveRefused(ONE_BY_ONE)
    if is_allocated(row):
        raise MoveRefused(DONE)
    if clock.today(row.office.zone) <= row.closes_on:
        raise MoveRefused(STILL_OPEN)


def _free(row: Programme) -> int:
    most = places_open(row, clock.today(row.office.zone))
    return max(0, most - live_places(row).count())


def _lines(row: Programme, wishes: Wishes, free: int, money: int) -> list[Line]:
    mode = SelectionMode(row.selection)
    return allocate(wishes.listed, places=free, mode=mode, seed=row.seed, money=money)


def _kept(line: Line) -> dict[str, Any]:
    return {
        "position": line.position,
        "code": line.code,
        "has_place": line.has_place,
        "reason": line.reason,
        "facts": dict(line.facts),
    }


def _left_out(wishes: Wishes) -> list[dict[str, Any]]:
    return [
        {
            "position": 0,
            "code": left.case.code,
            "has_place": False,
            "reason": "left_out",
            "facts": {"papers": list(left.papers), "conditions": list(left.conditions)},
        }
        for left in wishes.left_out
    ]


def enforce(*, allocation: Allocation, viewer: Viewer, key: str = "") -> Allocation:
    """Reserve the places drawn up and put everybody else on the waiting list, in that order.

    Raises ``Denied`` for the person who drew it up, ``MoveRefused`` when the list has changed
    since (nobody is served from an old list) or the places were given already.
    """
    programme = allocation.programme
    facts: dict[str, Any] = {
        "region_code": programme.region_code,
        "hands": frozenset({str(ref_of(allocation.made_by))}),
    }
    with act("programme.enforce", on=programme, by=viewer, key=key, **facts) as deed:
        row = places.locked_programme(programme)
        _must_be_due(row)
        fresh = Allocation.objects.select_for_update().get(pk=allocation.pk)
        wishes = wishes_of(row)
        free, money = _free(row), money_of(row).left
        lines = _lines(row, wishes, free, money)
        if [_kept(line) for line in lines] + _left_out(wishes) != fresh.lines:
            raise MoveRefused(CHANGED)
        fresh.in_force_at, fresh.in_force_by_id = clock.now(), viewer.acting_person
        fresh.save(update_fields=["in_force_at", "in_force_by"])
        for line in lines:
            _settle(locked(wishes.cases[line.code]), row, line)
        deed.record(
            allocation=fresh.pk,
            given=sum(line.has_place for line in lines),
            waiting=sum(not line.has_place for line in lines),
        )
    return fresh


def _settle(case: Case, row: Programme, line: Line) -> None:
    """Each file's own entry, inside the one of the whole giving."""
    case.turn_number = line.position
    if line.has_place:
        with act("place.offer", on=case, by=_CLERK, **facts_of(case)) as deed:
            place = places.take_place(case=case, programme=row)
            case.save(update_fields=["turn_number"])
            deed.record(place=place.number)
            offers.tell_offer(deed, case, place)
        return
    if case.status == CaseStatus.WAITLISTED:
        case.save(update_fields=["turn_number"])
        return
    with act("case.waitlist", on=case, by=_CLERK, **facts_of(case)) as deed:
        guards = {"complete": True, "eligible": True, "quota_full": True}
        step = take(case, "waitlist", _CLERK, guards)
        case.waiting_number = turns.next_waiting_number(case)
        set_status(case, step.target)
        for slug in step.notify:
            deed.tell(
                slug,
                to=recipient_of(case),
                code=case.code,
                office=case.office.unit,
                n=str(case.waiting_number),
            )


def carry_over(*, source: Programme, target: Programme, viewer: Viewer, key: str = "") -> int:
    """Let everybody who still waits stand first in a later year's programme; returns how many.

    They keep their order among themselves. Raises ``Invalid`` unless ``target`` is a later
    programme of the same office.
    """
    if target.office_id != source.office_id or target.year <= source.year:
        raise Invalid(NOT_LATER, fields={"target": NOT_LATER})
    facts = {"region_code": source.region_code}
    with act("programme.carry-over", on=source, by=viewer, key=key, **facts) as deed:
        row = places.locked_programme(target)
        waiting = list(waiting_list(source))
        for case in waiting:
            fresh = locked(case)
            fresh.programme, fresh.turn_rank = row, CARRIED
            fresh.arrival_number = counters.claim(f"arrival:{row.pk}")
            fresh.turn_number = fresh.arrival_number
            fresh.waiting_number = turns.next_waiting_number(fresh)
            fresh.save()
        deed.record(to=str(ref_of(row)), cases=len(waiting))
    return len(waiting)
