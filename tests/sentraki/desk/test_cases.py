"""The list of files and the page of one: who sees what, and what a search may find."""

import pytest
from django.urls import reverse
from tests import factories as make
from tests.sentraki.desk.desk_pages import at, copy_of, text_of
from tests.sentraki.portal.things import make_right
from tests.together import make_community

from sentraki.cases.models import Case
from sentraki.cases.selectors.health import CHECKS
from sentraki.kernel.access import Role
from sentraki.ledger.models import Entry, EntryNote
from sentraki.offices.rules import SuggestionMode

pytestmark = pytest.mark.django_db
LIST = reverse("desk:cases")
EXPORT = reverse("desk:cases-export")
PAGES = (
    "case",
    "case-pdki",
    "case-return",
    "case-accept",
    "case-waitlist",
    "case-decline",
    "case-withdraw",
)


@pytest.fixture
def office(db):
    return make.make_issuing_office()


@pytest.fixture
def case(office):
    return make.make_submitted(office=office)


def queries_of(client, url, django_assert_max_num_queries) -> int:
    with django_assert_max_num_queries(60) as counted:
        assert client.get(url).status_code == 200
    return len(counted)


def test_the_list_asks_the_database_as_often_for_one_file_as_for_thirty(
    office, case, django_assert_max_num_queries
):
    client = make.officer_client(Role.VERIFIER, office)
    client.get(LIST)
    for_one = queries_of(client, LIST, django_assert_max_num_queries)
    for _ in range(29):
        case = copy_of(case)

    assert queries_of(client, LIST, django_assert_max_num_queries) == for_one
    assert client.get(LIST).content.decode().count("<tr>") >= 30
    assert for_one <= 20


def test_the_list_shows_waiting_files_with_district_class_and_band(office, case):
    page = text_of(make.officer_client(Role.VERIFIER, office).get(LIST))

    assert "Dapur Mak Ijah" in page
    assert case.code in page
    assert "Ilir Barat Dua" in page
    assert "Sambal Mak Ijah" not in page


def test_drafts_stand_in_no_queue_and_on_no_page(office):
    draft = make.make_draft(office=office)
    client = make.officer_client(Role.VERIFIER, office)

    assert draft.code not in client.get(LIST + "?antre=semua").content.decode()
    assert client.get(LIST + "?antre=draft").status_code == 404
    assert client.get(at("case", draft)).status_code == 404


def test_an_unknown_queue_is_not_found(office):
    assert make.officer_client(Role.VERIFIER, office).get(LIST + "?antre=x").status_code == 404


def test_a_class_and_a_programme_narrow_the_list(office, case):
    client = make.officer_client(Role.VERIFIER, office)

    assert case.code in client.get(LIST + "?antre=submitted&kelas=30").content.decode()
    assert case.code not in client.get(LIST + "?antre=submitted&kelas=3").content.decode()
    assert case.code not in client.get(LIST + "?antre=submitted&program=x").content.decode()


def test_the_list_of_one_community_holds_its_files_alone_and_names_it(office, case):
    client = make.officer_client(Role.VERIFIER, office)
    community, other = make_community(office=office), case.code
    theirs = copy_of(case)
    Case.unscoped.filter(pk=theirs.pk).update(community=community)
    narrowed = f"{LIST}?antre=submitted&komunitas={community.public_id}"

    page = client.get(narrowed).content.decode()

    assert theirs.code in page
    assert other not in page
    assert community.name in page
    assert f'name="komunitas" value="{community.public_id}"' in page
    of_community = client.get(reverse("desk:community", args=[community.public_id]))
    assert f"antre=semua&amp;komunitas={community.public_id}" in of_community.content.decode()


def test_a_community_of_another_region_narrows_to_nothing_and_is_not_named(office, case):
    elsewhere = make.make_issuing_office(region="31.71", slug="lain")
    stranger = make_community(office=elsewhere)
    client = make.officer_client(Role.VERIFIER, office)

    page = client.get(f"{LIST}?antre=submitted&komunitas={stranger.public_id}").content.decode()

    assert stranger.name not in page
    assert case.code not in page


def test_the_doctor_sees_classes_that_are_told_in_two_ways(case):
    assert CHECKS["classes"]() == []
    Case.unscoped.filter(pk=case.pk).update(classes="25,30")

    assert len(CHECKS["classes"]()) == 1


@pytest.mark.parametrize(
    "words",
    ["dapur mak", "IJAH CONTOH", "0000000000001", "SAMBAL mak ijah", "0812 3456 7890"],
)
def test_a_search_finds_by_business_owner_nib_mark_and_phone(office, case, words):
    client = make.officer_client(Role.VERIFIER, office)

    assert case.code in client.post(LIST, {"q": words}).content.decode()


def test_half_a_mark_finds_nothing(office, case):
    client = make.officer_client(Role.VERIFIER, office)

    assert case.code not in client.post(LIST, {"q": "sambal mak"}).content.decode()


def test_a_code_leads_straight_to_the_file(office, case):
    client = make.officer_client(Role.VERIFIER, office)

    assert client.post(LIST, {"q": case.code.lower()}).url == at("case", case)


def test_words_in_an_address_are_not_searched(office, case):
    client = make.officer_client(Role.VERIFIER, office)
    client.get(LIST + "?antre=returned")

    assert case.code not in client.get(LIST + "?antre=returned&q=dapur").content.decode()


def test_a_search_never_leaves_the_region(case):
    elsewhere = make.officer_client(Role.VERIFIER, make.make_issuing_office(region="36.71"))

    assert case.code not in elsewhere.post(LIST, {"q": "dapur"}).content.decode()
    assert elsewhere.post(LIST, {"q": case.code}).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_another_regions_file_is_not_found(case, name):
    elsewhere = make.officer_client(Role.VERIFIER, make.make_issuing_office(region="36.71"))

    assert elsewhere.get(at(name, case)).status_code == 404


def test_a_kanwil_has_no_file_pages(office, case):
    make.make_kanwil(office)
    kanwil = make.officer_client(Role.KANWIL, office.parent)

    assert kanwil.get(at("case", case)).status_code == 403
    assert kanwil.get(LIST).status_code == 403


def test_the_page_shows_evidence_papers_and_what_the_applicant_reads(office, case):
    page = text_of(make.officer_client(Role.VERIFIER, office).get(at("case", case)))

    assert "Beku:" in page
    assert "Sambal Mak Ijah" in page
    assert "Berkas Anda sedang diperiksa petugas." in page
    assert "Dokumen: 0 belum, 0 baik" in page
    assert "wa.me" in make.officer_client(Role.VERIFIER, office).get(
        at("case", case)
    ).content.decode()  # fmt: skip


def test_the_officer_reads_directions_and_where_the_office_allows_it_concrete_names(office):
    make_right(office, name="Sambal Mak Ijah")
    plain = make.make_submitted(office=office)
    client = make.officer_client(Role.VERIFIER, office)
    page = text_of(client.get(at("case", plain)))
    assert "Yang bisa diubah" in page
    assert "Nama ini sudah diperiksa ulang" not in page

    office.suggestion_mode = SuggestionMode.VARIANTS
    office.save()
    page = text_of(client.get(at("case", make.make_submitted(office=office))))
    assert "Nama ini sudah diperiksa ulang" in page


def test_the_locked_button_says_what_is_missing(office):
    case = make.make_submitted(office=office)
    page = make.officer_client(Role.VERIFIER, office).get(at("case", case))

    assert 'aria-disabled="true"' in page.content.decode()
    assert "pemeriksaan PDKI oleh petugas" in text_of(page)
    assert at("case-accept", case) not in page.content.decode()


def test_the_nik_is_masked_until_somebody_opens_it_under_the_own_name(office, case):
    client = make.officer_client(Role.VERIFIER, office)

    assert "0071014101800001" not in client.get(at("case", case)).content.decode()
    assert not Entry.objects.filter(verb="case.show-identity").exists()
    opened = client.post(at("case-identity", case))
    assert "0071014101800001" in opened.content.decode()
    assert "no-store" in opened["Cache-Control"]
    assert Entry.objects.filter(verb="case.show-identity").count() == 1


def test_those_who_do_not_work_on_files_read_no_number(office, case):
    page = make.officer_client(Role.AUDITOR, office).get(at("case", case)).content.decode()

    assert "0812 3456 7890" not in page
    assert "wa.me" not in page
    assert "Jalan Contoh 1" not in page
    assert make.officer_client(Role.AUDITOR, office).post(
        at("case-identity", case)
    ).status_code == 403  # fmt: skip


def test_twins_are_told_as_signs_to_look_at(office, case):
    other = make.make_submitted(office=office, phone="081234567891")
    page = make.officer_client(Role.VERIFIER, office).get(at("case", case))

    assert other.code in page.content.decode()
    assert "bukan putusan" in text_of(page)


def test_a_list_leaves_the_house_only_with_a_reason_and_nothing_secret(office, case):
    client = make.officer_client(Role.VERIFIER, office)

    assert client.get(EXPORT + "?antre=submitted").status_code == 200
    assert client.post(EXPORT, {"antre": "submitted", "reason": " "})["Content-Type"].startswith(
        "text/html"
    )
    answer = client.post(EXPORT, {"antre": "submitted", "reason": "Rapat evaluasi"})
    sheet = answer.content.decode("utf-8-sig")
    assert answer["Content-Disposition"].startswith("attachment")
    assert case.code in sheet
    for secret in ("Sambal Mak Ijah", "IJAH CONTOH", "0071014101800001", "81234567890"):
        assert secret not in sheet
    entry = Entry.objects.get(verb="case.export")
    assert EntryNote.objects.get(entry=entry).text == "Rapat evaluasi"


def test_a_list_of_chosen_files_holds_only_these_and_no_foreign_one(office, case):
    stranger = copy_of(make.make_submitted(office=make.make_issuing_office(region="36.71")))
    client = make.officer_client(Role.VERIFIER, office)
    sent = {"case": [case.code, stranger.code], "reason": "Rapat"}

    assert client.post(EXPORT, sent).status_code == 404
    assert Case.unscoped.count() == 3
    assert not Entry.objects.filter(verb="case.export").exists()


def test_a_list_is_not_for_signatories(office):
    assert make.officer_client(Role.SIGNATORY, office).get(EXPORT).status_code == 403
