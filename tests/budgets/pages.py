"""Every page of the house that can be opened, found from the addresses; and what it weighs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import brotli
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import URLPattern, reverse
from tests.house.test_faces import ADDRESSES
from tests.security.recipes import RECIPES
from tests.security.visitors import Visitor, visitors
from tests.security.world import Side, World

from sentraki.desk.play.pages import Page

FACES = ("portal:", "desk:")
ASSETS = {"link": "href", "script": "src"}
LOADED = ("stylesheet", "icon", "preload", "modulepreload")
CODE_IN = re.compile(r"\son[a-z]+\s*=", re.I)


@dataclass(frozen=True)
class Seen:
    """A page somebody was shown."""

    name: str
    visitor: str
    path: str
    content: bytes
    policy: str

    @property
    def page(self) -> Page:
        """The tree of it."""
        return Page.read(f"http://testserver{self.path}", 200, self.content.decode())

    @property
    def place(self) -> str:
        """Which page, seen by whom."""
        return f"{self.name} ({self.visitor})"


def _reads(entry: URLPattern) -> bool:
    return "GET" in getattr(entry.callback, "door", {})


def plain_addresses() -> list[tuple[str, str]]:
    """Name and path of every page of the faces that needs no argument."""
    return [
        (name, reverse(name))
        for pattern, name, entry in ADDRESSES
        if name.startswith(FACES) and "<" not in pattern and _reads(entry)
    ]


def all_addresses(side: Side) -> list[tuple[str, str]]:
    """The same with the pages about one thing, opened on the things of ``side``."""
    about = [
        (name, reverse(name, kwargs=RECIPES[name].arguments(side)))
        for pattern, name, entry in ADDRESSES
        if name.startswith(FACES) and "<" in pattern and name in RECIPES and _reads(entry)
    ]
    return plain_addresses() + about


def those_who_see(world: World) -> list[Visitor]:
    """The public, the applicant, and every role of this region."""
    known = [v for v in visitors(world) if "-there" not in v.name and "-other" not in v.name]
    return [v for v in known if "without" not in v.name]


def html_of(answer: Any) -> bool:
    """Whether it is a page that opened."""
    return answer.status_code == 200 and answer["Content-Type"].startswith("text/html")


def walk(world: World) -> Iterator[Seen]:
    """Every page of the faces for everybody who may open it."""
    addresses = all_addresses(world.here)
    for visitor in those_who_see(world):
        for name, path in addresses:
            answer = visitor.ask("GET", path)
            if html_of(answer):
                policy = answer.headers.get("Content-Security-Policy", "")
                yield Seen(name, visitor.name, path, answer.content, policy)


def assets_of(page: Page) -> set[str]:
    """The addresses of what a page loads by itself: sheets, scripts, icon."""
    found = set()
    for node in page.root.walk():
        loads = node.tag == "script" or node.attrs.get("rel", "") in LOADED
        address = node.attrs.get(ASSETS.get(node.tag, ""), "")
        if loads and address:
            found.add(address)
    return found


def weight_of(page: Page, content: bytes) -> int:
    """Bytes of a first view: the page and all it loads, each compressed with brotli."""
    total = len(brotli.compress(content))
    for address in assets_of(page):
        if address.startswith("/static/"):
            place = finders.find(address.removeprefix("/static/"))
            assert isinstance(place, str), f"{page.path} names {address}, which is not there"
            with open(place, "rb") as handle:
                total += len(brotli.compress(handle.read()))
        else:
            total += len(brotli.compress(Client().get(address).content))
    return total


def foreign(page: Page) -> list[str]:
    """Anything a page would load from elsewhere, and every form that leaves the house."""
    found = []
    for node in page.root.walk():
        loaded = [node.attrs.get("src", ""), node.attrs.get("srcset", ""), node.attrs.get("data")]
        loaded += [node.attrs.get("action", ""), node.attrs.get("poster", "")]
        loaded += [node.attrs.get("href", "")] if node.tag in ("link", "use", "image") else []
        found += [value for value in loaded if value and re.match(r"(?:https?:)?//", value)]
    return found


def inline(page: Page) -> list[str]:
    """Style or code inside a page; blocks of JSON data are neither."""
    found = []
    for node in page.root.walk():
        if node.tag == "style" or "style" in node.attrs:
            found.append(f"<{node.tag}> with style")
        if node.tag == "script" and "src" not in node.attrs and not _is_data(node.attrs):
            found.append("script without src")
        found += [f"{node.tag} {name}" for name in node.attrs if CODE_IN.match(f" {name}=")]
        found += [f"{node.tag} {v}" for v in node.attrs.values() if v.startswith("javascript:")]
    return found


def _is_data(attrs: dict[str, str]) -> bool:
    return attrs.get("type") == "application/json"
