"""The compiled loops answer as the plain path does: marks, order, scores, bands and sentences."""

import random
import subprocess
import sys
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from rapidfuzz.distance import OSA, LCSseq, Postfix, Prefix
from tests.serupa import test_same_answers as kept

import serupa
from serupa import Corpora, Corpus, Query, Record, fast, screening
from serupa.explain import reason
from serupa.fast import known as known_words
from serupa.fast.texts import Texts, end_to_end
from serupa.goods import related_classes
from serupa.index.asked import asked
from serupa.names import order, parts
from serupa.names import pair as pairing
from serupa.names.pair import (
    FIRST_OTHER,
    FIRST_OWN,
    JOINED,
    LONE,
    changes_of,
    common_of,
    pair_of,
    pairs_of,
)
from serupa.normalise import read, told_by
from serupa.screening import compare


@pytest.fixture(scope="module", autouse=True)
def _compiled():
    assert fast.enable(), "numba is part of the test lock"
    yield
    fast.disable()


def told(corpus, query):
    return [
        (one.record, one.score, one.band, [reason(item) for item in one.evidence])
        for one in compare(query, corpus)
    ]


def both(corpus, query):
    """The answer of the plain path and of the loops."""
    fast.disable()
    plain = told(corpus, query)
    fast.enable()
    return plain, told(corpus, query)


def test_the_four_hundred_kept_answers_are_the_same():
    kept.test_four_hundred_names_are_answered_as_before()


ODD = [
    "KOPI SENJA", "SENJA KOPI", "KOPISENJA", "Kopi Sendja", "ÉCLAIR ñandú", "ꦏꦺꦴꦥꦶ", "好咖啡", "!!!",
    "H", "X", "A B C D E F G H I J K L M N", "PT KOPI SENJA", "DUA 2 DUA", "CHOCO CHOCO", "ZAM ZAM",
    "KOPI " * 30, "S" * 120, "", "TOKO", "KHUSUS CHANDRA", "ĲSBERG 好", "SENJA 好 KOPI", "be ce a",
]  # fmt: skip


def marks(names, start=0):
    chance = random.Random(11)
    return [
        Record(f"R{at}", name, tuple(chance.sample((29, 30, 43, 3, 35), chance.randrange(3))))
        for at, name in enumerate(names, start=start)
    ]


@pytest.mark.parametrize("classes", [(), (30,), (30, 43), (3,)])
def test_odd_names_are_the_same(classes):
    corpus = Corpus.from_records(marks(ODD * 3), name="odd", date="")
    for name in ODD:
        plain, quick = both(corpus, Query(name, classes))
        assert plain == quick


def test_registers_joined_and_marks_that_come_and_go_are_the_same():
    one = Corpus.from_records(marks(ODD), name="one", date="")
    other = Corpus.from_records(marks(ODD, 500), name="other", date="")
    one.add(Record("late", "KOPI SENJAKU", (30,)))
    one.withdraw("R0")
    corpus = Corpora([one, other])
    for name in ODD:
        plain, quick = both(corpus, Query(name, (30,)))
        assert plain == quick
        plain, quick = both(corpus, Query(name))
        assert plain == quick


letters = some.text("abcdeé好 ", max_size=20).map(lambda text: " ".join(text.split()))
words = some.text("abcde", max_size=63)


@given(words, letters)
def test_edits_are_those_of_rapidfuzz(mine, theirs):
    loops, text = fast.loaded().words, np.frombuffer((theirs + "\n").encode(), np.uint8)
    own = np.frombuffer(mine.encode(), np.uint8)
    masks, joined = loops.patterns(own, 0, len(own)), theirs.replace(" ", "")
    alike = loops.likeness(len(own), masks, text, 0, len(text) - 1)
    assert np.float32(alike) == np.float32(OSA.normalized_similarity(mine, joined))
    assert loops.common(masks, text, 0, len(text) - 1) == LCSseq.similarity(mine, joined)


@given(words, words, words, words)
def test_edits_of_two_words_beside_each_other_are_those_of_each(mine, theirs, own, other):
    loops, each = fast.loaded().words, []
    theirs, other = sorted((theirs, other), key=len, reverse=True)
    for one, text in ((mine, theirs), (own, other)):
        masks = loops.patterns(np.frombuffer(one.encode(), np.uint8), 0, len(one))
        each += len(one), masks, np.frombuffer(text.encode(), np.uint8), len(text)
    found = loops.both_alike(*each)
    alone = OSA.normalized_similarity(mine, theirs), OSA.normalized_similarity(own, other)
    assert np.float32(found).tolist() == np.float32(alone).tolist()


@given(words.filter(bool), letters)
def test_ends_are_those_of_rapidfuzz(mine, theirs):
    text, own = np.frombuffer((theirs + "\n").encode(), np.uint8), mine.encode()
    spans, row = np.array([[0], [len(text) - 1]] * 3), np.zeros(1, np.int64)
    loops, table = fast.loaded(), np.full((18, 1), np.nan, np.float32)
    first, flat, words_of, _ = loops.readings.split(text, spans, row, 0)
    told = np.frombuffer(own, np.uint8), text, spans, row, first, flat, words_of, table
    loops.signals.ends_alike(*told)
    inside, first, last = table[14:17, 0]
    joined = theirs.replace(" ", "")
    shorter = np.float32(max(min(len(joined), len(mine)), 1))
    assert first == np.float32(Prefix.similarity(mine, joined)) / shorter
    assert last == np.float32(Postfix.similarity(mine, joined)) / shorter
    assert bool(inside) == bool(joined and joined in mine)


@given(words, some.text("abcdeé", min_size=1, max_size=63))
def test_words_told_unlike_by_their_letters_are_at_most_half_alike(mine, theirs):
    letters_in, both = fast.loaded().readings.letters_in, []
    for each in (mine, theirs):
        both += letters_in(np.frombuffer(each.encode(), np.uint8), 0, len(each.encode()))
    if not fast.loaded().words.may_be_alike(*both):
        assert OSA.normalized_similarity(mine, theirs) <= 0.5


@settings(max_examples=40, deadline=None)
@given(letters, some.lists(letters, min_size=1, max_size=9), some.booleans())
def test_every_signal_is_that_of_the_plain_path(mine, theirs, known):
    corpus = Corpus.from_records(marks(theirs), name="marks", date="")
    pool = corpus.pool(mine, frozenset(), len(theirs))
    weigh = (
        corpus.weighing(frozenset())
        if known
        else lambda some: [0.05 + len(one) / 99 for one in some]
    )
    quick = order.values(asked(mine), pool, weigh)
    fast.disable()
    plain = order.values(asked(mine), pool, weigh)
    fast.enable()
    assert quick == pytest.approx(plain, abs=1e-6)


@pytest.mark.parametrize("classes", [(), (30,)])
@pytest.mark.parametrize("name", ["Kopi Sendja", "sentya", "A B C D E F G H I J K L M N"])
def test_a_large_pool_is_placed_the_same(name, classes):
    ends = product("sdkt", "aeiou", "njrl", "tdcy", "aio")
    names = [f"kopi {''.join(end)}" for end in ends] + ["senja kopi", "kopisendja"] * 3
    corpus = Corpus.from_records(marks(names), name="many", date="")
    related = related_classes(frozenset(classes))
    pool, weigh = corpus.pool(name, related, len(names)), corpus.weighing(related)
    quick = screening._scores(asked(name), pool, frozenset(classes), weigh)
    fast.disable()
    plain = screening._scores(asked(name), pool, frozenset(classes), weigh)
    fast.enable()
    assert quick.tolist() == plain.tolist()


some_values = some.sampled_from([0.0, 0.0, -0.0, 0.0, 4e-7, 1e-3, 0.25, 0.25, 0.2500004, 1.0, -0.5])
some_rows = some.integers(1, 9).flatmap(
    lambda many: some.lists(some.lists(some_values, min_size=many, max_size=many), min_size=1)
)


@given(some_rows)
def test_the_mean_of_reach_is_that_of_the_plain_path(table):
    values = np.array(table[:62], np.float32)
    quick = order.mean_of_reach(values)
    fast.disable()
    plain = order.mean_of_reach(values)
    fast.enable()
    assert quick == pytest.approx(plain, abs=1e-7)


def weigh(word):
    return 1 / (1 + sum(map(ord, word)) % 7)


def pairs_are_the_same(mine, others):
    """Whether the loops say of a name and several marks what is found one by one."""
    for name, pair in zip(
        others, pairs_of(read(mine), list(map(read, others)), weigh), strict=True
    ):
        alone = pair_of(mine, name)
        assert pair[:4] == alone[:4]
        assert common_of(pair) == common_of(alone)
        if pair.changes is not None and pair.sounds:
            changes = changes_of(*pair.sounds[1:])
            assert pair.changes[: len(changes)] == changes
        part = parts.dominant(pair.mine, weigh)
        assert part(pair) == part(alone)
        if pair.fading is not None:
            assert pair.fading == pytest.approx(parts.faded(alone, weigh), abs=1e-12)


def test_odd_names_are_paired_the_same():
    for name in ODD:
        pairs_are_the_same(name, ODD)


@given(some.lists(some.text("ab-c7X' ", max_size=70), min_size=2, max_size=6))
def test_any_names_are_paired_the_same(names):
    pairs_are_the_same(names[0], names[1:])


def test_names_of_ascii_signs_are_paired_by_the_loops():
    (pair,) = pairs_of(read("KOPI SENJA"), [read("KOPI SENDJA")], weigh)
    assert None not in (pair.common, pair.changes, pair.fading, pair.ties)


def test_the_loops_that_tie_words_know_the_numbers_of_the_plain_path():
    loops = fast.loaded().found
    for plain, names in (
        (pairing, ("LONE", "JOINED", "FIRST_OWN", "FIRST_OTHER")),
        (
            parts,
            ("DISTINCTIVE", "SHORTEST_FUSED", "SHORTEST_HEARD", "SHORTEST_ALIKE", "HEARD_ALIKE"),
        ),
    ):
        for name in names:
            assert getattr(loops, name) == getattr(plain, name)


@pytest.mark.parametrize(
    ("mark", "tie"),
    [
        ("MAWAR MELATI", 0),
        ("KOPI MELATI", 1 << FIRST_OWN | 1 << FIRST_OTHER),
        ("MELATI SENDJA", 1 << FIRST_OWN + 1 | 1 << FIRST_OTHER + 1),
        ("SENJAKALA", JOINED),
        ("SENYA RUMAH", LONE),
        ("SENZO RUMAH", 0),
        ("A " * 31, None),
    ],
)
def test_a_tie_says_what_words_have_to_do_with_each_other(mark, tie):
    heavy = {"senja": 0.9, "senya": 0.9, "senzo": 0.9, "senjakala": 0.9}
    (pair,) = pairs_of(read("KOPI SENJA"), [read(mark)], lambda word: heavy.get(word, 0.1))
    assert pair.ties == tie


@settings(deadline=None)
@given(some.lists(some_values, max_size=60), some.integers(1, 70))
def test_the_foremost_marks_are_those_of_the_plain_path(values, limit):
    scores = np.array(values, np.float32)
    names = (ODD * 9)[: len(scores)]
    pool = Corpus.from_records(marks(names), name="odd", date="").pool("KOPI", frozenset(), 60)
    scores = scores[: len(pool)]
    quick = screening._best(pool, scores, limit)
    fast.disable()
    plain = screening._best(pool, scores, limit)
    fast.enable()
    assert quick[0].tolist() == plain[0].tolist()
    assert quick[1] == plain[1]
    assert list(map(list, quick[2])) == list(map(list, plain[2]))


@given(some.lists(some.text("ab é9", max_size=12), max_size=5))
def test_readings_are_written_out_as_the_plain_path_has_them(lines):
    columns = lines, lines[::-1], [line.upper() for line in lines]
    texts, every = Texts.of(columns), np.arange(len(lines))
    told = fast.loaded().found.written_out(texts.text, texts.spans, every)
    assert told.tobytes().decode() == "".join(
        f"{line}\n" for column in told_by(*columns) for line in column
    )


@given(some.lists(some.sampled_from(["KOPI", "SENJA", "TEH", "ÉCLAIR", "X", "X Y"]), max_size=5))
def test_words_are_counted_the_same(some_of):
    corpus = Corpus.from_records(marks(ODD * 3), name="odd", date="")
    corpus.add(Record("M", "SENJA SENJA", (30,)))
    folded = [word.casefold() for word in some_of]
    known = corpus.weighing(frozenset({30})).registers[0][1]
    quick = known.times(fast.loaded(), folded)
    assert quick == corpus.view().word_counts(folded, frozenset({30}))
    assert quick == known.times(fast.loaded(), folded)


@given(some.lists(some.text("aé", min_size=1, max_size=6), unique=True, max_size=40))
def test_words_stay_known_when_room_is_made_for_more(words_of):
    loops, known = fast.loaded(), known_words.Known()
    text, spans = end_to_end(words_of)
    hashes = loops.readings.hashed(text, spans)
    told = known_words.Words(text, text, len(words_of), spans.T.copy(), hashes)
    weights = np.empty(len(words_of), np.float32)
    every = np.arange(len(words_of))
    known.learn(loops, lambda some: [1 / len(one) for one in some], told, every, weights)
    known.make_room(loops, known.FIRST)
    again, missing = loops.readings.weighed(hashes, known.slots)
    assert weights.tolist() == again.tolist() == [np.float32(1 / len(one)) for one in words_of]
    assert not len(missing)


@settings(max_examples=30, deadline=None)
@given(
    some.lists(some.sampled_from(["kopi", "toko", "jaya", "indonesia", "zzz", "éclair"])),
    some.sets(some.integers(1, 45), max_size=3),
)
def test_words_weigh_the_same_with_and_without_the_loops(words_of, classes):
    corpus = Corpus.from_records(marks([*ODD, "KOPI TOKO"] * 9), name="odd", date="")
    weighing = corpus.weighing(frozenset(classes))
    text, spans = end_to_end(words_of)
    loops, (_, known) = fast.loaded(), weighing.registers[0]
    hashes = loops.readings.hashed(text, spans)
    told = known_words.Words(text, text, len(words_of), spans.T.copy(), hashes)
    quick = np.empty(len(words_of), np.float32)
    known.learn(loops, weighing, told, np.arange(len(words_of)), quick)
    again, missing = loops.readings.weighed(hashes, known.slots)
    fast.disable()
    plain = corpus.weights(words_of, frozenset(classes))
    fast.enable()
    assert quick.tolist() == again.tolist() == np.array(plain, np.float32).tolist()
    assert not len(missing)


def test_without_numba_the_plain_path_answers():
    hidden = (
        "import sys; sys.modules['numba'] = None; from serupa import *; from serupa import fast;"
    )
    asked = (
        "print(fast.enable(), Corpus.from_records([Record('1', 'KOPI SENJA')], name='', date='')"
        ".screen(Query('kopi sendja')).findings[0].record.id)"
    )
    given = {"PYTHONPATH": str(Path(serupa.__file__).parents[1])}
    run = subprocess.run(
        [sys.executable, "-c", hidden + asked],
        env=given,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout == "False 1\n"
