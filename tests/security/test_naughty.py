"""Nasty words in every field of every form, every query and every address: never an error of ours.

Forms are found on the pages each visitor may open; queries in the sources of the faces. What is
typed comes back escaped or not at all.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from tests.security import addresses as urls
from tests.security.addresses import Address
from tests.security.verdicts import expected
from tests.security.visitors import Visitor, visitors
from tests.security.world import World

from sentraki.desk.play.pages import Form, Page
from sentraki.portal import steps

FACES = Path(__file__).resolve().parents[2] / "src" / "sentraki"
NASTY = [
    "", "²", "٣", "-1", "9" * 40, "1e999", "NaN", "0001-01-01", "9999-99-99", "1",
    "\x00", "a\r\nBcc: x@y.test", "‮lairaM", "O'", "Drs. H. Ujang, M.Si.", "ꦱꦼꦤ꧀ꦝ", "🧨" * 30,
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "{{ 7*7 }}{% debug %}",
    "%(x)s %s {0.__class__}", "' OR 1=1 --", "../../etc/passwd", "=HYPERLINK(\"http://x\")",
    "javascript:alert(1)", "kata" * 20_000,
]  # fmt: skip
ALIVE = ("<script>alert(1)</script>", '"><img src=x onerror', "{{ 7*7 }}49")
SEEN: set[str] = set()
KEPT = {"csrfmiddlewaretoken", "idempotency_key"}


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def everybody(world: World) -> list[Visitor]:
    return visitors(world)


def queries() -> list[str]:
    """The names of every parameter a face reads from an address."""
    found = set()
    for room in ("portal", "desk", "offices"):
        for path in (FACES / room).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            found |= set(re.findall(r"GET\.(?:get|getlist)\(\s*\"([a-z_]+)\"", text))
    return sorted(found)


def visitor_for(address: Address, method: str, everybody: list[Visitor], world: World) -> Visitor:
    """Somebody who may open the page."""
    return next(v for v in everybody if expected(address, method, v, world.here) == "open")


def is_alive(answer: object) -> list[str]:
    """What was typed and stands in the page unescaped."""
    body = answer.content.decode("utf-8", "replace")
    return [word for word in ALIVE if word in body]


def with_words(form: Form, word: str, *, pressed: bool = False) -> dict[str, str | list[str]]:
    """The form with ``word`` in every field but those that make it ours, buttons if pressed."""
    filled: dict[str, str | list[str]] = {}
    for control in form.controls:
        if control.name in KEPT:
            filled[control.name] = control.value
        elif control.kind != "file" and (pressed or control.kind != "button"):
            filled[control.name] = word
    return filled


@pytest.mark.parametrize(
    "address", [one for one in urls.with_doors() if "GET" in one.door], ids=lambda one: one.name
)
def test_nasty_words_in_every_form_of_a_page(
    world: World, everybody: list[Visitor], address: Address
) -> None:
    wrong = []
    for visitor, form in forms_of(address, everybody, world):
        where = urlsplit(form.action).path
        sendings = [(word, with_words(form, word)) for word in NASTY]
        sendings += [(word, with_words(form, word, pressed=True)) for word in NASTY[1::4]]
        for word, data in sendings:
            sent = visitor.ask("POST", where, data)
            if sent.status_code >= 500 or is_alive(sent):
                wrong.append(f"{where} {word[:30]!r}: {sent.status_code} {is_alive(sent)}")
    assert wrong == []


@pytest.mark.parametrize("slug", [step.slug for step in steps.STEPS if step.form])
def test_nasty_words_in_every_step_of_an_application(
    world: World, everybody: list[Visitor], slug: str
) -> None:
    applicant = next(one for one in everybody if one.name == "applicant-own")
    path = reverse("portal:apply-step", args=[world.here.cases["draft"].code, slug])
    page = Page.read("http://testserver" + path, 200, applicant.ask("GET", path).content.decode())
    form = next(one for one in page.forms() if urlsplit(one.action).path == path)
    wrong = []
    for word in NASTY:
        sent = applicant.ask("POST", path, with_words(form, word))
        if sent.status_code >= 500 or is_alive(sent):
            wrong.append(f"{word[:30]!r}: {sent.status_code} {is_alive(sent)}")
    assert wrong == []


def forms_of(
    address: Address, everybody: list[Visitor], world: World
) -> Iterator[tuple[Visitor, Form]]:
    """Each form on a page once, with somebody who is shown it."""
    path = address.path(world.here)
    seen = {""}
    for visitor in everybody:
        if expected(address, "GET", visitor, world.here) != "open":
            continue
        answer = visitor.ask("GET", path)
        if "html" not in answer.get("Content-Type", ""):
            return
        page = Page.read("http://testserver" + path, answer.status_code, answer.content.decode())
        for form in page.forms():
            name = _name(urlsplit(form.action).path)
            if form.method == "post" and name not in SEEN | seen | {"account_logout"}:
                seen.add(name)
                SEEN.add(name)
                yield visitor, form


def _name(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


@pytest.mark.parametrize(
    "address", [one for one in urls.with_doors() if "GET" in one.door], ids=lambda one: one.name
)
def test_nasty_words_in_every_query(
    world: World, everybody: list[Visitor], address: Address
) -> None:
    visitor = visitor_for(address, "GET", everybody, world)
    wrong = []
    for word in NASTY[1::2]:
        query = "&".join(f"{name}={quote(word[:1000])}" for name in queries())
        answer = visitor.ask("GET", f"{address.path(world.here)}?{query}")
        if answer.status_code >= 500 or is_alive(answer):
            wrong.append(f"{word[:30]!r}: {answer.status_code} {is_alive(answer)}")
    assert wrong == []


@pytest.mark.parametrize(
    "address", [one for one in urls.with_doors() if one.has_arguments], ids=lambda one: one.name
)
def test_nasty_words_in_an_address_are_not_found(
    world: World, everybody: list[Visitor], address: Address
) -> None:
    method = "GET" if "GET" in address.door else "POST"
    visitor = visitor_for(address, method, everybody, world)
    own = dict(address.recipe.arguments(world.here))
    wrong = []
    for name in own:
        for word in NASTY:
            try:
                path = reverse(address.name, kwargs=own | {name: word[:500]})
            except NoReverseMatch:
                continue
            for asked in {method, "POST"} & set(address.door):
                answer = visitor.ask(asked, path)
                if answer.status_code >= 500 or is_alive(answer):
                    wrong.append(f"{asked} {name}={word[:30]!r}: {answer.status_code}")
    assert wrong == []
