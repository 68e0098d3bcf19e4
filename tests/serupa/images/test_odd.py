"""Odd and hostile pictures, from the file to the answer: a sentence or an answer, never a crash."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image
from tests.serupa.images.drawings import drawing

from serupa.images.engine import engine
from serupa.images.index import Index, Mark
from serupa.images.pictures import PictureError
from serupa.images.reading import Reader
from serupa.images.search import search


def packed(image, kind="PNG", **more):
    held = io.BytesIO()
    image.save(held, kind, **more)
    return held.getvalue()


def chunk(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def png_of(width, height, rows):
    """A PNG that claims a size, with ``rows`` bytes of nothing inside."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = zlib.compress(b"\0" * rows, 9)
    signed = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
    return signed + chunk(b"IDAT", data) + chunk(b"IEND", b"")


STAR = Image.fromarray(drawing(4))


def see_through():
    made = STAR.convert("RGBA")
    grey = np.asarray(STAR.convert("L"))
    made.putalpha(Image.fromarray(255 - grey))
    return made


def sixteen_bits():
    return Image.fromarray(np.asarray(STAR.convert("L"), np.uint16) * 257)


FRAMES = [Image.fromarray(drawing(at)) for at in (4, 11, 23)]

FOUND = {
    "plain": packed(STAR),
    "animated GIF": packed(FRAMES[0], "GIF", save_all=True, append_images=FRAMES[1:]),
    "animated WebP": packed(FRAMES[0], "WEBP", save_all=True, append_images=FRAMES[1:]),
    "several pages of TIFF": packed(FRAMES[0], "TIFF", save_all=True, append_images=FRAMES[1:]),
    "CMYK": packed(STAR.convert("CMYK"), "JPEG", quality=90),
    "sixteen bits": packed(sixteen_bits()),
    "see-through": packed(see_through()),
    "see-through and white": packed(
        Image.merge("RGBA", (*[Image.new("L", STAR.size, 255)] * 3, see_through().getchannel("A")))
    ),
    "one bit": packed(STAR.convert("1")),
    "palette": packed(STAR.quantize(8)),
    "four thousand pixels": packed(STAR.resize((4000, 4000))),
    "thin": packed(STAR.resize((900, 225))),
}
"""Odd, yet the mark is found first."""

REFUSED = {
    "nothing": (b"", "empty"),
    "a page": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "format"),
    "one pixel": (packed(Image.new("RGB", (1, 1))), "blank"),
    "a line of pixels": (packed(Image.new("RGB", (900, 1))), "blank"),
    "all white": (packed(Image.new("RGB", (300, 300), "white")), "blank"),
    "all clear": (packed(Image.new("RGBA", (300, 300), (9, 9, 9, 0))), "blank"),
    "thirty thousand square": (png_of(30_000, 30_000, 10), "large"),
    "a bomb of twenty megapixels": (png_of(4_800, 4_800, 4_801 * 4_800), "blank"),
    "cut off": (packed(Image.effect_noise((400, 400), 80))[:9_000], "broken"),
    "claims more than it holds": (png_of(400, 400, 90), "broken"),
    "twenty megabytes": (b"\x89PNG\r\n\x1a\n" + b"\0" * (20 * 2**20), "heavy"),
    "another format inside": (b"II*\0" + b"\xff" * 64, "format"),
}


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    made = engine("logo")
    folder = tmp_path_factory.mktemp("index")
    filled = Index.create(folder, kind="logo", engine=made.version, layout=made.layout)
    numbers = (4, 7, 11, 23)
    filled.add([Mark(f"m{at}", "") for at in numbers], [made.mark(drawing(at)) for at in numbers])
    return filled


@pytest.fixture(scope="module")
def reader():
    with Reader() as opened:
        yield opened


@pytest.mark.parametrize("odd", FOUND)
def test_an_odd_picture_of_a_mark_finds_it(index, reader, odd):
    asked = engine("logo").asked(reader.read(FOUND[odd]))
    (hit,) = search(index, asked, limit=1)
    assert index.ids()[hit.place] == "m4"


@pytest.mark.parametrize("odd", REFUSED)
def test_what_cannot_be_compared_is_refused_for_its_reason(reader, odd):
    content, key = REFUSED[odd]
    with pytest.raises(PictureError) as problem:
        engine("logo").asked(reader.read(content))
    assert problem.value.key == key
    assert reader.read(FOUND["plain"]).shape == (200, 200, 3)
