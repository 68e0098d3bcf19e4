"""Recipes and sendings of rights that stand: certificates handed over, lists, changes."""

from collections.abc import Mapping
from typing import Any

from tests.security.recipe import Recipe

from sentraki.kernel import clock
from sentraki.ledger.models import Document

TODAY = clock.today().isoformat()


def _document(document: Document, region: str) -> Mapping[str, Any]:
    return {
        "region_code": region, "about": document.on_ref, "secrecy": document.secrecy,
        "handed_to": None,
    }  # fmt: skip


def _right(get: str, post: str = "") -> Recipe:
    return Recipe(
        get,
        post,
        lambda s: {"public_id": s.right().public_id},
        lambda s: {"region_code": s.region},
    )


def _ceremony(get: str, post: str = "") -> Recipe:
    return Recipe(
        get,
        post,
        lambda s: {"public_id": s.ceremony().public_id},
        lambda s: {"region_code": s.region},
        sees=("ceremony.view",),
    )


RECIPES = {
    "desk:right-hand-over": _right("right.hand-over", "right.hand-over"),
    "desk:right-handing-photo": Recipe(
        "right.hand-over",
        arguments=lambda s: {"public_id": s.handed().right.public_id},
        facts=lambda s: _document(s.handing_photo(), s.region),
        sees=("document.read",),
    ),
    "desk:right-change-new": _right("right-change.begin", "right-change.begin"),
    "desk:right-change": Recipe(
        "right-change.view",
        "right-change.move",
        lambda s: {"public_id": s.change().public_id},
        lambda s: {"region_code": s.region},
        sees=("right-change.view",),
    ),
    "desk:right-change-proof": Recipe(
        "right-change.view",
        arguments=lambda s: {"public_id": s.recorded().public_id},
        facts=lambda s: _document(s.recorded_proof(), s.region),
        sees=("right-change.view", "document.read"),
    ),
    "desk:ceremonies": Recipe(
        "ceremony.list", "ceremony.draw-up", facts=lambda s: {"region_code": s.region}
    ),
    "desk:ceremony": _ceremony("ceremony.view", "ceremony.hand-over"),
    "desk:ceremony-sheet": _ceremony("ceremony.view"),
}  # fmt: skip


def _item(side: Any) -> dict[str, Any]:
    item = side.ceremony().items.get()
    return {"item": [str(item.pk)], f"receiver_{item.pk}": "Ibu Terima"}


def _filled(**values: Any) -> tuple[Any, ...]:
    return (lambda side: values,)


# Address → who sends, what, and the photo; ``sendings`` makes them its own.
SENT: dict[str, dict[str, Any]] = {
    "desk:right-hand-over": {
        "who": "intake",
        "steps": _filled(receiver="Ibu Terima", received_on=TODAY),
        "photos": {},
    },
    "desk:right-change-new": {
        "who": "intake",
        "steps": _filled(kind="transfer", value="Toko Baru"),
    },
    "desk:right-change": {
        "who": "intake",
        "steps": _filled(step="file", number="UN1", day=TODAY, scheme="umk"),
    },
    "desk:ceremonies": {
        "who": "intake",
        "steps": (
            lambda side: {
                "title": "Daftar", "held_on": TODAY, "chosen": [side.right().public_id]
            },
        ),
    },
    "desk:ceremony": {"who": "intake", "steps": (_item,)},
}  # fmt: skip
