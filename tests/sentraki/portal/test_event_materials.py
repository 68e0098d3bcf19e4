"""Materials of an event: some for everybody, some against a guest's code, none once taken away."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests import factories as make
from tests.events import make_event

from sentraki.events.rules.duties import Audience
from sentraki.events.services import bookings, certificates, materials, visits
from sentraki.events.services.visits import Arrival
from sentraki.kernel import clock
from sentraki.kernel.access import Role, Viewer
from sentraki.kernel.errors import Invalid
from sentraki.ledger.services import letters

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db):
    return make_event(starts_at=clock.now() - timedelta(hours=1))


@pytest.fixture
def officer(event):
    return make.make_officer(event.office, Role.INTAKE)


def add(event, officer, audience, title="Salindia"):
    return materials.add(
        event=event, viewer=officer, title=title, audience=audience, source=make.make_picture(),
        name="salindia.jpg",
    )  # fmt: skip


def booked(event, n=1):
    return bookings.book(
        event=event, viewer=Viewer.public(), name="Ibu", phone=f"08123400{n:04d}"
    ).code


def page(event):
    return reverse("portal:event-materials", args=[event.public_id])


def file(event, row):
    return reverse("portal:event-material", args=[event.public_id, row.public_id])


def test_what_is_for_everybody_is_given_to_anybody_and_what_is_for_guests_is_not(event, officer):
    for_all, for_guests = (add(event, officer, a, str(a)) for a in Audience)

    given, kept = Client().get(file(event, for_all)), Client().get(file(event, for_guests))

    assert (given.status_code, kept.status_code) == (200, 404)
    assert given["Content-Disposition"].startswith("attachment")


def test_a_booking_or_a_certificate_opens_what_is_for_guests(event, officer):
    row = add(event, officer, Audience.GUESTS, "Berkas rahasia tamu")
    visits.check_in(event=event, viewer=officer, arrival=Arrival(name="Ibu Jalan"))
    drawn = certificates.draw_up(event=event, viewer=officer)[0]
    seal = letters.sign(drawn, make.make_signatory(event.office)).seal.code

    for code in (booked(event), seal):
        shown = Client().post(page(event), {"code": code})
        given = Client().post(page(event), {"code": code, "material": row.public_id})
        assert "Berkas rahasia tamu" in shown.content.decode()
        assert given["Content-Type"] == "image/jpeg"


def test_no_other_code_opens_it(event, officer):
    row = add(event, officer, Audience.GUESTS, "Berkas rahasia tamu")
    left = booked(event, 2)
    bookings.leave(event=event, code=left, viewer=Viewer.public())
    elsewhere = booked(make_event(office=event.office), 3)

    for code in (left, elsewhere, "", "x" * 60):
        answer = Client().post(page(event), {"code": code, "material": row.public_id})
        assert answer.status_code == 422, code
        assert "Berkas rahasia tamu" not in answer.content.decode()


def test_guessing_codes_comes_to_an_end(event, settings):
    settings.LOOKUPS_PER_HOUR = 3
    client = Client()

    answers = [client.post(page(event), {"code": f"X{n}"}).status_code for n in range(5)]

    assert answers[:3] == [422] * 3
    assert answers[3:] == [429] * 2


def test_a_material_that_was_taken_away_is_given_to_nobody(event, officer):
    rows = [add(event, officer, audience) for audience in Audience]
    for row in rows:
        materials.remove(material=row, viewer=officer)

    assert Client().get(file(event, rows[0])).status_code == 404
    code = booked(event)
    sent = {"code": code, "material": rows[1].public_id}
    assert b"JFIF" not in Client().post(page(event), sent).content


def test_a_file_that_is_none_is_refused_and_nothing_is_kept(event, officer):
    with pytest.raises(Invalid) as refused:
        materials.add(
            event=event, viewer=officer, title="x", audience=Audience.PUBLIC,
            source=b"<script>alert(1)</script>", name="slides.pdf",
        )  # fmt: skip

    assert "file" in refused.value.fields
    assert event.materials.count() == 0


def test_photo_consent_given_with_the_booking_comes_along_at_the_door(event, officer):
    seat = bookings.book(
        event=event, viewer=Viewer.public(), name="Ibu", phone="081234000099", photo_consent=True
    )

    visit = visits.check_in(event=event, viewer=officer, arrival=Arrival(), booking=seat)

    assert visit.photo_consent
    assert not visit.name_consent
