import pytest
from hypothesis import given
from hypothesis import strategies as st

from serupa import aloud, normalise
from serupa.data import table

SIGNS = st.sampled_from([row["sign"] for row in table("scripts")])


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ꦏꦺꦴꦥꦶ", "kopi"),
        ("ꦗꦮ", "jawa"),
        ("ꦱꦸꦫꦏꦂꦠ", "surakarta"),
        ("ꦧꦠꦶꦏ꧀", "batik"),
        ("ꦏꦿꦁꦏꦺꦴꦁ", "krangkong"),
        ("ᬓᭀᬧᬶ", "kopi"),
        ("ᬩᬮᬶ", "bali"),
        ("كوڤي", "kupi"),
        ("باتيک", "batik"),
        ("kopi", "kopi"),
        ("茶", "茶"),
    ],
)
def test_javanese_balinese_and_jawi_are_read_in_latin_letters(written, read):
    assert aloud.latin(written) == read


def test_a_mark_in_javanese_letters_sounds_like_the_same_mark_in_latin_ones():
    assert normalise.sound_readings("ꦧꦠꦶꦏ꧀")[0] == normalise.sound_readings("batik")[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Bintang II", "Bintang 2"), ("Henry VIII", "Henry 8"), ("Ratu IX", "Ratu 9")],
)
def test_a_numeral_after_a_word_sounds_like_the_number(one, other):
    assert set(normalise.sound_readings(one)) == set(normalise.sound_readings(other))


@pytest.mark.parametrize("name", ["II", "Vi", "Kopi V", "Viking", "Mobil Ivan"])
def test_letters_that_may_be_a_word_are_no_number(name):
    assert aloud.numerals(name.lower()) == name.lower()


@pytest.mark.parametrize(
    ("said", "letters"), [("Be Ce A", "BCA"), ("Te Ve", "TV"), ("Es De", "SD")]
)
def test_letters_by_their_names_sound_like_the_letters(said, letters):
    assert set(normalise.sound_readings(said)) & set(normalise.sound_readings(letters))


@pytest.mark.parametrize("row", table("foreign_spellings"), ids=lambda row: row["letters"])
def test_every_foreign_spelling_changes_its_own_example(row):
    assert row["letters"] in row["example"]
    assert aloud.abroad(row["example"]) != row["example"]
    assert (
        aloud.abroad(f"kopi {row['example']} jaya") == f"kopi {aloud.abroad(row['example'])} jaya"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("BOUTIQUE ANGGUN", "BUTIK ANGGUN"),
        ("KNIGHTROL", "NITEROL"),
        ("BEAUTICA", "BYUTIKA"),
        ("4EVA", "FOR EVA"),
    ],
)
def test_a_foreign_word_is_heard_as_abroad(one, other):
    assert set(normalise.sound_readings(one)) & set(normalise.sound_readings(other))


@pytest.mark.parametrize(
    "word", ["aknowa", "ps", "pstore", "kn 5", "quek", "ewan", "thoughts", "sips"]
)
def test_letters_elsewhere_in_a_word_are_left(word):
    assert aloud.abroad(word) == word


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gr8 Taste", "Great Taste"),
        ("4U", "For You"),
        ("Light Kopi", "Lite Kopi"),
        ("Nite", "Night"),
    ],
)
def test_what_english_writers_play_with_sounds_like_the_plain_word(one, other):
    assert set(normalise.sound_readings(one)) & set(normalise.sound_readings(other))


@pytest.mark.parametrize("name", ["gr8s", "x4u", "4 u", "l8l", "88"])
def test_digits_in_other_words_are_left_to_be_read_as_numbers(name):
    assert aloud.played(name) == name


@pytest.mark.parametrize("name", ["es teh", "be", "te manis", "kopi be ce a"])
def test_a_word_that_is_no_name_of_a_letter_is_left_as_it_is(name):
    assert aloud.spelled(name) == name


@given(st.text(st.one_of(SIGNS, st.characters(exclude_characters="\n")), max_size=30))
def test_nothing_of_a_script_that_is_read_is_left_and_nothing_else_changes(text):
    read = aloud.latin(text)
    assert not {row["sign"] for row in table("scripts")} & set(read)
    assert aloud.latin(read) == read
    plain = "".join(sign for sign in text if sign.isascii())
    assert aloud.latin(plain) == plain


@given(st.lists(st.text(st.one_of(SIGNS, st.sampled_from("aiv bce")), max_size=12), max_size=5))
def test_many_lines_are_read_as_they_are_one_by_one(lines):
    text = "\n".join(lines)
    for read in (aloud.latin, aloud.numerals, aloud.spelled):
        assert read(text) == "\n".join(map(read, lines))
