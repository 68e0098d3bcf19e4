"""Text as it goes on paper."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from sentraki.cases.rules.text import ILLEGAL_IN_XML, one_line


def test_blanks_and_line_ends_become_one_blank() -> None:
    assert one_line("  Kopi\t\r\n Senja  ") == "Kopi Senja"


def test_a_name_cannot_turn_the_direction_of_reading() -> None:
    assert one_line("KOPI‮ AJNES‬") == "KOPI AJNES"


@given(st.text())
def test_what_is_clean_stays_as_it_is(text: str) -> None:
    clean = one_line(text)
    assert one_line(clean) == clean


@given(st.text())
def test_nothing_uncontrolled_is_left(text: str) -> None:
    clean = one_line(text)
    assert ILLEGAL_IN_XML.search(clean) is None
    assert not any(unicodedata.category(ch) in ("Cc", "Zl", "Zp") for ch in clean)
