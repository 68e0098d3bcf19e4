"""A second try after a refusal: linked both ways, its own place, no place lost by the first."""

import pytest
from tests import factories as make

from sentraki.cases.models import Case, Place, Programme
from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.cases.selectors.health import people_hold_what_they_may
from sentraki.cases.services import decisions, intake, replacing
from sentraki.cases.services.filing import News, record_event
from sentraki.insight.counting import Scope, crossed
from sentraki.insight.dimensions import DIMENSIONS
from sentraki.kernel import clock
from sentraki.kernel.errors import Denied, Invalid, MoveRefused
from sentraki.ledger.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db):
    return make.make_issuing_office()


@pytest.fixture
def verifier(office):
    return make.make_officer(office)


def decided(office, verifier, status=FilingStatus.REFUSED):
    filing = make.make_filed(office=office)
    news = News("(TM) Kabar", clock.today(), letter_dated_on=clock.today(), reason_code="A1")
    record_event(filing=filing, viewer=verifier, news=news, status=status)
    return filing.case


def test_a_refused_mark_gets_a_new_file_filled_in_except_for_the_name(office, verifier):
    old = decided(office, verifier)
    new = replacing.replace(case=old, viewer=verifier, reason_code="A1")

    assert (new.replaces, new.replace_reason, new.status) == (old, "A1", "draft")
    assert list(old.replacements.all()) == [new]
    assert new.answers["owner"] == old.answers["owner"]
    assert "name" not in new.answers["mark"]
    assert "check" not in new.answers
    assert intake.find_by_code(code=new.code, phone=old.phone) == new
    assert Message.unscoped.filter(slug="case-replaced").count() == 1


def test_only_what_djki_refused_is_replaced_and_once(office, verifier):
    running = decided(office, verifier, FilingStatus.EXAMINATION)
    with pytest.raises(MoveRefused):
        replacing.replace(case=running, viewer=verifier, reason_code="A1")
    event = News("(TM) Ditolak", clock.today(), letter_dated_on=clock.today())
    record_event(filing=running.filing, viewer=verifier, news=event, status=FilingStatus.REFUSED)
    with pytest.raises(Invalid):
        replacing.replace(case=running, viewer=verifier, reason_code="??")
    stranger = make.make_officer(make.make_office(region="31.71"))
    with pytest.raises(Denied):
        replacing.replace(case=running, viewer=stranger, reason_code="A1")
    replacing.replace(case=running, viewer=verifier, reason_code="A1")
    with pytest.raises(MoveRefused):
        replacing.replace(case=running, viewer=verifier, reason_code="A1")


def test_the_second_try_takes_a_place_of_its_own_and_is_counted_as_one(office, verifier):
    old = decided(office, verifier)
    new = replacing.replace(case=old, viewer=verifier, reason_code="A1")
    make.fill_in(new)
    sent = intake.submit(case=Case.unscoped.get(pk=new.pk), viewer=make.applicant_of(new))
    decisions.check_pdki(case=sent, viewer=verifier, finding="-", checked_on=clock.today())
    decisions.accept(case=sent, viewer=verifier)

    assert Programme.unscoped.get().marks_per_business == 1
    assert Place.objects.filter(released_at=None).count() == 2
    assert people_hold_what_they_may() == []
    counted = crossed(Scope(office), DIMENSIONS["percobaan"])
    by_try = {value: sum(n for (v, _o), n in counted.items() if v == value) for value, _ in counted}
    assert by_try == {"first": 1, "second": 1}
