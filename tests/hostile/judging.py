"""What a gate's answer to a hostile file must be like."""

import io
from collections.abc import Iterator
from typing import Any

from PIL import Image
from pypdf import PdfReader
from tests.hostile.building import MARKER, SCRIPT
from tests.hostile.corpus import Hostile, Verdict

from sentraki.ledger.uploads import IMAGE_OR_PDF, Decoded, Purpose, UploadRefused, decode

ALLOWED_IN_CATALOG = {"/Type", "/Pages"}
ACTIVE = {"/A", "/AA", "/AF", "/AcroForm", "/Annots", "/EF", "/EmbeddedFiles", "/F", "/Info", "/JS"}
ACTIVE |= {"/JavaScript", "/Metadata", "/Names", "/OPI", "/OpenAction", "/PieceInfo", "/XFA"}
ACTIONS = {"/GoToR", "/JavaScript", "/Launch", "/SubmitForm", "/URI"}
OF_THE_FORMAT = {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def verdict_on(file: Hostile) -> Verdict:
    """Send ``file`` through the gate; what comes out is checked to be bare."""
    try:
        decoded = decode(file.data, accept=IMAGE_OR_PDF, purpose=Purpose.PAPER, name=file.sent_as)
    except UploadRefused:
        return Verdict.REFUSE
    assert decoded.data != file.data
    is_bare(decoded)
    return Verdict.REWRITE


def is_bare(decoded: Decoded) -> None:
    """Fail if anything but the visible is left."""
    assert MARKER not in decoded.data
    assert SCRIPT not in decoded.data
    if decoded.mime == "application/pdf":
        _is_bare_pdf(decoded)
        return
    with Image.open(io.BytesIO(decoded.data), formats=["JPEG", "PNG"]) as picture:
        picture.load()
        assert picture.size == (decoded.width, decoded.height)
        assert dict(picture.getexif()) == {}
        assert set(picture.info) <= OF_THE_FORMAT


def _is_bare_pdf(decoded: Decoded) -> None:
    reader = PdfReader(io.BytesIO(decoded.data), strict=True)
    assert reader.get_num_pages() == decoded.pages
    assert set(reader.trailer) == {"/Size", "/Root"}
    assert set(reader.root_object) == ALLOWED_IN_CATALOG
    for number in reader.xref[0]:
        for key, value in _fields_of(reader.get_object(number)):
            assert key not in ACTIVE
            assert not (isinstance(value, str) and value in ACTIONS)


def _fields_of(value: Any) -> Iterator[tuple[str, Any]]:
    """Every key and value below ``value``, references not followed."""
    if isinstance(value, dict):
        for key, inner in dict.items(value):
            yield str(key), inner
            yield from _fields_of(inner)
    elif isinstance(value, list):
        for inner in list.__iter__(value):
            yield from _fields_of(inner)
