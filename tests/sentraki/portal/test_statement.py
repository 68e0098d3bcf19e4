"""The statement of a micro or small business: filled in for its owner alone, empty for all."""

import pypdfium2
import pytest
from django.test import Client
from tests import factories as make
from tests.sentraki.portal import walking
from tests.sentraki.portal.walking import address, begin, fill

pytestmark = pytest.mark.django_db
BLANK = "/contoh/surat-pernyataan-umk/"


@pytest.fixture
def client() -> Client:
    walking.ready_office(signature_place="Palembang")
    return Client()


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    return " ".join(document[0].get_textpage().get_text_range().split())


def test_it_is_filled_in_from_the_answers_so_far(client):
    case = begin(client)
    fill(client, case)

    answer = client.get(address(case, "surat-pernyataan"))

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    said = words_of(answer.content)
    for value in ("IJAH CONTOH", "Dapur Mak Ijah", "Jalan Contoh 1", "30111", "usaha mikro"):
        assert value in said
    assert case.code not in said
    assert "0071014101800001" not in said
    assert "Tempel meterai di sini" in said


def test_a_draft_without_answers_gives_lines_to_write_on(client):
    said = words_of(client.get(address(begin(client), "surat-pernyataan")).content)

    assert "Nama : ...." in said.replace(" .", ".").replace(":.", ": .")
    assert "Coret yang tidak sesuai" in said


def test_the_checklist_offers_it_beside_the_paper(client):
    case = begin(client)
    fill(client, case)
    page = client.get(address(case, "dokumen")).content.decode()

    assert address(case, "surat-pernyataan") in page
    assert BLANK in page


def test_a_stranger_finds_nothing(client):
    case = begin(client)

    assert Client().get(address(case, "surat-pernyataan")).status_code in (302, 404)
    other = make.applicant_client("cases.case:0")
    assert other.get(address(case, "surat-pernyataan")).status_code == 404


def test_whoever_pays_the_general_tariff_is_offered_none(client):
    case = begin(client)
    fill(client, case)
    case.refresh_from_db()
    case.answers["business"]["scale"] = "medium"
    case.save()

    assert client.get(address(case, "surat-pernyataan")).status_code == 404
    assert "surat-pernyataan" not in client.get(address(case, "dokumen")).content.decode()


def test_anybody_may_have_the_empty_form_which_is_always_the_same_file(client):
    first, second = Client().get(BLANK), Client().get(BLANK)

    assert first.content == second.content
    assert "SURAT PERNYATAAN USAHA MIKRO DAN KECIL" in words_of(first.content)
