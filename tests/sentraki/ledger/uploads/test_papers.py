"""What becomes of PDFs that do more than show pages."""

import io

import pypdfium2
import pytest
from pypdf import PdfReader
from tests.hostile.building import MARKER, pdf, pdf_file, stream
from tests.hostile.corpus import everything

from sentraki.ledger.uploads import IMAGE_OR_PDF, Decoded, Purpose, Reason, UploadRefused, decode

PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] >>"


def rewritten(data: bytes) -> Decoded:
    return decode(data, accept=IMAGE_OR_PDF, purpose=Purpose.PAPER)


def hostile(slug: str) -> bytes:
    return next(file.data for file in everything() if file.slug == slug)


def drawn(data: bytes) -> bytes:
    with pypdfium2.PdfDocument(data) as document:
        return document[0].render(scale=0.5, may_draw_forms=False).to_pil().tobytes()


@pytest.mark.parametrize(
    ("slug", "note"),
    [
        ("pdf-javascript-at-opening", "active-removed"),
        ("pdf-javascript-written-oddly", "active-removed"),
        ("pdf-launch", "active-removed"),
        ("pdf-xfa", "active-removed"),
        ("pdf-attachment", "attachments-dropped"),
        ("pdf-signed", "signature-dropped"),
        ("pdf-form-field", "form-flattened"),
    ],
)
def test_what_was_left_behind_is_noted(slug, note):
    assert note in rewritten(hostile(slug)).notes


def test_an_ordinary_pdf_has_no_notes():
    assert rewritten(pdf()).notes == ()


@pytest.mark.parametrize("slug", ["pdf-photo-with-position", "pdf-link", "pdf-xmp", "pdf-launch"])
def test_the_page_looks_as_before(slug):
    assert drawn(rewritten(hostile(slug)).data) == drawn(hostile(slug))


@pytest.mark.parametrize("slug", ["pdf-form-field", "pdf-signed"])
def test_filled_fields_and_signature_stamps_stay_visible(slug):
    plain = drawn(pdf())

    assert drawn(rewritten(hostile(slug)).data) != plain


def test_page_values_set_higher_up_in_the_tree_still_count():
    data = pdf_file(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 200 100] /Rotate 90"
            b" /Resources << /Font << /F1 6 0 R >> >> >>",
            3: b"<< /Type /Pages /Parent 2 0 R /Kids [4 0 R] /Count 1 >>",
            4: b"<< /Type /Page /Parent 3 0 R /Contents 5 0 R >>",
            5: stream(b"BT /F1 9 Tf 10 50 Td (Diwariskan) Tj ET"),
            6: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        }
    )

    page = PdfReader(io.BytesIO(rewritten(data).data)).pages[0]

    assert page.extract_text() == "Diwariskan"
    assert page.rotation == 90
    assert [float(edge) for edge in page.mediabox] == [0, 0, 200, 100]


def test_resources_whose_names_look_like_forbidden_keys_still_work():
    data = pdf(content=b"BT /F 18 Tf 72 720 Td (Huruf F) Tj ET").replace(b"/F1 5 0 R", b"/F 5 0 R")

    result = rewritten(data)

    assert drawn(result.data) == drawn(data)
    assert PdfReader(io.BytesIO(result.data)).pages[0].extract_text() == "Huruf F"


@pytest.mark.parametrize(
    ("slug", "reason"),
    [
        ("pdf-password", Reason.LOCKED),
        ("pdf-owner-only", Reason.LOCKED),
        ("pdf-51-pages", Reason.PAGES),
        ("pdf-tree-loop", Reason.DAMAGED),
        ("pdf-only-header", Reason.DAMAGED),
        ("pdf-contents-bomb", Reason.INTRICATE),
    ],
)
def test_a_refusal_has_its_reason(slug, reason):
    with pytest.raises(UploadRefused) as caught:
        rewritten(hostile(slug))
    assert caught.value.reason is reason


def test_fifty_pages_are_allowed():
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 53))
    tree = b"<< /Type /Pages /Count 50 /Kids [" + kids + b"] >>"
    data = pdf_file(
        {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: tree} | dict.fromkeys(range(3, 53), PAGE)
    )

    assert rewritten(data).pages == 50


def test_no_word_of_a_photos_exif_is_left_in_the_pdf():
    assert MARKER in hostile("pdf-photo-with-position")
    assert MARKER not in rewritten(hostile("pdf-photo-with-position")).data
