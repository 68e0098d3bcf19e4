"""Addresses of events, of the office's own list and of its log; see ``recipes``."""

from typing import Any

from tests.security.recipe import Recipe
from tests.security.world import Side


def _at_event(side: Side) -> dict[str, Any]:
    return {"public_id": side.event().public_id}


def _event(get: str = "", post: str = "") -> Recipe:
    return Recipe(get, post, _at_event, lambda s: {"region_code": s.region})


EVENTS = {
    "portal:events": Recipe("event.enter"),
    "portal:event": Recipe("event.enter", "event.book", _at_event),
    "portal:event-ticket": Recipe(
        "event.enter", "event.leave", lambda s: _at_event(s) | {"code": s.booking().code}
    ),
    "desk:events": Recipe("event.list"),
    "desk:event-new": Recipe("event.set", "event.set"),
    "desk:event": _event("event.view"),
    "desk:event-edit": _event("event.set", "event.set"),
    "desk:event-door": _event("event.check-in", "event.check-in"),
    "desk:event-invitations": _event("event.view", "event.invite"),
    "desk:office-list": Recipe("business.list", "event.invite"),
    "desk:office-list-alike": Recipe("business.list", "business.join"),
    "desk:event-join": _event("", "event.join-visits"),
    "portal:event-materials": Recipe("event.enter", "event.enter", _at_event),
    "portal:event-material": Recipe(
        "event.enter", "", lambda s: _at_event(s) | {"material": s.material().public_id}
    ),
    "desk:event-letters": _event("event.view"),
    "desk:event-certificates": _event("", "event.draw-certificates"),
    "desk:event-print": _event("", "event.print-letters"),
    "desk:event-duties": _event("event.set-duty", "event.set-duty"),
    "desk:event-duty-end": Recipe(
        "", "event.end-duty", lambda s: {"pk": s.duty().pk}, lambda s: {"region_code": s.region}
    ),
    "desk:event-materials": _event("event.view", "event.add-material"),
    "desk:event-material": Recipe(
        "event.view",
        "",
        lambda s: _at_event(s) | {"material": s.material().public_id},
        lambda s: {"region_code": s.region},
    ),
    "desk:event-material-remove": Recipe(
        "",
        "event.remove-material",
        lambda s: {"material": s.material().public_id},
        lambda s: {"region_code": s.region},
    ),
    "desk:registers": Recipe("corpus.list"),
    "desk:log": Recipe("checkpoint.view"),
    "desk:log-checkpoint": Recipe(post="checkpoint.view"),
}
