"""Papers of a file: opened under one's own name, judged, added; the search in PDKI."""

import io

import pypdfium2
import pytest
from tests import factories as make
from tests.sentraki.desk.desk_pages import at, text_of

from sentraki.cases.models import CasePaper, PdkiCheck
from sentraki.kernel.access import Role
from sentraki.ledger.models import Document, Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db):
    return make.make_issuing_office()


@pytest.fixture
def case(office):
    return make.make_submitted(office=office)


@pytest.fixture
def client(office):
    return make.officer_client(Role.VERIFIER, office)


def named(data: bytes, name: str) -> io.BytesIO:
    file = io.BytesIO(data)
    file.name = name
    return file


def test_a_picture_is_shown_as_we_wrote_it_and_locked_in(case, client):
    page = client.get(at("case-paper", case, "ktp"))
    shown = client.get(at("case-paper-file", case, "ktp"))

    assert "tercatat atas nama Anda" in text_of(page)
    assert shown["Content-Type"] == "image/jpeg"
    assert shown["Content-Disposition"].startswith("inline")
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert shown["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in shown["Cache-Control"]
    assert shown.content != make.make_picture()


def test_the_statement_is_printed_filled_in_at_the_counter(case, client):
    page = client.get(at("case-paper", case, "umk-statement")).content.decode()
    assert at("case-statement", case) in page

    answer = client.get(at("case-statement", case))

    said = pypdfium2.PdfDocument(answer.content)[0].get_textpage().get_text_range()
    assert "IJAH CONTOH" in said
    assert case.mark_name in said
    assert answer["Content-Disposition"].startswith("attachment")
    elsewhere = make.officer_client(office=make.make_office(region="36.71"))
    assert elsewhere.get(at("case-statement", case)).status_code == 404


def test_every_opening_of_an_identity_card_is_an_entry(case, client):
    before = Entry.objects.filter(verb="document.read").count()
    client.get(at("case-paper-file", case, "ktp"))
    client.get(at("case-paper-file", case, "nib"))

    assert Entry.objects.filter(verb="document.read").count() == before + 1
    assert "Dokumen rahasia dibuka" in text_of(client.get(at("case", case)))


def test_a_pdf_is_downloaded_never_shown(case, client):
    document = case.papers.get(requirement="nib").document
    Document.unscoped.filter(pk=document.pk).update(mime="application/pdf")
    answer = client.get(at("case-paper-file", case, "nib"))

    assert answer["Content-Disposition"].startswith("attachment")


def test_auditors_and_administrators_open_no_guarded_paper(office, case):
    for role in (Role.AUDITOR, Role.ADMIN):
        client = make.officer_client(role, office)
        assert client.get(at("case-paper-file", case, "ktp")).status_code == 404
        page = client.get(at("case-paper", case, "ktp"))
        assert "Hanya petugas pemeriksa" in text_of(page)
        assert "<img" not in page.content.decode()


def test_another_regions_paper_is_not_found(case):
    elsewhere = make.officer_client(Role.VERIFIER, make.make_issuing_office(region="36.71"))
    document = case.papers.get(requirement="ktp").document

    for url in (
        at("case-paper", case, "ktp"),
        at("case-paper-file", case, "ktp"),
        at("case-file", case, document.public_id),
    ):
        assert elsewhere.get(url).status_code == 404
    assert elsewhere.post(at("case-judge", case, "ktp"), {"verdict": "good"}).status_code == 404
    assert elsewhere.post(at("case-paper-add", case, "ktp")).status_code == 404


def test_a_document_of_another_file_is_not_found_through_this_one(office, case, client):
    other = make.make_submitted(office=office, phone="081234567891")
    foreign = other.papers.get(requirement="ktp").document

    assert client.get(at("case-file", case, foreign.public_id)).status_code == 404


def test_judging_leads_on_to_the_next_paper_nobody_looked_at(case, client):
    answer = client.post(at("case-judge", case, "ktp"), {"verdict": "good", "next": "1"})

    assert answer.url == at("case-paper", case, "label")
    assert CasePaper.objects.get(case=case, requirement="ktp").checked == "ok"


def test_a_paper_to_be_replaced_needs_its_reason(case, client):
    url = at("case-judge", case, "ktp")

    assert client.post(url, {"verdict": "replace"}).status_code == 422
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"verdict": "replace", "reason": "Buram."}).status_code == 302
    assert "Buram." in text_of(client.get(at("case", case)))


def test_a_paper_that_is_not_there_cannot_be_judged(office, client):
    case = make.make_submitted(office=office, papers=("label", "signature", "ktp", "nib"))

    assert client.post(
        at("case-judge", case, "umk-statement"), {"verdict": "good"}
    ).status_code == 404  # fmt: skip
    assert client.get(at("case-paper", case, "nothing")).status_code == 404


def test_a_paper_brought_to_the_counter_replaces_the_old_one(case, client):
    url = at("case-paper-add", case, "ktp")
    sent = {"file": named(make.make_picture(colour="#123456"), "ktp.jpg"), "idempotency_key": "k"}

    assert client.post(url, sent).status_code == 302
    sent["file"] = named(make.make_picture(), "ktp.jpg")
    assert client.post(url, sent).status_code == 302
    assert CasePaper.objects.filter(case=case, requirement="ktp").count() == 2
    assert CasePaper.objects.filter(case=case, requirement="ktp", replaced_at=None).count() == 1


def test_a_hostile_file_is_refused_in_words(case, client):
    sent = {"file": named(b"<script>alert(1)</script>", "ktp.jpg")}
    answer = client.post(at("case-paper-add", case, "ktp"), sent)

    assert answer.status_code == 422
    assert "file" in answer.context["add"].errors


def test_a_search_in_pdki_is_kept_with_its_picture(case, client):
    sent = {
        "checked_on": "2026-11-20",
        "finding": "Kelas 30: tidak ada yang sama.",
        "picture": named(make.make_picture(), "pdki.jpg"),
        "idempotency_key": "p",
    }
    assert client.post(at("case-pdki", case), sent).url == at("case", case)
    check = PdkiCheck.objects.get()

    assert check.evidence is not None
    assert (check.evidence.secrecy, check.evidence.encrypted) == ("C4", True)
    page = client.get(at("case", case))
    assert "Kelas 30: tidak ada yang sama." in text_of(page)
    opened = client.get(at("case-file", case, check.evidence.public_id))
    assert opened["Content-Disposition"].startswith("inline")


def test_a_search_in_the_future_or_with_a_bad_file_is_not_recorded(case, client):
    sent = {"checked_on": "2099-01-01", "finding": "Tidak ada"}
    assert client.post(at("case-pdki", case), sent).status_code == 422
    sent = {"checked_on": "2026-11-20", "finding": "x", "picture": named(b"nothing", "a.jpg")}
    assert client.post(at("case-pdki", case), sent).status_code == 422

    assert PdkiCheck.objects.count() == 0
    assert not Document.unscoped.filter(kind="pdki-picture").exists()


def test_the_mark_never_stands_in_a_link_to_pdki(case, client):
    for name in ("case", "case-pdki"):
        page = client.get(at(name, case)).content.decode()
        assert 'href="https://pdki-indonesia.dgip.go.id/"' in page
