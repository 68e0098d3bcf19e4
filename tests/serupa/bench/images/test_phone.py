import numpy as np
import pytest

from serupa.bench.images.phone import HIGH, WIDE, photographs
from serupa.bench.images.scale import measured
from serupa.bench.images.sets import PictureSet, Shown


@pytest.fixture(scope="module")
def gallery():
    chance = np.random.default_rng(3)
    pictures = chance.integers(0, 255, (6, 64, 64, 3), np.uint8)
    shown = [Shown(f"m{at}", "ab"[at % 2], one) for at, one in enumerate(pictures)]
    return PictureSet("x", tuple(shown), ())


@pytest.mark.parametrize("cloth", [False, True])
def test_a_photograph_is_asked_of_its_own_mark_and_is_the_same_every_time(gallery, cloth):
    first, again = (photographs(gallery, 3, cloth=cloth) for _ in range(2))
    assert [query.relevant for query in first.queries] == [{"m0"}, {"m2"}, {"m4"}]
    for one, other in zip(first.queries, again.queries, strict=True):
        assert np.array_equal(one.picture, other.picture)
        assert one.picture.shape[0] / one.picture.shape[1] == pytest.approx(HIGH / WIDE, abs=0.01)


def test_other_icons_of_the_brand_are_skipped_but_not_other_motifs_of_a_family(gallery):
    assert photographs(gallery, 2, cloth=False).queries[0].skipped == {"m2", "m4"}
    assert photographs(gallery, 2, cloth=True).queries[0].skipped == frozenset()


def test_a_composed_index_is_as_large_as_asked_and_every_time_is_told(tmp_path):
    told = measured(tmp_path, 300, 2)
    assert told.marks == 302
    assert told.disk >= 300 * 576
    assert 0 <= told.own < told.memory
    assert [one.what for one in told.times] == [
        "search alone",
        "in five classes",
        "asked and searched",
        "describe a mark",
        "add one",
    ]
    assert all(one.p50 <= one.p95 for one in told.times)
