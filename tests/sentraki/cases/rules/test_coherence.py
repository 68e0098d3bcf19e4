"""Twenty constructed businesses: every difference between the mark and its papers is found."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentraki.cases.rules.coherence import (
    MARK,
    Mark,
    Mismatch,
    Paper,
    differences,
    halal_words,
)
from sentraki.parties.rules.permits import PermitKind as P

TODAY = date(2026, 11, 29)
IJAH = Mark("Sambal Mak Ijah")
OPEN = Mark("Kopi Senja", is_filed=False)

# (marks, papers, what must be found as (kind of paper, what, what to change))
CASES = [
    ([IJAH], [Paper(P.HALAL, "Sambal Mak Ijah")], []),
    ([IJAH], [Paper(P.HALAL, "SAMBAL MAK IJAH PEDAS LEVEL 5")], []),
    ([IJAH], [Paper(P.PIRT, "Mak Ijah - Sambal Bawang")], []),
    ([IJAH], [Paper(P.HALAL, "Sambal Mak Ijjah")], [("halal", "spelling", "halal")]),
    ([IJAH], [Paper(P.HALAL, "Sambal Mak Idjah")], [("halal", "spelling", "halal")]),
    ([IJAH], [Paper(P.HALAL, "Sambal Bawang Pedas")], [("halal", "absent", "halal")]),
    ([IJAH], [Paper(P.NIB, "CV. Sambal Mak Ijah")], []),
    ([IJAH], [Paper(P.NIB, "Toko Sumber Rezeki")], [("nib", "absent", "nib")]),
    (
        [IJAH],
        [Paper(P.LABEL, "Sambel Mak Ijah"), Paper(P.HALAL, "Sambel Mak Ijah")],
        [("halal", "spelling", "halal"), ("label", "spelling", "label")],
    ),
    ([Mark("Tjap Djempol")], [Paper(P.PIRT, "Cap Jempol")], [("pirt", "spelling", "pirt")]),
    ([Mark("Kopi Senja"), IJAH], [Paper(P.HALAL, "Sambal Mak Ijah")], []),
    (
        [Mark("Kopi Senja"), IJAH],
        [Paper(P.HALAL, "Kopi Sendja Robusta")],
        [("halal", "spelling", "halal")],
    ),
    ([IJAH], [Paper(P.HALAL, "Sambal Mak Ijah", "Ibu Lain")], [("halal", "holder", "halal")]),
    ([IJAH], [Paper(P.HALAL, "Sambal Mak Ijah", "IJAH UJI")], []),
    (
        [IJAH],
        [Paper(P.PIRT, "Sambal Mak Ijah", valid_until=date(2026, 11, 28))],
        [("pirt", "ended", "pirt")],
    ),
    ([IJAH], [Paper(P.PIRT, "Sambal Mak Ijah", valid_until=TODAY)], []),
    ([OPEN], [Paper(P.HALAL, "Kopi Sendja")], [("halal", "spelling", "halal")]),
    (
        [OPEN],
        [Paper(P.HALAL, "Kopi Sendja"), Paper(P.PIRT, "KOPI SENDJA")],
        [("halal", "spelling", MARK), ("pirt", "spelling", MARK)],
    ),
    ([], [Paper(P.HALAL, "Sambal Apa Saja", "Ibu Lain")], [("halal", "holder", "halal")]),
    (
        [IJAH],
        [Paper(P.BPOM, "Keripik Tempe", "Ibu Lain", date(2020, 1, 1))],
        [("bpom", "absent", "bpom"), ("bpom", "holder", "bpom"), ("bpom", "ended", "bpom")],
    ),
]


@pytest.mark.parametrize(("marks", "papers", "expected"), CASES)
def test_every_difference_is_found_and_no_other(marks, papers, expected):
    found = differences(marks, papers, owner="Ijah Uji", today=TODAY)

    assert [(row.kind.value, row.what.value, row.change) for row in found] == expected


def test_there_are_twenty():
    assert len(CASES) == 20


def test_papers_are_changed_in_one_order_the_label_last():
    papers = [Paper(kind, "Nama Lain Sekali") for kind in reversed(P)]
    found = differences([IJAH], papers, owner="", today=TODAY)

    assert [row.kind for row in found] == [P.HALAL, P.PIRT, P.BPOM, P.NIB, P.LABEL]


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_names_can_be_compared_and_equal_ones_agree(name, other):
    found = differences([Mark(name)], [Paper(P.HALAL, other)], owner="", today=TODAY)
    same = differences([IJAH], [Paper(P.HALAL, IJAH.name)], owner="", today=TODAY)

    assert all(row.what in (Mismatch.SPELLING, Mismatch.ABSENT) for row in found)
    assert same == ()


def test_words_against_halal_naming_are_told_for_food_and_only_there():
    assert halal_words("Mie Setan", (30,)) == ("setan",)
    assert halal_words("Sambal Mak Ijah", (30,)) == ()
    assert halal_words("Beer House", (25,)) == ()
