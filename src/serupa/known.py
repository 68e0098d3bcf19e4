"""Known: marks that many people know, looked for across all classes.

Law 20/2016 Article 21(1)(b) and (c) protect well-known marks for like goods and, under conditions,
for others. The list (``data/well_known.csv``) is a choice with sources, not a finding of fame; a
name near one of its marks is shown to an officer with that said. Registered geographical
indications are words of ``grounds``.
"""

from dataclasses import dataclass
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from serupa.data import notes, table
from serupa.goods.relation import Relation, relation, relation_evidence
from serupa.grounds.wording import plain_words
from serupa.normalise import one_line, sound_columns, sound_readings, visual_columns, words
from serupa.register import read_classes
from serupa.score import judge
from serupa.types import Evidence, Finding, Query, Record

NEAR = 0.8
"""Sound edits, 0 to 1, from which a name counts as near a well-known mark."""

SHORTEST = 5
"""Well-known marks of fewer letters are found only where they are written or heard the same."""

FAR_BAND = 3
"""The highest band against goods of another kind."""

SAYING = 0.1
"""How much a word of the name distinguishes that only says what the goods are or praises them."""

_NOWHERE = frozenset[int]()

STATUS = "terkenal (periksa kembali)"


@dataclass(frozen=True, slots=True)
class _List:
    records: tuple[Record, ...]
    joined: tuple[str, ...]
    heard: tuple[str, ...]
    words: tuple[frozenset[str], ...]
    is_plain: tuple[bool, ...]


@cache
def _listed() -> _List:
    rows = table("well_known")
    records = tuple(
        Record(
            f"known-{at:03}",
            row["mark"],
            read_classes(row["classes"]),
            STATUS,
            source=row["source"],
        )
        for at, row in enumerate(rows, start=1)
    )
    visuals = visual_columns("\n".join(one_line(record.name) for record in records))
    sounds = sound_columns(visuals)
    return _List(
        records,
        tuple(visuals[1].split("\n")),
        tuple(sounds[2].split("\n")),
        tuple(frozenset(line.split()) for line in visuals[0].split("\n")),
        tuple(row["plain_word"] == "yes" for row in rows),
    )


def known_marks() -> tuple[Record, ...]:
    """Every mark of the list."""
    return _listed().records


def about() -> str:
    """What the list is, where from and of which date."""
    return notes("well_known")


def find_known(query: Query, classes: frozenset[int]) -> tuple[Finding, ...]:
    """The well-known marks a name is the same as, contains, or sounds nearly like; by band."""
    listed = _listed()
    heard = [reading.replace(" ", "") for reading in sound_readings(query.name)]
    if not heard:
        return ()
    joined = visual_columns(one_line(query.name))[1]
    mine = frozenset(word.seen for word in words(query.name))
    spoken = [word.heard for word in words(query.name) if len(word.heard) >= SHORTEST]
    edits = process.cdist([*heard, *spoken], listed.heard, scorer=OSA.normalized_similarity).max(
        axis=0
    )
    found = []
    for at, record in enumerate(listed.records):
        same = joined == listed.joined[at] or listed.heard[at] in heard
        long = len(listed.joined[at]) >= SHORTEST and not listed.is_plain[at]
        whole = not listed.is_plain[at] and listed.words[at] <= mine
        if same or (whole and len(listed.joined[at]) > 2) or (long and edits[at] >= NEAR):
            finding = _finding(query, record, classes)
            if finding.band >= 2:
                found.append(finding)
    return tuple(sorted(found, key=lambda item: (-item.band, -item.score, item.record.id)))


def _finding(query: Query, record: Record, classes: frozenset[int]) -> Finding:
    """Judged as if the goods were the same, then capped where they are not.

    Words of the name that only describe or praise (goreng, jaya) hide no mark beside them.
    """
    own = {word.seen for word in words(record.name)}

    def weigh(word: str) -> float:
        return SAYING if word not in own and plain_words().get(word, _NOWHERE) & classes else 1.0

    alike = judge(query, record, frozenset(record.classes), weigh)
    near = relation(classes, record.classes)
    like = near in (Relation.SAME, Relation.RELATED)
    kept = tuple(item for item in alike.evidence if item.signal != "goods")
    said = Evidence(
        "known", 1.0, f"reason.known.{'like' if like else 'far'}", {"mark": record.name}
    )
    goods = relation_evidence(near, classes, record.classes)
    band = alike.band if like else min(alike.band, FAR_BAND)
    return Finding(record, alike.score, band, (*kept, said, *goods))
