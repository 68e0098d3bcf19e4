"""Known phrases in the words of an item, the longest first, and how each of them is meant."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from itertools import islice, product

from serupa.data import table
from serupa.goods.lexicon import (
    LONGEST_PHRASE,
    ORIGINS,
    WEIGHTS,
    Entry,
    Role,
    TermList,
    lexicon,
)
from serupa.goods.reading import forms

_MOST_READINGS = 64  # of one run of words, so that no sentence takes long


class Said(Enum):
    """How a phrase is meant: as the thing itself, on the side, or as what it is not."""

    PLAIN = "plain"
    ASIDE = "aside"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Match:
    """A known phrase, the classes it speaks for, and how it is meant."""

    phrase: str
    entries: tuple[Entry, ...]
    said: Said

    @property
    def role(self) -> Role:
        return self.entries[0].role

    @property
    def english(self) -> bool:
        return self.entries[0].english

    @property
    def classes(self) -> frozenset[int]:
        return frozenset(entry.nice_class for entry in self.entries)

    @property
    def further_words(self) -> int:
        return self.phrase.count(" ")


@dataclass(slots=True)
class Context:
    """What was heard so far in the sentence.

    ``trade_rules``: a trade came first, so goods are only what it deals in. ``serving_trade``: a
    place to eat or drink was named.
    """

    trade_rules: bool = False
    serving_trade: bool = False
    said: Said = Said.PLAIN
    words: dict[str, str] = field(default_factory=dict)

    def begin(self, *, follows: bool) -> None:
        """A new item. What follows a comma or *dan* is still dealt in by the trade before."""
        if not follows:
            self.trade_rules = False
        self.said = Said.PLAIN

    def heard(self, kind: str) -> str:
        """The first word of that kind in the sentence, or nothing."""
        return self.words.get(kind, "")


@cache
def _context_words() -> Mapping[str, str]:
    return {row["word"]: row["kind"] for row in table("context_words")}


@cache
def _services() -> Mapping[str, Mapping[int | None, int]]:
    found: dict[str, dict[int | None, int]] = {}
    for row in table("service_words"):
        goods = int(row["goods"]) if row["goods"] else None
        found.setdefault(row["action"], {})[goods] = int(row["service"])
    return found


def matches(words: Sequence[str], terms: Sequence[TermList], context: Context) -> Iterator[Match]:
    """The known phrases of an item from left to right; each word is used once."""
    action = ""
    at = 0
    while at < len(words):
        phrase, entries, size = _longest(words[at:], terms)
        if size <= 1:
            kind = _context_words().get(words[at], "")
            _hear(kind, words[at], context)
            if kind in _services() and size == 0:
                action = kind
        else:
            for word in words[at : at + size]:
                kind = _context_words().get(word, "")
                if kind in ("packed", "served", "maker"):
                    context.words.setdefault(kind, word)
        if entries:
            if action and entries[0].role is not Role.TRADE:
                service = _service(action, entries)
                if service is not None:
                    yield Match(f"{action} {phrase}", (service,), context.said)
                    context.trade_rules = True
                action = ""
            found = Match(phrase, entries, context.said)
            if found.role is Role.TRADE:
                context.serving_trade |= 43 in found.classes
                action = ""
            yield found
        at += max(size, 1)
    if action and None in _services()[action]:
        service_class = _services()[action][None]
        entry = Entry(service_class, Role.TRADE, WEIGHTS[Role.TRADE], ORIGINS["service"])
        yield Match(action, (entry,), context.said)


def _service(action: str, entries: tuple[Entry, ...]) -> Entry | None:
    """The service that is done to goods: sewa + mobil is transport."""
    services = _services()[action]
    goods = entries[0].nice_class
    number = services.get(goods, services.get(None))
    if number is None:
        return None
    return Entry(number, Role.TRADE, 0.9 * WEIGHTS[Role.TRADE], ORIGINS["service"])


def _hear(kind: str, word: str, context: Context) -> None:
    if not kind:
        return
    context.words.setdefault(kind, word)
    if kind == "denied":
        context.said = Said.DENIED
    elif kind == "aside":
        context.said = Said.ASIDE
    elif kind in ("maker", "sells", "namely") and context.said is Said.ASIDE:
        context.said = Said.PLAIN  # "bergerak di bidang pembuatan tas": now comes the thing


def _longest(words: Sequence[str], terms: Sequence[TermList]) -> tuple[str, tuple[Entry, ...], int]:
    """The longest known phrase the words begin with, its entries and its number of words."""
    for size in range(min(LONGEST_PHRASE, len(words)), 0, -1):
        run = words[:size]
        if size == 1 and run[0] in _context_words() and run[0] not in lexicon():
            continue
        for reading in islice(product(*map(forms, run)), _MOST_READINGS):
            phrase = " ".join(reading)
            entries = _entries(phrase, terms)
            if entries:
                return phrase, entries, size
    return "", (), 0


def _entries(phrase: str, terms: Sequence[TermList]) -> tuple[Entry, ...]:
    """Official terms somebody imported come before our own words."""
    for known in terms:
        if phrase in known.phrases:
            return known.phrases[phrase]
    return lexicon().get(phrase, ())
