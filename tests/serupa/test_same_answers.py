"""Answers stay as they were while the engine is made faster: marks, order, scores, bands.

``same_answers.csv`` holds a digest of the answer to each of 400 names. A change that is meant to
alter answers writes it anew with ``python -m tests.serupa.test_same_answers`` and says so.
"""

import csv
import random
from hashlib import sha256
from itertools import islice
from pathlib import Path

from tests.serupa.registers import DEMO

from serupa import Corpus, Query
from serupa.explain import reason
from serupa.register import read_register
from serupa.screening import compare

FROZEN = Path(__file__).with_name("same_answers.csv")
NAMES = 400
TOP = 20


def asked(corpus):
    """Names of the register with a letter changed, a word added, left out or moved, or fused;
    every second one in its own classes, the others in the whole register."""
    chance = random.Random(51197)
    records = sorted(corpus.records(), key=lambda record: record.id)
    found = []
    for at, record in enumerate(chance.choices(records, k=NAMES)):
        words = record.name.split()
        letter = chance.randrange(len(record.name))
        name = (
            record.name[:letter] + chance.choice("aeioukstnr") + record.name[letter + 1 :],
            f"{record.name} {chance.choice(['JAYA', 'ZUMBRA', 'II'])}",
            " ".join(words[1:] or words),
            " ".join(reversed(words)),
            "".join(words),
        )[at % 5]
        found.append(Query(name, record.classes if at % 2 else ()))
    return found


def answer(corpus, query):
    """One line for each of the nearest marks, as a digest of twelve hex digits."""
    lines = [
        f"{one.record.id} {one.score} {one.band} {[reason(item) for item in one.evidence]}"
        for one in compare(query, corpus, limit=TOP)
    ]
    return sha256("\n".join(lines).encode()).hexdigest()[:12]


def rows():
    some = islice(read_register(DEMO), 0, None, 8)
    corpus = Corpus.from_records(some, name="demo", date="2026-11-01")
    return [
        [query.name, ";".join(map(str, query.classes)), answer(corpus, query)]
        for query in asked(corpus)
    ]


def test_four_hundred_names_are_answered_as_before():
    with FROZEN.open(encoding="utf-8", newline="") as lines:
        before = list(csv.reader(lines))
    changed = [row[:2] for row, old in zip(rows(), before, strict=True) if row != old]
    assert not changed


if __name__ == "__main__":
    with FROZEN.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(rows())
