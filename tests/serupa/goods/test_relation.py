import pytest
from hypothesis import given
from hypothesis import strategies as st

from serupa.goods import Relation, related_classes, relation

CLASSES = st.lists(st.integers(1, 45), max_size=4)


@given(CLASSES, CLASSES)
def test_how_near_two_sets_of_classes_are_does_not_depend_on_the_side(mine, theirs):
    there, back = relation(mine, theirs), relation(theirs, mine)
    if mine and theirs:
        assert there is back
        assert (there is Relation.FAR) == (not related_classes(mine) & set(theirs))
    else:
        assert there in (Relation.OPEN, Relation.UNKNOWN)


@pytest.mark.parametrize(
    ("mine", "theirs", "near"),
    [
        ([30], [30, 43], Relation.SAME),
        ([30], [43], Relation.RELATED),
        ([25], [24], Relation.RELATED),
        ([25], [18], Relation.RELATED),
        ([29], [30], Relation.RELATED),
        ([30], [12], Relation.FAR),
        ([30], [], Relation.UNKNOWN),
        ([], [30], Relation.OPEN),
    ],
)
def test_coffee_is_near_the_coffee_shop_and_far_from_the_car(mine, theirs, near):
    assert relation(mine, theirs) is near
