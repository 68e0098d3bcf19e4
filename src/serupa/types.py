"""The plain values serupa takes and gives: frozen, comparable, and safe to keep as JSON.

Every class has ``to_dict`` and ``from_dict``; ``X.from_dict(x.to_dict()) == x`` holds for each,
and ``to_dict`` gives only what ``json.dumps`` can write. A frozen report read back years later
therefore says exactly what it said on its day.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self

Param = str | int
"""What fills a ``{place}`` of a sentence."""

Span = tuple[int, int]
"""Half-open range of character positions in a name as it was written: ``name[start:end]``."""


def _ints(values: Any) -> tuple[int, ...]:
    return tuple(int(value) for value in values)


def _spans(values: Any) -> tuple[Span, ...]:
    return tuple((int(start), int(end)) for start, end in values)


@dataclass(frozen=True, slots=True)
class Query:
    """A name somebody would like to use.

    ``classes``: Nice classes 1-45 chosen so far; empty means the whole register is searched and
    nothing is said about goods. ``goods``: what is sold under the name, in ordinary words.
    ``description``: what the name means, as the applicant states it for a coined or foreign word;
    the forbidden words are looked for in it too.
    Raises ``ValueError`` for a class outside 1-45.
    """

    name: str
    classes: tuple[int, ...] = ()
    goods: str = ""
    description: str = ""

    def __post_init__(self) -> None:
        _check_classes(self.classes)

    def to_dict(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "classes": list(self.classes),
            "goods": self.goods,
            "description": self.description,
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        return cls(
            str(values["name"]),
            _ints(values.get("classes", ())),
            str(values.get("goods", "")),
            str(values.get("description", "")),
        )


@dataclass(frozen=True, slots=True, init=False)
class Record:
    """One mark of a register. ``classes`` is empty when the source does not tell them.

    ``filed_on`` and ``registered_on`` are ISO dates or empty; ``source`` names the list the row
    came from; ``more`` keeps every other column of the list as (column, value). Raises
    ``ValueError`` for a class outside 1-45.
    """

    id: str
    name: str
    classes: tuple[int, ...] = ()
    status: str = ""
    number: str = ""
    source: str = ""
    filed_on: str = ""
    registered_on: str = ""
    owner: str = ""
    more: tuple[tuple[str, str], ...] = ()

    def __init__(
        self,
        id: str,
        name: str,
        classes: tuple[int, ...] = (),
        status: str = "",
        number: str = "",
        source: str = "",
        filed_on: str = "",
        registered_on: str = "",
        owner: str = "",
        more: tuple[tuple[str, str], ...] = (),
    ) -> None:
        _check_classes(classes)
        _put_id(self, id)
        _put_name(self, name)
        _put_classes(self, classes)
        _put_status(self, status)
        _put_number(self, number)
        _put_source(self, source)
        _put_filed_on(self, filed_on)
        _put_registered_on(self, registered_on)
        _put_owner(self, owner)
        _put_more(self, more)

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "classes": list(self.classes),
            "status": self.status,
            "number": self.number,
            "source": self.source,
            "filed_on": self.filed_on,
            "registered_on": self.registered_on,
            "owner": self.owner,
            **({"more": dict(self.more)} if self.more else {}),
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        texts = ("status", "number", "source", "filed_on", "registered_on", "owner")
        return cls(
            str(values["id"]),
            str(values["name"]),
            _ints(values.get("classes", ())),
            **{key: str(values.get(key, "")) for key in texts},
            more=tuple((str(key), str(text)) for key, text in values.get("more", {}).items()),
        )


def _puts(frozen: type) -> list[Callable[[Any, Any], None]]:
    """What fills each slot of a value that cannot be changed. Dataclasses fill them by name, which
    takes twice as long; an answer makes a hundred such values."""
    return [getattr(frozen, slot.name).__set__ for slot in fields(frozen)]


(
    _put_id,
    _put_name,
    _put_classes,
    _put_status,
    _put_number,
    _put_source,
    _put_filed_on,
    _put_registered_on,
    _put_owner,
    _put_more,
) = _puts(Record)


@dataclass(frozen=True, slots=True, init=False)
class Evidence:
    """One reason why a name and a mark are alike (or, for goods, near or far).

    ``signal``: identical, spelling, sound, meaning, dominant, common, known or goods.
    ``strength``: 0 to 1 of that signal, never a probability. ``key`` and ``params`` make the
    sentence (see ``explain``). ``query_spans`` and ``record_spans`` are the letters in common, as
    positions in the two names.
    """

    signal: str
    strength: float
    key: str
    params: Mapping[str, Param] = field(default_factory=dict)
    query_spans: tuple[Span, ...] = ()
    record_spans: tuple[Span, ...] = ()

    def __init__(
        self,
        signal: str,
        strength: float,
        key: str,
        params: Mapping[str, Param] | None = None,
        query_spans: tuple[Span, ...] = (),
        record_spans: tuple[Span, ...] = (),
    ) -> None:
        _put_signal(self, signal)
        _put_strength(self, strength)
        _put_key(self, key)
        _put_params(self, {} if params is None else params)
        _put_query_spans(self, query_spans)
        _put_record_spans(self, record_spans)

    def to_dict(self) -> dict[str, Any]:
        return {
            "signal": self.signal,
            "strength": self.strength,
            "key": self.key,
            "params": dict(self.params),
            "query_spans": [list(span) for span in self.query_spans],
            "record_spans": [list(span) for span in self.record_spans],
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        return cls(
            str(values["signal"]),
            float(values["strength"]),
            str(values["key"]),
            dict(values.get("params", {})),
            _spans(values.get("query_spans", ())),
            _spans(values.get("record_spans", ())),
        )


_put_signal, _put_strength, _put_key, _put_params, _put_query_spans, _put_record_spans = _puts(
    Evidence
)


@dataclass(frozen=True, slots=True, init=False)
class Finding:
    """A mark of the register that resembles the name. ``score`` 0-1 orders, ``band`` 1-4 speaks."""

    record: Record
    score: float
    band: int
    evidence: tuple[Evidence, ...] = ()

    def __init__(
        self, record: Record, score: float, band: int, evidence: tuple[Evidence, ...] = ()
    ) -> None:
        _put_record(self, record)
        _put_score(self, score)
        _put_band(self, band)
        _put_evidence(self, evidence)

    def to_dict(self) -> dict[str, Any]:
        return {
            "record": self.record.to_dict(),
            "score": self.score,
            "band": self.band,
            "evidence": [item.to_dict() for item in self.evidence],
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        return cls(
            Record.from_dict(values["record"]),
            float(values["score"]),
            int(values["band"]),
            tuple(Evidence.from_dict(item) for item in values.get("evidence", ())),
        )


_put_record, _put_score, _put_band, _put_evidence = _puts(Finding)


@dataclass(frozen=True, slots=True)
class Ground:
    """A word of the name an officer should look at, whatever the register holds.

    ``kind``: descriptive, common, simple, goods, place, quality, order, emblem, person, gi, halal
    or script.
    ``words``: the words that triggered it. ``article``: of Law 20/2016, or the halal rule.
    ``cure``: key of the sentence that says what would help. ``code``: the reason code used in
    statistics (B1 descriptive ... C2 emblem; empty for halal and script, no grounds of refusal).
    """

    kind: str
    words: tuple[str, ...]
    article: str
    key: str
    params: Mapping[str, Param] = field(default_factory=dict)
    cure: str = ""
    code: str = ""

    def to_dict(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "words": list(self.words),
            "article": self.article,
            "key": self.key,
            "params": dict(self.params),
            "cure": self.cure,
            "code": self.code,
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        return cls(
            str(values["kind"]),
            tuple(str(word) for word in values["words"]),
            str(values["article"]),
            str(values["key"]),
            dict(values.get("params", {})),
            str(values.get("cure", "")),
            str(values.get("code", "")),
        )


@dataclass(frozen=True, slots=True)
class Change:
    """A direction in which the name could move: ``key`` and ``params`` of its sentence."""

    key: str
    params: Mapping[str, Param] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        return {"key": self.key, "params": dict(self.params)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        return cls(str(values["key"]), dict(values.get("params", {})))


@dataclass(frozen=True, slots=True)
class CorpusInfo:
    """What was searched: to be printed beside every answer.

    ``date``: ISO date of the data, the oldest one where several lists were joined. ``size``: marks.
    ``fingerprint``: SHA-256 (hex) over the rows, independent of their order.
    """

    name: str
    date: str
    size: int
    fingerprint: str
    licence: str = ""
    parts: tuple["CorpusInfo", ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "date": self.date,
            "size": self.size,
            "fingerprint": self.fingerprint,
            "licence": self.licence,
            "parts": [part.to_dict() for part in self.parts],
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        return cls(
            str(values["name"]),
            str(values["date"]),
            int(values["size"]),
            str(values["fingerprint"]),
            str(values.get("licence", "")),
            tuple(CorpusInfo.from_dict(part) for part in values.get("parts", ())),
        )


@dataclass(frozen=True, slots=True)
class Searched:
    """How much was searched. ``classes``: those given or suggested and the related ones, empty for
    all; ``marks``: how many marks they hold (one of two classes counts in both). ``read``: how many
    of them, the nearest, were judged; ``bands``: how many of these fell in band 4, 3, 2 and 1."""

    classes: tuple[int, ...]
    marks: int
    read: int
    bands: tuple[int, int, int, int]

    def to_dict(self) -> dict[str, Any]:
        return {
            "classes": list(self.classes),
            "marks": self.marks,
            "read": self.read,
            "bands": list(self.bands),
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        four, three, two, one = map(int, values["bands"])
        bands = (four, three, two, one)
        return cls(tuple(values["classes"]), int(values["marks"]), int(values["read"]), bands)


@dataclass(frozen=True, slots=True)
class Report:
    """The whole answer for one name. ``band`` is the highest band of its findings, 1 if none.

    ``findings`` come best first; equal scores in the order of their record ids. ``version`` names
    the rules that made it, so the same query on the same fingerprint gives the same report.
    ``searched`` is missing in reports kept from before it was counted.
    """

    query: Query
    findings: tuple[Finding, ...]
    grounds: tuple[Ground, ...]
    band: int
    corpus: CorpusInfo
    changes: tuple[Change, ...] = ()
    version: str = ""
    searched: Searched | None = None

    def to_dict(self) -> dict[str, Any]:
        counted = {} if self.searched is None else {"searched": self.searched.to_dict()}
        return {
            "query": self.query.to_dict(),
            "findings": [finding.to_dict() for finding in self.findings],
            "grounds": [ground.to_dict() for ground in self.grounds],
            "band": self.band,
            "corpus": self.corpus.to_dict(),
            "changes": [change.to_dict() for change in self.changes],
            "version": self.version,
            **counted,
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        return cls(
            Query.from_dict(values["query"]),
            tuple(Finding.from_dict(item) for item in values["findings"]),
            tuple(Ground.from_dict(item) for item in values["grounds"]),
            int(values["band"]),
            CorpusInfo.from_dict(values["corpus"]),
            tuple(Change.from_dict(item) for item in values.get("changes", ())),
            str(values.get("version", "")),
            Searched.from_dict(values["searched"]) if "searched" in values else None,
        )


def _check_classes(classes: tuple[int, ...]) -> None:
    if not _CLASSES.issuperset(classes):
        wrong = next(number for number in classes if number not in _CLASSES)
        raise ValueError(f"Nice classes go from 1 to 45, not {wrong}")


_CLASSES = frozenset(range(1, 46))
