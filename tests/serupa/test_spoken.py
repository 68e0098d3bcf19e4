"""Letters of the old spelling are read as of today, and as Indonesians say them."""

import pytest

from serupa.spoken import hard_c, modern_letters, replace_all, soft_c, spoken_ends


@pytest.mark.parametrize(
    ("written", "today"),
    [("soekardjo", "sukarjo"), ("tjap", "cap"), ("xtra", "ekstra"), ("sjah", "sah")],
)
def test_old_letters_are_read_as_of_today(written, today):
    assert modern_letters(written) == today


@pytest.mark.parametrize(
    ("written", "heard"),
    [("damai", "dame"), ("bapakk", "bapak"), ("abad", "abat"), ("onbak", "ombak")],
)
def test_what_is_hardly_heard_is_left_out(written, heard):
    assert spoken_ends(written) == heard


def test_c_is_hard_before_consonants_and_soft_before_e_and_i():
    assert (hard_c("clack"), soft_c("cinta coca")) == ("klakk", "sinta coca")


def test_long_texts_lose_doubled_letters_as_short_ones_do():
    lines = ["bess 22", "aa--a b", "zz y  y"] * 2_000
    assert spoken_ends("\n".join(lines)).split("\n") == [spoken_ends(line) for line in lines]


def test_replacements_come_one_after_another():
    assert replace_all("abc", (("a", "b"), ("bb", "c"))) == "cc"
