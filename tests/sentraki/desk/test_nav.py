"""Each page of the desk belongs to one room of the side menu."""

import pytest

from sentraki.desk.nav import room_of


@pytest.mark.parametrize(
    ("page", "room"),
    [
        ("desk:office", "desk:office"),
        ("desk:office-emblem", "desk:office"),
        ("desk:office-list", "desk:office-list"),
        ("desk:office-list-alike", "desk:office-list"),
        ("desk:case-papers", "desk:cases"),
        ("desk:today", "desk:today"),
        ("portal:home", ""),
    ],
)
def test_a_page_belongs_to_the_room_that_names_it_best(page, room):
    assert room_of(page) == room
