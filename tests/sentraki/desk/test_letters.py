"""Letters: read as a draft, signed by other eyes, taken away as PDF and Word, revoked."""

import hashlib
import zipfile
from io import BytesIO

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image
from tests import factories as make
from tests.sentraki.desk.desk_pages import text_of

from sentraki.kernel.access import Role
from sentraki.kernel.refs import ref_of
from sentraki.ledger.models import Entry, Letter, Message, Seal
from sentraki.ledger.selectors.documents import EMBLEM
from sentraki.ledger.services import pages

pytestmark = pytest.mark.django_db
LIST = reverse("desk:letters")
SIGN = reverse("desk:letter-sign")


@pytest.fixture
def office(db):
    return make.make_issuing_office()


@pytest.fixture
def letter(office):
    make.make_accepted(office=office)
    return Letter.unscoped.get()


@pytest.fixture
def signatory(office):
    return signatory_of(office)


def signatory_of(office) -> Client:
    person = make.make_person(name="Kepala Dinas", nip="197001012000031001")
    make.make_membership(person=person, office=office, role=Role.SIGNATORY, position="Kepala")
    return make.log_in(Client(), person)


def page_of(name: str, letter: Letter) -> str:
    return reverse(f"desk:{name}", args=[letter.public_id])


def sign(client: Client, *letters: Letter, key: str = "k"):
    ids = [letter.public_id for letter in letters]
    return client.post(SIGN, {"surat": ids, "confirmed": "1", "idempotency_key": key})


def give_emblem(office, colour: str) -> bytes:
    """A fresh emblem of one colour, shown by the office from now on."""
    written = BytesIO()
    Image.new("RGB", (80, 92), colour).save(written, "PNG")
    kept = make.make_document(
        on=office, kind=EMBLEM, secrecy=make.Secrecy.C0, data=written.getvalue()
    )
    make.Office.objects.filter(pk=office.pk).update(emblem_ref=ref_of(kept))
    return written.getvalue()


def colours_of(pdf: bytes) -> set[tuple[int, int, int]]:
    """Every colour of the first page."""
    sheet = pypdfium2.PdfDocument(pdf)[0].render().to_pil().convert("RGB")
    return {colour for _count, colour in sheet.getcolors(sheet.width * sheet.height)}


def test_a_draft_says_that_it_is_one_and_has_no_pdf(letter, signatory):
    page = text_of(signatory.get(page_of("letter", letter)))

    assert "Draf. Belum ditandatangani, belum bernomor, dan belum berlaku." in page
    assert "IJAH CONTOH" in page
    assert "31 Desember tahun penandatanganan" in page
    assert signatory.get(page_of("letter-pdf", letter)).status_code == 404
    assert signatory.get(page_of("letter-docx", letter)).content.startswith(b"PK")


def test_signing_is_asked_once_more_and_gives_number_seal_and_pdf(office, letter, signatory):
    asked = text_of(signatory.get(SIGN + f"?surat={letter.public_id}"))
    assert "Yang memeriksa tidak boleh menandatangani." in asked
    assert "Ya, tanda tangani 1 surat" in asked

    assert sign(signatory, letter).url == LIST
    letter.refresh_from_db()
    assert letter.status == "issued"
    assert f"1 surat terbit, nomor {letter.number}." in text_of(signatory.get(LIST))
    pdf = signatory.get(page_of("letter-pdf", letter))
    assert pdf.content.startswith(b"%PDF")
    assert pdf["Content-Disposition"].startswith('attachment; filename="surat-0001-')
    assert Message.unscoped.filter(slug="letter-issued").count() == 1
    word = zipfile.ZipFile(BytesIO(signatory.get(page_of("letter-docx", letter)).content))
    assert letter.number in word.read("word/document.xml").decode()


def test_the_emblem_of_the_office_stands_in_the_kop_of_page_pdf_and_word(office, letter, signatory):
    shown = give_emblem(office, "#1f4a86")
    draft = signatory.get(page_of("letter-emblem", letter))
    assert (draft["Content-Type"], draft.content) == ("image/png", shown)
    assert page_of("letter-emblem", letter) in signatory.get(page_of("letter", letter)).text

    sign(signatory, letter)

    letter.refresh_from_db()
    assert letter.frozen["data"]["emblem"] == "emblem.png"
    assert letter.frozen["pictures"]["emblem.png"] == hashlib.sha256(shown).hexdigest()
    pdf = signatory.get(page_of("letter-pdf", letter)).content
    assert (31, 74, 134) in colours_of(pdf)
    word = zipfile.ZipFile(BytesIO(signatory.get(page_of("letter-docx", letter)).content))
    assert shown in [word.read(name) for name in word.namelist() if "media/" in name]


def test_a_signed_letter_keeps_the_emblem_it_was_issued_with(office, letter, signatory):
    old = give_emblem(office, "#1f4a86")
    sign(signatory, letter)
    issued = signatory.get(page_of("letter-pdf", letter)).content

    give_emblem(office, "#8a2b1f")

    letter.refresh_from_db()
    assert pages.make_page(letter) == issued
    assert signatory.get(page_of("letter-emblem", letter)).content == old


def test_an_office_without_an_emblem_has_a_kop_of_lines_alone(letter, signatory):
    sign(signatory, letter)

    letter.refresh_from_db()
    assert letter.frozen["data"]["emblem"] == ""
    assert signatory.get(page_of("letter-emblem", letter)).status_code == 404
    assert "ki-emblem-kop" not in signatory.get(page_of("letter", letter)).text


def test_the_same_signing_sent_twice_signs_once(letter, signatory):
    assert sign(signatory, letter).status_code == 302
    assert sign(signatory, letter).status_code == 302

    assert Entry.objects.filter(verb="letter.sign").count() == 1
    letter.refresh_from_db()
    assert letter.sequence == 1


def test_many_letters_are_signed_at_once_with_numbers_in_order(office, letter, signatory):
    answers = make.ANSWERS["owner"] | {"nik": "0071014101800002"}
    case = make.fill_in(make.make_draft(office=office, phone="081234567891"), owner=answers)
    case = make.intake.submit(case=case, viewer=make.applicant_of(case))
    officer = make.make_officer(office)
    make.decisions.check_pdki(
        case=case, viewer=officer, finding="Tidak ada", checked_on=make.clock.today()
    )
    make.decisions.accept(case=case, viewer=officer)
    both = list(Letter.unscoped.order_by("id"))

    assert sign(signatory, *both).status_code == 302
    assert [row.sequence for row in Letter.unscoped.order_by("id")] == [1, 2]
    assert "2 surat terbit" in text_of(signatory.get(LIST))


def test_nothing_chosen_is_nothing_signed(signatory, letter):
    opened = text_of(signatory.get(SIGN))
    assert "Pilih paling sedikit satu surat." in opened
    assert "Kesalahan:" not in opened
    assert "Kesalahan:" in text_of(signatory.post(SIGN, {"confirmed": "1"}))

    assert not Entry.objects.filter(verb="letter.sign").exists()


def test_whoever_searched_or_judged_does_not_sign(office):
    checker = make.make_person(name="Rangkap", nip="2")
    make.make_membership(person=checker, office=office, role=Role.VERIFIER)
    viewer = make.viewer(Role.VERIFIER, office, person=checker)
    make.make_programme(office=office)
    case = make.make_submitted(office=office)
    make.decisions.judge_paper(case=case, viewer=viewer, requirement="ktp", good=True)
    other = make.make_officer(office)
    make.decisions.check_pdki(
        case=case, viewer=other, finding="Tidak ada", checked_on=make.clock.today()
    )
    make.decisions.accept(case=case, viewer=other)
    letter = Letter.unscoped.get()
    make.Membership.objects.filter(person=checker).update(role=Role.SIGNATORY)
    client = make.log_in(Client(), checker)

    page = client.get(page_of("letter", letter)).content.decode()
    assert 'aria-disabled="true"' in page
    assert f'value="{letter.public_id}"' not in client.get(LIST).content.decode()
    assert sign(client, letter).status_code == 403 or Letter.unscoped.get().sequence is None
    assert not Entry.objects.filter(verb="letter.sign").exists()


def test_verifiers_read_drafts_but_do_not_sign(office, letter):
    verifier = make.officer_client(Role.VERIFIER, office)

    assert verifier.get(page_of("letter", letter)).status_code == 200
    assert sign(verifier, letter).status_code == 403


def test_another_offices_letter_is_not_found(letter):
    elsewhere = signatory_of(make.make_issuing_office(region="36.71"))

    for name in (
        "letter",
        "letter-pdf",
        "letter-docx",
        "letter-picture",
        "letter-emblem",
        "letter-revoke",
    ):
        assert elsewhere.get(page_of(name, letter)).status_code == 404
    assert sign(elsewhere, letter).status_code == 404
    assert letter.public_id not in elsewhere.get(LIST).content.decode()


def test_a_revoked_letter_says_so_everywhere_at_once(letter, signatory):
    sign(signatory, letter)
    assert signatory.post(page_of("letter-revoke", letter), {}).status_code == 422
    answer = signatory.post(page_of("letter-revoke", letter), {"reason": "Salah label"})

    assert answer.status_code == 302
    letter.refresh_from_db()
    assert letter.status == "revoked"
    assert Seal.objects.get(pk=letter.seal_id).state == "void"
    assert "dicabut" in text_of(signatory.get(page_of("letter", letter)))


def test_a_draft_may_be_taken_back(letter, signatory):
    answer = signatory.post(page_of("letter-withdraw", letter), {"reason": "Salah nama"})

    assert answer.status_code == 302
    letter.refresh_from_db()
    assert letter.status == "revoked"


def test_the_label_in_the_preview_is_served_locked_in(letter, signatory):
    shown = signatory.get(page_of("letter-picture", letter))

    assert shown["Content-Disposition"] == "inline"
    assert "sandbox" in shown["Content-Security-Policy"]


def test_the_list_asks_as_often_for_one_letter_as_for_many(
    office, letter, signatory, django_assert_max_num_queries
):
    signatory.get(LIST)
    with django_assert_max_num_queries(40) as for_one:
        signatory.get(LIST)
    for number in range(10):
        Letter.objects.create(
            public_id=f"l{number}",
            kind=letter.kind,
            on_ref=f"cases.case:{9000 + number}",
            region_code=letter.region_code,
            office=office,
            fields=letter.fields,
            drafted_by=letter.drafted_by,
            created_at=letter.created_at,
        )
    with django_assert_max_num_queries(40) as for_many:
        signatory.get(LIST)
    assert len(for_many) == len(for_one)
