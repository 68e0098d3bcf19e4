import zlib
from itertools import combinations_with_replacement, product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from serupa import Corpus, Record
from serupa.index.heard import FEWEST_VOWELLED, MOST_HOLDERS, neighbours, vowelled
from serupa.screening import nearest
from serupa.types import Query

LETTERS = "abcdefghijklmnoprstuwy"
SOUNDS = st.text(LETTERS, min_size=3, max_size=12)


def names(corpus, name, classes=()):
    return [record.name for record, _ in nearest(Query(name, classes), corpus)]


def hashed(sound):
    return zlib.crc32(sound.encode())


@given(st.data(), SOUNDS)
def test_every_sound_one_letter_away_is_a_neighbour(data, sound):
    at = data.draw(st.integers(0, len(sound) - 1))
    letter = data.draw(st.sampled_from(LETTERS))
    changed = {
        sound[:at] + letter + sound[at + 1 :],
        sound[:at] + letter + sound[at:],
        sound + letter,
        sound[:at] + sound[at + 1 :],
        sound[:at] + sound[at + 1 : at + 2] + sound[at : at + 1] + sound[at + 2 :],
    } - {sound}
    found = set(neighbours(sound).tolist())
    assert {hashed(one) for one in changed} <= found
    assert all(OSA.distance(sound, one) == 1 for one in changed)


@given(SOUNDS, SOUNDS)
def test_a_sound_further_away_is_none(sound, other):
    if OSA.distance(sound, other) > 1:
        assert hashed(other) not in set(neighbours(sound).tolist())


@given(SOUNDS)
def test_sounds_with_two_other_vowels_or_without_them_are_looked_for_and_no_others(sound):
    places = [at for at, letter in enumerate(sound) if letter in "aeiou"]
    expected = set()
    for first, last in combinations_with_replacement(places, 2):
        for one, other in product(("", *"aeiou"), repeat=2):
            parts = list(sound)
            parts[first], parts[last] = one, other
            expected.add(hashed("".join(parts)))
    found = vowelled(sound).tolist()
    assert set(found) == (expected if len(sound) >= FEWEST_VOWELLED else set())


@given(st.text(max_size=300))
def test_no_text_breaks_it(text):
    assert neighbours(text).dtype == vowelled(text).dtype == np.uint32


def register(size=3000):
    """Marks of one class, none like the ones looked for."""
    syllables = ("bra", "tik", "dum", "fel", "gor", "hin", "jup", "lok")
    for at in range(size):
        word = "".join(syllables[at // 8**place % 8] for place in range(4))
        yield Record(f"r{at}", f"{word} {syllables[at % 8]}an")


def test_a_rare_word_in_common_is_found_whatever_stands_beside_it():
    older = "Wanita Zarmeno Serba Ada Perkasa Abadi"
    corpus = Corpus.from_records([*register(), Record("x", older)], name="r", date="2026-11-22")
    assert older in names(corpus, "brangor tikhin dumfel jup zarmeno")[:50]


def test_a_word_one_letter_away_is_found_whatever_stands_beside_it():
    corpus = Corpus.from_records([*register(), Record("x", "KEMBO")], name="r", date="2026-11-22")
    assert "KEMBO" in names(corpus, "gorjuptik kimbo dumfelhin")[:50]


def test_a_name_with_two_other_vowels_is_found_whatever_letters_are_left():
    corpus = Corpus.from_records([*register(), Record("x", "ZENTAFIT")], name="r", date="2026")
    assert "ZENTAFIT" in names(corpus, "ZANTOVIT")[:50]


def test_where_few_marks_are_searched_one_without_a_common_letter_is_compared_too():
    marks = [Record("x", "KULEX", (13,)), *register(600)]
    corpus = Corpus.from_records(marks, name="r", date="2026-11-30")
    assert "KULEX" in names(corpus, "COOLAXE", (13,))
    assert names(corpus, "", (13,)) == []


def test_a_word_of_too_many_marks_is_left_to_its_letters():
    records = [Record(str(at), f"kopi {at}") for at in range(MOST_HOLDERS + 1)]
    corpus = Corpus.from_records(records, name="r", date="2026-11-22")
    assert len(names(corpus, "kopi")) == len(records)
