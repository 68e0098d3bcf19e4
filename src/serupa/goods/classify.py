"""Which Nice classes a product sentence points at, with the words that say so.

The first thing named in a part of the sentence counts most, its qualities little. A trade that
comes first (toko, jasa, bengkel, kedai) decides: what follows it is what the trade deals in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from serupa.goods.lexicon import LABEL, ORIGINS, Role, TermList, summaries
from serupa.goods.phrases import Context, Match, Said, matches
from serupa.goods.questions import ClassQuestion, question_between, question_when_unknown
from serupa.goods.reading import items

_ASIDE = 0.15  # a quality, a use, a place: "rasa keju", "untuk anak"
_MADE_OF = 0.5  # what decides between the meanings of the head: "camilan dari jagung"
_DEALT_IN = 0.2  # what a shop sells, a workshop repairs
_LATER = 0.3  # after the head of the same item: "sabun kopi"
_FIRST_ITEM = 1.25
_LONGER = 0.12  # more for each further word of a phrase: "kopi bubuk" over "kopi"
_LATE_TRADE = 0.45  # a trade named after the goods: "kaos sablon"
_SELLING_LATE = frozenset({35, 43})
_LATE_SELLING = 0.8
_MAKER_SELLS = 0.2  # a maker who also sells stays in the class of the goods
_PACKED_SERVED = 0.55
_CLOSE = 0.86


@dataclass(frozen=True, slots=True)
class ClassSuggestion:
    """A Nice class a sentence points at. ``score`` orders and is no probability.

    ``words``: the words that speak for it, as the lists write them. ``origin``: the lists they
    stand in. ``label`` is always "usulan".
    """

    nice_class: int
    score: float
    words: tuple[str, ...]
    origin: tuple[str, ...]
    summary_id: str
    summary_en: str
    label: str = LABEL


@dataclass(frozen=True, slots=True)
class Classified:
    """Suggestions, best first, and the one question to ask when two classes genuinely fit.

    Without a known word there are no suggestions and the question asks for the thing sold.
    """

    suggestions: tuple[ClassSuggestion, ...]
    question: ClassQuestion | None


@dataclass(slots=True)
class _Tally:
    """Scores per class while a sentence is read."""

    scores: dict[int, float] = field(default_factory=dict)
    words: dict[int, dict[str, str]] = field(default_factory=dict)
    leading: dict[int, set[tuple[str, int]]] = field(default_factory=dict)

    def add(self, match: Match, factor: float, item: int) -> None:
        strength = factor * (1 + _LONGER * match.further_words)
        for entry in match.entries:
            self.put(entry.nice_class, match.phrase, entry.origin, entry.weight * strength)
            if factor >= _PACKED_SERVED:
                self.leading.setdefault(entry.nice_class, set()).add((match.phrase, item))

    def put(self, nice_class: int, phrase: str, origin: str, score: float) -> None:
        self.scores[nice_class] = self.scores.get(nice_class, 0.0) + score
        self.words.setdefault(nice_class, {})[phrase] = origin

    def scale(self, nice_class: int, factor: float) -> None:
        if nice_class in self.scores:
            self.scores[nice_class] *= factor


def classify(sentence: str, *, terms: Sequence[TermList] = (), limit: int = 5) -> Classified:
    """At most ``limit`` classes for a product sentence, and a question where two fit.

    ``terms``: imported lists of official terms, looked up beside our own words. Any text is
    read, only its first 2,000 characters; the same text always gives the same answer.
    """
    tally = _Tally()
    context = Context()
    for number, item in enumerate(items(sentence)):
        context.begin(follows=item.follows)
        weighed = _Item(context, tally, number, _FIRST_ITEM if number == 0 else 1.0)
        for match in list(matches(item.words, terms, context)):  # all are heard before one counts
            if match.said is not Said.DENIED:
                weighed.weigh(match)
    _settle(tally, context)
    ordered = sorted(tally.scores, key=lambda found: (-tally.scores[found], found))
    suggestions = tuple(
        ClassSuggestion(
            found,
            round(tally.scores[found], 3),
            tuple(tally.words[found]),
            tuple(dict.fromkeys(tally.words[found].values())),
            *summaries()[found],
        )
        for found in ordered[:limit]
    )
    return Classified(suggestions, _question(suggestions, tally))


def suggest(sentence: str, *, limit: int = 5) -> tuple[ClassSuggestion, ...]:
    """Nice classes for a product sentence, best first; empty when no word is known."""
    return classify(sentence, limit=limit).suggestions


@dataclass(slots=True)
class _Item:
    """One item of a sentence while it is weighed. ``worth``: of what it names; ``head``: the thing
    it names, once that is met."""

    context: Context
    tally: _Tally
    number: int
    worth: float
    head: Match | None = None

    def weigh(self, match: Match) -> None:
        """Add what a phrase says, as much of it as counts at its place."""
        self.tally.add(match, self.worth * self._share(match), self.number)

    def _share(self, match: Match) -> float:
        if match.said is Said.ASIDE:
            return _aside(match, self.head)
        if match.classes == {35} and self.context.heard("maker"):
            return _MAKER_SELLS
        if match.role is Role.TRADE:
            return self._of_trade(match)
        if self.context.trade_rules:
            return _DEALT_IN
        if match.role is Role.CUE:
            return 1.0 if self.head is None else _LATER * 2
        return self._of_thing(match)

    def _of_trade(self, match: Match) -> float:
        is_late = self.head is not None and not match.english
        if is_late:
            share = _LATE_SELLING if match.classes & _SELLING_LATE else _LATE_TRADE
        else:
            share = _LATER if self.context.trade_rules else 1.0
        self.context.trade_rules = not is_late
        if not is_late:
            if self.head is not None and self.head.role is not Role.TRADE:
                self._lessen(self.head)
            self.head = match
        return share

    def _of_thing(self, match: Match) -> float:
        if self.head is None:
            self.head = match
            return 1.0
        if match.english and self.head.english and self.head.role is Role.PRODUCT:
            self._lessen(self.head)  # English names the thing last
            self.head = match
            return 1.0
        return _LATER

    def _lessen(self, head: Match) -> None:
        """What was taken for the thing named counts as what comes beside it."""
        self.tally.add(head, -self.worth * (1 - _LATER), self.number)


def _aside(match: Match, head: Match | None) -> float:
    """Something said on the side counts little, but a place to eat still serves food, and a
    material may choose between two meanings of the head."""
    if match.role is Role.TRADE and match.classes == {43}:
        return _LATE_SELLING
    if head is not None and len(head.classes) > 1 and match.classes & head.classes:
        return _MADE_OF
    return _ASIDE


_FOOD = (29, 30, 31, 32)


def _settle(tally: _Tally, context: Context) -> None:
    """What the whole sentence says about packing, serving and selling."""
    if context.heard("served"):
        for number in _FOOD:
            tally.scale(number, _PACKED_SERVED if 43 in tally.scores else 1.0)
    elif context.heard("packed") and not context.serving_trade:
        tally.scale(43, _PACKED_SERVED)
    if context.heard("sells") and tally.scores and 35 not in tally.scores:
        goods = [score for number, score in tally.scores.items() if number < 35]
        if goods:
            tally.put(35, context.heard("sells"), ORIGINS["market"], 0.3 * max(goods))


def _question(suggestions: tuple[ClassSuggestion, ...], tally: _Tally) -> ClassQuestion | None:
    """Two classes that the same words speak for nearly alike need one question."""
    if not suggestions:
        return question_when_unknown()
    if len(suggestions) < 2:
        return None
    best, second = suggestions[:2]
    if second.score < _CLOSE * best.score:
        return None
    one = tally.leading.get(best.nice_class, set())
    other = tally.leading.get(second.nice_class, set())
    if not one & other:
        return None  # two things were named, each with its own class
    return question_between(best.nice_class, second.nice_class)
