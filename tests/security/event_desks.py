"""Rows of the matrix for the desk without a line: addresses, arguments, what the policy is told."""

from collections.abc import Mapping
from typing import Any

from tests.laptops import Laptop
from tests.security.world import Side

from sentraki.desk import event_sync
from sentraki.events.models import Device, JoinQuestion
from sentraki.events.rules.desk import read_record
from sentraki.events.services import desk_sync, devices
from sentraki.kernel.access import Role


def device(side: Side) -> Device:
    """A desk prepared for the event."""
    kept = Device.unscoped.filter(event=side.event()).first()
    who = side.viewer(Role.INTAKE)
    return kept or devices.prepare(event=side.event(), viewer=who).device


def question(side: Side) -> JoinQuestion:
    """Two records of one person, over which an officer has to decide."""
    kept = JoinQuestion.unscoped.filter(record__device=device(side)).first()
    if kept is not None:
        return kept
    laptop = Laptop(device(side).name, "", seed=side.number)
    for n in (1, 1):
        laptop.register(n, district_code=f"{side.region}.01")
    for row in laptop.book:
        sent = read_record(row)
        assert sent is not None
        who = side.viewer(Role.INTAKE)
        event_sync.take(device=device(side), viewer=who, sent=sent, offset=0)
    return JoinQuestion.unscoped.get(record__device=device(side))


def stuck(side: Side) -> None:
    """A record that arrived when the machine stopped before working it in."""
    laptop = Laptop(device(side).name, "", seed=side.number + 100)
    laptop.register(7, district_code=f"{side.region}.01")
    sent = read_record(laptop.book[0])
    assert sent is not None
    who = side.viewer(Role.INTAKE)
    desk_sync.receive(device=device(side), viewer=who, sent=sent, offset=0)


def _region(side: Side) -> Mapping[str, Any]:
    return {"region_code": side.region}


def _event(side: Side) -> Mapping[str, Any]:
    return {"public_id": side.event().public_id}


def _device(side: Side) -> Mapping[str, Any]:
    return {"desk": device(side).public_id}


def _question(side: Side) -> Mapping[str, Any]:
    return {"pk": question(side).pk}


# Address → the fields of its recipe.
ROWS: Mapping[str, Mapping[str, Any]] = {
    "desk:event-desk": {"get": "event-desk.enter"},
    "desk:event-desk-worker": {"get": "event-desk.enter"},
    "desk:event-desk-manifest": {"get": "event-desk.enter"},
    "desk:event-desk-prepare": {"get": "event.prepare-desk", "post": "event.prepare-desk"},
    "desk:event-desk-extract": {"get": "extract.read", "query": "?kelas=30"},
    "desk:event-desk-send": {"post": "event-desk.enter"},
    "desk:event-desks": {"get": "event-desk.view", "arguments": _event, "facts": _region},
    "desk:event-desk-retry": {
        "post": "event.try-again",
        "arguments": _event,
        "facts": _region,
    },
    "desk:event-desk-revoke": {
        "post": "event.revoke-desk",
        "arguments": _device,
        "facts": _region,
    },
    "desk:event-desk-question": {
        "post": "event.answer-question",
        "arguments": _question,
        "facts": _region,
    },
}
# Address → the fields of its sending.
SENT: Mapping[str, Mapping[str, Any]] = {
    "desk:event-desk-retry": {
        "who": "intake",
        "page": "desk:event-desks",
        "prepare": lambda side: stuck(side),
    },
    "desk:event-desk-revoke": {
        "who": "intake",
        "page": "desk:event-desks",
        "prepare": lambda side: device(side),
    },
    "desk:event-desk-question": {
        "who": "verifier",
        "steps": (lambda side: {"said": "different"},),
        "page": "desk:event-desks",
        "button": "said",
        "prepare": lambda side: question(side),
    },
}
