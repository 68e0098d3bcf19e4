"""Rows of the matrix for the desk without a line: addresses, arguments, what the policy is told."""

from collections.abc import Mapping
from typing import Any

from tests.security.world import Side


def _region(side: Side) -> Mapping[str, Any]:
    return {"region_code": side.region}


def _event(side: Side) -> Mapping[str, Any]:
    return {"public_id": side.event().public_id}


def _device(side: Side) -> Mapping[str, Any]:
    return {"public_id": side.device().public_id}


def _question(side: Side) -> Mapping[str, Any]:
    return {"pk": side.question().pk}


# Address → the fields of its recipe.
ROWS: Mapping[str, Mapping[str, Any]] = {
    "desk:event-desk": {"get": "event-desk.enter"},
    "desk:event-desk-worker": {"get": "event-desk.enter"},
    "desk:event-desk-manifest": {"get": "event-desk.enter"},
    "desk:event-desk-prepare": {"get": "event.prepare-desk", "post": "event.prepare-desk"},
    "desk:event-desk-extract": {"get": "extract.read", "query": "kelas=30"},
    "desk:event-desk-send": {"post": "event-desk.enter"},
    "desk:event-desks": {"get": "event-desk.view", "arguments": _event, "facts": _region},
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
    "desk:event-desk-revoke": {
        "who": "intake",
        "page": "desk:event-desks",
        "prepare": lambda side: side.device(),
    },
    "desk:event-desk-question": {
        "who": "verifier",
        "steps": (lambda side: {"said": "different"},),
        "page": "desk:event-desks",
        "button": "said",
        "prepare": lambda side: side.question(),
    },
}
