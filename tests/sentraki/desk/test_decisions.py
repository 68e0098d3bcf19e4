"""Decisions about a file: asked once more, done once, never on an old page."""

import pytest
from django.urls import reverse
from tests import factories as make
from tests.sentraki.desk.desk_pages import at, judge_all, ready_case, search_pdki, text_of

from sentraki.cases.models import Case, Place, ReturnNotice
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.kernel.access import Role
from sentraki.ledger.models import Entry, Letter, Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db):
    return make.make_issuing_office()


@pytest.fixture
def client(office):
    return make.officer_client(Role.VERIFIER, office)


def confirm(client, name, case, **more):
    """Say yes on the confirm page of ``name``, with the version that page carried."""
    sent = {"seen_version": Case.unscoped.get(pk=case.pk).version, "confirmed": "1"}
    return client.post(at(name, case), sent | more)


def test_accepting_names_the_place_first_and_then_drafts_the_letter(office, client):
    case = ready_case(client, office, quota=3)

    assert "Tempat nomor 1 dari 3 dipesan untuk Dapur Mak Ijah." in text_of(
        client.get(at("case-accept", case))
    )
    answer = confirm(client, "case-accept", case, idempotency_key="a")
    assert answer.url == at("case", case)
    case.refresh_from_db()
    assert case.status == CaseStatus.ACCEPTED
    assert Place.objects.get().number == 1
    assert Letter.unscoped.get().status == "requested"
    assert "Diterima. Surat masuk antrean tanda tangan." in text_of(client.get(at("case", case)))


def test_the_same_answer_sent_twice_accepts_once(office, client):
    case = ready_case(client, office)
    sent = {"seen_version": case.version, "idempotency_key": "once"}

    assert client.post(at("case-accept", case), sent).status_code == 302
    assert client.post(at("case-accept", case), sent).url == at("case", case)
    assert Place.objects.count() == 1
    assert Entry.objects.filter(verb="case.accept").count() == 1


@pytest.mark.parametrize("name", ["case-accept", "case-decline", "case-waitlist"])
def test_a_page_seen_before_a_colleagues_change_decides_nothing(office, client, name):
    case = ready_case(client, office)
    more = {"ground": "not-small"} if name == "case-decline" else {}
    answer = client.post(at(name, case), {"seen_version": case.version - 1, **more})

    assert answer.status_code == 409
    assert "Rekan Anda baru mengubah berkas ini." in text_of(answer)
    assert f'name="seen_version" value="{case.version - 1}"' in answer.content.decode()
    case.refresh_from_db()
    assert case.status == CaseStatus.SUBMITTED


def test_accepting_too_early_says_what_is_missing(office, client):
    make.make_programme(office=office)
    case = make.make_submitted(office=office)
    answer = confirm(client, "case-accept", case)

    assert answer.status_code == 409
    assert "pemeriksaan PDKI oleh petugas" in text_of(answer)
    assert Place.objects.count() == 0


def test_a_full_programme_offers_the_waiting_list(office, client):
    case = ready_case(client, office, quota=0)
    page = client.get(at("case", case)).content.decode()

    assert at("case-waitlist", case) in page
    assert confirm(client, "case-accept", case).status_code == 409
    assert confirm(client, "case-waitlist", case).status_code == 302
    case.refresh_from_db()
    assert (case.status, case.waiting_number) == (CaseStatus.WAITLISTED, 1)


def test_nobody_waits_for_a_programme_with_places(office, client):
    case = ready_case(client, office)

    assert at("case-waitlist", case) not in client.get(at("case", case)).content.decode()
    assert confirm(client, "case-waitlist", case).status_code == 409


def test_a_second_place_for_the_same_person_is_refused_on_the_page(office, client):
    first = ready_case(client, office)
    confirm(client, "case-accept", first)
    second = make.make_submitted(office=office, phone="081234567891")
    judge_all(client, second)
    search_pdki(client, second)

    assert "tempat" in text_of(client.get(at("case", second)))
    assert confirm(client, "case-accept", second).status_code == 409
    assert Place.objects.count() == 1


def return_list(client, case, **more):
    """What the page of returning offers, sent on as it stands."""
    page = client.get(at("case-return", case))
    form = page.context["form"]
    sent = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    kept = {name: value for name, value in sent.items() if value not in (None, False)}
    kept["due_on"] = kept["due_on"].isoformat()
    return kept | {"seen_version": case.version} | more


def test_all_defects_go_in_one_list_and_one_message(office, client):
    case = make.make_submitted(office=office, papers=("label", "signature", "ktp", "nib"))
    url = at("case-judge", case, "ktp")
    client.post(url, {"verdict": "replace", "reason": "Alamat tidak terbaca. Foto lagi."})
    sent = return_list(client, case, more="Nama di label berbeda.\n\nSamakan kelas.")

    preview = client.post(at("case-return", case), sent)
    words = text_of(preview)
    assert "perlu 4 perbaikan" in words
    assert "KTP: Alamat tidak terbaca. Foto lagi." in words
    assert "Ya, kembalikan dengan 4 kekurangan" in words
    assert ReturnNotice.objects.count() == 0

    done = client.post(at("case-return", case), sent | {"confirmed": "1", "idempotency_key": "r"})
    again = client.post(at("case-return", case), sent | {"confirmed": "1", "idempotency_key": "r"})
    assert (done.status_code, again.status_code) == (302, 302)
    notice = ReturnNotice.objects.get()
    assert [row["requirement"] for row in notice.defects["list"]] == [
        "umk-statement", "ktp", "", "",
    ]  # fmt: skip
    assert Message.unscoped.filter(slug="case-returned").count() == 1
    case.refresh_from_db()
    assert case.status == CaseStatus.RETURNED


def test_one_paper_is_asked_for_as_a_return_with_one_defect(office, client):
    case = make.make_submitted(office=office)
    page = client.get(at("case-return", case) + "?dokumen=nib")

    assert page.context["form"].known == ["nib"]
    assert "kirim lagi" in page.content.decode()


def test_a_list_without_defects_is_not_sent(office, client):
    case = make.make_submitted(office=office)
    sent = {"due_on": "2026-12-04", "seen_version": case.version, "confirmed": "1"}
    answer = client.post(at("case-return", case), sent)

    assert answer.status_code == 422
    assert "Pilih paling sedikit satu kekurangan" in text_of(answer)


def test_an_english_officer_sends_the_applicant_an_indonesian_list(office):
    papers = tuple(code for code in make.PAPERS if code != "umk-statement")
    case = make.make_submitted(office=office, papers=papers)
    client = make.officer_client(Role.VERIFIER, office)
    client.cookies["django_language"] = "en"

    page = client.get(at("case-return", case)).text

    assert '<html lang="en"' in page
    assert "UMK statement with stamp duty" in page
    assert "Surat pernyataan UMK bermeterai: belum ada. Kirim dokumen ini." in page
    assert "not here yet" not in page


def test_a_second_return_needs_a_reason(office, client):
    case = make.make_submitted(office=office)
    first = {"more": "Ganti label.", "due_on": "2026-12-04", "confirmed": "1"}
    client.post(at("case-return", case), first | {"seen_version": case.version})
    case.refresh_from_db()
    make.intake.submit(case=case, viewer=make.applicant_of(case))
    case.refresh_from_db()
    again = first | {"seen_version": case.version}

    unsent = {name: value for name, value in again.items() if name != "confirmed"}
    assert client.post(at("case-return", case), unsent).status_code == 422
    assert "alasan" in text_of(client.post(at("case-return", case), again))
    assert client.post(at("case-return", case), again | {"reason": "Salah"}).status_code == 302
    assert ReturnNotice.objects.count() == 2
    head = make.officer_client(Role.SIGNATORY, office)
    assert "Salah" in text_of(head.get(at("case", case)))


def test_declining_names_the_rule_in_the_applicants_words(office, client):
    case = make.make_submitted(office=office)

    assert confirm(client, "case-decline", case).status_code == 200
    assert confirm(client, "case-decline", case, ground="other").status_code == 200
    answer = confirm(client, "case-decline", case, ground="not-small", words="Omzet 20 miliar.")
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.status == CaseStatus.DECLINED
    assert case.decision_note == "Usaha ini bukan usaha mikro atau kecil. Omzet 20 miliar."


def test_withdrawing_at_the_counter_frees_the_place(office, client):
    case = ready_case(client, office)
    confirm(client, "case-accept", case)

    assert confirm(client, "case-withdraw", case, reason="Ganti nama").status_code == 302
    case.refresh_from_db()
    assert case.status == CaseStatus.WITHDRAWN
    assert Place.objects.get().released_at is not None


@pytest.mark.parametrize("role", [Role.INTAKE, Role.SIGNATORY, Role.ADMIN, Role.AUDITOR])
@pytest.mark.parametrize("name", ["case-accept", "case-decline", "case-return", "case-withdraw"])
def test_only_verifiers_decide(office, role, name):
    case = make.make_submitted(office=office)

    assert make.officer_client(role, office).post(at(name, case)).status_code == 403


def test_whoever_takes_somebody_in_writes_the_whole_file_at_once(office, client):
    make.make_draft(office=office)
    make.make_programme(office=office)
    from_owner = {
        "owner_kind": "person", "owner_name": "IJAH CONTOH", "phone": "0812 3456 7899",
        "nik": "0071 0141 0180 0001", "trade_name": "Dapur Mak Ijah", "nib": "0000000000001",
        "scale": "micro", "subsector": "culinary", "district_code": "16.71.01",
        "street": "Jalan Contoh 1", "postcode": "30111", "mark_name": "Sambal Mak Ijah",
        "mark_type": "combined", "goods": "sambal", "nice_class": "30", "facilitate": "on",
        "idempotency_key": "new",
    }  # fmt: skip
    label = make.BytesIO(make.make_picture())
    label.name = "label.jpg"
    answer = client.post(reverse("desk:case-new"), from_owner | {"paper_label": label})

    case = Case.unscoped.get(status=CaseStatus.SUBMITTED)
    assert answer.url == at("case", case)
    assert case.papers.get().requirement == "label"
    assert "ktp" in case.answers["later"]
    again = client.post(reverse("desk:case-new"), from_owner)
    assert again.url == at("case", case)


def test_a_file_taken_in_with_mistakes_is_not_begun(office, client):
    make.make_draft(office=office)
    answer = client.post(reverse("desk:case-new"), {"nik": "12", "phone": "1"})

    assert answer.status_code == 422
    assert "NIK berisi 16 angka" in text_of(answer)
    assert Case.unscoped.count() == 1


def test_a_bad_picture_at_the_counter_leaves_nothing_behind(office, client):
    make.make_draft(office=office)
    label = make.BytesIO(b"<svg onload=alert(1)>")
    label.name = "label.jpg"
    sent = {
        "owner_kind": "person", "owner_name": "IJAH", "phone": "081234567899",
        "nik": "0071014101800001", "trade_name": "Dapur", "scale": "micro",
        "district_code": "16.71.01", "street": "Jalan Contoh 1", "mark_name": "Sambal",
        "mark_type": "word", "goods": "sambal", "nice_class": "30", "facilitate": "on",
        "paper_label": label,
    }  # fmt: skip
    answer = client.post(reverse("desk:case-new"), sent)

    assert answer.status_code == 422
    assert "paper_label" in answer.context["form"].errors
    assert Case.unscoped.count() == 1
