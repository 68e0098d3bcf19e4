"""The two pictures DJKI's form takes: the label of the mark and the applicant's signature.

The form takes JPG only, at most 1024 x 1024 pixels; published size limits range from 2 to 5 MB
(state 2021 and later). What is made here satisfies all of them: baseline sRGB JPG on white, longest
side at most 1024 pixels, under 2 MB.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from sentraki.ledger.uploads.gate import ask, fetch, other_kind, picture_order
from sentraki.ledger.uploads.kinds import IMAGE_OR_PDF, Kind, sniff
from sentraki.ledger.uploads.purposes import LIMITS, Purpose

LONG_SIDE = 1024
MAX_BYTES = 2_000_000


class Before(NamedTuple):
    """The file as it came: pixels (points for a PDF page), type, bytes."""

    width: int
    height: int
    mime: str
    size: int


@dataclass(frozen=True, slots=True)
class Label:
    """A picture as DJKI's form takes it, with what it was made of.

    ``notes``: ``resized``, ``rotated``, ``first-frame``, ``first-page``, ``flattened`` (transparent
    parts became white), ``small`` (the longest side is below 300 pixels; it is never enlarged).
    """

    jpeg: bytes
    width: int
    height: int
    before: Before
    notes: tuple[str, ...]


def normalise_label(source: Path | bytes) -> Label:
    """Make the label file of a mark from a JPG, PNG, WebP, GIF or the first page of a PDF.

    Raises ``UploadRefused``. The same file always gives the same bytes.
    """
    return _normalise(source, Purpose.LABEL, crop=False)


def normalise_signature(source: Path | bytes) -> Label:
    """Make the signature file from a drawing or photograph, cut to its ink on white."""
    return _normalise(source, Purpose.SIGNATURE, crop=True)


def _normalise(source: Path | bytes, purpose: Purpose, *, crop: bool) -> Label:
    data = fetch(source, LIMITS[purpose])
    sniffed = sniff(data)
    if sniffed.kind not in IMAGE_OR_PDF:
        raise other_kind(sniffed, IMAGE_OR_PDF)
    order: dict[str, Any] = {
        **picture_order(sniffed, LIMITS[purpose]),
        "long_side": LONG_SIDE,
        "lossless": False,
        "max_bytes": MAX_BYTES,
        "crop": crop,
    }
    function = "papers:picture_of_first_page" if sniffed.kind is Kind.PDF else "pictures:encode"
    jpeg, facts = ask(function, order, data)
    notes = tuple(facts["notes"])
    if max(facts["width"], facts["height"]) < 300:
        notes += ("small",)
    width, height = facts["before"]
    before = Before(width, height, sniffed.mime, len(data))
    return Label(jpeg, facts["width"], facts["height"], before, notes)
