"""Kinds of letters; rooms register theirs in ``letters.py`` (called from ``apps.ready``)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sentraki.ledger.models import Letter
    from sentraki.offices.models import Office


@dataclass(frozen=True)
class Signing:
    """What is settled the moment a letter is signed.

    ``on`` is the day on the office's clocks; ``signatory`` has ``name``, ``nip``, ``position``.
    """

    number: str
    at: datetime
    on: date
    valid_until: date | None
    seal_code: str
    seal_url: str
    signatory: Mapping[str, str]


def _fields_alone(letter: "Letter") -> Mapping[str, Any]:
    return dict(letter.fields)


def _any_office(_office: "Office") -> bool:
    return True


@dataclass(frozen=True)
class LetterKind:
    """One kind of letter.

    ``make_data(letter, signing)`` gives everything the Typst ``template`` needs (JSON values; it
    is frozen, so it must not change later); ``make_facts(letter, signing)`` the public facts of
    its seal; ``valid_until(on)`` the last day of validity; ``may_issue(office)`` whether an office
    may sign this kind. ``number_pattern`` takes the place of the office's own when given.
    ``make_draft(letter)`` is what the page says before it is signed; ``has_word`` tells of a copy
    for Word beside the Typst ``template``.
    ``sample`` is an example of ``fields`` for the test that renders every kind.
    """

    slug: str
    template: str
    title_id: str
    title_en: str
    make_data: Callable[["Letter", Signing], Mapping[str, Any]]
    make_facts: Callable[["Letter", Signing], Mapping[str, Any]]
    valid_until: Callable[[date], date | None]
    may_issue: Callable[["Office"], bool] = _any_office
    number_pattern: str = ""
    make_draft: Callable[["Letter"], Mapping[str, Any]] = _fields_alone
    has_word: bool = True
    sample: Mapping[str, Any] | None = None

    def title(self, lang: str) -> str:
        """The letter's name in ``lang``."""
        return self.title_en if lang.startswith("en") else self.title_id


_KINDS: dict[str, LetterKind] = {}


def register(kind: LetterKind) -> None:
    """Add a kind; the same slug for another kind raises ``ValueError``."""
    if _KINDS.setdefault(kind.slug, kind) is not kind:
        raise ValueError(f"letter kind {kind.slug} is declared twice")


def get(slug: str) -> LetterKind:
    """The kind of this slug; raises ``KeyError``."""
    return _KINDS[slug]


def kinds() -> list[LetterKind]:
    """Every kind by slug."""
    return [_KINDS[slug] for slug in sorted(_KINDS)]
