"""Services about events that take two things, with one of them somebody else's."""

from collections.abc import Callable
from typing import Any

from tests.security.world import World

from sentraki.events.rules.duties import DutyPart
from sentraki.events.rules.events import Outcome
from sentraki.events.services import certificates, duties, visits
from sentraki.kernel.access import Role
from sentraki.kernel.refs import ref_of


def _check_ins(w: World) -> list[Callable[[], Any]]:
    me, who = w.here.viewer(Role.INTAKE), visits.Arrival(name="Ibu")
    mine, foreign = w.here.event(), w.there.event()
    return [
        lambda: visits.check_in(event=mine, viewer=me, arrival=who, booking=w.there.booking()),
        lambda: visits.check_in(event=foreign, viewer=me, arrival=who),
        lambda: visits.check_in(event=mine, viewer=me, arrival=who, visit_id=w.there.visit().pk),
    ]


def _joins(w: World) -> list[Callable[[], Any]]:
    me, mine, foreign = w.here.viewer(Role.INTAKE), w.here.visit(), w.there.visit()
    return [
        lambda: visits.join(keep=mine, other=foreign, viewer=me),
        lambda: visits.join(keep=foreign, other=mine, viewer=me),
    ]


def _duties(w: World) -> list[Callable[[], Any]]:
    me, names = w.here.viewer(Role.INTAKE), DutyPart.NAMES
    mine, own = w.here.event(), w.here.people[Role.VERIFIER]
    stranger, laptop = w.there.people[Role.VERIFIER], w.there.device()
    return [
        lambda: duties.set_duty(event=mine, viewer=me, person=stranger, part=names),
        lambda: duties.set_duty(event=w.there.event(), viewer=me, person=stranger, part=names),
        lambda: duties.set_duty(event=mine, viewer=me, person=own, part=names, device=laptop),
    ]


def _certificates(w: World) -> list[Callable[[], Any]]:
    me, theirs = w.here.viewer(Role.INTAKE), [w.there.visit()]
    return [
        lambda: certificates.draw_up(event=w.here.event(), viewer=me, visits=theirs),
        lambda: certificates.draw_up(event=w.there.event(), viewer=me, visits=theirs),
    ]


def _follow_ups(w: World) -> list[Callable[[], Any]]:
    """A ref is only as good as who reached it: the face looks the case up under its viewer."""
    me, own = w.here.viewer(Role.INTAKE), str(ref_of(w.here.cases["draft"]))
    return [
        lambda: visits.follow_up(
            visit=w.there.visit(), viewer=me, outcome=Outcome.STARTED, case_ref=own
        ),
        lambda: visits.follow_up(
            visit=w.here.visit(), viewer=me, outcome=Outcome.STARTED, case_ref="no ref"
        ),
    ]


TWO_AT_EVENTS: dict[str, Callable[[World], list[Callable[[], Any]]]] = {
    "events.visits.check_in": _check_ins,
    "events.duties.set_duty": _duties,
    "events.certificates.draw_up": _certificates,
    "events.visits.follow_up": _follow_ups,
    "events.visits.join": _joins,
}
