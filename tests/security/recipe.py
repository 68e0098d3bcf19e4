"""The shape of a recipe: how to reach a page with the thing of a side."""

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
    sees: tuple[str, ...] = ()
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
    stage: str,
    get: str = "",
    post: str = "",
    *,
    sees: tuple[str, ...] = (),
    query: str = "",
    **more: Any,
) -> Recipe:
    """A page of one case; ``more`` are further arguments, plain or made from a side."""

    def arguments(side: Side) -> dict[str, Any]:
        made = {name: value(side) if callable(value) else value for name, value in more.items()}
        return {"code": side.cases[stage].code, **made}

    return Recipe(get, post, arguments, lambda side: case_facts(side, stage), sees, query)
