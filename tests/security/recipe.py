"""The shape of a recipe: how to reach a page with the thing of a side."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.security.world import Side

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
