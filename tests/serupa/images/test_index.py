import json
import sqlite3

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serupa.images.extractor import unit
from serupa.images.index import GalleryError, Index, Layout, Mark, from_bytes, to_bytes

LAYOUT = Layout(whole=12, part=8, parts=2, leads=((0, 3), (6, 9)), part_lead=4)


def rows(count, seed=0):
    numbers = np.random.default_rng(seed)
    whole = unit(numbers.normal(size=(count, 12)).astype(np.float32)) * 0.5
    parts = unit(numbers.normal(size=(count, 2, 8)).astype(np.float32)) * 0.5
    return list(zip(whole, parts, strict=True))


def made(folder, count=5):
    index = Index.create(folder, kind="logo", engine="one", layout=LAYOUT)
    index.add([Mark(f"m{at}", f"{at}.png", (30, 43)) for at in range(count)], rows(count))
    return index


def test_vectors_come_back_as_they_went_in(tmp_path):
    with made(tmp_path) as index:
        whole, parts = index.vectors(np.array([3, 0]))
        given_whole, given_parts = rows(5)[3]
        assert np.abs(whole[0] - given_whole).max() < 0.003
        assert np.abs(parts[0] - given_parts).max() < 0.003
        assert parts.shape == (2, 2, 8)


def test_marks_come_back_and_are_found_by_id(tmp_path):
    with made(tmp_path) as index:
        assert index.find("m4") == (4, Mark("m4", "4.png", (30, 43)))
        assert [mark.id for mark in index.marks([2, 0])] == ["m2", "m0"]
        with pytest.raises(GalleryError, match="no mark"):
            index.find("m9")


def test_an_index_grows_and_is_found_grown_by_the_next_reader(tmp_path):
    with made(tmp_path) as index:
        before = index.fingerprint
        index.add([Mark("new", "new.png")], rows(1, seed=9))
        assert index.fingerprint != before
    with Index.open(tmp_path) as again:
        assert len(again) == 6
        assert np.abs(again.vectors(np.array([5]))[0][0] - rows(1, seed=9)[0][0]).max() < 0.003
        assert again.masks().tolist()[-1] == 1


def test_an_index_of_an_older_layout_says_to_build_it_again(tmp_path):
    made(tmp_path).close()
    with sqlite3.connect(tmp_path / "marks.sqlite") as base:
        old = json.dumps({"whole": 12, "part": 8, "parts": 2, "lead": 4})
        base.execute("UPDATE about SET value = ? WHERE key = 'layout'", (old,))
    with pytest.raises(GalleryError, match="build it again"):
        Index.open(tmp_path)


def test_an_id_twice_adds_nothing_at_all(tmp_path):
    with made(tmp_path) as index:
        before = index.fingerprint
        with pytest.raises(GalleryError):
            index.add([Mark("fresh", "f.png"), Mark("m1", "1.png")], rows(2, seed=3))
        assert (len(index), index.fingerprint) == (5, before)


def test_a_tail_left_by_a_kill_is_overwritten(tmp_path):
    with made(tmp_path) as index:
        for name in LAYOUT.widths:
            with (tmp_path / name).open("ab") as file:
                file.write(b"torn")
        index.add([Mark("new", "new.png")], rows(1, seed=9))
        assert np.abs(index.vectors(np.array([5]))[0][0] - rows(1, seed=9)[0][0]).max() < 0.003


def test_the_same_gallery_gives_the_same_fingerprint(tmp_path):
    with made(tmp_path / "one") as one, made(tmp_path / "two") as two:
        assert one.fingerprint == two.fingerprint


def test_a_folder_without_an_index_is_said_so(tmp_path):
    with pytest.raises(GalleryError, match="no index"):
        Index.open(tmp_path)
    made(tmp_path).close()
    with pytest.raises(GalleryError, match="already"):
        Index.create(tmp_path, kind="logo", engine="one", layout=LAYOUT)
    (tmp_path / "marks.sqlite").write_bytes(b"no database" * 99)
    with pytest.raises(GalleryError, match="no index"):
        Index.open(tmp_path)


@settings(deadline=None)
@given(st.lists(st.floats(-0.5, 0.5), min_size=1, max_size=40))
def test_bytes_are_at_most_half_a_step_off(values):
    given_values = np.array(values, np.float32)
    assert np.abs(from_bytes(to_bytes(given_values)) - given_values).max() <= 0.5 / 254 + 1e-6
