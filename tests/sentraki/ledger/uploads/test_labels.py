import io

import pytest
from PIL import Image, ImageDraw
from tests.hostile.building import oriented, pdf, picture

from sentraki.ledger.uploads import (
    Reason,
    UploadRefused,
    normalise_label,
    normalise_signature,
)


def opened(jpeg: bytes) -> Image.Image:
    shown = Image.open(io.BytesIO(jpeg), formats=["JPEG"])
    shown.load()
    return shown


@pytest.mark.parametrize(
    ("form", "mode"),
    [
        ("JPEG", "RGB"),
        ("JPEG", "CMYK"),
        ("JPEG", "L"),
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("WEBP", "RGB"),
    ],
)
def test_a_label_satisfies_every_published_limit(form, mode):
    label = normalise_label(picture(form, mode, (2600, 1300)))

    shown = opened(label.jpeg)
    assert label.jpeg[:3] == b"\xff\xd8\xff"
    assert b"\xff\xc0" in label.jpeg
    assert b"\xff\xc2" not in label.jpeg
    assert shown.mode == "RGB"
    assert shown.size == (label.width, label.height) == (1024, 512)
    assert len(label.jpeg) < 2_000_000


def test_a_small_label_is_not_enlarged_and_says_so():
    label = normalise_label(picture("PNG", size=(200, 100)))

    assert (label.width, label.height) == (200, 100)
    assert label.notes == ("small",)


def test_transparent_parts_become_white():
    sheet = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    ImageDraw.Draw(sheet).ellipse((100, 100, 300, 300), fill=(200, 0, 0, 255))
    out = io.BytesIO()
    sheet.save(out, "PNG")

    label = normalise_label(out.getvalue())

    assert opened(label.jpeg).getpixel((5, 5)) == (255, 255, 255)
    assert "flattened" in label.notes


def test_what_it_was_before_is_told():
    sent = picture("PNG", size=(2048, 1024))

    label = normalise_label(sent)

    assert label.before == (2048, 1024, "image/png", len(sent))
    assert label.notes == ("resized",)


def test_the_first_page_of_a_pdf_makes_a_label():
    label = normalise_label(pdf())

    assert label.before[:3] == (595, 842, "application/pdf")
    assert (label.width, label.height) == (724, 1024)
    red, green, blue = opened(label.jpeg).getpixel((200, 250))
    assert red > 150 > green + blue


def test_a_sideways_label_stands_upright():
    assert normalise_label(oriented(6)).notes == ("rotated", "small")


def test_the_same_label_gives_the_same_bytes():
    sent = picture("WEBP")

    assert normalise_label(sent) == normalise_label(sent)


def test_an_office_file_is_no_label():
    with pytest.raises(UploadRefused) as caught:
        normalise_label(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert caught.value.reason is Reason.KIND


def test_a_signature_is_cut_to_its_ink_on_white():
    sheet = Image.new("RGBA", (1200, 900), (0, 0, 0, 0))
    ImageDraw.Draw(sheet).line((500, 400, 600, 440, 700, 400), fill=(10, 10, 60, 255), width=6)
    out = io.BytesIO()
    sheet.save(out, "PNG")

    signature = normalise_signature(out.getvalue())

    assert 200 < signature.width < 300
    assert 60 < signature.height < 120
    assert opened(signature.jpeg).getpixel((0, 0)) == (255, 255, 255)


def test_a_blank_signature_stays_a_blank_sheet():
    out = io.BytesIO()
    Image.new("RGB", (600, 300), "white").save(out, "PNG")

    signature = normalise_signature(out.getvalue())

    assert (signature.width, signature.height) == (600, 300)
