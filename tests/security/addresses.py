"""Every address of the house, found from the URLconf, and its recipe."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.security.recipes import RECIPES, Recipe
from tests.security.world import Side, World

from sentraki.config.urls import OPEN_TO_ALL
from sentraki.kernel import ids
from sentraki.offices.doors import DECLARED_ELSEWHERE

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
UNKNOWN_NUMBER = 987_654_321


@dataclass(frozen=True)
class Address:
    """One entry of the URLconf. ``door`` maps methods to actions; empty for pages without one."""

    name: str
    view: Callable[..., Any]
    door: Mapping[str, str]
    arguments: tuple[str, ...]

    @property
    def has_arguments(self) -> bool:
        """Whether it names anything."""
        return bool(self.arguments)

    @property
    def takes_two(self) -> bool:
        """Whether it may name two things."""
        return len(self.arguments) > 1

    @property
    def recipe(self) -> Recipe:
        """What its arguments name; ``KeyError`` where nobody has said so."""
        return RECIPES[self.name]

    def path(self, side: Side) -> str:
        """The address of the thing of ``side``."""
        return self._path(self.recipe.arguments(side))

    def missing(self, world: World) -> str:
        """The address of a thing that does not exist: what tells two sides apart is replaced."""
        here, there = (self.recipe.arguments(side) for side in (world.here, world.there))
        return self._path(
            {name: value if value == there[name] else _other(value) for name, value in here.items()}
        )

    def mixed(self, world: World) -> list[str]:
        """Addresses with one thing of this side and the other of that side, both ways round."""
        here, there = (self.recipe.arguments(side) for side in (world.here, world.there))
        names = [name for name in here if here[name] != there[name]]
        if len(names) < 2:
            return []
        swapped = names[-1]
        return [
            self._path(here | {swapped: there[swapped]}),
            self._path(there | {swapped: here[swapped]}),
        ]

    def _path(self, arguments: Mapping[str, Any]) -> str:
        return reverse(self.name, kwargs=arguments) + self.recipe.query


def _other(value: Any) -> Any:
    if isinstance(value, int):
        return UNKNOWN_NUMBER
    text = str(value)
    if text.isdigit():
        return str(UNKNOWN_NUMBER)
    if not ids.is_code(text):
        return ids.new_secret()
    prefix, _, _ = text.partition("-")
    return ids.new_code(prefix) if len(prefix) < 4 else ids.new_seal_code()


def addresses() -> list[Address]:
    """Every address, log-in library included."""
    return list(_walk(get_resolver(), ""))


def with_doors() -> list[Address]:
    """The addresses of our own pages."""
    return [one for one in addresses() if one.door]


def _walk(resolver: URLResolver, space: str) -> Any:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _walk(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield Address(
                f"{space}{entry.name}",
                entry.callback,
                getattr(entry.callback, "door", {}),
                tuple(entry.pattern.regex.groupindex),
            )


def undeclared() -> list[str]:
    """Names of addresses whose recipe nobody has written."""
    known = set(RECIPES) | set(DECLARED_ELSEWHERE) | OPEN_TO_ALL
    return [one.name for one in addresses() if one.name not in known]


def outlived() -> list[str]:
    """Recipes whose address is gone."""
    return sorted(set(RECIPES) - {one.name for one in addresses()})
