"""Letters at an event: drafted, signed by the one on duty in one go, printed as one file."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from tests import factories as make
from tests.events import make_event
from tests.sentraki.desk.desk_pages import text_of

from sentraki.cases.models import Case
from sentraki.events.models import Event, Visit
from sentraki.events.services import visits
from sentraki.events.services.visits import Arrival
from sentraki.kernel import clock
from sentraki.kernel.access import Role
from sentraki.ledger.models import Entry, Letter
from sentraki.ledger.services import pages

pytestmark = pytest.mark.django_db
SIGN = reverse("desk:letter-sign")


@pytest.fixture
def office(db):
    return make.make_issuing_office()


@pytest.fixture
def event(office):
    return make_event(office=office, starts_at=clock.now() - timedelta(hours=1))


@pytest.fixture
def officer(office):
    return make.officer_client(office=office, role=Role.INTAKE)


@pytest.fixture
def head(office):
    person = make.make_person(name="Kepala Dinas", nip="197001012000031001")
    make.make_membership(person=person, office=office, role=Role.SIGNATORY, position="Kepala")
    return make.log_in(Client(), person)


def let_in(event: Event, *names: str) -> list[Visit]:
    who = make.make_officer(event.office, Role.INTAKE)
    return [visits.check_in(event=event, viewer=who, arrival=Arrival(name=name)) for name in names]


def page_of(name: str, event: Event) -> str:
    return reverse(f"desk:event-{name}", args=[event.public_id])


def begun_at(event: Event) -> Case:
    """A file that was accepted and whose owner was met at ``event``."""
    case = make.make_accepted(office=event.office)
    Case.unscoped.filter(pk=case.pk).update(origin_ref=f"events.visit:{event.visits.first().pk}")
    return case


def sign_all(head: Client, event: Event):
    shown = head.get(SIGN, {"acara": event.public_id})
    ids = [line["letter"].public_id for line in shown.context["lines"]]
    sent = {"surat": ids, "acara": event.public_id, "confirmed": "1", "idempotency_key": "k"}
    return head.post(SIGN, sent)


def test_from_the_door_to_one_file_for_the_printer(event, officer, head):
    let_in(event, "Ibu Satu", "Pak Dua", "Ibu Tiga")
    case = begun_at(event)
    officer.post(page_of("certificates", event), {"idempotency_key": "a"})
    assert "Ibu Tiga" in text_of(head.get(page_of("letters", event)))

    answer = sign_all(head, event)

    assert answer["Location"] == page_of("letters", event)
    assert Letter.unscoped.exclude(status="issued").count() == 0
    pages.finish_all()
    before = Entry.objects.count()
    printed = officer.post(page_of("print", event), {"idempotency_key": "b"})
    assert Entry.objects.count() == before + 1
    assert Entry.objects.latest("index").payload["papers"] == 4
    sheets = [
        " ".join(page.extract_text().split()) for page in PdfReader(BytesIO(printed.content)).pages
    ]
    assert len(sheets) == 5
    for name in ("Ibu Satu", "Pak Dua", "Ibu Tiga"):
        assert name in sheets[0]
    assert "SURAT REKOMENDASI" in sheets[1]
    assert case.business.owner_name in sheets[1]
    assert [n for n, text in enumerate(sheets) if "SERTIFIKAT KEHADIRAN" in text] == [2, 3, 4]
    assert [name in page for name, page in zip(
        ("Ibu Satu", "Pak Dua", "Ibu Tiga"), sheets[2:], strict=True
    )] == [True] * 3  # fmt: skip


def test_the_printing_sent_twice_is_one_entry(event, officer, head):
    let_in(event, "Ibu Satu")
    officer.post(page_of("certificates", event), {"idempotency_key": "a"})
    sign_all(head, event)

    first, second = (officer.post(page_of("print", event), {"idempotency_key": "b"}) for _ in "ab")

    assert (first.status_code, second.status_code) == (200, 302)
    assert Entry.objects.filter(verb="event.print-letters").count() == 1


def test_single_guests_are_chosen_and_an_empty_choice_says_so(event, officer):
    one, _two = let_in(event, "Ibu Satu", "Pak Dua")
    page = page_of("certificates", event)

    nothing = officer.post(page, {"some": "1"})
    officer.post(page, {"some": "1", "visit": str(one.pk)})

    assert nothing.status_code == 422
    assert [letter.fields["name"] for letter in Letter.unscoped.all()] == ["Ibu Satu"]


def test_more_than_fifty_are_signed_in_two_goes_and_nothing_is_lost(event, officer, head):
    let_in(event, *(f"Tamu {n:02d}" for n in range(52)))
    officer.post(page_of("certificates", event), {"idempotency_key": "a"})

    shown = head.get(SIGN, {"acara": event.public_id})

    assert (len(shown.context["lines"]), shown.context["left"]) == (50, 2)


def test_the_page_asks_as_many_questions_for_twenty_guests_as_for_two(
    event, officer, django_assert_max_num_queries
):
    let_in(event, "Ibu Satu", "Pak Dua")
    officer.post(page_of("certificates", event), {"idempotency_key": "a"})
    page = page_of("letters", event)
    officer.get(page)
    with django_assert_max_num_queries(60) as few:
        officer.get(page)
        asked = len(few)
    let_in(event, *(f"Tamu {n}" for n in range(18)))
    officer.post(page_of("certificates", event), {"idempotency_key": "b"})
    officer.get(page)

    with django_assert_max_num_queries(asked):
        officer.get(page)


def test_a_certificate_is_read_as_a_draft_and_has_no_copy_for_word(event, officer):
    let_in(event, "Ibu Satu")
    officer.post(page_of("certificates", event), {"idempotency_key": "a"})
    letter = Letter.unscoped.get()

    shown = officer.get(reverse("desk:letter", args=[letter.public_id]))
    word = officer.get(reverse("desk:letter-docx", args=[letter.public_id]))

    assert "Ibu Satu" in text_of(shown)
    assert word.status_code == 404


def test_a_letter_of_another_event_is_not_among_them(event, officer, head):
    other = make_event(office=event.office, starts_at=event.starts_at)
    let_in(other, "Ibu Lain")
    officer.post(page_of("certificates", other), {"idempotency_key": "a"})

    assert "Ibu Lain" not in text_of(head.get(page_of("letters", event)))
    assert officer.post(page_of("print", event), {"idempotency_key": "b"}).status_code == 422
