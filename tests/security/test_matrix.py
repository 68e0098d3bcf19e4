"""The authorisation matrix: every address × method × visitor × own and foreign region.

Which addresses there are comes from the URLconf; what must happen comes from the door, the policy
rows and the recipe of the address. A page nobody has written a recipe for fails.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from unittest.mock import patch

import pytest
from django.template.backends.django import Template
from django.urls import reverse
from tests.security import addresses as urls
from tests.security.addresses import METHODS, Address
from tests.security.telling import tell
from tests.security.verdicts import expected, is_sent_away, verdict
from tests.security.visitors import Visitor, visitors
from tests.security.world import World

from sentraki.config.urls import OPEN_TO_ALL
from sentraki.offices.doors import DECLARED_ELSEWHERE

SECRET = re.compile(rb"name=\"csrfmiddlewaretoken\" value=\"[^\"]+\"")


@dataclass
class Count:
    """How many cells were looked at, for the report."""

    cells: int = 0
    by_word: dict[str, int] = field(default_factory=dict)

    def add(self, word: str) -> None:
        """One more cell."""
        self.cells += 1
        self.by_word[word] = self.by_word.get(word, 0) + 1


COUNT = Count()


@contextmanager
def undrawn() -> Iterator[None]:
    """Templates stay blank: who may come in is decided before anything is drawn."""
    with patch.object(Template, "render", lambda *_, **__: ""):
        yield


@pytest.fixture(scope="module")
def everybody(world: World) -> list[Visitor]:
    return visitors(world)


@pytest.fixture(scope="module", autouse=True)
def report(request: pytest.FixtureRequest) -> Iterator[None]:
    """Print how large the matrix was."""
    yield
    tell(request.config, f"authorisation matrix: {COUNT.cells} cells {COUNT.by_word}")


def sameness(answer: Any, path: str) -> tuple[int, bytes]:
    """An answer without what differs between any two requests."""
    body = SECRET.sub(b"", answer.content).replace(answer["X-Request-ID"].encode(), b"")
    for part in sorted(path.strip("/").split("/"), key=len, reverse=True):
        if len(part) > 8:
            body = body.replace(part.encode(), b"")
    return answer.status_code, body


def test_every_address_has_a_recipe_and_no_recipe_outlives_its_address() -> None:
    assert urls.undeclared() == []
    assert urls.outlived() == []


@pytest.mark.parametrize("address", urls.with_doors(), ids=lambda one: one.name)
def test_the_door_says_what_the_recipe_says(address: Address) -> None:
    recipe = address.recipe
    wanted = {"GET": recipe.get, "HEAD": recipe.get, "POST": recipe.post}

    assert dict(address.door) == {method: action for method, action in wanted.items() if action}


@pytest.mark.parametrize("address", urls.with_doors(), ids=lambda one: one.name)
def test_every_visitor_meets_what_the_policy_says(
    world: World, everybody: list[Visitor], address: Address
) -> None:
    wrong = []
    sides = {"own": world.here}
    if address.has_arguments:
        sides["foreign"] = world.there
    for kind, side in sides.items():
        path = address.path(side)
        for visitor in everybody:
            for method in METHODS if kind == "own" else ("GET", "HEAD", "POST"):
                word = expected(address, method, visitor, side)
                is_drawn = word == "open" and method == "GET" and kind == "own"
                with nullcontext() if is_drawn else undrawn():
                    answer = visitor.ask(method, path)
                COUNT.add(word)
                if not verdict(word, answer, address.door.get(method, ""), visitor.viewer):
                    wrong.append(f"{method} {kind} as {visitor.name}: {word}, got {answer}")

    assert wrong == []


@pytest.mark.parametrize(
    "address", [one for one in urls.with_doors() if one.has_arguments], ids=lambda one: one.name
)
def test_a_foreign_thing_looks_like_one_that_does_not_exist(
    world: World, everybody: list[Visitor], address: Address
) -> None:
    wrong = []
    missing = address.missing(world)
    for visitor in everybody:
        for side in (world.here, world.there):
            for method in ("GET", "POST"):
                if expected(address, method, visitor, side) != "hidden":
                    continue
                path = address.path(side)
                foreign, absent = visitor.ask(method, path), visitor.ask(method, missing)
                COUNT.add("same as missing")
                if sameness(foreign, path) != sameness(absent, missing):
                    wrong.append(f"{method} as {visitor.name}: {foreign} is not {absent}")

    assert wrong == []


@pytest.mark.parametrize("name", sorted(OPEN_TO_ALL))
def test_pages_for_all_answer_reading_and_nothing_else(everybody: list[Visitor], name: str) -> None:
    path = reverse(name, args=["en"] if name == "speak" else [])
    for visitor in everybody:
        for method in METHODS:
            answer = visitor.ask(method, path)
            COUNT.add("open to all")
            refused = answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED
            assert refused == (method not in ("GET", "HEAD")), (visitor.name, method)
            assert not is_sent_away(answer)


def log_in_path(name: str) -> str:
    """The address of a page of the log-in library, about a key that is nobody's."""
    if name == "account_reset_password_from_key":
        return reverse(name, kwargs={"uidb36": "zz", "key": "set-password"})
    if name in {"mfa_remove_webauthn", "mfa_edit_webauthn"}:
        return reverse(name, kwargs={"pk": urls.UNKNOWN_NUMBER})
    return reverse(name)


@pytest.mark.parametrize("name", sorted(DECLARED_ELSEWHERE))
def test_account_pages_let_in_whom_their_declaration_says(
    everybody: list[Visitor], name: str
) -> None:
    wrong = []
    path = log_in_path(name)
    for visitor in everybody:
        signed_in = visitor.viewer.person_id is not None
        for method in METHODS:
            answer = visitor.ask(method, path)
            COUNT.add("account page")
            must_go = DECLARED_ELSEWHERE[name] == "signed-in" and not signed_in
            turned = is_sent_away(answer) or answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED
            if answer.status_code >= 500 or (must_go and not turned and method != "OPTIONS"):
                wrong.append(f"{method} as {visitor.name}: {answer}")

    assert wrong == []
