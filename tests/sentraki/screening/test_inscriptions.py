"""Words in a picture sent: read in the limited child, never an error, nothing kept."""

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from sentraki.screening import inscriptions
from sentraki.screening.lookalikes import section

needs_reader = pytest.mark.skipif(
    not inscriptions.is_installed(), reason="requirements/words.txt is not here"
)
CREAM, RED = (244, 236, 214), (120, 30, 40)


def signboard(*lines: str, side: int = 480, high: float = 44.0) -> Image.Image:
    board = Image.new("RGB", (side, side), CREAM)
    pen, step = ImageDraw.Draw(board), side / (len(lines) + 1)
    for at, line in enumerate(lines, start=1):
        pen.text((side / 2, at * step), line, RED, ImageFont.load_default(high), anchor="mm")
    return board


def file_of(picture: Image.Image, kind: str = "PNG") -> bytes:
    held = io.BytesIO()
    picture.save(held, kind)
    return held.getvalue()


@needs_reader
def test_the_words_are_told_with_the_place_they_stand_at() -> None:
    read = inscriptions.read(file_of(signboard("Sambal Bu Tini")))
    assert read.text == "Sambal Bu Tini"
    ((left, top, right, bottom),) = read.boxes
    assert left < 120 < 360 < right
    assert top < 240 < bottom


@needs_reader
def test_a_page_full_of_words_fits_into_the_child() -> None:
    dense = signboard(*["SAMBAL BU TINI ASLI BOJONEGORO 200 GRAM NETTO"] * 20, side=3000, high=90)
    read = inscriptions.read(file_of(dense))
    assert "SAMBAL" in read.text
    assert not read.failed


@needs_reader
def test_a_page_is_read_by_the_picture_made_of_it() -> None:
    written = file_of(signboard("KOPI SENJA"), "JPEG")
    assert inscriptions.read(b"%PDF-1.4", written=written).text == "KOPI SENJA"


@needs_reader
@pytest.mark.parametrize(
    "content", [b"", b"<svg onload='x'/>", file_of(signboard("KOPI"))[:200], b"\x89PNG" * 999]
)
def test_what_is_no_picture_has_failed_and_raises_nothing(content: bytes) -> None:
    assert inscriptions.read(content) == inscriptions.Inscription(failed=True)


@needs_reader
def test_a_drawing_without_words_has_none() -> None:
    blank = np.full((200, 200, 3), 255, np.uint8)
    assert inscriptions.read(file_of(Image.fromarray(blank))) == inscriptions.Inscription()


@needs_reader
def test_a_child_that_may_not_have_enough_memory_has_failed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(inscriptions, "MEMORY_MB", 120)
    assert inscriptions.read(file_of(signboard("KOPI"))).failed


def test_without_the_reader_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inscriptions, "NEEDED", ("not_a_package",))
    assert inscriptions.read(file_of(signboard("KOPI"))) == inscriptions.Inscription(missing=True)


@needs_reader
@pytest.mark.django_db
def test_words_already_read_are_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inscriptions, "INSIDE", "nowhere:read")
    told = section(b"nonsense", read=inscriptions.Inscription("KOPI"))
    assert told.read.text == "KOPI"
