"""The loops that find marks, from what is looked for to the order in which they stand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests.serupa.test_fast import ODD, marks

from serupa import Record, fast
from serupa.fast.hits import Hits
from serupa.index import openings, search
from serupa.index.asked import asked
from serupa.index.build import segment_of
from serupa.index.pool import rarity


@pytest.fixture(scope="module", autouse=True)
def _compiled():
    assert fast.enable(), "numba is part of the test lock"
    yield
    fast.disable()


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


@given(some.lists(some.floats(0, 20, width=32), max_size=900) | some.integers(0, 900))
def test_weights_are_added_up_as_numpy_does(values):
    if isinstance(values, int):
        values = np.random.default_rng(values).random(values) * 9
    values = np.array(values, np.float32)
    assert fast.loaded().scopes.sum_of(values) == values.sum()


@given(some.data(), some.integers(1, 255))
def test_marks_that_reach_an_edge_are_found_with_those_looked_at_anyway(data, edge):
    share = np.zeros(256, np.uint8)
    near = some.integers(max(0, edge - 2), min(255, edge + 2)) | some.sampled_from((0, 127, 128))
    share[:200] = data.draw(some.lists(near, min_size=200, max_size=200))
    sure = np.array(sorted(data.draw(some.sets(some.integers(0, 199), max_size=9))), np.int64)
    expected = sorted({*np.flatnonzero(share >= edge).tolist(), *sure.tolist()})
    assert fast.loaded().scopes.reaching(share, edge, sure).tolist() == expected


@given(
    some.lists(some.text("abké", max_size=6), max_size=6).map(" ".join),
    some.lists(some.text("abké", max_size=9), min_size=1, max_size=9),
    some.integers(0, 9),
)
def test_marks_begin_with_a_word_of_the_name_in_both_alike(name, names, most):
    found = segment_of([Record(f"m{at}", one) for at, one in enumerate(names)])
    codes, rows = found.plain("openings"), np.arange(found.size)
    text, first, _ = found.texts_of(rows)
    written = name.encode()
    places, begun = openings.telling(written, codes, most)
    signs = np.frombuffer(written, np.uint8)
    told = codes.astype(np.uint32) << np.uint32(8) | np.uint32(7 << 16 | 9)
    quick, meant = fast.loaded().scopes.telling(signs, told, most)
    assert (quick.tolist(), meant[codes].tolist()) == (places.tolist(), begun.tolist())
    expected = openings.opened(written, places, text, first, found.seen_sizes)
    for (begin, end), values in zip(places.T.tolist(), expected, strict=True):
        for row in rows.tolist():
            own, size = text[first[row] + 1 :], float(found.seen_sizes[row])
            value = fast.loaded().likeness.opened(own, signs[begin:end], size)
            assert value == values[row]


@pytest.mark.parametrize("wanted", [0, 1 << 30, 1 << 43 | 1 << 30])
@pytest.mark.parametrize("name", ["KOPI SENJA", "Q", ""])
def test_the_same_marks_are_looked_at_by_one_call_by_several_and_by_none(name, wanted):
    own = segment_of(marks([*ODD, "KOPI SENJA", "KOPI SENDJA", "SENJA"] * 9))
    alive = np.arange(own.size) % 7 > 0
    query = asked.__wrapped__(name)
    parts = [(own, alive)]
    told = [
        search._alone(fast.loaded(), own, alive, query, wanted, 9),
        search._Search(parts, query, wanted).looked_at(9, 9),
    ]
    fast.disable()
    told.append(search._Search(parts, asked.__wrapped__(name), wanted).looked_at(9, 9))
    fast.enable()
    plain = told.pop()
    for one in told:
        for quick, told_plain in zip(one[:4], plain[:4], strict=True):
            assert quick.tolist() == told_plain.tolist()
        assert sorted(one.twins[1].tolist()) == sorted(plain.twins[1].tolist())
        assert one.having.tolist() == plain.having.tolist()
        assert one.rare.tolist() == plain.rare.tolist()
        assert one.is_few == plain.is_few


few_values = some.lists(some.integers(0, 6), min_size=1, max_size=60)


@given(few_values, some.integers(1, 70))
def test_the_edge_is_the_value_that_so_many_reach(values, most):
    loops, ones = fast.loaded().scopes, np.ones(len(values), np.int64)
    edge = -search._edge(-np.array(values, np.float32), most)
    assert loops.edge_of(np.array(values, np.float32), ones, most) == edge
    apart, times = np.unique(values, return_counts=True)
    assert loops.edge_of(apart.astype(np.float32), times, most) == edge


@given(some.data(), some.integers(1, 40), some.booleans())
def test_the_same_marks_are_chosen_and_stand_in_the_same_order(data, limit, is_few):
    many = data.draw(some.integers(1, 60))
    tenths = some.lists(some.integers(0, 9), min_size=many, max_size=many)
    lists = np.array([data.draw(tenths) for _ in range(7)], np.float32) / np.float32(10)
    sure = np.array(data.draw(some.lists(some.booleans(), min_size=many, max_size=many)))
    rough = lists[fast.loaded().marks.ROUGH]
    told = lists, rough, sure, limit, is_few
    quick = search._chosen(*told)
    fast.disable()
    kept = search._chosen(*told)
    fast.enable()
    assert sorted(quick.tolist()) == kept.tolist()
    assert rough[quick].tolist() == sorted(rough[kept].tolist(), reverse=True)
    shared = np.array(
        data.draw(some.lists(some.booleans(), min_size=18 * many, max_size=18 * many))
    )
    dense = shared.reshape(3, many, 6).astype(np.float32)
    starts = np.append(0, np.cumsum(np.count_nonzero(dense.transpose(1, 0, 2), axis=2).ravel()))
    places = np.nonzero(dense.transpose(1, 0, 2))[2].astype(np.uint16)
    hits = Hits(starts, places, np.ones((3, 6), np.bool_))
    numbers = np.array(data.draw(some.permutations(range(7 * many))), np.uint64)
    rows, is_near = np.arange(many) * 7, np.array(data.draw(some.permutations(range(many)))) % 2 > 0
    kept = np.concatenate([quick[is_near[quick]], quick[~is_near[quick]]])
    near = np.count_nonzero(is_near[quick])
    answers = [
        search.Found(rows * 0, rows, rough, sure, one, lists[3:6], kept, near).arranged(
            numbers, rows, 3
        )
        for one in (hits, dense)
    ]
    for one, other in zip(*(answer[:-1] for answer in answers), strict=True):
        assert one.tolist() == other.tolist()
    assert answers[0].shared.dense().tolist() == answers[1].shared.tolist()
