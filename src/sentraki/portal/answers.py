"""The engine's reports in the shape the result page shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sentraki.kernel import secrets
from sentraki.screening.services import Answer
from serupa import CorpusInfo, Explanation, Finding, Query, Report, explain, sentence
from serupa.explain import FindingText, Language, foremost, headed, yield_of
from serupa.goods import classify
from serupa.score import yields
from serupa.screening import classes_of

PDKI = "https://pdki-indonesia.dgip.go.id/"
OWN_SOURCE = "own"
# The demo register's own words for where a name comes from (data/marks/README.md).
STATUSES: Mapping[str, str | Promise] = {
    "rekaan": _l("invented name, an example"),
    "nama nyata, bukan data register": _l("a name in use, not from a register of marks"),
}
APPLY, AGAIN = "check", "check again"
MOST_CARDS = 3
MOST_SUGGESTIONS = 3
Row = tuple[str, ...]
Parts = tuple[tuple[str, bool], ...]


def language() -> Language:
    """The language of the request, as the engine names it."""
    return "en" if (get_language() or "id").startswith("en") else "id"


@dataclass(frozen=True)
class Card:
    """One mark beside the name: both words with the letters in common, and the reasons."""

    name: str
    band: int
    left: Parts
    right: Parts
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class NameResult:
    """Everything the page says of one name; ``token`` carries the answers on to applying."""

    rank: int
    name: str
    band: int
    words: Explanation
    nearest: str
    reason: str
    cards: tuple[Card, ...]
    more: int
    token: str

    @property
    def change(self) -> str:
        """The first direction in which the name could move."""
        return self.words.changes[0] if self.words.changes else ""


@dataclass(frozen=True)
class ClassChoice:
    """A class the goods point at, with the words that speak for it; a suggestion only.

    ``says``: the answer to the question that leads to this class, where one is put.
    """

    number: int
    summary: str
    words: str
    is_used: bool
    says: str = ""


@dataclass(frozen=True)
class Level:
    """One of the four bands with its measured yield."""

    band: int
    measured: str


@dataclass(frozen=True)
class Result:
    """The whole page. ``advice`` suggests a name or says why none; ``best`` is that name."""

    names: tuple[NameResult, ...]
    best: NameResult | None
    advice: str
    classes: tuple[ClassChoice, ...]
    question: str
    searched: CorpusInfo
    levels: tuple[Level, ...]
    disclaimer: str
    again: str

    @property
    def asks_class(self) -> bool:
        """Whether two suggested classes fit nearly as well, so that one question remains."""
        return sum(choice.is_used for choice in self.classes) > 1


def result_of(answer: Answer) -> Result:
    """The page for ``answer``. Nothing of it is stored; the tokens are encrypted."""
    lang = language()
    names = tuple(
        _name(rank, answer, answer.reports[at], lang)
        for rank, at in enumerate(answer.ranking.order, start=1)
    )
    query = answer.reports[0].query
    best = names[0] if answer.ranking.recommended is not None else None
    return Result(
        names=names,
        best=best,
        advice=sentence(answer.ranking.key, answer.ranking.params, lang),
        classes=class_choices(query, lang),
        question=class_question(query, lang),
        searched=answer.reports[0].corpus,
        levels=levels(lang),
        disclaimer=names[0].words.disclaimer_full,
        again=secrets.seal_token(_carried(answer), AGAIN),
    )


def searched_lines(info: CorpusInfo) -> list[str]:
    """What was searched, list by list: name, size, date, licence."""
    lines = []
    for part in info.parts or (info,):
        about: dict[str, str | int] = {
            "name": part.name,
            "size": part.size,
            "date": part.date,
        }
        line = sentence("searched.in", about, language())
        lines.append(f"{line} ({part.licence})" if part.licence else line)
    return lines


def levels(lang: Language) -> tuple[Level, ...]:
    """The four bands, highest first, each with how it did on decided disputes."""
    return tuple(Level(item.band, yield_of(item.band, lang)) for item in yields())


def class_choices(query: Query, lang: Language) -> tuple[ClassChoice, ...]:
    """Classes the goods point at, while the asker has not chosen any."""
    if query.classes:
        return ()
    used = classes_of(query)
    found = classify(query.goods, limit=MOST_SUGGESTIONS)
    options = found.question.options if found.question else ()
    says = {option.nice_class: _in(lang, option.say_id, option.say_en) for option in options}
    return tuple(
        ClassChoice(
            item.nice_class,
            _in(lang, item.summary_id, item.summary_en),
            ", ".join(item.words),
            item.nice_class in used,
            says.get(item.nice_class, ""),
        )
        for item in found.suggestions
    )


def class_question(query: Query, lang: Language) -> str:
    """What to ask where two classes genuinely fit the goods; empty where one is clear."""
    found = classify(query.goods)
    if query.classes or found.question is None or not found.suggestions:
        return ""
    return _in(lang, found.question.ask_id, found.question.ask_en)


def _in(lang: Language, indonesian: str, english: str) -> str:
    return english if lang == "en" else indonesian


def _carried(answer: Answer) -> dict[str, object]:
    query = answer.reports[0].query
    return {
        "names": [report.query.name for report in answer.reports],
        "goods": query.goods,
        "classes": list(query.classes),
    }


def _name(rank: int, answer: Answer, report: Report, lang: Language) -> NameResult:
    words = explain(report, lang)
    shown = foremost(words, report)[:MOST_CARDS]
    carried = _carried(answer) | {
        "chosen": report.query.name,
        "classes": sorted(classes_of(report.query)),
    }
    return NameResult(
        rank=rank,
        name=report.query.name,
        band=report.band,
        words=words,
        nearest=shown[0][0].name if shown else "",
        reason=_chief(*shown[0]) if shown else "",
        cards=tuple(_card(text, finding, lang) for text, finding in shown),
        more=len(report.findings) - len(shown),
        token=secrets.seal_token(carried, APPLY),
    )


def _chief(text: FindingText, finding: Finding) -> str:
    """The reason that says most: that the mark is well known, then the strongest of the others."""
    told = [
        (item.signal == "known", item.strength, -at)
        for at, item in enumerate(finding.evidence)
        if item.signal != "goods"
    ]
    return text.reasons[-max(told)[2]] if told else text.reasons[0]


def _card(text: FindingText, finding: Finding, lang: Language) -> Card:
    said: list[str] = [*text.reasons]
    rows: list[Row] = [headed(line) for line in said]
    rows.append(_that_mark(finding))
    if text.law:
        rows.append((pgettext("compare", "Rule"), text.law))
    if text.market:
        rows.append(headed(text.market))
    return Card(text.name, text.band, text.query_parts, text.record_parts, tuple(rows))


def _that_mark(finding: Finding) -> Row:
    """What the data know about the other mark; the official register is one step away."""
    record = finding.record
    known = []
    if record.source == OWN_SOURCE:
        known.append(_("Registered, in this office's own register"))
        if record.number:
            known.append(record.number)
    else:
        known += [str(STATUSES.get(record.status, record.status)), record.source]
    if record.classes:
        numbers = ", ".join(map(str, record.classes))
        known.append(_("class %(numbers)s") % {"numbers": numbers})
    text = "; ".join(part for part in known if part) + "."
    term = pgettext("compare", "That mark")
    return (term, text, PDKI, _("Check PDKI")) if record.source == OWN_SOURCE else (term, text)


def from_token(token: str) -> Mapping[str, object]:
    """The names, goods and classes of a page sent back. Raises ``Invalid`` for a foreign token."""
    return secrets.open_token(token, AGAIN)


def form_values(carried: Mapping[str, object], fields: Sequence[str]) -> dict[str, str]:
    """The same answers as the form's values, names in ``fields``."""
    names = carried["names"]
    listed = [str(name) for name in names] if isinstance(names, list) else []
    return {**dict(zip(fields, listed, strict=False)), "goods": str(carried["goods"])}
