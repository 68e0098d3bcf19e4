"""An officer's lists ask the same however many files there are, and a page stays a page."""

import pytest
from django.db import connection
from django.db.models import QuerySet
from tests import factories as make
from tests.office_scale import STANDING, fill, opened, pages, queries

from sentraki.cases.models import Case
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.cases.selectors.queues import cases_of, of_class, queue
from sentraki.cases.services.classes import set_classes
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


def steps(rows: QuerySet[Case]) -> int:
    """How many instructions SQLite's machine takes to count ``rows`` and read the first page."""
    counted = 0

    def one() -> int:
        nonlocal counted
        counted += 1
        return 0

    connection.ensure_connection()
    connection.connection.set_progress_handler(one, 1)
    try:
        rows.count()
        list(rows[:30])
    finally:
        connection.connection.set_progress_handler(None, 0)
    return counted


@pytest.mark.sqlite
@pytest.mark.django_db
def test_a_list_of_one_class_reads_the_files_of_that_class_alone() -> None:
    office = make.make_issuing_office(region="36.71")
    programme = make.make_programme(office=office, quota=1_000)
    viewer = make.make_officer(office)
    fill(office, programme, [CaseStatus.SUBMITTED] * 3)
    rare = Case.unscoped.first()
    set_classes(rare, (45,))
    narrowed = of_class(cases_of(viewer), 45)
    among_three = steps(narrowed)
    assert among_three > 50
    fill(office, programme, [CaseStatus.SUBMITTED] * 600)

    assert list(narrowed) == [rare]
    assert steps(narrowed) <= among_three * 1.1
    assert steps(of_class(queue(viewer, CaseStatus.SUBMITTED), 45)) <= among_three * 1.5
