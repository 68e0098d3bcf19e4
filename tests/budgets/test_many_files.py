"""An officer's lists ask the same however many files there are, and a page stays a page."""

import pytest
from tests import factories as make
from tests.office_scale import STANDING, fill, opened, pages, queries

from sentraki.kernel import clock
from sentraki.kernel.access import Role

LIST, TODAY, FIGURES = 14, 22, 60_000


@pytest.mark.django_db
def test_one_three_and_three_hundred_files_in_each_queue_cost_the_same_queries() -> None:
    office = make.make_issuing_office(region="36.71")
    programme = make.make_programme(office=office, quota=1_000)
    client = make.officer_client(Role.VERIFIER, office)
    with clock.freeze(clock.now()):
        counted = []
        for more in (1, 2, 297):
            fill(office, programme, [*STANDING] * more)
            counted.append(
                {name: len(queries(client, *where)) for name, *where in pages(programme)}
            )
        sizes = {n: len(opened(client, *where).content) for n, *where in pages(programme)}

    few, some, many = counted
    assert {n: (few[n], some[n], many[n]) for n in many if many[n] > some[n]} == {}
    assert {n: c for n, c in many.items() if c > (TODAY if n == "today" else LIST)} == {}
    assert {n: size for n, size in sizes.items() if size > FIGURES} == {}
