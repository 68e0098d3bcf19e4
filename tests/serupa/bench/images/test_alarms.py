import numpy as np
import pytest

from serupa.bench.images.alarms import Case, cases, curve, threshold
from serupa.bench.images.ours import Answer
from serupa.bench.images.sets import PictureSet, Shown, Sought, fold_of
from serupa.images.search import Hit
from serupa.weights.images import band, levels

NOTHING = np.zeros((4, 4, 3), np.uint8)


def test_a_query_is_innocent_of_everything_but_its_own_brand():
    shown = tuple(Shown(name, name[0], NOTHING) for name in ("a1", "a2", "b1"))
    query = Sought("q", "crop", "a", frozenset(["a1"]), frozenset(["a2"]), NOTHING)
    hits = [Hit(at, score, 0, -1) for at, score in enumerate((0.9, 0.8, 0.7))]
    answer = Answer(("a2", "a1", "b1"), tuple(hits))
    (found,) = cases(PictureSet("x", shown, (query,)), [answer])
    assert found == Case("crop", fold_of("a"), 0.8, 0.7)


def many(copies, innocents):
    return [
        Case("crop", at % 2, copy, innocent)
        for at, (copy, innocent) in enumerate(zip(copies, innocents, strict=True))
    ]


def test_the_threshold_lets_the_wanted_share_of_innocent_pictures_pass():
    found = many(np.ones(1000), np.linspace(0, 1, 1000))
    assert threshold(found, 0.05) == pytest.approx(0.95, abs=0.002)


def test_each_half_is_judged_with_the_threshold_of_the_other():
    chance = np.random.default_rng(5)
    found = many(chance.uniform(0.4, 1, 4000), chance.uniform(0, 1, 4000))
    (alarm,) = curve(found, (0.2,))
    assert alarm.alarms.value == pytest.approx(0.2, abs=0.03)
    assert alarm.recall.value == pytest.approx(1 / 3, abs=0.04)
    assert alarm.by_kind == {"crop": pytest.approx(alarm.recall.value, abs=0.001)}


def test_the_bands_in_force_fall_from_the_highest_and_alarm_ever_more_often():
    told = levels("logo")
    assert [level.band for level in told] == [4, 3, 2]
    assert sorted((level.score for level in told), reverse=True) == [one.score for one in told]
    assert sorted(level.alarms for level in told) == [level.alarms for level in told]
    assert sorted(level.noticed for level in told) == [level.noticed for level in told]


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_band_begins_at_its_score(at):
    level = levels("logo")[at]
    assert band("logo", level.score) == level.band
    assert band("logo", level.score - 1e-6) == level.band - 1
