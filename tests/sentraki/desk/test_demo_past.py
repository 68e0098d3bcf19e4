"""The demo's earlier years come in as an officer would bring them, once, and go on after a stop."""

import pytest
from tests import factories as make

from sentraki.cases.models import Deadline, Programme
from sentraki.cases.selectors.quota import places_of
from sentraki.cases.services.reference import load_reference
from sentraki.desk import demo_past
from sentraki.events.models import Booking, Event
from sentraki.ledger.models import Entry
from sentraki.parties.models import ImportBatch
from sentraki.parties.rules.import_states import ImportState
from sentraki.parties.selectors.imports import totals

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def office():
    """Bojonegoro with a verifier and the two programmes its register tells of."""
    load_reference()
    office = make.make_office(region="35.22", slug="bojonegoro")
    make.make_region("35.22.15", "Bojonegoro")
    make.make_region("35.22.15.1001", "Ledok Wetan")
    make.make_officer(office)
    for year in (2024, 2026):
        make.make_programme(office=office, year=year, quota=347)
    return office


def test_bojonegoro_has_120_of_347_places_taken_news_and_two_events(office):
    assert demo_past.fill("bojonegoro") == ImportState.APPLIED

    counted = totals(ImportBatch.unscoped.get())
    assert (counted.created, counted.rejected) == (240, 0)
    assert [places_of(row).left for row in Programme.unscoped.all()] == [227, 227]
    assert Deadline.unscoped.count() >= 2
    assert (Event.unscoped.count(), Booking.unscoped.count()) == (2, 24)

    before = Entry.objects.count()
    assert demo_past.fill("bojonegoro") == ImportState.APPLIED
    assert Entry.objects.count() == before


def test_only_sheets_of_offices_that_are_there_and_not_brought_are_missing(office):
    assert demo_past.missing() == ["bojonegoro", "makers"]

    with pytest.raises(LookupError):
        demo_past.fill("tangerang")
