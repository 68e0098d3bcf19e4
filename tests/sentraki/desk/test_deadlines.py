"""The queue of deadlines and the page of one: both days, the question, what an officer may say."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from tests import factories as make
from tests.sentraki.desk.desk_pages import text_of

from sentraki.cases.models import Deadline
from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.cases.services.filing import News, record_event
from sentraki.kernel import clock
from sentraki.kernel.access import Role
from sentraki.offices.services import setup

pytestmark = pytest.mark.django_db
QUEUE = reverse("desk:deadlines")


@pytest.fixture
def office(db):
    setup.load_holidays()
    return make.make_issuing_office()


def demand(office, **news):
    """A demand of DJKI with these dates, and its deadline."""
    filing = make.make_filed(office=office)
    given = News("(TM) Usulan Penolakan", clock.today(), **news)
    record_event(
        filing=filing, viewer=make.make_officer(office), news=given,
        status=FilingStatus.PROV_REFUSAL,
    )  # fmt: skip
    return Deadline.unscoped.get()


def address(name, row):
    return reverse(f"desk:{name}", args=[row.public_id])


def test_the_queue_shows_the_day_what_to_do_and_the_official_limit(office):
    row = demand(office, letter_dated_on=date(2026, 10, 5))
    words = text_of(make.officer_client(Role.VERIFIER, office).get(QUEUE))

    assert "Kirim tanggapan atas usulan penolakan" in words
    assert row.filing.number in words
    assert "4 November 2026" in words
    assert "16 November 2026" in words


def test_an_empty_queue_says_what_will_come(office):
    words = text_of(make.officer_client(Role.VERIFIER, office).get(QUEUE))
    assert "Tenggat muncul begitu kabar DJKI yang memulai jangka waktu dicatat." in words


def test_the_page_names_article_source_and_both_days(office):
    row = demand(office, letter_dated_on=date(2026, 10, 5))
    words = text_of(make.officer_client(Role.INTAKE, office).get(address("deadline", row)))

    assert "UU 20/2016 Pasal 24 dan Pasal 1 angka 22" in words
    assert "Dihitung dari 5 Oktober 2026" in words
    assert "Sudahkah jawaban dikirim?" not in words


def test_an_officer_records_that_it_was_kept_once(office):
    row = demand(office, letter_dated_on=clock.today())
    client = make.officer_client(Role.VERIFIER, office)
    sent = {"met_on": clock.today().isoformat(), "note": "TT-1", "idempotency_key": "m1"}
    answers = [client.post(address("deadline-meet", row), sent) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    row.refresh_from_db()
    assert (row.status, row.note) == ("met", "TT-1")
    assert "Dipenuhi" in text_of(client.get(address("deadline", row)))


def test_a_wrong_day_keeps_what_was_typed_and_says_why(office):
    row = demand(office, letter_dated_on=date(2026, 10, 5))
    late = {"met_on": "2026-11-18", "note": "TT-99"}
    page = make.officer_client(Role.VERIFIER, office).post(address("deadline-meet", row), late)

    assert page.status_code == 422
    assert "Tanggal ini sesudah hari terakhir." in text_of(page)
    assert "TT-99" in page.content.decode()


def test_a_difference_is_asked_about_and_the_answer_counts(office):
    named = date(2027, 2, 19)
    row = demand(office, letter_dated_on=clock.today(), due_in_letter=named)
    client = make.officer_client(Role.VERIFIER, office)
    page = client.get(address("deadline", row))
    assert "19 Februari 2027" in text_of(page)
    assert 'name="choice"' in page.content.decode()
    assert row.filing.number in text_of(client.get(QUEUE, {"tampil": "ditanya"}))

    bare = client.post(address("deadline-decide", row), {})
    done = client.post(address("deadline-decide", row), {"choice": "letter"})
    row.refresh_from_db()
    assert (bare.status_code, done.status_code) == (422, 302)
    assert (row.due_on, row.question) == (named, "")


def test_a_missing_date_is_asked_for(office):
    row = demand(office)
    client = make.officer_client(Role.VERIFIER, office)
    assert "Hari belum diketahui" in text_of(client.get(QUEUE))
    dated = (clock.today() - timedelta(days=2)).isoformat()
    client.post(address("deadline-decide", row), {"letter_dated_on": dated})
    row.refresh_from_db()
    assert row.due_on is not None


def test_what_does_not_apply_leaves_the_queue_and_stays_in_the_list_of_all(office):
    row = demand(office, letter_dated_on=clock.today())
    client = make.officer_client(Role.VERIFIER, office)
    client.post(address("deadline-withdraw", row), {"reason": "Surat dicabut"})

    assert row.filing.number not in text_of(client.get(QUEUE))
    assert "Tidak berlaku" in text_of(client.get(QUEUE, {"tampil": "semua"}))


def test_the_menu_counts_what_presses_and_another_region_sees_nothing(office):
    row = demand(office, letter_dated_on=clock.today() - timedelta(days=10))
    here = make.officer_client(Role.VERIFIER, office).get(QUEUE)
    there = make.officer_client(Role.VERIFIER, make.make_issuing_office(region="36.71"))

    counts = {room["url"]: room["count"] for room in here.context["desk_nav"]}
    assert counts[QUEUE] == 1
    assert row.filing.number not in text_of(there.get(QUEUE))
    assert there.get(address("deadline", row)).status_code == 404


def test_the_queue_asks_as_often_for_one_as_for_ten(office, django_assert_max_num_queries):
    row = demand(office, letter_dated_on=clock.today())
    client = make.officer_client(Role.VERIFIER, office)
    client.get(QUEUE)
    with django_assert_max_num_queries(40) as for_one:
        client.get(QUEUE)
    for number in range(9):
        row.pk, row.public_id, row.rule = None, f"t{number}", f"aturan-{number}"
        row.save()
    with django_assert_max_num_queries(40) as for_ten:
        page = client.get(QUEUE)

    assert len(page.context["rows"]) == 10
    assert len(for_ten) == len(for_one)
