from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.serupa.images.drawings import SIDE, drawing, labelled

from serupa.images.engine import Asked, engine
from serupa.images.extractor import unit
from serupa.images.index import Index, Mark
from serupa.images.pictures import PictureError
from serupa.images.search import WHOLE_MARK, Guess, _best, _telling, judged, search
from serupa.images.views import View


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    made = engine("logo")
    folder = tmp_path_factory.mktemp("index")
    filled = Index.create(folder, kind="logo", engine=made.version, layout=made.layout)
    marks = [Mark(f"m{at}", "", (30,) if at % 2 else (25,)) for at in range(30)]
    filled.add(marks, [made.mark(drawing(at)) for at in range(30)])
    return filled


def found(index, picture, **more):
    hits = search(index, engine("logo").asked(picture), **more)
    return [mark.id for mark in index.marks(hit.place for hit in hits)], hits


@pytest.mark.parametrize(
    "change",
    [
        lambda p: p,
        lambda p: 255 - p,
        lambda p: np.rot90(p),
        lambda p: p[:, ::-1],
        lambda p: np.where(p > 128, np.uint8(230), np.uint8(90)),
        labelled,
    ],
    ids=["same", "inverted", "turned", "mirrored", "recoloured", "label"],
)
@pytest.mark.parametrize("number", [4, 11, 23])
def test_a_changed_copy_is_found_first(index, change, number):
    ids, _ = found(index, np.ascontiguousarray(change(drawing(number))))
    assert ids[0] == f"m{number}"


def test_the_same_picture_scores_one(index):
    _, hits = found(index, drawing(7), limit=3)
    assert hits[0].score == pytest.approx(1.0, abs=0.01)
    assert len(hits) == 3
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_drawing_on_a_label_says_which_part_matched(index):
    picture = labelled(drawing(11))
    asked = engine("logo").asked(picture)
    view = asked.views[search(index, asked, limit=1)[0].view]
    assert view.kind in ("part", "inside", "split")
    left, top, right, bottom = view.box
    assert (left > 190, top > 100, right < 360, bottom < 270) == (True, True, True, True)


def test_a_cut_copy_says_which_part_of_the_mark_it_shows(index):
    picture = two_beside_one_another()
    made = engine("logo")
    whole, parts = made.mark(picture)
    (hit,) = judged(whole[None], parts[None], made.asked(picture[:, : SIDE + 20]))
    assert hit.part == 0, "the left one"
    (all_of_it,) = judged(whole[None], parts[None], made.asked(picture))
    assert all_of_it.part == WHOLE_MARK


def two_beside_one_another():
    """A mark of two drawings."""
    return np.concatenate([drawing(4), drawing(11)], axis=1)


def test_only_marks_of_the_classes_asked_are_found(index):
    ids, _ = found(index, drawing(4), classes=(30,))
    assert "m4" not in ids
    assert ids
    assert all(int(name[1:]) % 2 for name in ids)


def test_nothing_is_found_in_an_empty_index(tmp_path):
    made = engine("logo")
    with Index.create(tmp_path, kind="logo", engine="e", layout=made.layout) as empty:
        assert search(empty, made.asked(drawing(1))) == []


@pytest.mark.parametrize("shape", [(1, 1), (1, 900), (200, 200), (3, 50)])
def test_a_blank_picture_is_refused_with_a_sentence(shape):
    blank = np.full((*shape, 3), 255, np.uint8)
    for ask in (engine("logo").mark, engine("logo").asked, engine("motif").asked):
        with pytest.raises(PictureError, match="polos"):
            ask(blank)


def test_the_first_pass_keeps_what_the_exact_score_finds(index, monkeypatch):
    for number in range(0, 30, 5):
        asked = engine("logo").asked(labelled(drawing(number)))
        exact = search(index, asked, limit=1)
        monkeypatch.setattr("serupa.images.search.KEPT", 5)
        assert search(index, asked, limit=1) == exact
        monkeypatch.undo()


def random_index(folder, count, chance):
    """Marks that resemble one another in nothing."""
    made = engine("logo")
    layout = made.layout
    index = Index.create(folder, kind="logo", engine="e", layout=layout)
    wholes = unit(chance.standard_normal((count, layout.whole)).astype(np.float32))
    parts = unit(chance.standard_normal((count, layout.parts, layout.part)).astype(np.float32))
    index.add([Mark(f"m{at}", "") for at in range(count)], list(zip(wholes, parts, strict=True)))
    return index


def asked_as(vectors, kinds):
    nothing = np.zeros((0, 0, 3), np.uint8)
    views = tuple(View(kind, nothing, (0, 0, 1, 1)) for kind in kinds)
    return Asked("logo", views, vectors.astype(np.float32))


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32 - 1), st.sampled_from(["whole", "mirrored", "split"]))
def test_the_first_pass_never_loses_the_very_drawing_asked_about(seed, kind):
    """Whichever view shows it, and though it keeps only two marks in a hundred."""
    chance = np.random.default_rng(seed)
    with (
        TemporaryDirectory() as folder,
        random_index(Path(folder), 300, chance) as index,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr("serupa.images.search.KEPT", 3)
        patch.setattr("serupa.images.search.BLOCK", 128)
        patch.setattr("serupa.images.search.EVEN", 128)
        place = int(chance.integers(300))
        others = unit(chance.standard_normal((2, 256)))
        vectors = np.stack([*others, index.vectors(np.array([place]))[0][0]])
        (first,) = search(index, asked_as(vectors, ["whole", "inside", kind]), limit=1)
        assert (first.place, first.view) == (place, 2)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32 - 1), st.floats(0, 1))
def test_parts_left_unread_change_no_answer(seed, near):
    """However near the asked drawing is to a mark: below the bound its parts are read."""
    chance = np.random.default_rng(seed)
    with (
        TemporaryDirectory() as folder,
        random_index(Path(folder), 60, chance) as index,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr("serupa.images.search.KEPT", 20)
        whole, parts = index.vectors(np.array([7, 9]))
        part = np.concatenate([parts[1, 2], np.zeros(176, np.float32)])
        asked = asked_as(np.stack([unit(near * whole[0] + (1 - near) * part)]), ["whole"])
        answer = search(index, asked, limit=1)
        patch.setattr("serupa.images.search.MOST", 99.0)
        assert search(index, asked, limit=1) == answer


@settings(deadline=None, max_examples=60)
@given(
    st.integers(0, 2**32 - 1),
    st.integers(30, 1500),
    st.sampled_from([(1, 64), (4, 32), (2, 64)]),
    st.integers(1, 19),
    st.sampled_from(["mixed", "best first", "best last", "the sample best", "all alike"]),
    st.booleans(),
)
def test_the_first_pass_keeps_the_largest_guesses(seed, count, shape, views, order, some):
    """In whatever order marks lie, though it stops looking at what a sample says is too small."""
    chance, (each, wide) = np.random.default_rng(seed), shape
    vectors = unit(chance.standard_normal((views, wide)).astype(np.float32))
    guess = Guess.of(vectors, chance.choice([0.0, 0.15, 0.3], views).tolist())
    stored = chance.integers(0, 256, (count, each * wide), dtype=np.uint8)
    stored[:] = stored[:1] if order == "all alike" else stored
    guesses = plain_guesses(guess, stored.reshape(-1, each, wide))
    ranks = np.argsort(guesses, kind="stable")
    if order == "best last":
        stored = stored[ranks]
    elif order == "best first":
        stored = stored[ranks[::-1]]
    elif order == "the sample best":  # the first of each slice lead
        in_slice = np.arange(count) % (count // 4)
        stored = stored[ranks[::-1]][np.argsort(np.argsort(in_slice, kind="stable"))]
    guesses = plain_guesses(guess, stored.reshape(-1, each, wide))
    wanted = np.flatnonzero(chance.random(count) < 0.6) if some else None
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"KEPT": 7, "BLOCK": 256, "EVEN": 64, "SAMPLE": 64, "SLICES": 4}.items():
            patch.setattr(f"serupa.images.search.{name}", value)
        found = _best(stored.reshape(-1, wide), guess, each, wanted)
    among = np.arange(count) if wanted is None else wanted
    assert len(set(found.tolist())) == min(7, len(among))
    assert set(found.tolist()) <= set(among.tolist())
    assert sorted(guesses[found]) == sorted(guesses[among])[-7:]


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32 - 1), st.integers(1, 23), st.integers(1, 16))
def test_of_too_many_views_the_first_pass_leaves_out_what_another_one_shows(seed, count, most):
    chance = np.random.default_rng(seed)
    vectors = unit(chance.standard_normal((count, 24)).astype(np.float32))
    less = chance.choice([0.0, 0.15, 0.3], count).tolist()
    kept = _telling(vectors, less, most)
    assert kept == sorted(set(kept))
    assert len(kept) == min(count, most)
    copies = np.concatenate([vectors, vectors])
    assert _telling(copies, [*less, *(off + 0.1 for off in less)], count) == list(range(count))


def plain_guesses(guess, stored):
    """Marks × rows × numbers: the largest product of each mark less the deduction, one by one."""
    numbers = stored.astype(np.int64) - 128
    return (numbers @ guess.asked.astype(np.int64) - guess.less).max(axis=(1, 2))


def exact(index, asked, wanted):
    """The order of all marks by the score of every number, no first pass."""
    whole, parts = index.vectors(np.arange(len(index)))
    scored = [(-hit.score, hit.place) for hit in judged(whole, parts, asked)]
    return [place for _, place in sorted(scored) if wanted(place)]


def test_blocks_change_no_answer_and_classes_are_asked_before_marks_are_forgotten(
    tmp_path, monkeypatch
):
    """More marks than the first pass keeps; those of the class asked would all fit."""
    made = engine("logo")
    known = [made.mark(drawing(at)) for at in range(6)]
    chance = np.random.default_rng(7)
    rows, marks = [], []
    for at in range(700):
        whole, parts = known[at % 6]
        strays = [v + 0.06 * chance.standard_normal(v.shape) for v in (whole, parts)]
        rows.append(tuple(unit(stray.astype(np.float32)) for stray in strays))
        marks.append(Mark(f"m{at}", "", (30,) if at % 10 == 0 else (25,)))
    monkeypatch.setattr("serupa.images.search.KEPT", 120)
    with Index.create(tmp_path, kind="logo", engine="e", layout=made.layout) as index:
        index.add(marks, rows)
        for number in range(3):
            asked = made.asked(drawing(number))
            at_once = search(index, asked)
            monkeypatch.setattr("serupa.images.search.BLOCK", 256)
            monkeypatch.setattr("serupa.images.search.EVEN", 64)
            assert search(index, asked) == at_once
            monkeypatch.undo()
            monkeypatch.setattr("serupa.images.search.KEPT", 120)
            filtered = [hit.place for hit in search(index, asked, limit=10, classes=(30,))]
            assert filtered == exact(index, asked, lambda place: place % 10 == 0)[:10]


def test_a_motif_is_found_at_another_width_and_in_other_colours(tmp_path):
    made = engine("motif")
    cloths = [np.tile(drawing(at)[::4, ::4], (8, 8, 1)) for at in range(8)]
    with Index.create(tmp_path, kind="motif", engine="e", layout=made.layout) as index:
        index.add([Mark(f"m{at}", "") for at in range(8)], [made.mark(c) for c in cloths])
        for at in (1, 6):
            copy = 255 - cloths[at][20 : SIDE + 60, 30 : SIDE + 70]
            hits = search(index, made.asked(copy), limit=1)
            assert hits[0].place == at
