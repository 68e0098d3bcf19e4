"""What each address is and which thing its arguments name, written by hand, apart from the views.

A page without a row here fails the matrix. ``get`` and ``post`` repeat what the door must say;
``tests/security/truth.py`` says which roles may do that. ``sees`` is the action whose condition
decides about the thing (the page's own action, unless the door asks for less and the view for the
rest); ``facts`` are what the policy has to know of the thing. Without ``facts`` the page shows the
same kind of thing to everybody who may enter.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.security.world import Side

from sentraki.kernel.refs import ref_of

Arguments = Callable[[Side], Mapping[str, Any]]


def nothing(side: Side) -> Mapping[str, Any]:
    """No arguments, no facts."""
    return {}


@dataclass(frozen=True)
class Recipe:
    """How to reach a page with the thing of a side."""

    get: str = ""
    post: str = ""
    arguments: Arguments = nothing
    facts: Arguments | None = None
    sees: str = ""
    query: str = ""


def case_facts(side: Side, stage: str) -> dict[str, Any]:
    """What the policy knows of the case at ``stage``."""
    case = side.cases[stage]
    sent = case.handovers.exclude(answer="returned").last()
    return {
        "region_code": case.region_code,
        "about": str(ref_of(case)),
        "to_office": sent.handover.to_office_id if sent else None,
    }


def about_case(
    stage: str, get: str = "", post: str = "", *, sees: str = "", query: str = "", **more: Any
) -> Recipe:
    """A page of one case; ``more`` are further arguments, plain or made from a side."""

    def arguments(side: Side) -> dict[str, Any]:
        made = {name: value(side) if callable(value) else value for name, value in more.items()}
        return {"code": side.cases[stage].code, **made}

    return Recipe(get, post, arguments, lambda side: case_facts(side, stage), sees, query)


def _own(stage: str, post: str = "", **more: Any) -> Recipe:
    return about_case(stage, "case.own", post, **more)


PUBLIC_PAGES = {
    "portal:home": Recipe("guide.read"),
    "portal:office-choose": Recipe("office.choose", arguments=lambda s: {"slug": s.office.slug}),
    "portal:office-everywhere": Recipe("office.choose"),
    "portal:office-css": Recipe("guide.read", arguments=lambda s: {"slug": s.office.slug}),
    "portal:check": Recipe("screening.search", "screening.search"),
    "portal:fitting": Recipe("guide.read", "guide.read"),
    "portal:verify": Recipe("seal.view"),
    "portal:verify-json": Recipe("seal.view", arguments=lambda s: {"code": s.right().seal.code}),
    "portal:verify-code": Recipe(
        "seal.view", "seal.look-up", arguments=lambda s: {"code": s.letter("signed").seal.code}
    ),
    "portal:register": Recipe("figure.view"),
    "portal:register-csv": Recipe("figure.view"),
    "portal:register-metadata": Recipe("figure.view"),
    "portal:about-data": Recipe("guide.read"),
    "portal:about-figures": Recipe("guide.read"),
    "portal:about-help": Recipe("guide.read"),
    "portal:robots": Recipe("guide.read"),
    "portal:favicon": Recipe("guide.read"),
}

OWN_CASE = {
    "portal:apply-start": Recipe("case.enter", "case.start"),
    "portal:apply-kept": _own("draft"),
    "portal:apply-papers": _own("draft", "case.own"),
    "portal:apply-signature": _own("draft", "case.own"),
    "portal:apply-piece": about_case("draft", post="case.own"),
    "portal:apply-picture": _own("draft", requirement="ktp"),
    "portal:apply-review": _own("draft", "case.own"),
    "portal:apply-sent": _own("submitted"),
    "portal:apply-step": _own("draft", "case.own", slug="pemilik"),
    "portal:my-case": Recipe("case.enter", "case.enter"),
    "portal:my-case-entry": Recipe("case.enter", "case.enter"),
    "portal:my-case-page": _own("registered"),
    "portal:my-case-letter": _own("signed", letter=lambda s: s.letter("signed").public_id),
    "portal:my-case-certificate": _own("registered"),
    "portal:my-case-withdraw": _own("submitted", "case.own"),
    "portal:my-case-data": _own("submitted"),
    "portal:resume": Recipe(
        "case.enter", "case.enter", arguments=lambda s: {"secret": s.secrets["draft"]}
    ),
}

RECIPES: Mapping[str, Recipe] = {**PUBLIC_PAGES, **OWN_CASE}
