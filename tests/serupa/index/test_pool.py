import numpy as np
import pytest

from serupa import Corpora, Corpus, Record, fast
from serupa.index.pool import joined

SOME = ("KOPI SENJA", "KOPI SENJAKALA", "SENJA KOPI", "TEH SENJA", "KOPI 好", "KOPI")


@pytest.fixture(params=["plain", "compiled"], autouse=True)
def _path(request):
    if request.param == "compiled":
        assert fast.enable(), "numba is part of the test lock"
    yield
    fast.disable()


def register(*ids, names=SOME[:1]):
    marks = [Record(one, names[at % len(names)], (30,)) for at, one in enumerate(ids)]
    return Corpus.from_records(marks, name="r", date="2026-11-30")


def pool(corpus, limit=20):
    return corpus.pool("kopi senja", frozenset((30,)), limit)


def test_equals_of_several_registers_stand_by_their_ids_and_one_id_by_its_register():
    parts = [register("A1", "A5", "A30"), register("A2", "A30", "A4"), register("A3")]
    found = pool(Corpora(parts))
    ids = found.ids(np.arange(len(found)))
    assert ids == ["A1", "A2", "A3", "A30", "A30", "A4", "A5"] == sorted(ids)
    assert found.parts.tolist() == [0, 1, 2, 0, 1, 1, 0]


def test_marks_keep_what_is_known_of_them_when_registers_are_joined():
    one, other = register(*"ACEGIK", names=SOME), register(*"BDFHJL", names=SOME[::-1])
    alone = [pool(one), pool(other)]
    both = joined(alone, 20, 0)
    known = {
        mark.id: (mark, part.seen[at], part.heard[at], part.foreign[at], part.rough[at])
        for part in alone
        for at, mark in enumerate(part.records(range(len(part))))
    }
    order = sorted(known, key=lambda one: (-known[one][4], one))
    assert both.ids(np.arange(len(both))) == order
    columns = both.records(range(len(both))), both.seen, both.heard, both.foreign, both.rough
    assert list(zip(*columns, strict=True)) == [known[one] for one in order]


def test_nothing_joined_is_nothing():
    nothing = register()
    assert len(pool(Corpora([nothing, nothing]))) == 0
