"""A certificate is for whoever was checked in, once, and names in public only who agreed."""

from datetime import timedelta

import pytest
from tests import factories as make
from tests.events import make_event

from sentraki.events.models import Visit
from sentraki.events.services import bookings, certificates, visits
from sentraki.events.services.visits import Arrival
from sentraki.kernel import clock
from sentraki.kernel.access import Role, Viewer
from sentraki.kernel.errors import Denied, Invalid, MoveRefused
from sentraki.kernel.refs import ref_of
from sentraki.ledger.models import Entry, Letter
from sentraki.ledger.selectors.seals import seal_by_code
from sentraki.ledger.services import letters

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db):
    return make_event(starts_at=clock.now() - timedelta(hours=1))


@pytest.fixture
def officer(event):
    return make.make_officer(event.office, Role.INTAKE)


@pytest.fixture
def signatory(event):
    return make.make_signatory(event.office)


def came(event, officer, name="Ibu Hadir", **more) -> Visit:
    return visits.check_in(event=event, viewer=officer, arrival=Arrival(name=name, **more))


def test_who_booked_and_did_not_come_gets_none(event, officer):
    bookings.book(event=event, viewer=Viewer.public(), name="Tak Datang", phone="081234000077")
    there = came(event, officer)

    drawn = certificates.draw_up(event=event, viewer=officer)

    assert [letter.on_ref for letter in drawn] == [ref_of(there)]
    assert drawn[0].fields["name"] == "Ibu Hadir"


def test_a_second_drafting_finds_only_the_newcomers_and_then_nobody(event, officer, signatory):
    came(event, officer)
    letters.sign(certificates.draw_up(event=event, viewer=officer)[0], signatory)
    late = came(event, officer, "Ibu Terlambat")

    assert [one.on_ref for one in certificates.draw_up(event=event, viewer=officer)] == [
        ref_of(late)
    ]
    with pytest.raises(MoveRefused):
        certificates.draw_up(event=event, viewer=officer)


def test_nobody_of_another_event_and_no_joined_record_gets_one(event, officer):
    elsewhere = came(make_event(office=event.office), officer)
    keep, gone = came(event, officer), came(event, officer)
    visits.join(keep=keep, other=gone, viewer=officer)

    for wrong in (elsewhere, Visit.unscoped.get(pk=gone.pk)):
        with pytest.raises(Invalid):
            certificates.draw_up(event=event, viewer=officer, visits=[wrong])
    assert len(certificates.draw_up(event=event, viewer=officer)) == 1


def test_none_is_drafted_before_the_event_has_begun(officer, event):
    later = make_event(office=event.office)
    came(later, officer)

    with pytest.raises(MoveRefused):
        certificates.draw_up(event=later, viewer=officer)


def test_each_certificate_and_the_drafting_are_one_entry_each(event, officer):
    for n in range(3):
        came(event, officer, f"Tamu {n}")
    before = Entry.objects.count()

    certificates.draw_up(event=event, viewer=officer, key="k")

    verbs = Entry.objects.filter(index__gte=before).values_list("verb", flat=True)
    assert sorted(verbs) == ["event.draw-certificates", *["letter.request"] * 3]


@pytest.mark.parametrize(
    ("name", "agreed", "told"),
    [
        ("Ibu Hadir", False, ""),
        ("Ibu Hadir", True, "Ibu Hadir"),
        ("Ibu 0812 3456 7890", True, ""),
        ("Ibu 0071014101800001", True, ""),
    ],
)
def test_the_public_page_names_a_guest_only_who_agreed_and_never_a_number(
    event, officer, signatory, name, agreed, told
):
    came(event, officer, name, name_consent=agreed)

    signed = letters.sign(certificates.draw_up(event=event, viewer=officer)[0], signatory)

    answer = seal_by_code(signed.seal.code)
    assert (answer.state, answer.facts["person"]) == ("valid", told)
    assert answer.facts["event"] == event.title
    assert signed.number.startswith("001/SERT/")
    assert signed.frozen["data"]["name"] == name


def test_a_certificate_of_a_record_that_was_somebody_elses_ends_with_the_joining(
    event, officer, signatory
):
    keep, gone = came(event, officer), came(event, officer)
    drawn = {one.on_ref: one for one in certificates.draw_up(event=event, viewer=officer)}
    kept, ended = (letters.sign(drawn[ref_of(v)], signatory) for v in (keep, gone))

    visits.join(keep=keep, other=gone, viewer=officer)

    assert seal_by_code(kept.seal.code).state == "valid"
    assert seal_by_code(ended.seal.code).state == "void"
    assert Letter.unscoped.get(pk=ended.pk).status == "revoked"


def test_whoever_drafted_it_does_not_sign_it(event):
    both = make.make_signatory(event.office)
    came(event, make.make_officer(event.office, Role.INTAKE))
    with pytest.raises(Denied):
        certificates.draw_up(event=event, viewer=both)
