"""Known: marks that many people know, looked for across all classes.

Law 20/2016 Article 21(1)(b) and (c) protect well-known marks for like goods and, under conditions,
for others. The list (``data/well_known.csv``) is a choice with sources, not a finding of fame; a
name near one of its marks is shown to an officer with that said. Registered geographical
indications are words of ``grounds``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from serupa.data import notes, table
from serupa.goods.relation import Relation, relation, relation_evidence
from serupa.grounds.wording import plain_words
from serupa.normalise import one_line, sound_columns, sound_readings, visual_columns, words
from serupa.register import read_classes
from serupa.score import edges, judge
from serupa.types import Evidence, Finding, Query, Record

NEAR = 0.8
"""Sound edits, 0 to 1, from which a name counts as near a well-known mark."""

SHORTEST = 5
"""Well-known marks of fewer letters are found only where they are written or heard the same."""

SHORTEST_OFF = 6
"""Sounds of a well-known mark of one word that is found with one of them wrong: adides."""

FAR_BAND = 3
"""The highest band against goods of another kind."""

HELD_BAND = 3
"""The least band of a name that holds every word of a mark, each a letter off at most."""

SAYING = 0.1
"""How much a word of the name distinguishes that only says what the goods are or praises them."""

_NOWHERE = frozenset[int]()

_GLIDE = re.compile("(?<=[ou])w(?=[aeiou])|(?<=[ei])y(?=[aeiou])")
"""A w or y between vowels, which Indonesian ears do not tell from none: aquwa, gacowan."""

STATUS = "terkenal (periksa kembali)"


@dataclass(frozen=True, slots=True)
class _List:
    records: tuple[Record, ...]
    joined: tuple[str, ...]
    heard: tuple[str, ...]
    parts: tuple[tuple[int, tuple[str, ...]], ...]
    """The place of each mark of several words that is not plain, and its words as heard."""
    vocabulary: tuple[str, ...]
    """Every word of ``parts`` once."""
    is_long: NDArray[np.bool_]
    """Which words of ``vocabulary`` may be a letter off: one a line."""
    smooth: tuple[str, ...]
    """Each mark as heard without its glides."""
    words: tuple[frozenset[str], ...]
    doubled: frozenset[int]
    """The marks that say a word twice: beng siti is no Beng-Beng."""
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
    is_plain = tuple(row["plain_word"] == "yes" for row in rows)
    heard, lines = sounds[2].split("\n"), [line.split() for line in visuals[0].split("\n")]
    parts = tuple(
        (at, _heard_words(record.name))
        for at, record in enumerate(records)
        if len(words(record.name)) > 1 and not is_plain[at]
    )
    vocabulary = tuple(dict.fromkeys(word for _, part in parts for word in part))
    return _List(
        records,
        tuple(visuals[1].split("\n")),
        tuple(heard),
        parts,
        vocabulary,
        np.array([[len(word) >= SHORTEST] for word in vocabulary]),
        tuple(_without_glides(one) for one in heard),
        tuple(map(frozenset, lines)),
        frozenset(at for at, line in enumerate(lines) if len(set(line)) < len(line)),
        is_plain,
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
    seen = frozenset(word.seen for word in words(query.name))
    each = _heard_words(query.name)
    bare = "".join(word.heard for word in words(query.name) if not _says_little(word.seen, classes))
    spoken = [word for word in each if len(word) >= SHORTEST]
    edits = process.cdist([*heard, *spoken], listed.heard, scorer=OSA.normalized_similarity).max(
        axis=0
    )
    smooth, held = {_without_glides(reading) for reading in heard}, _held(each)
    found = []
    for at, record in enumerate(listed.records):
        same = joined == listed.joined[at] or listed.heard[at] in heard
        told = not listed.is_plain[at]
        whole = told and len(listed.joined[at]) > 2 and listed.words[at] <= seen
        whole = whole and at not in listed.doubled
        near = told and len(listed.joined[at]) >= SHORTEST and edits[at] >= NEAR
        nearly = at in held or listed.smooth[at] in smooth
        nearly = nearly or (near and _a_letter_off(listed.heard[at], (*heard, bare)))
        if same or whole or near or nearly:
            finding = _finding(query, record, classes, HELD_BAND if nearly else 1)
            if finding.band >= 2:
                found.append(finding)
    return tuple(sorted(found, key=lambda item: (-item.band, -item.score, item.record.id)))


def _a_letter_off(mark: str, heard: Sequence[str]) -> bool:
    long = len(mark) >= SHORTEST_OFF
    return long and any(OSA.distance(mark, one, score_cutoff=1) <= 1 for one in heard)


def _heard_words(name: str) -> tuple[str, ...]:
    return tuple(word.heard for word in words(name))


def _without_glides(heard: str) -> str:
    return _GLIDE.sub("", heard)


def _held(mine: Sequence[str]) -> frozenset[int]:
    """The marks of several words of which each is in the name, a letter off at most if it is long:
    piza hut enak, mie gacowan pedas."""
    listed = _listed()
    if not mine:
        return _NOWHERE
    off = process.cdist(listed.vocabulary, mine, scorer=OSA.distance, score_cutoff=1)
    times = (off <= listed.is_long).sum(axis=1)
    heard = {listed.vocabulary[at]: int(times[at]) for at in np.flatnonzero(times)}
    return frozenset(
        at
        for at, part in listed.parts
        if part[0] in heard and all(heard.get(word, 0) >= part.count(word) for word in part)
    )


def _says_little(word: str, classes: frozenset[int]) -> bool:
    return bool(plain_words().get(word, _NOWHERE) & classes)


def _finding(query: Query, record: Record, classes: frozenset[int], least: int) -> Finding:
    """Judged as if the goods were the same, ``least`` this band, then capped where they are not.

    Words of the name that only describe or praise (goreng, jaya) hide no mark beside them.
    """
    own = {word.seen for word in words(record.name)}

    def weigh(word: str) -> float:
        return SAYING if word not in own and _says_little(word, classes) else 1.0

    alike = judge(query, record, frozenset(record.classes), weigh)
    near = relation(classes, record.classes)
    like = near in (Relation.SAME, Relation.RELATED)
    kept = tuple(item for item in alike.evidence if item.signal != "goods")
    said = Evidence(
        "known", 1.0, f"reason.known.{'like' if like else 'far'}", {"mark": record.name}
    )
    goods = relation_evidence(near, classes, record.classes)
    band = max(alike.band, least)
    score = max(alike.score, edges()[1]) if band > alike.band else alike.score
    return Finding(record, score, band if like else min(band, FAR_BAND), (*kept, said, *goods))
