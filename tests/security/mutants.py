"""Break each rule of authorisation in turn; every break must be noticed.

``python -m tests.security.mutants`` makes a throw-away database, breaks every policy row (opened to
everybody, condition dropped, deleted, one role more, one role fewer), every scope of every model
(opened, closed, its own rule removed) and every door (opened, led to another action), asks the
truth tables, the scope probes and the doors after each break, and prints how many were noticed.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sentraki.config.settings.test")
    import django

    django.setup()

from django.db import transaction
from django.db.models import Q
from tests.security import scopes, truth
from tests.security.addresses import Address, with_doors
from tests.security.verdicts import is_refusal
from tests.security.visitors import Visitor, visitors
from tests.security.world import World, build
from tests.sentraki.cases import test_policy as cases

from sentraki.kernel import access
from sentraki.kernel.access import Role, Rule, may_enter
from sentraki.ledger.rules.secrecy import Secrecy
from sentraki.offices import doors, scoping

HOOKS = ("officer_scope", "handed_scope", "applicant_scope", "public_scope")
PUBLIC_ACTION = "guide.read"


@dataclass(frozen=True)
class Mutant:
    """One break: where, what, how to do it, and the question that should notice it."""

    name: str
    broken: Callable[[], AbstractContextManager[Any]]
    is_noticed: Callable[[], bool]


def survivors(mutants: list[Mutant]) -> list[str]:
    """Names of the breaks nobody noticed."""
    alive = []
    for mutant in mutants:
        with mutant.broken():
            if not mutant.is_noticed():
                alive.append(mutant.name)
    return alive


def all_mutants(world: World) -> list[Mutant]:
    """Every break. The unbroken house must answer everything right."""
    return [*policy_mutants(), *scope_mutants(world), *door_mutants(world)]


# ---- policy rows -------------------------------------------------------------------------------


def policy_mutants() -> Iterator[Mutant]:
    """Every row of every room, changed in every way that changes its meaning."""
    asked: dict[str, list[truth.Question]] = {}
    for question in truth.questions():
        asked.setdefault(question.action, []).append(question)
    for rule in truth.rules():
        questions = asked.get(rule.action, [])
        for word, changed in _changed(rule):
            yield Mutant(
                f"policy {rule.action}: {word}",
                lambda rule=rule, changed=changed: _row(rule, changed),
                lambda asked=questions: any(not one.is_answered_right for one in asked),
            )


def _changed(rule: Rule) -> Iterator[tuple[str, Rule | None]]:
    everybody = frozenset(Role)
    yield "deleted", None
    yield "opened to everybody", replace(rule, roles=everybody, condition=None)
    if rule.condition is not None:
        yield "condition dropped", replace(rule, condition=None)
    for role in Role:
        roles = rule.roles ^ {role}
        if roles and not _makes_no_difference(rule, role):
            word = "without" if role in rule.roles else "also for"
            yield f"{word} {role}", replace(rule, roles=roles)


# Facts that would open every condition, and viewers as wide as each role can be.
GENEROUS = {
    "about": "cases.case:1", "region_code": "16.71", "to_office": 1, "office_id": 1,
    "person_id": 2, "office_may_issue": True, "hands": (), "handed_to": 1,
}  # fmt: skip


def _makes_no_difference(rule: Rule, role: Role) -> bool:
    """Whether the row's condition says no to ``role`` even where everything speaks for a yes."""
    if role in rule.roles or rule.condition is None:
        return False
    widest = cases.viewer(role)
    return not any(
        rule.condition(widest, GENEROUS | {"secrecy": secrecy.value}) for secrecy in Secrecy
    )


@contextmanager
def _row(rule: Rule, changed: Rule | None) -> Iterator[None]:
    table = access._RULES
    with patch.dict(table):
        if changed is None:
            del table[rule.action]
        else:
            table[rule.action] = changed
        yield


# ---- scopes ------------------------------------------------------------------------------------


def scope_mutants(world: World) -> Iterator[Mutant]:
    """Every hook of every scoped model, and the rules they all lean on."""
    probes: dict[type[Any], list[scopes.Probe]] = {}
    for probe in scopes.probes(world):
        probes.setdefault(probe.model, []).append(probe)
    people = list(scopes.watchers(world).values())
    for model, asked in probes.items():
        noticed = _any_fails(asked)
        for hook in HOOKS:
            for word, value in (("opened", Q()), ("closed", None)):
                if not _is_already(model, hook, value, people):
                    yield Mutant(
                        f"scope {model.__name__}.{hook}: {word}",
                        lambda model=model, hook=hook, value=value: patch.object(
                            model, hook, lambda *viewer: value
                        ),
                        noticed,
                    )
            if hook in vars(model):
                yield Mutant(
                    f"scope {model.__name__}.{hook}: own rule removed",
                    lambda model=model, hook=hook: patch.object(
                        model, hook, classmethod(vars(scoping.Scoped)[hook].__func__)
                    ),
                    noticed,
                )
    everything = _any_fails([probe for asked in probes.values() for probe in asked])
    yield Mutant(
        "scoping: second factor not asked",
        lambda: patch.object(scoping, "scope_of", _without_second_factor),
        everything,
    )
    yield Mutant(
        "scoping: regions by their first letters",
        lambda: patch.object(
            scoping, "prefix_scope", lambda path, codes: Q(**{f"{path}__startswith": codes[0][:1]})
        ),
        lambda: _raises_or(everything),
    )


def _any_fails(probes: list[scopes.Probe]) -> Callable[[], bool]:
    return lambda: any(not probe.holds for probe in probes)


def _raises_or(noticed: Callable[[], bool]) -> bool:
    try:
        return noticed()
    except IndexError:
        return True


def _is_already(model: type[Any], hook: str, value: Q | None, people: list[Any]) -> bool:
    if hook == "public_scope":
        return model.public_scope() == value
    role = {"applicant_scope": Role.APPLICANT, "handed_scope": Role.KANWIL}.get(hook)
    asked = [one for one in people if (one.role is role if role else one.is_officer)]
    return all(getattr(model, hook)(viewer) == value for viewer in asked)


def _without_second_factor(model: Any, viewer: Any) -> Any:
    if viewer.role is Role.APPLICANT:
        return model.applicant_scope(viewer)
    return model.officer_scope(viewer) if viewer.is_officer else model.public_scope()


# ---- doors -------------------------------------------------------------------------------------


def door_mutants(world: World) -> Iterator[Mutant]:
    """Every method of every page: not watched at all, and led to an action of everybody's."""
    everybody = visitors(world)
    for address in with_doors():
        for method, action in address.door.items():
            outsiders = [one for one in everybody if not may_enter(action, one.viewer).allowed]
            if outsiders:
                yield Mutant(
                    f"door {method} {address.name}: opened",
                    lambda address=address, method=method: _unwatched(address, method),
                    lambda a=address, m=method, who=outsiders[0]: (
                        not _is_kept_out(a, m, who, world)
                    ),
                )
            if action != PUBLIC_ACTION:
                yield Mutant(
                    f"door {method} {address.name}: leads to {PUBLIC_ACTION}",
                    lambda address=address, method=method: _led_elsewhere(address, method),
                    lambda a=address, m=method: _differs_from_recipe(a, m),
                )


def _is_kept_out(address: Address, method: str, visitor: Visitor, world: World) -> bool:
    answer = visitor.ask(method, address.path(world.here))
    return is_refusal(answer, address.door[method], visitor.viewer)


def _differs_from_recipe(address: Address, method: str) -> bool:
    recipe = address.recipe
    said = recipe.post if method == "POST" else recipe.get
    return address.view.door[method] != said  # type: ignore[attr-defined]


@contextmanager
def _unwatched(address: Address, method: str) -> Iterator[None]:
    admit = doors._admit

    def open_there(request: Any, action: str) -> Any:
        here = request.resolver_match.view_name == address.name and request.method == method
        return None if here else admit(request, action)

    with patch.object(doors, "_admit", open_there):
        yield


@contextmanager
def _led_elsewhere(address: Address, method: str) -> Iterator[None]:
    view: Any = address.view
    closed_over = dict(zip(view.__code__.co_freevars, view.__closure__, strict=True))
    with patch.dict(closed_over["named"].cell_contents, {method: PUBLIC_ACTION}):
        yield


# ---- the script --------------------------------------------------------------------------------


def summary(mutants: list[Mutant], alive: list[str]) -> str:
    """One line: how many of which kind, how many noticed."""
    kinds = [mutant.name.partition(" ")[0].rstrip(":") for mutant in mutants]
    counted = ", ".join(f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds))
    killed = len(mutants) - len(alive)
    return f"authorisation mutants: {killed} of {len(mutants)} killed ({counted})"


def main() -> int:
    """Break everything in a database of its own; 0 when every break was noticed."""
    from django.test.utils import (  # noqa: PLC0415 - only the script makes a database
        setup_databases,
        setup_test_environment,
        teardown_databases,
    )

    setup_test_environment()
    made = setup_databases(verbosity=0, interactive=False)
    try:
        with transaction.atomic():
            mutants = all_mutants(build())
            alive = survivors(mutants)
            transaction.set_rollback(True)
    finally:
        teardown_databases(made, verbosity=0)
    print(summary(mutants, alive))
    for name in alive:
        print("survived:", name)
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main())
