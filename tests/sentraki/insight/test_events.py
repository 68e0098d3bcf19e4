"""What an event led to: 60 came, 12 files, every subsector told, also the empty ones."""

from datetime import timedelta

import pytest
from tests import factories as make
from tests.events import make_event

from sentraki.cases.models import Case
from sentraki.cases.services import intake
from sentraki.events.services import bookings, visits
from sentraki.events.services.visits import Arrival
from sentraki.insight.events import conversion, published
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.refs import ref_of
from sentraki.parties.selectors.subsectors import subsectors

pytestmark = pytest.mark.django_db
CODES = [sector.code for sector in subsectors()]


@pytest.fixture
def event():
    return make_event(starts_at=clock.now(), ends_at=clock.now() + timedelta(hours=4))


@pytest.fixture
def officer(event):
    return make.make_officer(event.office)


def come(event, officer, number, *, booked):
    sector, phone = CODES[number % 7], f"08123400{number:04d}"
    seat = None
    if booked:
        seat = bookings.book(
            event=event, viewer=Viewer.public(), name=f"Tamu {number}", phone=phone,
            subsector=sector,
        )  # fmt: skip
    who = Arrival(name=f"Tamu {number}", phone=phone, subsector=sector)
    return visits.check_in(event=event, viewer=officer, arrival=who, booking=seat)


def begin(event, visit, *, days=0):
    case = intake.start(
        office=event.office, viewer=Viewer.public(), name=visit.name, phone=visit.phone,
        origin_ref=str(ref_of(visit)),
    ).case  # fmt: skip
    Case.unscoped.filter(pk=case.pk).update(created_at=event.ends_at + timedelta(days=days))
    return case


def test_sixty_came_and_twelve_files_were_begun_with_every_subsector_told(event, officer):
    came = [come(event, officer, n, booked=n < 40) for n in range(60)]
    begun = [begin(event, visit, days=60 if n < 2 else 5) for n, visit in enumerate(came[:12])]

    month, season = (conversion(event, officer, days) for days in (30, 90))

    assert (month.came, month.began, season.began, season.percent) == (60, 10, 12, 20)
    assert {case for _visit, case in season.rows} == set(begun)
    told = {sector.code: (sector.came, sector.began) for sector in season.sectors}
    assert list(told) == [*CODES, ""]
    assert sum(came for came, _began in told.values()) == 60
    assert sum(began for _came, began in told.values()) == 12
    assert [code for code, (came, _began) in told.items() if came == 0] == [*CODES[7:], ""]


def test_a_joined_visit_lends_its_file_to_the_one_that_is_kept(event, officer):
    kept, twin = (come(event, officer, 1, booked=False) for _ in range(2))
    case = begin(event, twin)

    visits.join(keep=kept, other=twin, viewer=officer)

    found = conversion(event, officer, 30)
    assert (found.came, found.began, found.rows) == (1, 1, ((kept, case),))


def test_an_officer_of_another_region_counts_no_files(event, officer):
    begin(event, come(event, officer, 1, booked=False))
    stranger = make.make_officer(make.make_office(region="36.71"))

    assert conversion(event, stranger, 30).began == 0


def test_the_number_of_queries_does_not_grow_with_the_guests(
    event, officer, django_assert_num_queries
):
    for n in range(8):
        begin(event, come(event, officer, n, booked=False))

    with django_assert_num_queries(3):
        conversion(event, officer, 30)


def test_nothing_is_published_that_would_single_people_out(event, officer):
    came = [come(event, officer, n, booked=False) for n in range(70)]
    for visit in came[:3]:
        begin(event, visit)
    few = published(conversion(event, officer, 30))
    for visit in came[3:35]:
        begin(event, visit)

    table = published(conversion(event, officer, 30))

    assert few is None
    assert table is not None
    assert table.total == 70
    assert all(n is None or n == 0 or n >= 5 for n in table.cells.values())
