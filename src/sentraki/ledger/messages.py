"""Message kinds and their texts.

A room declares its kinds in ``messages.py`` and keeps the texts beside it as
``messages/<slug>.{subject,body,short}.{id,en}.txt``. A slug without all six texts, or whose texts
ask for an undeclared field, is refused when it is declared.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings

from sentraki.ledger.rules.filling import Field, fill, plain, tokens

PARTS = ("subject", "body", "short")
LANGUAGES = ("id", "en")


@dataclass(frozen=True)
class MessageKind:
    """A kind of message and the fields its texts may ask for."""

    slug: str
    fields: frozenset[str]


@dataclass(frozen=True)
class Recipient:
    """Where a message goes: ``channel`` is a transport's slug, ``region_code`` whose office acts.

    ``address`` is an e-mail address for ``email`` and the ref of the thing for ``inbox``.
    """

    channel: str
    address: str
    region_code: str
    name: str = ""
    lang: str = "id"


@dataclass(frozen=True)
class Texts:
    """A message as it goes out: plain text, the subject on one line, ``short`` for a phone."""

    subject: str
    body: str
    short: str


_KINDS: dict[str, MessageKind] = {}


class UndeclaredMessage(RuntimeError):
    """No room has declared this kind of message, or its texts or fields do not fit."""


def register(slug: str, *fields: str) -> None:
    """Declare a kind; all texts must exist and ask for declared ``fields`` only."""
    kind = MessageKind(slug, frozenset(fields))
    if _KINDS.setdefault(slug, kind) != kind:
        raise ValueError(f"message {slug} is declared twice")
    for part in PARTS:
        for lang in LANGUAGES:
            unknown = tokens(text_of(slug, part, lang)) - kind.fields
            if unknown:
                raise UndeclaredMessage(f"{slug}.{part}.{lang} asks for {sorted(unknown)}")


def kinds() -> list[MessageKind]:
    """Every declared kind by slug."""
    return [_KINDS[slug] for slug in sorted(_KINDS)]


def check(slug: str, fields: Mapping[str, Field]) -> None:
    """Raise :class:`UndeclaredMessage` unless ``slug`` is declared with exactly these fields."""
    kind = _KINDS.get(slug)
    if kind is None:
        raise UndeclaredMessage(f"message {slug} is not declared")
    if kind.fields != fields.keys():
        raise UndeclaredMessage(
            f"message {slug}: fields differ: {sorted(kind.fields ^ fields.keys())}"
        )


@cache
def text_of(slug: str, part: str, lang: str) -> str:
    """The text with its places unfilled; looked up in every room's ``messages`` folder."""
    name = f"{slug}.{part}.{lang}.txt"
    for room in apps.get_app_configs():
        path = Path(room.path) / "messages" / name
        if path.is_file():
            return path.read_text(encoding="utf-8").strip()
    raise UndeclaredMessage(f"there is no text {name}")


def write(slug: str, fields: Mapping[str, Field], *, lang: str) -> Texts:
    """The filled texts in ``lang`` (Indonesian unless ``en``).

    Values are plain text; only ``{"link": …}`` to this site stays an address.
    """
    tongue = "en" if lang.startswith("en") else "id"
    subject, body, short = (
        fill(text_of(slug, part, tongue), fields, own_site=settings.SITE_URL) for part in PARTS
    )
    return Texts(subject=plain(subject), body=body, short=short)
