"""The seal page: four words, one query, 14 KB, and never green too early."""

import logging
import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories import SYSTEM, make_issuing_office, make_letter, make_signatory
from tests.sentraki.portal.things import make_seal, scripts_in, weight_of

from sentraki.kernel import clock, ids
from sentraki.ledger.models import Letter, Seal
from sentraki.ledger.rules.seal_states import SealPurpose, SealState
from sentraki.ledger.services import documents, pages, seals
from sentraki.ledger.services import letters as letter_services
from sentraki.portal.views.verify import MOST_BYTES

pytestmark = pytest.mark.django_db
BUDGET = 14_000
WORDS = ("TERDAFTAR", "DIAJUKAN", "TIDAK BERLAKU", "TIDAK DIKENAL")


def look(client: Client, code: str) -> str:
    response = client.get(f"/verifikasi/{code}")
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def word_of(page: str) -> str:
    return re.findall(r'<h1 class="word" id="word">\s*(.*?)\s*</h1>', page)[0]


@pytest.fixture
def letter() -> Letter:
    office = make_issuing_office()
    signed = letter_services.sign(make_letter(office=office), make_signatory(office))
    pages.finish(signed.pk)
    signed.refresh_from_db()
    return signed


def test_a_registered_mark_is_green_with_its_facts_and_the_way_to_pdki(client: Client) -> None:
    seal = make_seal(
        state=SealState.REGISTERED,
        valid_until=date(2035, 9, 22),
        facts={"registration_number": "IDM000000931"},
    )
    page = look(client, seal.code)
    assert word_of(page) == "TERDAFTAR"
    assert "s-registered" in page
    assert "22 September 2035" in page
    assert all(fact in page for fact in ("IDM000000931", "Kemplang Cik Ayu", "kelas 29, 30"))
    assert 'href="https://pdki-indonesia.dgip.go.id/"' in page
    assert "Stempel bukan sertifikat DJKI dan bukan tanda tangan elektronik." in page


def test_an_applied_mark_says_not_registered_first_and_is_not_green(client: Client) -> None:
    page = look(client, make_seal().code)
    assert word_of(page) == "DIAJUKAN"
    assert "<b>Belum terdaftar.</b>" in page
    assert "Tahap: Masa pengumuman." in page
    assert "s-registered" not in page


@pytest.mark.parametrize("stage", ["PROV_REFUSAL", "OPPOSED", "FORMAL_DEFECT", "NO_SUCH", ""])
def test_the_public_reads_a_stage_and_never_a_demand(client: Client, stage: str) -> None:
    page = look(client, make_seal(facts={"stage": stage}).code)
    assert word_of(page) == "DIAJUKAN"
    assert "Tindakan" not in page


def test_a_void_seal_says_since_when_and_why(client: Client) -> None:
    seal = make_seal()
    seals.set_state(seal, SealState.VOID, "refused", SYSTEM)
    page = look(client, seal.code)
    assert word_of(page) == "TIDAK BERLAKU"
    assert "Sebab: ditolak." in page


def test_protection_that_has_run_out_is_not_valid_without_anybody_doing_anything(
    client: Client,
) -> None:
    yesterday = clock.today("WIB") - timedelta(days=1)
    seal = make_seal(state=SealState.REGISTERED, valid_until=yesterday)
    page = look(client, seal.code)
    assert word_of(page) == "TIDAK BERLAKU"
    assert "Sebab: berakhir." in page
    assert "s-registered" not in page


@pytest.mark.parametrize("code", ["x", "A" * 300, "%3Cscript%3E", "....", "7K4M"])
def test_what_is_no_code_is_unknown(client: Client, code: str) -> None:
    page = look(client, code)
    assert word_of(page) == "TIDAK DIKENAL"
    assert "Ini bukan bukti barangnya palsu." in page
    assert "<script" not in page


def test_a_well_formed_code_that_is_not_ours_is_unknown(client: Client) -> None:
    assert word_of(look(client, ids.new_seal_code())) == "TIDAK DIKENAL"


def test_a_row_changed_by_hand_is_unknown(client: Client) -> None:
    seal = make_seal()
    Seal.objects.filter(pk=seal.pk).update(state=SealState.REGISTERED)
    assert word_of(look(client, seal.code)) == "TIDAK DIKENAL"


def test_every_other_state_than_registered_is_without_green(client: Client) -> None:
    assert all("s-registered" not in look(client, code) for code in (make_seal().code, "x"))


def test_an_old_check_is_said_under_the_word_which_stays(client: Client) -> None:
    seal = make_seal(state=SealState.REGISTERED, checked_at=clock.now() - timedelta(days=91))
    page = look(client, seal.code)
    assert word_of(page) == "TERDAFTAR"
    assert "Terakhir diperiksa 91 hari lalu. Cocokkan juga di PDKI." in page


def test_one_query_no_script_and_fourteen_kilobytes(
    client: Client, django_assert_num_queries: CaptureQueriesContext
) -> None:
    seal = make_seal(state=SealState.REGISTERED, valid_until=date(2035, 9, 22))
    with django_assert_num_queries(1):  # type: ignore[operator]
        content = client.get(f"/verifikasi/{seal.code}").content
    assert weight_of(client, "/verifikasi/", content) <= BUDGET
    assert scripts_in(content) == []
    with django_assert_num_queries(0):  # type: ignore[operator]
        client.get("/verifikasi/")


def test_a_typed_code_leads_to_its_own_address(client: Client) -> None:
    seal = make_seal()
    typed = seal.code.lower().replace("-", " ")
    answer = client.get("/verifikasi/", {"kode": typed})
    assert answer["Location"] == f"/verifikasi/{seal.code}"
    assert word_of(look(client, seal.code.lower())) == "DIAJUKAN"
    assert client.get("/verifikasi/", {"kode": "?"})["Location"] == "/verifikasi/-"


def test_programs_read_the_same_answer(client: Client) -> None:
    seal = make_seal()
    answer = client.get(f"/verifikasi/{seal.code}.json")
    assert answer.json()["state"] == "applied"
    assert answer.json()["facts"]["filing_number"] == "DID2025000417"
    unknown = client.get("/verifikasi/x.json")
    assert (unknown.status_code, unknown.json()["state"]) == (404, "unknown")


def test_a_letter_is_valid_in_indigo_and_names_no_person(client: Client, letter: Letter) -> None:
    assert letter.seal is not None
    page = look(client, letter.seal.code)
    assert word_of(page) == "BERLAKU"
    assert "s-valid" in page
    assert letter.number in page


def test_the_letter_itself_compares_as_the_same(client: Client, letter: Letter) -> None:
    assert letter.seal is not None
    assert letter.pdf is not None
    content = documents.read(letter.pdf, SYSTEM, "test")
    sent = SimpleUploadedFile("surat.pdf", content, "application/pdf")
    page = client.post(f"/verifikasi/{letter.seal.code}", {"pdf": sent}).content.decode()
    assert "Sama" in page
    assert "Berbeda" not in page


def test_one_changed_byte_makes_it_different(client: Client, letter: Letter) -> None:
    assert letter.seal is not None
    assert letter.pdf is not None
    content = bytearray(documents.read(letter.pdf, SYSTEM, "test"))
    content[len(content) // 2] ^= 1
    sent = SimpleUploadedFile("surat.pdf", bytes(content), "application/pdf")
    page = client.post(f"/verifikasi/{letter.seal.code}", {"pdf": sent}).content.decode()
    assert "Berbeda" in page


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(None, "Pilih dulu berkas PDF-nya."), (b"x" * (MOST_BYTES + 1), "terlalu besar")],
)
def test_no_file_or_a_huge_one_is_answered_in_words(
    client: Client, letter: Letter, content: bytes | None, sentence: str
) -> None:
    assert letter.seal is not None
    sent = {} if content is None else {"pdf": SimpleUploadedFile("surat.pdf", content)}
    page = client.post(f"/verifikasi/{letter.seal.code}", sent).content.decode()
    assert sentence in page


def test_a_marks_seal_takes_no_file(client: Client) -> None:
    sent = SimpleUploadedFile("surat.pdf", b"%PDF", "application/pdf")
    assert client.post(f"/verifikasi/{make_seal().code}", {"pdf": sent}).status_code == 404


def test_comparing_too_often_is_answered_429(
    client: Client, letter: Letter, settings: object
) -> None:
    settings.LOOKUPS_PER_HOUR = 0  # type: ignore[attr-defined]
    assert letter.seal is not None
    assert client.post(f"/verifikasi/{letter.seal.code}").status_code == 429


def test_the_compared_file_is_stored_nowhere(
    client: Client, letter: Letter, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "sentraki")
    assert letter.seal is not None
    before = [row.pk for row in documents.Document.objects.for_viewer(SYSTEM)]
    sent = SimpleUploadedFile("Zrkwqv.pdf", b"%PDF-1.7 anything", "application/pdf")
    page = client.post(f"/verifikasi/{letter.seal.code}", {"pdf": sent})
    assert [row.pk for row in documents.Document.objects.for_viewer(SYSTEM)] == before
    assert "Zrkwqv" not in page.content.decode() + caplog.text


def test_the_four_words_and_the_letters_own_are_told_in_english_too(
    client: Client, letter: Letter
) -> None:
    client.cookies["django_language"] = "en"
    assert letter.seal is not None
    assert word_of(look(client, make_seal().code)) == "APPLIED FOR"
    assert word_of(look(client, "x")) == "UNKNOWN"
    assert word_of(look(client, letter.seal.code)) == "VALID"


def test_purposes_other_than_marks_never_point_to_pdki(client: Client) -> None:
    seal = make_seal(purpose=SealPurpose.RECEIPT, state=SealState.VALID)
    assert "pdki" not in look(client, seal.code)
