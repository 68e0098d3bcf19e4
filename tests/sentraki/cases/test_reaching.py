"""Whom to call while places lie idle, who lacks what, and what a list will give."""

from datetime import timedelta

import pytest
from tests import factories as make
from tests.sentraki.cases.queueing import ready, sent, three_hundred_ready
from tests.sentraki.insight.past import load_past, past

from sentraki.cases.models import Programme
from sentraki.cases.selectors import reaching
from sentraki.cases.selectors.quota import places_of
from sentraki.cases.services import decisions, outreach
from sentraki.cases.services.reference import load_reference
from sentraki.kernel import clock
from sentraki.kernel.errors import AlreadyDone, Invalid
from sentraki.ledger.models import Entry, Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db):
    return make.make_issuing_office(region="36.71")


@pytest.fixture
def officer(office):
    return make.make_officer(office)


def test_the_ready_ones_are_complete_screened_and_without_a_place(office, officer):
    programme = make.make_programme(office=office)
    held = decisions.accept(case=ready(office, 1, officer), viewer=officer)
    complete, lacking = sent(office, 2), sent(office, 3, papers=False)
    found = [row.case for row in reaching.ready_for_a_place(officer, programme)]

    assert found == [complete]
    assert held not in found
    assert [row.case for row in reaching.lacking(officer, programme)] == [lacking]


def test_everybody_is_told_exactly_what_the_own_file_lacks(office, officer):
    programme = make.make_programme(office=office)
    sent(office, 1)
    without, blurred = sent(office, 2, papers=False), sent(office, 3)
    decisions.judge_paper(
        case=blurred, viewer=officer, requirement="ktp", good=False, reason="Buram"
    )

    assert outreach.remind_incomplete(programme=programme, viewer=officer, key="k") == 2

    told = {row.on_ref: row.fields for row in Message.unscoped.filter(slug="case-missing")}
    assert set(told) == {f"cases.case:{without.pk}", f"cases.case:{blurred.pk}"}
    only_card = told[f"cases.case:{blurred.pk}"]["items"]
    everything = told[f"cases.case:{without.pk}"]["items"]
    assert "KTP" in only_card
    assert "," not in only_card
    assert only_card in everything
    assert len(everything.split(", ")) >= 4
    with pytest.raises(AlreadyDone):
        outreach.remind_incomplete(programme=programme, viewer=officer, key="k")


def test_an_earlier_incomplete_case_of_an_imported_register_is_told_what_it_lacks(office, officer):
    load_reference()
    load_past(office, [past(1, year=2020), past(2, year=2020, result="pending")])
    programme = Programme.unscoped.get(office=office, year=2020)

    rows = reaching.lacking(officer, programme)
    assert [row.case.status for row in rows] == ["accepted"]
    assert "KTP" in rows[0].items()
    assert outreach.remind_incomplete(programme=programme, viewer=officer) == 1
    assert Message.unscoped.get(slug="case-missing").fields["items"] == rows[0].items()


def test_nobody_is_written_to_twice_within_a_day(office, officer):
    programme = make.make_programme(office=office)
    sent(office, 1, papers=False)
    outreach.remind_incomplete(programme=programme, viewer=officer)
    with pytest.raises(Invalid):
        outreach.remind_incomplete(programme=programme, viewer=officer)
    with clock.freeze(clock.now() + timedelta(days=1)):
        assert outreach.remind_incomplete(programme=programme, viewer=officer) == 1

    assert Entry.objects.filter(verb="case.write-to").count() == 2


def test_a_message_of_missing_papers_tells_no_secret(office, officer):
    programme = make.make_programme(office=office)
    case = sent(office, 1, papers=False)
    outreach.remind_incomplete(programme=programme, viewer=officer)
    fields = Message.unscoped.get(slug="case-missing").fields

    said = " ".join(str(value) for value in fields.values())
    assert case.mark_name not in said
    assert case.business.nik not in said
    assert case.phone not in said


def test_the_ready_ones_are_told_that_places_are_left(office, officer):
    programme = make.make_programme(office=office)
    sent(office, 1)
    sent(office, 2)

    assert outreach.tell_places_left(programme=programme, viewer=officer) == 2
    assert Message.unscoped.filter(slug="places-left").count() == 2


def test_another_regions_officer_reaches_nobody(office, officer):
    programme = make.make_programme(office=office)
    sent(office, 1)
    stranger = make.make_officer(make.make_office(region="16.71"))

    assert reaching.ready_for_a_place(stranger, programme) == []
    assert reaching.lacking(stranger, programme) == []


def test_the_september_of_227_idle_places_raises_the_alarm_and_300_files_are_named(office, officer):
    year = clock.today("WIB").year
    programme = make.make_programme(
        office=office,
        quota=347,
        opens_on=clock.today("WIB").replace(month=1, day=2),
        closes_on=clock.today("WIB").replace(month=12, day=20),
    )
    september = clock.today("WIB").replace(month=9, day=15)
    places = places_of(programme)
    assert (places.quota, places.left, programme.year) == (347, 347, year)
    alarm = reaching.idle_of(programme, places, september)
    assert alarm is not None

    three_hundred_ready(office, programme)

    assert len(reaching.ready_for_a_place(officer, programme)) == 300
    requests, forecast = reaching.simulate(officer, programme, met_low=0.1, met_high=0.3)
    assert requests == 300
    assert 150 < forecast.certificates.low < forecast.certificates.high <= 300


def test_the_number_of_questions_does_not_grow_with_the_list(
    office, officer, django_assert_max_num_queries
):
    programme = make.make_programme(office=office)
    for number in range(1, 6):
        sent(office, number, papers=number % 2 == 0)
    with django_assert_max_num_queries(4):
        reaching.ready_for_a_place(officer, programme)
    with django_assert_max_num_queries(3):
        reaching.lacking(officer, programme)
    with django_assert_max_num_queries(2):
        reaching.simulate(officer, programme, met_low=0.1, met_high=0.3)


def test_fewer_than_twenty_requests_give_no_range(office, officer):
    programme = make.make_programme(office=office)
    sent(office, 1)

    assert reaching.simulate(officer, programme, met_low=0.1, met_high=0.3) == (1, None)


def test_the_yields_are_those_the_engine_has_measured():
    sample = reaching.measured_yields()

    assert set(sample.similar) == set(sample.unrelated) == {1, 2, 3, 4}
    assert sum(sample.similar.values()) > 40
    assert sum(sample.unrelated.values()) == 300
