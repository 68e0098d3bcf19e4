"""Every hostile file meets its written verdict, within its limits, and leaves nothing behind."""

import io
import resource
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader
from tests.hostile.archives import workbooks
from tests.hostile.building import MARKER, SCRIPT
from tests.hostile.corpus import NASTY_NAMES, Hostile, Verdict, everything

from sentraki.kernel.errors import Refusal
from sentraki.kernel.limited import pack, run_limited
from sentraki.kernel.sheets import read_sheet
from sentraki.ledger.uploads import (
    IMAGE_OR_PDF,
    Decoded,
    Kind,
    Purpose,
    UploadRefused,
    decode,
    normalise_label,
)
from sentraki.ledger.uploads.gate import picture_order
from sentraki.ledger.uploads.kinds import sniff
from sentraki.ledger.uploads.purposes import LIMITS

ALLOWED_IN_CATALOG = {"/Type", "/Pages"}
ACTIVE = {"/A", "/AA", "/AF", "/AcroForm", "/Annots", "/EF", "/EmbeddedFiles", "/F", "/Info", "/JS"}
ACTIVE |= {
    "/JavaScript",
    "/Metadata",
    "/Names",
    "/OPI",
    "/OpenAction",
    "/PieceInfo",
    "/Ref",
    "/XFA",
}
ACTIONS = {"/GoToR", "/JavaScript", "/Launch", "/SubmitForm", "/URI"}


def fields_of(value: Any) -> Iterator[tuple[str, Any]]:
    """Every key and value below ``value``, references not followed."""
    if isinstance(value, dict):
        for key, inner in dict.items(value):
            yield str(key), inner
            yield from fields_of(inner)
    elif isinstance(value, list):
        for inner in list.__iter__(value):
            yield from fields_of(inner)


def seconds_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def is_bare(decoded: Decoded) -> None:
    """Fail if anything but the visible is left."""
    assert MARKER not in decoded.data
    assert SCRIPT not in decoded.data
    if decoded.mime == "application/pdf":
        reader = PdfReader(io.BytesIO(decoded.data), strict=True)
        assert reader.get_num_pages() == decoded.pages
        assert set(reader.trailer) == {"/Size", "/Root"}
        assert set(reader.root_object) == ALLOWED_IN_CATALOG
        for number in reader.xref[0]:
            for key, value in fields_of(reader.get_object(number)):
                assert key not in ACTIVE
                assert not (isinstance(value, str) and value in ACTIONS)
        return
    with Image.open(io.BytesIO(decoded.data), formats=["JPEG", "PNG"]) as picture:
        picture.load()
        assert picture.size == (decoded.width, decoded.height)
        assert dict(picture.getexif()) == {}
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.fixture
def empty_temp(tmp_path: Path, monkeypatch):
    """A folder for temporary files that must be empty afterwards."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield tmp_path
    assert list(tmp_path.iterdir()) == []


def test_there_are_at_least_120_hostile_files():
    assert len(everything()) >= 120


@pytest.mark.usefixtures("empty_temp")
@pytest.mark.parametrize("file", everything(), ids=str)
def test_a_hostile_file_meets_its_verdict(file: Hostile):
    before = seconds_of_children()

    try:
        decoded = decode(file.data, accept=IMAGE_OR_PDF, purpose=Purpose.PAPER, name=file.sent_as)
    except UploadRefused:
        met = Verdict.REFUSE
    else:
        is_bare(decoded)
        assert decoded.data != file.data
        met = Verdict.REWRITE

    assert met is file.verdict
    assert seconds_of_children() - before <= 5.5


@pytest.mark.usefixtures("empty_temp")
@pytest.mark.parametrize(
    "file", [file for file in everything() if file.verdict is Verdict.REWRITE], ids=str
)
def test_a_label_is_a_bare_jpeg_or_a_refusal(file: Hostile):
    try:
        label = normalise_label(file.data)
    except UploadRefused:
        return
    assert MARKER not in label.jpeg
    assert max(label.width, label.height) <= 1024
    assert len(label.jpeg) < 2_000_000
    with Image.open(io.BytesIO(label.jpeg), formats=["JPEG"]) as picture:
        assert picture.mode == "RGB"
        assert dict(picture.getexif()) == {}


@pytest.mark.parametrize("file", [*workbooks()], ids=str)
def test_a_hostile_workbook_is_read_or_refused(file: Hostile, tmp_path: Path):
    path = tmp_path / "kiriman"
    path.write_bytes(file.data)

    try:
        sheet = read_sheet(path, file.sent_as)
    except Refusal:
        return
    assert "root:" not in repr(sheet)


@pytest.mark.parametrize("slug", ["jpeg-gps-owner", "png-transparent", "pdf-form-field"])
def test_a_child_stays_far_below_its_memory(slug: str):
    file = next(file for file in everything() if file.slug == slug)
    sniffed = sniff(file.data)
    order = picture_order(sniffed, LIMITS[Purpose.PAPER]) | {"max_pages": 50}
    inside = "papers:sanitise" if sniffed.kind is Kind.PDF else "pictures:encode"

    peak = run_limited(
        "tests.hostile.measuring:peak_kib", pack({"inside": inside}, pack(order, file.data))
    )

    assert int(peak) < 128 * 1024


@pytest.mark.parametrize("name", NASTY_NAMES)
def test_a_nasty_name_changes_nothing_about_the_answer(name: str):
    picture = next(file for file in everything() if file.slug == "jpeg-gps-owner")

    decoded = decode(
        picture.data, accept=frozenset({Kind.IMAGE}), purpose=Purpose.IDENTITY, name=name
    )

    assert decoded.extension == ".jpg"
