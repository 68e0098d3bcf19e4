"""Every hostile file meets its written verdict, within its limits, and leaves nothing behind."""

import io
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from PIL import Image
from tests.conftest import REQUIRED
from tests.hostile.archives import workbooks
from tests.hostile.building import MARKER
from tests.hostile.corpus import NASTY_NAMES, Hostile, Verdict, everything
from tests.hostile.judging import verdict_on
from tests.hostile.published import ROOT, fetched, published

from sentraki.kernel.errors import Refusal
from sentraki.kernel.limited import pack, run_limited
from sentraki.kernel.sheets import read_sheet
from sentraki.ledger.uploads import Kind, Purpose, UploadRefused, decode, normalise_label
from sentraki.ledger.uploads.gate import MEMORY_MB, picture_order
from sentraki.ledger.uploads.kinds import sniff
from sentraki.ledger.uploads.purposes import LIMITS

FEWEST = 120
CPU_SECONDS = 5.5


def seconds_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


@pytest.fixture
def empty_temp(tmp_path: Path, monkeypatch):
    """A folder for temporary files that must be empty afterwards."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield tmp_path
    assert list(tmp_path.iterdir()) == []


def test_there_are_enough_hostile_files():
    assert len(everything()) >= FEWEST


@pytest.mark.usefixtures("empty_temp")
@pytest.mark.parametrize("file", everything(), ids=str)
def test_a_hostile_file_meets_its_verdict(file: Hostile):
    before = seconds_of_children()

    assert verdict_on(file) is file.verdict

    assert seconds_of_children() - before <= CPU_SECONDS


@pytest.mark.usefixtures("empty_temp")
def test_published_hostile_files_meet_their_verdicts(capsys):
    reason = fetched()
    if reason and "hostile" in REQUIRED:
        pytest.fail(f"hostile is required: {reason}", pytrace=False)
    if reason:
        pytest.skip(f"hostile: {reason}")
    files = published()
    wrong = []
    for file in files:
        before = seconds_of_children()
        if verdict_on(file) is not file.verdict:
            wrong.append(file.slug)
        assert seconds_of_children() - before <= CPU_SECONDS, file.slug
    with capsys.disabled():
        print(f"\n{len(everything())} hostile files made here, {len(files)} published ones")

    assert wrong == []
    assert len(files) >= FEWEST


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
def test_a_child_stays_below_its_memory(slug: str):
    file = next(file for file in everything() if file.slug == slug)
    sniffed = sniff(file.data)
    order = picture_order(sniffed, LIMITS[Purpose.PAPER]) | {"max_pages": 50}
    inside = "papers:sanitise" if sniffed.kind is Kind.PDF else "pictures:encode"

    peak = run_limited(
        "tests.hostile.measuring:peak_kib", pack({"inside": inside}, pack(order, file.data))
    )

    assert int(peak) < MEMORY_MB * 1024 // 2


@pytest.mark.slow
def test_a_server_process_stays_below_512_mib(tmp_path: Path):
    for file in everything():
        (tmp_path / file.slug).write_bytes(file.data)
    command = [sys.executable, "-m", "tests.hostile.worker", str(tmp_path)]
    surroundings = os.environ | {"PYTHONPATH": os.pathsep.join(("src", "."))}

    told = subprocess.run(
        command, check=True, capture_output=True, cwd=ROOT, env=surroundings, timeout=300
    )

    assert int(told.stdout) <= 512 * 1024


@pytest.mark.parametrize("name", NASTY_NAMES)
def test_a_nasty_name_changes_nothing_about_the_answer(name: str):
    picture = next(file for file in everything() if file.slug == "jpeg-gps-owner")

    decoded = decode(
        picture.data, accept=frozenset({Kind.IMAGE}), purpose=Purpose.IDENTITY, name=name
    )

    assert decoded.extension == ".jpg"
