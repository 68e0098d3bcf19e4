import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.hostile.corpus import NASTY_NAMES

from sentraki.ledger.uploads import clean_name


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("KTP Sari.jpg", "KTP Sari.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\fakepath\\ktp.jpg", "ktp.jpg"),
        ("ktp\u202egpj.exe", "ktpgpj.exe"),
        ("a\0b\r\n c.jpg", "ab c.jpg"),
        ("  surat   kuasa .pdf ", "surat kuasa .pdf"),
        (".", "berkas"),
        ("", "berkas"),
        ("Batik Jumputan – 2026.png", "Batik Jumputan – 2026.png"),
    ],
)
def test_a_name_is_shown_without_tricks(sent, shown):
    assert clean_name(sent) == shown


def test_a_long_name_keeps_its_extension():
    shown = clean_name("nama " * 100 + ".jpeg")

    assert len(shown) <= 100
    assert shown.endswith(".jpeg")


@given(st.text(max_size=400) | st.sampled_from(NASTY_NAMES))
def test_what_is_shown_is_short_visible_and_stable(sent):
    shown = clean_name(sent)

    assert 0 < len(shown) <= 100
    assert "/" not in shown
    assert "\\" not in shown
    assert not {unicodedata.category(letter) for letter in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert clean_name(shown) == shown
