"""Applying: from name and phone to a receipt, one page at a time, in any order."""

import gzip
import json
import re

import pytest
from django.test import Client
from tests import factories as make
from tests.sentraki.portal import walking
from tests.sentraki.portal.walking import STEPS, address, begin, fill, send

from sentraki.cases.models import Case
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.cases.services import decisions
from sentraki.kernel import clock
from sentraki.ledger.models import Entry
from sentraki.portal import steps

pytestmark = pytest.mark.django_db
PAGES = (*STEPS, "dokumen", "tanda-tangan", "periksa")
FORM_BUDGET = 60_000

NAUGHTY = (
    "", " ", "A", "O'", "''", '"', "\\", "/", "null", "None", "undefined", "true", "0", "-1",
    "1e309", "NaN", "Tidak ada", "Drs. H. Ijah, M.Si.", "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>", "javascript:alert(1)", "{{ 7*7 }}", "{% debug %}", "%(x)s",
    "{0.__class__}", "${7*7}", "#{7*7}", "=1+1", "@SUM(A1)", "+1", "--", "; DROP TABLE cases_case",
    "' OR 1=1 --", "../../etc/passwd", "%00", "a\x00b", "\x07", "\x1b[31m", "\r\nSet-Cookie: a=b",
    "\u202eabc", "\u200f\u200e", "\ufeff", "\u2028", "Z\u0351\u036b\u0343a\u0368l\u034ago",
    "\ua9a7\ua9ba\ua9ae\ua9c0\ua9a7\ua9ae\ua9b6", "\u1b05\u1b13\u1b44\u1b13", "سمبل", "辣椒酱",
    "самбал", "𝕊𝕒𝕞𝕓𝕒𝕝", "ﬁ", "İ", "ß", "🌶", "👩‍👩‍👧", "٣٤٥", "１６", "x" * 300, "a " * 200,
    "\n\n\n", "\t", "&lt;b&gt;", "<!--", "]]>", "<?xml version='1.0'?>", "http://127.0.0.1:1/a",
)  # fmt: skip


@pytest.fixture
def client() -> Client:
    walking.ready_office(whatsapp="081234567899")
    return Client()


def test_only_name_and_phone_are_asked_to_begin(client: Client) -> None:
    page = client.get("/ajukan/").content.decode()
    asked = set(re.findall(r'<(?:input|select|textarea)[^>]*name="([^"]+)"', page))
    assert asked == {"begin", "name", "phone", "csrfmiddlewaretoken", "idempotency_key"}


def test_the_names_of_the_check_come_along_without_an_address_or_a_row(client: Client) -> None:
    answer = client.post("/ajukan/", {"token": walking.token_of_check()})
    assert answer.status_code == 200
    assert "Sambal Cek Ida" in answer.content.decode()
    assert not Case.unscoped.exists()


def test_a_token_that_was_changed_is_forgotten(client: Client) -> None:
    page = client.post("/ajukan/", {"token": walking.token_of_check()[:-4] + "AAAA"})
    assert page.status_code == 200
    assert "Sambal" not in page.content.decode()


def test_beginning_shows_the_code_and_the_secret_link_only_there(client: Client) -> None:
    case = begin(client)
    kept = client.get(address(case, "mulai")).content.decode()
    secret = re.findall(r"/lanjut/([\w-]+)/", kept)
    assert case.code in kept
    assert len(secret) == 1
    wa = re.findall(r"https://wa\.me/\?text=([^\"]+)", kept)
    assert case.code in wa[0]
    assert secret[0] not in wa[0]
    assert secret[0] not in client.get(address(case, "nama")).content.decode()


def test_beginning_twice_with_one_key_makes_one_draft(client: Client) -> None:
    case = begin(client)
    again = client.post(
        "/ajukan/",
        {"begin": "1", "name": "Ijah", "phone": walking.PHONE, "idempotency_key": "start-1"},
    )
    assert again["Location"] == address(case, "mulai")
    assert Case.unscoped.count() == 1


def test_somebody_elses_key_opens_nothing(client: Client) -> None:
    case = begin(client)
    stranger = Client()
    form = {"begin": "1", "name": "X", "phone": "081299999999", "idempotency_key": "start-1"}
    assert stranger.post("/ajukan/", form).status_code == 409
    assert stranger.get(address(case, "nama")).status_code == 302


def test_without_an_office_the_form_asks_for_one(client: Client) -> None:
    make.make_office(slug="tangerang", region="36.03")
    assert 'name="office"' in client.get("/ajukan/").content.decode()
    case = begin(client, office="tangerang")
    assert case.office.slug == "tangerang"


def test_a_whole_application_goes_through_the_forms(client: Client) -> None:
    case = begin(client)
    fill(client, case)
    answer = send(client, case)
    assert answer["Location"] == address(case, "terkirim")
    receipt = client.get(answer["Location"]).content.decode()
    case.refresh_from_db()
    assert case.code in receipt
    assert case.status == CaseStatus.SUBMITTED
    assert case.mark_name == "Sambal Mak Ijah"
    assert case.business is not None
    assert case.business.nik == "0071014101800001"


def test_steps_may_be_answered_in_any_order(client: Client) -> None:
    case = begin(client)
    for page in reversed(STEPS):
        assert client.post(address(case, page), STEPS[page]).status_code == 302
    case.refresh_from_db()
    assert [step.slug for step in steps.lacking(case.answers, [])] == []


def test_sending_an_incomplete_file_names_what_is_missing_and_sends_nothing(client: Client) -> None:
    case = begin(client)
    client.post(address(case, "barang"), STEPS["barang"])
    page = send(client, case)
    text = page.content.decode()
    assert page.status_code == 200
    assert 'href="#bagian-pemilik"' in text
    assert 'href="#bagian-barang"' not in text
    case.refresh_from_db()
    assert case.status == CaseStatus.DRAFT


def test_sending_twice_shows_the_first_receipt_and_does_nothing_twice(client: Client) -> None:
    case = begin(client)
    fill(client, case)
    answers = [send(client, case)["Location"] for _ in range(2)]
    assert answers == [address(case, "terkirim")] * 2
    assert Entry.objects.filter(verb="case.submit").count() == 1


def test_a_paper_promised_for_later_does_not_hold_the_file_back(client: Client) -> None:
    case = begin(client)
    fill(client, case, papers=("label", "ktp"))
    client.post(address(case, "dokumen"), {"later": ["nib"], "idempotency_key": "x"})
    assert send(client, case)["Location"] == address(case, "terkirim")
    assert "NIB" in client.get(address(case, "terkirim")).content.decode()


def test_what_was_typed_stays_beside_its_error(client: Client) -> None:
    case = begin(client)
    page = client.post(
        address(case, "usaha"), {"trade_name": "Dapur", "nib": "12", "scale": "micro"}
    ).content.decode()
    assert 'value="Dapur"' in page
    assert 'value="12"' in page
    assert 'href="#id_nib"' in page
    case.refresh_from_db()
    assert case.answers["business"]["trade_name"] == "Dapur"


def test_autosave_keeps_what_is_valid_and_answers_with_the_time(client: Client) -> None:
    case = begin(client)
    form = {"autosave": "1", "owner_kind": "person", "owner_name": "IJAH", "nik": "12"}
    for _ in range(2):
        answer = client.post(address(case, "pemilik"), form)
        assert re.fullmatch(r"\d\d\.\d\d WIB", json.loads(answer.content)["saved_at"])
    case.refresh_from_db()
    assert case.answers["owner"] == {"owner_name": "IJAH"}


def test_autosave_of_the_goods_does_not_skip_the_suggestion_of_classes(client: Client) -> None:
    case = begin(client, token="")
    client.post(address(case, "barang"), {"autosave": "1", "text": "sambal botol"})
    answer = client.post(address(case, "barang"), {"text": "sambal botol"})
    assert answer["Location"] == address(case, "barang")
    page = client.get(address(case, "barang")).content.decode()
    assert 'value="30"' in page
    assert " checked" not in page


def test_a_name_nobody_checked_is_screened_and_shown_once(client: Client) -> None:
    case = begin(client)
    form = {"choice": "other", "other": "Kopi Senja"}
    first = client.post(address(case, "nama"), form)
    assert first["Location"] == address(case, "nama")
    page = client.get(first["Location"]).content.decode()
    assert "ki-riskband" in page
    shown = re.findall(r'name="shown" value="(\w+)"', page)[0]
    second = client.post(address(case, "nama"), {**form, "shown": shown})
    assert second["Location"] == address(case, "barang")
    case.refresh_from_db()
    assert case.answers["mark"]["name"] == "Kopi Senja"
    assert "Kopi Senja" in case.answers["check"]["names"]


def test_a_stored_nik_never_comes_back_to_a_page(client: Client) -> None:
    case = begin(client)
    fill(client, case)
    for page in PAGES:
        assert "0071014101800001" not in client.get(address(case, page)).content.decode()
    client.post(address(case, "pemilik"), {"owner_kind": "person", "owner_name": "IJAH B"})
    case.refresh_from_db()
    assert case.answers["owner"] == {"owner_name": "IJAH B", "nik": "0071014101800001"}


def test_a_doubtful_nik_is_a_warning_only(client: Client) -> None:
    case = begin(client)
    form = {**STEPS["pemilik"], "nik": "0071019901800000"}
    assert client.post(address(case, "pemilik"), form).status_code == 302
    assert "0000" in client.get(address(case, "periksa")).content.decode()


def test_a_change_from_the_check_page_leads_back_to_it(client: Client) -> None:
    case = begin(client)
    answer = client.post(address(case, "usaha") + "?kembali=periksa", STEPS["usaha"])
    assert answer["Location"] == address(case, "periksa")


def test_no_consent_is_ticked_beforehand(client: Client) -> None:
    case = begin(client)
    assert " checked" not in client.get(address(case, "persetujuan")).content.decode()
    client.post(address(case, "persetujuan"), {"publish": "on"})
    case.refresh_from_db()
    assert case.answers["consent"] == {"facilitate": False, "publish": True, "messages": False}


def test_the_notice_says_the_seven_things_of_the_law(client: Client) -> None:
    case = begin(client)
    page = client.get(address(case, "persetujuan")).content.decode()
    assert len(re.findall("<dt>", page)) == 7


@pytest.mark.parametrize("page", PAGES)
def test_another_persons_code_is_as_unknown_as_no_code(client: Client, page: str) -> None:
    case, mine = begin(client), Client()
    begin(mine, idempotency_key="start-2", phone="081298765432")
    other = mine.get(address(case, page))
    nobody = mine.get(f"/ajukan/PAL-2222-2222/{page}/")
    assert other.status_code == nobody.status_code == 404
    assert mine.post(address(case, page), {}).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_a_visitor_without_a_right_is_asked_for_code_and_phone(client: Client, page: str) -> None:
    case = begin(client)
    for method in (Client().get, Client().post):
        answer = method(address(case, page))
        assert (answer.status_code, answer["Location"]) == (302, "/permohonan/")


def test_an_officer_does_not_answer_in_the_applicants_place(client: Client) -> None:
    case = begin(client)
    officer = make.officer_client(office=case.office)
    assert officer.get(address(case, "nama")).status_code == 403


def test_a_sent_file_cannot_be_changed_by_its_old_pages(client: Client) -> None:
    case = begin(client)
    fill(client, case)
    send(client, case)
    assert client.get(address(case, "usaha"))["Location"] == f"/permohonan/{case.code}/"
    assert client.post(address(case, "usaha"), STEPS["usaha"]).status_code == 409


def test_a_returned_file_is_mended_and_sent_again(client: Client) -> None:
    case = begin(client)
    fill(client, case)
    send(client, case)
    case.refresh_from_db()
    officer = make.make_officer(case.office)
    defects = [{"requirement": "ktp", "text": "Alamat tidak terbaca"}]
    decisions.return_once(case=case, viewer=officer, defects=defects, due_on=clock.today())
    page = client.get(f"/permohonan/{case.code}/").content.decode()
    assert "Alamat tidak terbaca" in page
    assert "ganti=ktp" in page
    assert 'href="#bagian-dokumen"' in send(client, case, "send-2").content.decode()
    fixed = {"ktp": walking.photo(), "idempotency_key": "papers-2"}
    answer = client.post(address(case, "dokumen") + "?kembali=periksa&ganti=ktp", fixed)
    assert answer["Location"] == address(case, "periksa")
    assert send(client, case, "send-3")["Location"] == address(case, "terkirim")


@pytest.mark.parametrize("batch", range(6))
def test_strange_text_is_kept_or_refused_but_never_breaks_a_page(
    client: Client, batch: int
) -> None:
    case = begin(client)
    for text in NAUGHTY[batch::6]:
        for page, answers in STEPS.items():
            strange = {**dict.fromkeys(answers, text), "more": text, "since": text, "other": text}
            for form in (strange, {**answers, "choice": "other", "other": text, "street": text}):
                answer = client.post(address(case, page), form)
                assert answer.status_code in (200, 302), (page, text)
        for page in PAGES:
            shown = client.get(address(case, page))
            assert shown.status_code == 200
            assert "<script>alert" not in shown.content.decode()
            assert "<img src=x" not in shown.content.decode()


def test_a_name_in_any_script_comes_back_as_it_was_typed(client: Client) -> None:
    case = begin(client)
    for name in ("\ua9a7\ua9ba\ua9ae", "سمبل", "{{ 7*7 }}", "O'Sambal & Co"):
        client.post(address(case, "nama"), {"choice": "other", "other": name})
        case.refresh_from_db()
        assert case.answers["mark"]["name"] == name


@pytest.mark.parametrize("page", PAGES)
def test_a_form_page_is_small_and_asks_the_database_little(
    client: Client, page: str, django_assert_max_num_queries
) -> None:
    case = begin(client)
    fill(client, case)
    with django_assert_max_num_queries(10):
        answer = client.get(address(case, page))
    assert answer.status_code == 200
    assert len(gzip.compress(answer.content)) < FORM_BUDGET // 4
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("lang", ["id", "en"])
def test_every_page_speaks_both_languages(client: Client, lang: str) -> None:
    case = begin(client)
    client.cookies["django_language"] = lang
    words = {"id": "Simpan dan lanjutkan", "en": "Save and go on"}
    assert words[lang] in client.get(address(case, "usaha")).content.decode()


def test_an_unknown_page_of_the_form_is_not_there(client: Client) -> None:
    case = begin(client)
    assert client.get(address(case, "rahasia")).status_code == 404
