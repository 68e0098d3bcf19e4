"""What a person does on the site: open, follow, fill, send. The story needs no more."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from sentraki.desk.play.pages import Form, Page

Values = Mapping[str, str | bool | list[str]]


class Stuck(Exception):
    """The story cannot go on; says what was looked for and what was there instead."""


@dataclass(frozen=True)
class Photo:
    """A file to send."""

    name: str
    data: bytes
    mime: str = "image/jpeg"


class Hand(Protocol):
    """One person with one browser. ``page`` is what they see now."""

    page: Page

    def open(self, path: str) -> Page:
        """Go to an address of the site."""

    def send(
        self,
        form: Form,
        values: Values,
        photos: Mapping[str, Photo] | None = None,
        button: str = "",
    ) -> Page:
        """Fill the form and press its button, or the one named ``button``.

        Text and chosen values are strings, a single tick a bool, several ticks a list of values.
        """

    def fetch(self, path: str) -> bytes:
        """Download a file of the site."""


def form_on(page: Page, action: str = "", having: tuple[str, ...] = ()) -> Form:
    """The one form whose address contains ``action`` and which has all controls ``having``."""
    names = set(having)
    fitting = [
        form
        for form in page.forms()
        if action in form.action and names <= {control.name for control in form.controls}
    ]
    if fitting:
        return fitting[0]
    there = "; ".join(
        f"{form.action} ({', '.join(dict.fromkeys(c.name for c in form.controls))})"
        for form in page.forms()
    )
    wanted = " ".join([action, *having])
    raise Stuck(f"{page.path}: no form for {wanted!r}. Forms there: {there or 'none'}")


def expect(is_so: bool, page: Page, wanted: str) -> None:
    """Raise :class:`Stuck` with the page's own words when something is not as told."""
    if not is_so:
        raise Stuck(f"{page.path} ({page.status}): {wanted}. Read there: {page.words[:600]!r}")


def link_on(page: Page, part: str) -> str:
    """The first link whose path contains ``part``."""
    found = page.links(part)
    expect(bool(found), page, f"no link to {part!r}")
    return found[0]
