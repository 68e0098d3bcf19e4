import io
from pathlib import Path

import polib
import pytest
from PIL import Image, ImageCms
from pypdf import PdfReader
from tests.hostile.building import (
    drawing,
    located,
    oriented,
    pdf,
    picture,
    xlsx,
)

from sentraki.ledger.uploads import (
    IMAGE_OR_PDF,
    Kind,
    Purpose,
    Reason,
    UploadRefused,
    decode,
    shrink_photo,
)
from sentraki.ledger.uploads.refusals import (
    KIND_TEXTS,
    PHONE_ONLY_TEXT,
    TEXTS,
    UNKNOWN_KIND_TEXTS,
)

CATALOGUE = Path(__file__).parents[4] / "locale/id/LC_MESSAGES/django.po"
IMAGE = frozenset({Kind.IMAGE})


def opened(data: bytes) -> Image.Image:
    shown = Image.open(io.BytesIO(data))
    shown.load()
    return shown


def refusal(data: bytes, accept=IMAGE_OR_PDF, purpose=Purpose.PAPER, name="") -> UploadRefused:
    with pytest.raises(UploadRefused) as caught:
        decode(data, accept=accept, purpose=purpose, name=name)
    return caught.value


def test_a_photo_comes_back_as_jpeg_without_its_place():
    decoded = decode(located(), accept=IMAGE, purpose=Purpose.PHOTO)

    assert (decoded.mime, decoded.extension) == ("image/jpeg", ".jpg")
    assert (decoded.width, decoded.height, decoded.pages) == (160, 120, 0)
    assert len(opened(decoded.data).getexif()) == 0


def test_a_photo_looks_as_before():
    before = drawing()

    after = opened(decode(picture("PNG"), accept=IMAGE, purpose=Purpose.PHOTO).data)

    for point in ((30, 30), (100, 80)):
        pairs = zip(before.getpixel(point), after.getpixel(point), strict=True)
        assert all(abs(old - new) < 12 for old, new in pairs)


def test_a_drawn_label_stays_lossless_and_transparent():
    sent = picture("PNG", "RGBA")

    decoded = decode(sent, accept=IMAGE, purpose=Purpose.LABEL)

    assert decoded.mime == "image/png"
    assert opened(decoded.data).tobytes() == opened(sent).tobytes()


def test_a_large_photo_is_shrunk_to_its_purpose():
    decoded = shrink_photo(picture("JPEG", size=(3000, 1500)))

    assert (decoded.width, decoded.height) == (2000, 1000)
    assert decoded.notes == ("resized",)


def test_a_photo_taken_sideways_stands_upright():
    decoded = decode(oriented(6), accept=IMAGE, purpose=Purpose.PHOTO)

    assert (decoded.width, decoded.height) == (120, 160)
    assert decoded.notes == ("rotated",)
    assert decode(oriented(9), accept=IMAGE, purpose=Purpose.PHOTO).notes == ()


def test_an_animation_keeps_its_first_picture():
    out = io.BytesIO()
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])

    decoded = decode(out.getvalue(), accept=IMAGE, purpose=Purpose.PHOTO)

    assert decoded.notes == ("first-frame",)
    red, _, blue = opened(decoded.data).convert("RGB").getpixel((20, 20))
    assert red > 200 > blue


def test_colours_of_another_profile_are_turned_into_srgb():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    for profile in (lab, srgb, b"no profile at all"):
        decoded = decode(picture("JPEG", icc_profile=profile), accept=IMAGE, purpose=Purpose.PHOTO)
        assert "icc_profile" not in opened(decoded.data).info


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_can_be_read(mode):
    decoded = decode(picture("PNG", mode, (900, 700)), accept=IMAGE, purpose=Purpose.LABEL)

    assert (decoded.width, decoded.height) == (900, 700)


@pytest.mark.parametrize(
    ("form", "mode", "size"),
    [
        ("JPEG", "RGB", (6000, 3990)),
        ("PNG", "RGB", (6000, 3990)),
        ("PNG", "RGBA", (4000, 2990)),
        ("PNG", "I;16", (6000, 3990)),
        ("GIF", "P", (4000, 2990)),
        ("WEBP", "RGB", (4000, 1990)),
    ],
)
def test_the_largest_pictures_allowed_fit_into_the_memory(form, mode, size):
    options = {"compress_level": 1} if form == "PNG" else {}
    decoded = decode(picture(form, mode, size, **options), accept=IMAGE, purpose=Purpose.LABEL)

    assert max(decoded.width, decoded.height) == 2400


def test_a_path_is_read_like_bytes(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(picture("JPEG"))

    by_path = decode(path, accept=IMAGE, purpose=Purpose.PHOTO)

    assert by_path == decode(picture("JPEG"), accept=IMAGE, purpose=Purpose.PHOTO)


def test_a_pdf_keeps_its_text_and_its_number_of_pages():
    decoded = decode(pdf(), accept=IMAGE_OR_PDF, purpose=Purpose.PAPER)

    assert (decoded.mime, decoded.extension, decoded.pages) == ("application/pdf", ".pdf", 1)
    assert PdfReader(io.BytesIO(decoded.data)).pages[0].extract_text() == "Surat keterangan"


def test_the_same_file_gives_the_same_bytes():
    for data in (pdf(), located()):
        first = decode(data, accept=IMAGE_OR_PDF, purpose=Purpose.PAPER)
        assert decode(data, accept=IMAGE_OR_PDF, purpose=Purpose.PAPER) == first


def test_a_sheet_passes_as_sent_and_says_so():
    accept = frozenset({Kind.SHEET})

    decoded = decode(xlsx(), accept=accept, purpose=Purpose.SHEET)
    text = decode(b"Nama\nKopi\n", accept=accept, purpose=Purpose.SHEET, name="a.csv")

    assert (decoded.extension, decoded.notes) == (".xlsx", ("as-sent",))
    assert (text.mime, text.extension) == ("text/csv", ".csv")


def test_a_file_of_another_kind_is_called_by_its_name():
    assert str(refusal(b"<svg/>")) == "We accept JPG, PNG, WebP or PDF. This is SVG."
    assert str(refusal(pdf(), accept=IMAGE)) == "We accept JPG, PNG or WebP here. This is PDF."
    assert str(refusal(b"words", accept=IMAGE)).endswith("This file is of another kind.")
    assert refusal(picture("PNG"), accept=frozenset({Kind.SHEET})).reason is Reason.KIND


def test_a_photograph_only_its_telephone_can_read_is_refused_with_what_to_do():
    photograph = b"\0\0\0\x18ftypheic" + bytes(99)
    assert "screenshot" in str(refusal(photograph, accept=IMAGE))
    assert "screenshot" in str(refusal(photograph))
    assert "screenshot" not in str(refusal(photograph, accept=frozenset({Kind.PDF})))


def test_too_large_too_many_pixels_and_empty_each_have_their_sentence(settings_of_uploads):
    settings_of_uploads(1_000_000)

    assert str(refusal(picture("JPEG") + bytes(1_500_000))).startswith(
        "This file is 2 MB; the limit is 1 MB."
    )
    assert refusal(b"").reason is Reason.EMPTY


def test_too_many_pixels_are_counted_before_they_are_read():
    reason = refusal(picture("PNG", "L", (5100, 5000), compress_level=1))

    assert reason.reason is Reason.PIXELS
    assert "26 megapixels; the limit is 24" in str(reason)


def test_every_sentence_is_there_in_indonesian_with_the_same_places():
    wording = {entry.msgid: entry.msgstr for entry in polib.pofile(str(CATALOGUE))}

    texts = (TEXTS, KIND_TEXTS, UNKNOWN_KIND_TEXTS)
    for text in (PHONE_ONLY_TEXT, *(text for one in texts for text in one.values())):
        assert wording[text]
        for place in ("%(size)s", "%(limit)s", "%(kind)s"):
            assert (place in text) == (place in wording[text])


@pytest.fixture
def settings_of_uploads(monkeypatch):
    """Let the office allow fewer bytes than the purpose does."""
    from django.conf import settings  # noqa: PLC0415 - settings only, no application

    return lambda most: monkeypatch.setattr(settings, "UPLOAD_MAX_BYTES", most)
