import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from serupa.data import settings as texts
from serupa.images.pictures import LONGEST, PictureError, decode, refusal


def packed(image, kind="PNG", **more):
    held = io.BytesIO()
    image.save(held, kind, **more)
    return held.getvalue()


def refused(content):
    with pytest.raises(PictureError) as problem:
        decode(content)
    return problem.value.key


def square(mode, colour):
    return Image.new(mode, (40, 30), colour)


@pytest.mark.parametrize(
    ("image", "kind"),
    [
        (square("RGB", (9, 99, 199)), "PNG"),
        (square("CMYK", (9, 99, 199, 0)), "JPEG"),
        (square("1", 1), "PNG"),
        (square("P", 3), "GIF"),
        (square("I;16", 40_000), "PNG"),
        (square("LA", (30, 120)), "PNG"),
        (square("F", 0.5), "TIFF"),
        (square("RGBA", (9, 99, 199, 7)), "WEBP"),
        (square("RGB", 0), "BMP"),
    ],
)
def test_every_mode_becomes_a_plain_picture(image, kind):
    picture = decode(packed(image, kind))
    assert picture.shape == (30, 40, 3)
    assert picture.dtype == np.uint8


def test_sixteen_bits_keep_their_brightness():
    assert abs(int(decode(packed(square("I;16", 32_768)))[0, 0, 0]) - 128) <= 1


def test_a_white_drawing_on_nothing_stays_visible():
    image = Image.new("RGBA", (60, 60), (0, 0, 0, 0))
    image.paste((255, 255, 255, 255), (20, 20, 40, 40))
    picture = decode(packed(image))
    assert np.abs(picture[30, 30].astype(int) - picture[2, 2]).sum() > 200


def test_only_the_first_frame_of_an_animation_is_read():
    frames = [square("RGB", colour) for colour in ("red", "green", "blue")]
    content = packed(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert decode(content)[5, 5].tolist() == [255, 0, 0]


def test_a_turned_photograph_is_set_upright():
    image = Image.new("RGB", (60, 20), "white")
    exif = Image.Exif()
    exif[0x0112] = 6
    assert decode(packed(image, "JPEG", exif=exif)).shape[:2] == (60, 20)


def test_a_large_photograph_is_made_smaller():
    content = packed(Image.new("RGB", (5000, 3000), "white"), "JPEG")
    assert max(decode(content).shape[:2]) <= LONGEST


def chunk(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def test_a_picture_of_a_billion_pixels_is_refused_before_it_is_read():
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0))
    assert (
        refused(b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", b"") + chunk(b"IEND", b"")) == "large"
    )


def test_nothing_a_page_and_a_torn_picture_are_refused_with_their_reason():
    whole = packed(Image.effect_noise((300, 300), 90).convert("RGB"))
    assert refused(b"") == "empty"
    assert refused(b"<svg xmlns='http://www.w3.org/2000/svg'/>") == "format"
    assert refused(whole[: len(whole) // 2]) == "broken"
    assert refused(b"\0" * (20 * 2**20 + 1)) == "heavy"


def test_every_refusal_has_its_sentence_in_both_languages():
    for key in texts("images")["refused"]:
        assert refusal(key, "id") != refusal(key, "en")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damaged_files_are_read_or_refused_and_nothing_else(data):
    kind = data.draw(st.sampled_from(["PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF"]))
    content = bytearray(packed(square("RGB", "red"), kind))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    try:
        picture = decode(bytes(content))
    except PictureError:
        return
    assert picture.ndim == 3
