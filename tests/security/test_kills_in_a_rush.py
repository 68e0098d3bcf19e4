"""A crowd comes while everything is killed: nothing acknowledged is lost, nothing is doubled.

Five hundred kills, with cold starts and on both databases: ``python -m tests.rush.kills``.
"""

from pathlib import Path

import pytest
from tests.rush.house import House
from tests.rush.kills import killed

pytestmark = pytest.mark.slow
QUOTA = 40


def test_after_each_of_twenty_five_kills_the_books_hold_what_the_browsers_were_told(
    tmp_path: Path,
) -> None:
    house = House(tmp_path, QUOTA)
    try:
        report = killed(house, per_second=15, quota=QUOTA, kills=25, cold_every=0, seed=25)
    finally:
        house.close()

    assert report["wrong"] == []
    assert {name: count for name, count in report["faults"].items() if count} == {}
    assert report["kills"] == 25
    assert report["kills while somebody waited"] > 15
    assert report["places"] == QUOTA < report["stored"]
