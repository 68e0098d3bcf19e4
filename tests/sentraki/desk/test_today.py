"""The first page: what can be lost first, what is late, each role's own work."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests import factories as make
from tests.sentraki.desk.desk_pages import at, copy_of, text_of

from sentraki.cases.models import Case, Deadline, FilingEvent
from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.cases.services.filing import News, record_event
from sentraki.kernel import clock
from sentraki.kernel.access import Role

pytestmark = pytest.mark.django_db
TODAY = reverse("desk:today")


@pytest.fixture
def office(db):
    return make.make_issuing_office()


def test_a_verifier_sees_queues_places_and_the_files_to_check(office):
    make.make_programme(office=office, quota=12)
    case = make.make_submitted(office=office)
    page = make.officer_client(Role.VERIFIER, office).get(TODAY)
    words = text_of(page)

    assert "Fasilitasi merek" in words
    assert "12 tempat" in words
    assert "1 Perlu diperiksa" in words
    assert at("case", case) in page.content.decode()
    assert "Tidak ada tenggat dalam 30 hari." in words


def test_an_empty_office_says_what_will_come(office):
    words = text_of(make.officer_client(Role.VERIFIER, office).get(TODAY))

    assert "Berkas baru muncul begitu pemohon mengirim." in words


def test_what_waits_too_long_is_named(office):
    case = make.make_submitted(office=office)
    Case.unscoped.filter(pk=case.pk).update(submitted_at=clock.now() - timedelta(days=9))
    words = text_of(make.officer_client(Role.VERIFIER, office).get(TODAY))

    assert "1 berkas dikirim lebih dari lima hari lalu dan belum diperiksa." in words
    assert "Menunggu terlalu lama" in words


def test_a_signatory_sees_letters_first(office):
    make.make_accepted(office=office)
    person = make.make_person(name="Kepala", nip="1")
    make.make_membership(person=person, office=office, role=Role.SIGNATORY, position="Kepala")
    page = text_of(make.log_in(make.Client(), person).get(TODAY))

    assert "1 surat menunggu tanda tangan Anda" in page
    verifier = text_of(make.officer_client(Role.VERIFIER, office).get(TODAY))
    assert "1 surat menunggu penandatangan" in verifier


def test_a_deadline_stands_first_and_leads_to_its_own_page(office):
    filing = make.make_filed(office=office)
    officer = make.make_officer(office)
    friday = clock.today() + timedelta(days=4 - clock.today().weekday() + 7)
    record_event(
        filing=filing,
        viewer=officer,
        news=News(
            raw_text="Usulan penolakan",
            happened_on=clock.today(),
            letter_dated_on=clock.today() - timedelta(days=20),
            due_in_letter=friday,
        ),
        status=FilingStatus.PROV_REFUSAL,
    )
    assert FilingEvent.objects.filter(status=FilingStatus.PROV_REFUSAL).exists()
    page = make.officer_client(Role.VERIFIER, office).get(TODAY)

    deadline = Deadline.unscoped.get()
    days = (deadline.due_on - clock.today()).days
    assert f"berikutnya tinggal {days} hari" in text_of(page).lower()
    assert reverse("desk:deadline", args=[deadline.public_id]) in page.content.decode()


def test_a_kanwil_sees_what_the_offices_sent(office):
    case = make.make_sealed(office=office)
    kanwil = make.make_kanwil(office)
    make.handover.send(cases=[case], from_office=office, viewer=make.make_officer(office))
    client = make.officer_client(Role.KANWIL, office.parent)
    words = text_of(client.get(TODAY))

    assert kanwil.office_id == office.parent_id
    assert "1 Dosir perlu dijawab" in words
    assert "Perlu diperiksa" not in words


def test_other_regions_are_never_counted(office):
    case = make.make_submitted(office=office)
    page = make.officer_client(Role.VERIFIER, make.make_issuing_office(region="36.71")).get(TODAY)

    assert case.code not in page.content.decode()
    assert "0 Perlu diperiksa" in text_of(page)


def test_the_page_asks_as_often_for_one_file_as_for_ten(office, django_assert_max_num_queries):
    case = make.make_submitted(office=office)
    client = make.officer_client(Role.VERIFIER, office)
    client.get(TODAY)
    with django_assert_max_num_queries(40) as for_one:
        client.get(TODAY)
    for _ in range(9):
        case = copy_of(case)
    with django_assert_max_num_queries(40) as for_ten:
        client.get(TODAY)

    assert len(for_ten) == len(for_one)


@pytest.mark.parametrize("role", sorted(make.OFFICERS))
def test_the_menu_holds_only_rooms_the_role_may_enter(office, role):
    if role is Role.KANWIL:
        make.make_kanwil(office)
        office = office.parent
    client = make.officer_client(role, office)
    page = client.get(TODAY)

    links = [room["url"] for room in page.context["desk_nav"]]
    assert links
    assert {client.get(url).status_code for url in links} == {200}
    assert ('id="cari"' in page.content.decode()) == (role is not Role.KANWIL)


def test_a_visitor_is_led_to_the_log_in():
    assert make.Client().get(TODAY).url.startswith("/akun/masuk/")
