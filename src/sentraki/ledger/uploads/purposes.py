"""Why a file is sent decides how large it may be and how it is written anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Purpose(StrEnum):
    """What a file is for."""

    LABEL = "label"
    PHOTO = "photo"
    IDENTITY = "identity"
    SIGNATURE = "signature"
    PAPER = "paper"
    SHEET = "sheet"


@dataclass(frozen=True, slots=True)
class Limit:
    """Bounds of one purpose.

    ``max_bytes`` of the file as sent; ``long_side`` in pixels and ``quality`` (JPEG) of the picture
    written anew; ``lossless`` keeps drawn pictures (PNG, GIF) as PNG; ``pages`` of a PDF.
    """

    max_bytes: int
    long_side: int = 0
    quality: int = 85
    lossless: bool = False
    pages: int = 50


LIMITS: Mapping[Purpose, Limit] = MappingProxyType(
    {
        Purpose.LABEL: Limit(15_000_000, long_side=2400, quality=92, lossless=True),
        Purpose.PHOTO: Limit(15_000_000, long_side=2000),
        Purpose.IDENTITY: Limit(15_000_000, long_side=2000),
        Purpose.SIGNATURE: Limit(15_000_000, long_side=1500, quality=92, lossless=True, pages=1),
        Purpose.PAPER: Limit(15_000_000, long_side=2400),
        Purpose.SHEET: Limit(20_000_000),
    }
)
MAX_PIXELS = 24_000_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file that may be kept: written by us, except for a sheet.

    ``data`` with its ``mime``, ``extension`` (with dot) and ``sha256`` (hex); ``width`` and
    ``height`` in pixels of a picture, ``pages`` of a PDF, else 0. ``notes`` tell what was lost or
    found on the way: ``resized``, ``rotated``, ``first-frame``, ``active-removed``,
    ``attachments-dropped``, ``signature-dropped``, ``form-flattened``, ``layers-shown``.
    ``as-sent`` marks a sheet: it is read by ``kernel.sheets`` and must not be stored.
    """

    data: bytes
    mime: str
    extension: str
    sha256: str
    width: int = 0
    height: int = 0
    pages: int = 0
    notes: tuple[str, ...] = ()
