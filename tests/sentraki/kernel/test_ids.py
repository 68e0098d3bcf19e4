import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentraki.kernel.errors import Invalid
from sentraki.kernel.ids import (
    ALPHABET,
    check_code,
    is_code,
    new_code,
    new_seal_code,
    new_secret,
    normalise_code,
)

PREFIXES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", max_size=3)
CODES = st.builds(new_code, PREFIXES, st.integers(1, 5))
SIGNS = st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


def test_a_case_code_has_prefix_groups_and_hyphens():
    group = f"[{ALPHABET}]{{4}}"
    assert re.fullmatch(f"PLG-{group}-{group}", new_code("PLG"))
    assert re.fullmatch(group, new_code(groups=1))


def test_the_alphabet_has_no_look_alikes_and_no_vowels():
    assert len(ALPHABET) == len(set(ALPHABET)) == 19
    assert not set(ALPHABET) & set("0O1ILQUVZSBGAEI")


def test_a_seal_code_has_at_least_80_random_bits():
    code = new_seal_code()
    bits = 19 * 4.2479 - 0.61  # nineteen free places, less what the check character gives away
    assert re.fullmatch(f"([{ALPHABET}]{{4}}-){{4}}[{ALPHABET}]{{4}}", code)
    assert bits > 80
    assert is_code(code)


def test_two_thousand_codes_are_all_different():
    assert len({new_code("PLG") for _ in range(2000)}) == 2000


def test_a_secret_is_long_and_fits_in_an_address():
    assert re.fullmatch(r"[A-Za-z0-9_-]{32}", new_secret())
    assert new_secret() != new_secret()


@pytest.mark.parametrize("prefix", ["plg", "PALE", "P1", "Ä", "P-"])
def test_a_prefix_of_another_shape_is_refused(prefix):
    with pytest.raises(ValueError, match="prefix"):
        new_code(prefix)


@pytest.mark.parametrize("groups", [0, 7, -1])
def test_a_number_of_groups_out_of_range_is_refused(groups):
    with pytest.raises(ValueError, match="groups"):
        new_code(groups=groups)


@given(CODES)
@settings(max_examples=300)
def test_every_new_code_is_a_code_in_its_normal_form(code):
    assert is_code(code)
    assert normalise_code(code) == code == check_code(code)


@given(CODES, st.sampled_from(["", " ", ".", "/", " - "]))
@settings(max_examples=200)
def test_small_letters_blanks_and_other_hyphens_do_not_matter(code, between):
    typed = f"  {between.join(code.replace('-', '').lower())} "
    assert normalise_code(typed) == code


@given(CODES)
@settings(max_examples=200)
def test_look_alikes_typed_in_a_group_are_read_as_digits(code):
    prefix = re.match(r"[A-Z]{1,3}-", code)
    head, body = (code[: prefix.end()], code[prefix.end() :]) if prefix else ("", code)
    assert normalise_code(head + body.translate(str.maketrans("2586", "ZSBG"))) == code


@given(CODES, st.data())
@settings(max_examples=1000)
def test_any_wrong_character_is_noticed(code, data):
    bare = code.replace("-", "")
    place = data.draw(st.integers(0, len(bare) - 1))
    typed = bare[:place] + data.draw(SIGNS) + bare[place + 1 :]
    assert normalise_code(typed) == code or not is_code(typed)


@given(CODES, st.data())
@settings(max_examples=1000)
def test_any_two_swapped_neighbours_are_noticed(code, data):
    bare = code.replace("-", "")
    place = data.draw(st.integers(0, len(bare) - 2))
    typed = bare[:place] + bare[place + 1] + bare[place] + bare[place + 2 :]
    assert normalise_code(typed) == code or not is_code(typed)


@given(st.text(max_size=60))
@settings(max_examples=300)
def test_whatever_is_typed_has_one_normal_form(typed):
    once = normalise_code(typed)
    assert normalise_code(once) == once
    assert len(once) <= 33
    assert is_code(typed) == is_code(once)


@pytest.mark.parametrize("typed", ["", "-", "PLG", "PLG-AAAA", "7K3", "🙂", "1" * 500])
def test_what_is_no_code_is_refused_in_words(typed):
    assert not is_code(typed)
    with pytest.raises(Invalid, match="typing error"):
        check_code(typed)
