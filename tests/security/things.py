"""Which services take two things: found from their signatures, so that a new one is noticed."""

import importlib
import inspect
import pkgutil
import typing
from collections.abc import Callable, Iterator
from dataclasses import is_dataclass
from typing import Any

from django.db.models import Model

ROOMS = ("offices", "ledger", "parties", "screening", "cases", "events")
# Parameters that name a thing without a model's type: refs, and regions chosen by the caller.
NAMED = frozenset({"on", "used_for", "case_ref", "region_code", "about"})


def services() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every public function of every room's services: (``room.module.function``, function)."""
    for room in ROOMS:
        package = importlib.import_module(f"sentraki.{room}.services")
        modules = [package]
        for found in pkgutil.iter_modules(package.__path__) if hasattr(package, "__path__") else ():
            modules.append(importlib.import_module(f"{package.__name__}.{found.name}"))
        for module in modules:
            for name, function in inspect.getmembers(module, inspect.isfunction):
                if not name.startswith("_") and function.__module__ == module.__name__:
                    short = module.__name__.removeprefix("sentraki.").replace(".services", "")
                    yield f"{short}.{name}", function


def things_of(function: Callable[..., Any]) -> list[str]:
    """Names of the parameters that hold or name a stored thing."""
    hints = typing.get_type_hints(inspect.unwrap(function))
    names = inspect.signature(function).parameters
    return [name for name in names if name in NAMED or _holds_a_thing(hints.get(name))]


def with_two_things() -> dict[str, list[str]]:
    """The services that take more than one thing, and those who act on them."""
    return {
        name: things
        for name, function in services()
        if len(things := things_of(function)) > 1 and _acts(function)
    }


def _acts(function: Callable[..., Any]) -> bool:
    return bool({"viewer", "by"} & set(inspect.signature(function).parameters))


def _holds_a_thing(hint: Any) -> bool:
    if inspect.isclass(hint) and issubclass(hint, Model):
        return True
    if is_dataclass(hint):
        return any(_holds_a_thing(part) for part in typing.get_type_hints(hint).values())
    return any(_holds_a_thing(part) for part in typing.get_args(hint))
