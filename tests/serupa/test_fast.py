"""The compiled loops answer as the plain path does: marks, order, scores, bands and sentences."""

import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from rapidfuzz.distance import OSA, LCSseq, Levenshtein, Postfix, Prefix
from tests.serupa import test_same_answers as kept

import serupa
from serupa import Corpora, Corpus, Query, Record, fast
from serupa.explain import reason
from serupa.fast.hits import Hits
from serupa.index import search
from serupa.index.asked import asked
from serupa.index.pool import rarity
from serupa.names import parts, sound, spelling, trigrams
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
    begin, end = np.zeros(1, np.int64), np.array([len(text) - 1])
    joined = theirs.replace(" ", "")
    alike = np.float32(OSA.normalized_similarity(mine, joined))
    assert loops.edits(own, text, begin, end)[0] == alike
    assert loops.lasting(own, text, begin, end)[0] == LCSseq.similarity(mine, joined)
    inside, first, last = loops.ends_alike(own, text, begin, end)[:, 0]
    shorter = np.float32(max(min(len(joined), max(len(mine), 1)), 1))
    assert first == np.float32(Prefix.similarity(mine, joined)) / shorter
    assert last == np.float32(Postfix.similarity(mine, joined)) / shorter
    assert bool(inside) == bool(joined and joined in mine)


some_readings = some.lists(some.text("ab c", min_size=1, max_size=12), max_size=4)


@given(some_readings, some.lists(some_readings, max_size=5))
def test_the_best_pairs_are_those_found_one_by_one(mine, others):
    mine, *others = (tuple(filter(str.strip, readings)) for readings in (mine, *others))
    alone = [trigrams._best_pair(mine, one) for one in others]
    trigrams._pairs.clear()
    trigrams.pair_before(mine, others)
    assert [trigrams.best_pair(mine, one) for one in others] == alone
    assert {key[1] for key in trigrams._pairs} == set(others)


@given(some.lists(some.text("ab-c' ", max_size=64), min_size=2, max_size=5))
def test_letters_in_common_are_those_of_rapidfuzz(names):
    mine, *others = names
    spelling._found.clear()
    spelling.common_before(mine, others)
    assert {key[1] for key in spelling._found} == set(others)
    assert [spelling._found[mine, one] for one in others] == [
        spelling._common(mine, one) for one in others
    ]


@given(some.lists(some.text("abc d", min_size=1, max_size=64), min_size=2, max_size=5))
def test_what_differs_between_sounds_is_what_rapidfuzz_says(lines):
    pairs = [(one, other) for one in lines for other in lines]
    text = "".join(f"{one}\n{other}\n" for one, other in pairs)
    told = fast.loaded().spans.changes(np.frombuffer(text.encode(), np.uint8), len(pairs)).tolist()
    for (one, other), (many, *at) in zip(pairs, told, strict=True):
        steps = [step for step in Levenshtein.opcodes(one, other) if step.tag != "equal"]
        assert many == len(steps)
        for number, step in enumerate(steps[:2]):
            ends = [step.src_start, step.src_end, step.dest_start, step.dest_end]
            assert at[4 * number : 4 * number + 4] == ends


def test_a_name_is_told_from_another_the_same_with_and_without_the_loops():
    for name in ODD:
        sound._different.clear()
        sound.differences_before(name, ODD)
        for (one, other), said in sound._different.items():
            assert said == sound._difference(one, other)


some_words = some.lists(some.text("abc", min_size=1, max_size=6), min_size=1, max_size=4)


@given(some_words, some.lists(some_words, min_size=1, max_size=4), some.randoms())
def test_common_words_fade_for_all_hits_as_for_one(mine, others, chance):
    weighed = {word: chance.uniform(0.05, 1) for one in (mine, *others) for word in one}
    query = Query(" ".join(mine))
    records = [Record(str(at), " ".join(one)) for at, one in enumerate(others)]
    weigh = weighed.__getitem__
    together = parts.faded_together(query, records, weigh)
    assert together == pytest.approx([parts.faded(query, one, weigh) for one in records], abs=1e-12)


@given(some.lists(some.sampled_from(["KOPI", "SENJA", "TEH", "ÉCLAIR", "X"]), max_size=5))
def test_words_are_counted_the_same(some_of):
    view = Corpus.from_records(marks(ODD * 3), name="odd", date="").view()
    folded = [word.casefold() for word in some_of]
    quick = view.word_counts(folded, frozenset({30}))
    fast.disable()
    plain = view.word_counts(folded, frozenset({30}))
    fast.enable()
    assert quick == plain


names = some.text("aebkz 2c", max_size=40) | some.sampled_from(ODD)


@given(names)
def test_what_is_looked_for_of_a_name_is_the_same(name):
    quick = asked.__wrapped__(name)
    fast.disable()
    plain = asked.__wrapped__(name)
    fast.enable()
    for one, other in (
        (quick.keys, plain.keys),
        (quick.which, plain.which),
        (quick.seen.member, plain.seen.member),
        (quick.seen.sizes, plain.seen.sizes),
        (quick.heard.member, plain.heard.member),
        (quick.heard.sizes, plain.heard.sizes),
        (quick.whole, plain.whole),
        (quick.hashes[1], plain.hashes[1]),
    ):
        assert one.dtype == other.dtype
        assert one.tolist() == other.tolist()
    assert set(quick.hashes[0].tolist()) == set(plain.hashes[0].tolist())
    assert list(map(set, changed(quick))) == list(map(set, changed(plain)))


def changed(query):
    """The hashes of each word with one letter changed."""
    ends = query.hashes[3].tolist()
    return [
        query.hashes[2][begin:end].tolist()
        for begin, end in zip([0, *ends[:-1]], ends, strict=False)
    ]


def test_rarity_is_the_same_however_many_marks_have_a_trigram():
    having = np.arange(300_000)
    nothing = np.zeros(len(having), np.int64)
    plain = np.zeros(len(having), np.bool_)
    quick = fast.loaded().scopes.rarest(1_000_003, having, nothing, plain, 1.0, 64, 0.3)[0]
    assert np.array_equal(quick, rarity(1_000_003, having))


@given(some.data(), some.integers(1, 255))
def test_marks_that_reach_an_edge_are_found_with_those_looked_at_anyway(data, edge):
    share = np.zeros(256, np.uint8)
    near = some.integers(max(0, edge - 2), min(255, edge + 2)) | some.sampled_from((0, 127, 128))
    share[:200] = data.draw(some.lists(near, min_size=200, max_size=200))
    sure = np.array(sorted(data.draw(some.sets(some.integers(0, 199), max_size=9))), np.int64)
    expected = sorted({*np.flatnonzero(share >= edge).tolist(), *sure.tolist()})
    assert fast.loaded().scopes.reaching(share, edge, sure).tolist() == expected


some_values = some.lists(some.integers(0, 6), min_size=1, max_size=60)


@given(some_values, some.integers(1, 70))
def test_the_edge_is_the_value_that_so_many_reach(values, most):
    loops, ones = fast.loaded().marks, np.ones(len(values), np.int64)
    edge = -search._edge(-np.array(values, np.float32), most)
    assert loops.edge_of(np.array(values, np.float32), ones, most) == edge
    apart, times = np.unique(values, return_counts=True)
    assert loops.edge_of(apart.astype(np.float32), times, most) == edge


@given(some.data(), some.integers(1, 40), some.booleans())
def test_the_same_marks_are_chosen_and_stand_in_the_same_order(data, limit, is_few):
    many = data.draw(some.integers(1, 60))
    tenths = some.lists(some.integers(0, 9), min_size=many, max_size=many)
    lists = np.array([data.draw(tenths) for _ in range(6)], np.float32) / np.float32(10)
    sure = np.array(data.draw(some.lists(some.booleans(), min_size=many, max_size=many)))
    told = lists, lists[1], sure, limit, is_few
    quick = search._chosen(*told)
    fast.disable()
    kept = search._chosen(*told)
    fast.enable()
    assert quick.tolist() == kept.tolist()
    shared = np.array(
        data.draw(some.lists(some.booleans(), min_size=18 * many, max_size=18 * many))
    )
    dense = shared.reshape(3, many, 6).astype(np.float32)
    starts = np.append(0, np.cumsum(np.count_nonzero(dense.transpose(1, 0, 2), axis=2).ravel()))
    places = np.nonzero(dense.transpose(1, 0, 2))[2].astype(np.uint16)
    hits = Hits(starts, places, np.ones((3, 6), np.bool_))
    numbers = np.array(data.draw(some.permutations(range(len(kept)))), np.uint64)
    rows, near = np.arange(many) * 7, len(kept) // 2
    answers = [
        search.Found(rows * 0, rows, lists[1], sure, one, lists[3:], kept, near).arranged(
            numbers, 3
        )
        for one in (hits, dense)
    ]
    for one, other in zip(*(answer[:-1] for answer in answers), strict=True):
        assert one.tolist() == other.tolist()
    assert answers[0].shared.dense().tolist() == answers[1].shared.tolist()


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
