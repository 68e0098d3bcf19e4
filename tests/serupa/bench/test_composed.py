import pytest

from serupa.bench.composed import KINDS, by_kind, compose
from serupa.bench.field import NEVER, planted
from serupa.bench.quality import ours
from serupa.types import Record

NAMES = (
    "KOPI SENJA", "SENJA", "SENJAKALA", "BATIK LARAS", "SENJA UTAMA", "RUMAH LARAS", "LARASATI",
    "CAYA", "VITAXIS", "PHYCOSA", "CV XENYA", "LARAS ABADI",
)  # fmt: skip


@pytest.fixture(scope="module")
def field(tmp_path_factory):
    records = [
        Record(f"S{at:02}", name, (30,), more=(("asal", "nyata_id"),))
        for at, name in enumerate(NAMES)
    ]
    made = Record("S90", "BUATAN", (30,), more=(("asal", "sintetis"),))
    return planted([*records, made], [], tmp_path_factory.mktemp("field") / "index")


def test_every_kind_changes_a_real_name_and_none_another(field):
    pairs = compose(field, 2, 1)
    assert {pair.case for pair in pairs} == set(KINDS)
    assert all(pair.newer != pair.older.casefold() for pair in pairs)
    assert "BUATAN" not in {pair.older for pair in pairs}


def test_the_same_seed_composes_the_same_conflicts(field):
    assert compose(field, 3, 7) == compose(field, 3, 7)
    assert compose(field, 3, 7) != compose(field, 3, 8)


def test_a_shared_opening_is_a_word_of_the_register_and_a_rest(field):
    openings = [pair for pair in compose(field, 9, 1) if pair.case == "opening shared"]
    assert {(pair.newer.split()[-1], pair.older) for pair in openings} <= {
        ("senja", "SENJAKALA"),
        ("laras", "LARASATI"),
    }
    assert openings


def test_places_are_counted_by_kind_and_together(field):
    pairs = compose(field, 2, 1)
    told = by_kind(pairs, ours(field, pairs))
    assert told["all"][0].n == len(pairs)
    assert told["word added"][0].at_10 == 1.0
    missed = by_kind(pairs, ([NEVER] * len(pairs), [NEVER] * len(pairs)))
    assert missed["all"][1].at_400 == 0.0
