import numpy as np
import pytest

from serupa.bench.images.peers import orders
from serupa.bench.images.places import by_kind, figures, judge, judged
from serupa.bench.images.sets import PictureSet, Shown, Sought

NOTHING = np.zeros((4, 4, 3), np.uint8)


def sought(relevant, kind="crop", group="kopi", skipped=()):
    return Sought("q", kind, group, frozenset(relevant), frozenset(skipped), NOTHING)


GROUPS = {name: name[0] for name in ("a1", "a2", "b1", "b2", "c1")}


def test_the_place_counts_from_one_and_skips_other_icons_of_the_brand():
    placed = judged(sought(["b1"], skipped=["a1", "b2"]), ["a1", "b2", "a2", "b1"], GROUPS)
    assert placed.places == (2,)
    assert (placed.within(1), placed.within(10)) == (False, True)


def test_what_is_not_found_has_no_place_and_no_precision():
    placed = judged(sought(["c1"]), ["a1", "b1"], GROUPS)
    assert placed.places == ()
    assert placed.precision == 0.0
    assert not placed.within(10)


def test_average_precision_of_two_relevant_pictures():
    placed = judged(sought(["a1", "b2"]), ["a1", "c1", "b2"], GROUPS)
    assert placed.precision == pytest.approx((1 / 1 + 2 / 3) / 2)


def test_shares_come_with_their_standard_errors():
    placed = [judged(sought(["a1"]), order, GROUPS) for order in (["a1"], ["b1", "a1"], ["b1"])]
    told = figures(placed)
    assert told.n == 3
    assert told.at_1.value == pytest.approx(1 / 3, abs=1e-4)
    assert told.at_1.error == pytest.approx((1 / 9) ** 0.5, abs=1e-4)
    assert told.mrr.value == pytest.approx(0.5)


def test_figures_are_told_of_all_and_of_each_kind():
    shown = tuple(Shown(name, group, NOTHING) for name, group in GROUPS.items())
    asked = PictureSet("x", shown, (sought(["a1"]), sought(["b1"], "blur", "b")))
    told = by_kind(judge(asked, [["a1"], ["b2", "b1"]]))
    assert list(told) == ["all", "crop", "blur"]
    assert (told["crop"].at_1.value, told["blur"].at_1.value) == (1.0, 0.0)
    assert told["blur"].group_1.value == 1.0


def test_a_peer_that_is_not_installed_says_which_package_is_missing():
    def absent(pictures):
        raise ModuleNotFoundError("no", name="pdqhash")

    assert "pdqhash" in orders(PictureSet("x", (), ()), absent)


def test_equals_of_a_peer_have_an_even_chance_not_the_order_of_the_gallery():
    shown = tuple(Shown(f"m{at}", "g", NOTHING) for at in range(30))
    asked = PictureSet("x", shown, (sought(["m0"]),))
    (order,) = orders(asked, lambda pictures: np.ones((len(pictures), 4), np.float32))
    assert sorted(order) == sorted(shown.id for shown in shown)
    assert order != [one.id for one in shown]
