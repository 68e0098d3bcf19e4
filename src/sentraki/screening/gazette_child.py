"""The inside of reading a gazette: pages as lines and pictures. Runs in the limited child only.

Imports nothing of the house: the child bars Django, and a 150 MB file is read from the disk page
by page, never held.
"""

import hashlib
import io
import json
import logging
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, BinaryIO

import pypdfium2
import pypdfium2.raw as raw
from PIL import Image
from pypdf import PdfReader

from sentraki.screening.rules.gazette import count_rows

logging.getLogger("pypdf").setLevel(logging.CRITICAL)
LONG_SIDE = 256
MOST_PIXELS = 40_000_000
EDGE = 0.12
MOST_LETTERS = 60_000
SAMPLED = 120
OVERLAP = 1.0
"""Letters of a line may lean over each other by so many points (kerning does)."""

CROWDED = 0.3
MOST_PICTURES = 40
"""Of one page so many pictures are looked at; a page with more is not a page of labels."""


def pages(order: dict[str, Any], source: BinaryIO) -> bytes:
    """Pages ``from`` to ``to`` (from 0, end excluded) of the PDF ``source``.

    Answers a line of JSON, then the pictures one after the other: ``{"pages": n of the file,
    "read": [{"lines": [[text, top], …], "pictures": [[bytes, foot, digest, is_edge], …]}, …]}``.
    A picture of 0 bytes could not be read.
    """
    written = io.BytesIO()
    read: list[dict[str, Any]] = []
    second: PdfReader | None = None
    with pypdfium2.PdfDocument(source) as document:
        total = len(document)
        for number in range(order["from"], min(order["to"], total)):
            page = document[number]
            lines = _lines(page)
            crowded = _is_crowded(page)
            if crowded or _is_doubtful(lines):
                second = second or _second_reader(source)
                other = _by_second(second, number)
                if crowded or _rows(other) > _rows(lines):
                    lines = other
            pictures = [_kept(picture, written) for picture in _pictures(page)]
            read.append({"lines": lines, "pictures": pictures})
            page.close()
    head = json.dumps({"pages": total, "read": read}).encode()
    return head + b"\n" + written.getvalue()


def _rows(lines: list[tuple[str, float]]) -> int:
    return count_rows(text for text, _top_of in lines)


def _lines(page: pypdfium2.PdfPage) -> list[tuple[str, float]]:
    text_page = page.get_textpage()
    try:
        count = min(text_page.count_chars(), MOST_LETTERS)
        text = text_page.get_text_range(0, count) if count else ""
        found: list[tuple[str, float]] = []
        at = 0
        for line in text.split("\n"):
            bare = line.rstrip("\r")
            if bare.strip():
                first = at + len(bare) - len(bare.lstrip())
                found.append((bare, _top(text_page, min(first, count - 1))))
            at += len(line) + 1
        return found
    finally:
        text_page.close()


def _top(text_page: pypdfium2.PdfTextPage, index: int) -> float:
    try:
        return float(text_page.get_charbox(index)[3])
    except pypdfium2.PdfiumError:
        return 0.0


def _is_crowded(page: pypdfium2.PdfPage) -> bool:
    """Whether letters lie on top of each other: a broken width table, which loses letters."""
    text_page = page.get_textpage()
    try:
        boxes = [text_page.get_charbox(at) for at in range(min(text_page.count_chars(), SAMPLED))]
    except pypdfium2.PdfiumError:
        return True
    finally:
        text_page.close()
    real = [(left, right, foot) for left, foot, right, _head in boxes if right > left]
    pairs = [
        (right, after[0]) for (_left, right, foot), after in pairwise(real) if foot == after[2]
    ]
    over = sum(following < right - OVERLAP for right, following in pairs)
    return bool(over > len(pairs) * CROWDED)


def _is_doubtful(lines: list[tuple[str, float]]) -> bool:
    """Whether a page speaks of dates like a list and yet not every such line is a row."""
    dated = sum("/20" in text or "/ 2 0" in text for text, _top_of in lines)
    return dated > _rows(lines)


def _second_reader(source: BinaryIO) -> PdfReader:
    source.seek(0)
    return PdfReader(source, strict=False)


def _by_second(reader: PdfReader, number: int) -> list[tuple[str, float]]:
    """The lines of a page by the other library, which does not look at widths for its letters."""
    heights: dict[float, list[str]] = {}

    def see(text: str, _cm: Any, place: Any, _font: Any, _size: Any) -> None:
        if text.strip():
            heights.setdefault(round(float(place[5]), 1), []).append(text.replace("\n", " "))

    reader.pages[number].extract_text(visitor_text=see)
    return [("".join(parts)[:MOST_LETTERS], top) for top, parts in heights.items()]


def _pictures(page: pypdfium2.PdfPage) -> Iterator[tuple[bytes, float, str, bool]]:
    height = page.get_height()
    objects = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4)
    for count, found in enumerate(objects):
        if count == MOST_PICTURES:
            return
        _left, bottom, _right, top = found.get_bounds()
        is_edge = bottom > height * (1 - EDGE) or top < height * EDGE
        content = _encoded(found)
        yield (
            content,
            float(bottom),
            hashlib.sha256(content).hexdigest() if content else "",
            is_edge,
        )


def _encoded(found: Any) -> bytes:
    """The picture as a small WebP; nothing when it is too large or broken."""
    try:
        width, height = found.get_px_size()
        if not 0 < width * height <= MOST_PIXELS:
            return b""
        picture = found.get_bitmap(render=False).to_pil().convert("RGB")
        picture.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
        written = io.BytesIO()
        picture.save(written, "WEBP", quality=75)
        return written.getvalue()
    except (pypdfium2.PdfiumError, OSError, ValueError):
        return b""


def _kept(
    picture: tuple[bytes, float, str, bool], written: io.BytesIO
) -> tuple[int, float, str, bool]:
    content, foot, digest, is_edge = picture
    written.write(content)
    return len(content), foot, digest, is_edge
