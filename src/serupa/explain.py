"""A report as sentences, in Indonesian or English.

The sentences stand in ``data/texts.toml``. A key such as ``reason.sound.same`` names the table
``reason`` and the entry ``sound.same``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from serupa.data import settings
from serupa.score import yields
from serupa.types import Evidence, Finding, Ground, Param, Report, Span

Language = Literal["id", "en"]

_MONTHS = {
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    "en": "January February March April May June July August September October November December",
}
_WRITTEN_OUT = frozenset(("date", "class", "classA", "classB"))
"""Parameters that are not said as they are."""

_SMALL = range(1000)
"""Numbers that have no thousands to be parted."""

_BOTH = {"id": "dan", "en": "and"}


@dataclass(frozen=True, slots=True)
class FindingText:
    """One finding in words. ``query_parts`` and ``record_parts``: the two names cut into pieces,
    each with True where the letters are in common, so that a page can mark them."""

    name: str
    band: int
    band_word: str
    reasons: tuple[str, ...]
    law: str
    market: str
    query_parts: tuple[tuple[str, bool], ...]
    record_parts: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class GroundText:
    """One ground in words, and what would cure it (may be empty)."""

    kind: str
    text: str
    cure: str
    article: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A whole report in words, in the order a page shows them."""

    band: int
    band_word: str
    band_text: str
    warning_head: str
    warnings: tuple[GroundText, ...]
    findings: tuple[FindingText, ...]
    changes: tuple[str, ...]
    searched: str
    measured: str
    disclaimer: str
    disclaimer_full: str


def foremost(words: Explanation, report: Report) -> list[tuple[FindingText, Finding]]:
    """The findings of a report in words as a page shows the first of them: the highest band first,
    so that what is told is why the name has its band; those of one band stay in their order."""
    return sorted(zip(words.findings, report.findings, strict=True), key=lambda one: -one[1].band)


def sentence(key: str, params: Mapping[str, Param] | None = None, lang: Language = "id") -> str:
    """The sentence of a key. Raises ``KeyError`` for an unknown key or a missing parameter."""
    text, params = _text(key, lang), params or {}
    for name, value in params.items():
        if name in _WRITTEN_OUT or not (value.__class__ is str or value in _SMALL):
            return text.format_map({one: _shown(one, params[one], lang) for one in params})
    return text.format_map(params)


@cache
def _text(key: str, lang: Language) -> str:
    group, _, entry = key.partition(".")
    text: str = settings("texts")[group][entry][lang]
    return text


def explain(report: Report, lang: Language = "id") -> Explanation:
    """The report as sentences; every text of the page that concerns one name."""
    about: dict[str, Param] = {
        "date": report.corpus.date,
        "size": report.corpus.size,
        "name": report.corpus.name,
    }
    return Explanation(
        report.band,
        sentence(f"band.{report.band}", lang=lang),
        sentence(f"band_say.{report.band}", about, lang),
        sentence("abs.head", lang=lang) if report.grounds else "",
        tuple(_ground(ground, lang) for ground in report.grounds),
        tuple(finding_text(report.query.name, finding, lang) for finding in report.findings),
        tuple(sentence(change.key, change.params, lang) for change in report.changes),
        sentence("searched.in", about, lang),
        measured(report, lang),
        sentence("disclaimer.short", lang=lang),
        sentence("disclaimer.full", about, lang),
    )


def yield_of(band: int, lang: Language = "id") -> str:
    """How many decided disputes fall in a band. No probability: nothing is said of other names."""
    found = next(item for item in yields() if item.band == band)
    params: dict[str, Param] = {"n": found.n, "m": found.m, "share": round(100 * found.n / found.m)}
    return sentence("yield.say", params, lang)


def measured(report: Report, lang: Language = "id") -> str:
    """The measured yield of the report's band, and how many names of the classes are in it."""
    said = yield_of(report.band, lang)
    counted = report.searched
    if counted is None:
        return said
    held: dict[str, Param] = {
        "size": counted.marks,
        "read": counted.read,
        "held": counted.bands[4 - report.band],
    }
    key = "yield.here" if counted.classes else "yield.here.all"
    return f"{said} {sentence(key, held, lang)}"


def reason(evidence: Evidence, lang: Language = "id") -> str:
    """The sentence of one piece of evidence."""
    if evidence.signal in _OFTEN_ALIKE:
        return _kept(evidence.key, tuple(evidence.params.items()), lang)
    if evidence.signal in _IN_WORDS:
        return _text(evidence.key, lang).format_map(evidence.params)
    return sentence(evidence.key, evidence.params, lang)


_OFTEN_ALIKE = frozenset(("goods", "spelling"))
"""What many marks say in the same words: the classes of a mark, and numbers of letters."""


_IN_WORDS = frozenset(("sound", "dominant", "common"))
"""What is said of words alone, which stand in the sentence as they are."""


@lru_cache(maxsize=4096)
def _kept(key: str, params: tuple[tuple[str, Param], ...], lang: Language) -> str:
    return sentence(key, dict(params), lang)


def law(finding: Finding, lang: Language = "id") -> str:
    """The article a finding touches; empty in the lowest band and for goods of another kind, unless
    the mark is well known."""
    keys = {item.key for item in finding.evidence}
    if "reason.known.like" in keys:
        letter = "b"
    elif "reason.known.far" in keys:
        letter = "c"
    elif finding.band < 2 or "reason.goods.far" in keys:
        return ""
    else:
        letter = "a"
    key = "reason.law" if finding.band >= 3 else "reason.law.maybe"
    return sentence(key, {"letter": letter}, lang)


def headed(line: str) -> tuple[str, str]:
    """A sentence cut at its first colon: what it is about ("" for none), and the rest."""
    term, _colon, rest = line.partition(": ")
    return (term, rest[:1].upper() + rest[1:]) if rest else ("", term)


def marked(text: str, spans: tuple[Span, ...]) -> tuple[tuple[str, bool], ...]:
    """A name cut into pieces, each with True where a span covers it; joined they are the name."""
    parts: list[tuple[str, bool]] = []
    at = 0
    for start, end in sorted(spans):
        parts += [(text[at:start], False), (text[max(at, start) : end], True)]
        at = max(at, end)
    parts.append((text[at:], False))
    return tuple((part, common) for part, common in parts if part)


def finding_text(name: str, finding: Finding, lang: Language = "id") -> FindingText:
    """One finding about ``name`` in sentences, with the letters both have in common."""
    spelled = next((item for item in finding.evidence if item.record_spans), None)
    mine = spelled.query_spans if spelled else ()
    theirs = spelled.record_spans if spelled else ()
    return FindingText(
        finding.record.name,
        finding.band,
        sentence(f"band.{finding.band}", lang=lang),
        tuple(reason(item, lang) for item in finding.evidence),
        law(finding, lang),
        sentence(f"market.{finding.band}", lang=lang) if finding.band >= 2 else "",
        marked(name, mine),
        marked(finding.record.name, theirs),
    )


def _ground(ground: Ground, lang: Language) -> GroundText:
    cure = sentence(ground.cure, ground.params, lang) if ground.cure else ""
    return GroundText(ground.kind, sentence(ground.key, ground.params, lang), cure, ground.article)


def _shown(name: str, value: Param, lang: Language) -> str:
    """A parameter as people write it: dates in words, thousands parted, classes with the word."""
    if name == "date":
        return _date(str(value), lang)
    if name in _WRITTEN_OUT:
        return _classes(str(value), lang)
    if isinstance(value, int):
        return f"{value:,}".replace(",", "." if lang == "id" else ",")
    return value


def _date(text: str, lang: Language) -> str:
    if not text:
        return sentence("searched.undated", lang=lang)
    year, _, rest = text.partition("-")
    month, _, day = rest.partition("-")
    written = year.isdecimal() and month.isdecimal() and day.isdecimal()
    if not written or not 1 <= int(month) <= 12:
        return text
    return f"{int(day)} {_MONTHS[lang].split()[int(month) - 1]} {year}"


@lru_cache(maxsize=1024)
def _classes(text: str, lang: Language) -> str:
    numbers = text.split(", ")
    if len(numbers) == 1:
        return sentence("class.one", {"numbers": text}, lang)
    joined = f"{', '.join(numbers[:-1])} {_BOTH[lang]} {numbers[-1]}"
    return sentence("class.many", {"numbers": joined}, lang)
