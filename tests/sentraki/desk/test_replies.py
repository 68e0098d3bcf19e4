"""The pages of the answer desk, read and sent as an officer does, without scripts."""

import pytest
from django.urls import reverse
from tests import factories as make
from tests.sentraki.desk.desk_pages import text_of

from sentraki.cases.models import Deadline, Reply
from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.cases.services.filing import News, record_event
from sentraki.kernel import clock
from sentraki.kernel.access import Role
from sentraki.offices.services import setup

pytestmark = pytest.mark.django_db
LETTER = (
    "Jakarta, 16 Mei 2025\n\n1. Pasal 20 huruf e\n2. Pasal 21 ayat (3)\n\n"
    "Paling lambat 21 Agustus 2025."
)


@pytest.fixture
def office(db):
    setup.load_holidays()
    return make.make_issuing_office()


@pytest.fixture
def filing(office):
    row = make.make_filed(office=office)
    record_event(
        filing=row, viewer=make.make_officer(office), status=FilingStatus.PROV_REFUSAL,
        news=News("(TM) Usulan Penolakan", clock.today()),
    )  # fmt: skip
    return row


def begin(client, filing, **more):
    sent = {"letter": LETTER, "dated_on": "2025-05-16", "due_in_letter": "2025-08-21"} | more
    answer = client.post(reverse("desk:reply-new", args=[filing.pk]), sent | {"confirmed": "1"})
    assert answer.status_code == 302, text_of(answer)
    return Reply.unscoped.get()


def at(name, point):
    return reverse(f"desk:{name}", args=[point.reply.public_id, point.pk])


def test_the_letter_is_read_first_with_its_dates_and_nothing_is_recorded(office, filing):
    client = make.officer_client(Role.VERIFIER, office)
    assert "Jawab surat" in text_of(client.get(reverse("desk:filing", args=[filing.pk])))
    page = client.post(reverse("desk:reply-new", args=[filing.pk]), {"letter": LETTER})

    assert "Terbaca 2 poin" in text_of(page)
    html = page.content.decode()
    assert "2025-05-16" in html
    assert "2025-08-21" in html
    assert not Reply.unscoped.exists()


def test_beginning_asks_about_the_letters_day_on_the_deadline(office, filing):
    client = make.officer_client(Role.VERIFIER, office)
    reply = begin(client, filing)
    assert Deadline.unscoped.get(rule="response").question == "differs"
    assert "Poin yang belum selesai dijawab: 1, 2" in text_of(
        client.get(reverse("desk:reply", args=[reply.public_id]))
    )


def test_wording_is_added_and_the_paper_waits_for_every_point(office, filing):
    client = make.officer_client(Role.INTAKE, office)
    reply = begin(client, filing)
    first, second = reply.points.all()
    sent = {
        "answer": "Pembuka.",
        "version": "1",
        "block": "20-e.1",
        "stay": "1",
        "exhibit": "label",
    }
    assert client.post(at("reply-point", first), sent).status_code == 302
    first.refresh_from_db()
    assert first.answer.startswith("Pembuka.\n\nMerek “Sambal Mak Ijah” memiliki daya pembeda")
    assert [one["code"] for one in first.exhibits] == ["label"]
    assert "Masih harus diisi: [sebutkan unsur]" in text_of(client.get(at("reply-point", first)))

    done = {"answer": "Selesai.", "version": "2", "exhibit": "label"}
    client.post(at("reply-point", first), done)
    paper = reverse("desk:reply-paper", args=[reply.public_id, "docx"])
    refused = client.get(paper)
    assert refused.status_code == 422
    assert "Poin ini belum selesai dijawab: 2." in text_of(refused)
    client.post(at("reply-point", second), {"answer": "Juga.", "version": "1"})
    assert client.get(paper).status_code == 200
    pdf = reverse("desk:reply-paper", args=[reply.public_id, "pdf"])
    assert client.get(pdf).content == client.get(pdf).content


def test_two_at_once_see_both_wordings_and_autosave_says_it_was_not_kept(office, filing):
    one, other = (make.officer_client(Role.VERIFIER, office) for _ in range(2))
    point = begin(one, filing).points.first()
    saved = one.post(at("reply-point", point), {"answer": "Satu", "version": "1", "autosave": "1"})
    assert saved.json()["saved_at"]
    late = {"answer": "Dua", "version": "1"}
    assert other.post(at("reply-point", point), late | {"autosave": "1"}).status_code == 409
    page = other.post(at("reply-point", point), late)

    assert page.status_code == 422
    words = text_of(page)
    assert "Orang lain mengubah poin ini" in words
    assert "Satu" in words
    assert "Dua" in page.content.decode()
    assert other.post(at("reply-point", point), late | {"version": "2"}).status_code == 302
    assert "Satu" in text_of(one.get(at("reply-point", point)))


def test_a_point_is_cut_joined_and_taken_away(office, filing):
    client = make.officer_client(Role.VERIFIER, office)
    reply = begin(client, filing)
    first = reply.points.first()
    client.post(at("reply-arrange", first), {"text": "Satu\n\nDua", "version": "1"})
    assert reply.points.count() == 3
    last = reply.points.last()
    client.post(at("reply-arrange", last), {"how": "join", "version": "1"})
    assert reply.points.count() == 2
    client.post(reverse("desk:reply-add", args=[reply.public_id]), {"text": "Lain"})
    last = reply.points.last()
    client.post(at("reply-arrange", last), {"how": "remove", "version": "1"})
    assert reply.points.count() == 2
    empty = client.post(at("reply-arrange", first), {"text": " ", "version": "2"})
    assert empty.status_code == 422


def test_handing_in_is_recorded_once_and_nothing_can_be_written_afterwards(office, filing):
    client = make.officer_client(Role.VERIFIER, office)
    reply = begin(client, filing, dated_on=clock.today().isoformat(), due_in_letter="")
    for point in reply.points.all():
        client.post(at("reply-point", point), {"answer": "Ya.", "version": "1"})
    sent = {"sent_on": clock.today().isoformat(), "note": "TT-1", "idempotency_key": "s1"}
    for _ in range(2):
        answer = client.post(reverse("desk:reply-finish", args=[reply.public_id]), sent)
        assert answer.status_code == 302
    assert Deadline.unscoped.get(rule="response").status == "met"
    assert "Diajukan" in text_of(client.get(reverse("desk:reply", args=[reply.public_id])))
    page = client.get(at("reply-point", point))
    assert "<textarea" not in page.content.decode()
