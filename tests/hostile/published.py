"""Hostile files others publish: the test files of Pillow, defusedxml and oletools.

They are fetched once as source archives by pip and kept in ``var/hostile``. Never unpacked to disk:
files are read out of the archives in memory.
"""

import csv
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from tests.hostile.corpus import Hostile, Verdict

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "var" / "hostile"
VERDICTS = Path(__file__).with_name("published.csv")
ARCHIVES = {
    "pillow": ("13.0.0", "pillow-13.0.0.tar.gz"),
    "defusedxml": ("0.7.1", "defusedxml-0.7.1.tar.gz"),
    "oletools": ("0.60.2", "oletools-0.60.2.zip"),
}
# Of Pillow's thousand pictures: those broken on purpose, and all of the kinds we decode but PNG.
PILLOW = re.compile(
    r"Tests/images/.*(crash|bomb|oom-|invalid|overflow|ossfuzz|broken|bad|truncated|timeout|dos"
    r"|exif|xmp|icc|\.jpe?g$|\.gif$|\.webp$|\.mpo$|\.svg)",
)
WANTED = {
    "pillow": PILLOW,
    "defusedxml": re.compile(r"xmltestdata/.*\.(xml|xsl)$"),
    "oletools": re.compile(r"tests/test-data/.*[^/]$"),
}
LARGEST = 15_000_000


def fetched() -> str:
    """Fetch the archives that are missing; returns why it did not work, or an empty string."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for package, (version, archive) in ARCHIVES.items():
        if (FOLDER / archive).exists():
            continue
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--no-binary", package, "--dest", str(FOLDER), f"{package}=={version}"]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=180)
        except (subprocess.SubprocessError, OSError) as error:
            return f"{archive} cannot be fetched ({type(error).__name__})"
    return ""


def members() -> Iterator[tuple[str, bytes]]:
    """Slug and content of every wanted file, in the archives' order."""
    for package, (_, archive) in ARCHIVES.items():
        for name, data in _unpacked(FOLDER / archive):
            if WANTED[package].search(name):
                inside = PurePosixPath(name).relative_to(PurePosixPath(name).parts[0])
                yield f"{package}/{inside}", data


def _unpacked(archive: Path) -> Iterator[tuple[str, bytes]]:
    if archive.suffix == ".zip":
        with zipfile.ZipFile(archive) as packed:
            for entry in packed.infolist():
                if not entry.is_dir() and entry.file_size <= LARGEST:
                    yield entry.filename, packed.read(entry)
        return
    with tarfile.open(archive) as packed_tar:
        for member in packed_tar:
            content = packed_tar.extractfile(member) if member.isfile() else None
            if content and member.size <= LARGEST:
                yield member.name, content.read()


def verdicts() -> dict[str, Verdict]:
    """The written verdict of every published file by its slug."""
    with VERDICTS.open(encoding="utf-8", newline="") as rows:
        return {row["file"]: Verdict(row["verdict"]) for row in csv.DictReader(rows)}


def published() -> list[Hostile]:
    """All wanted files with their verdicts; ``fetched`` comes first."""
    known = verdicts()
    return [Hostile(slug, slug, data, known[slug]) for slug, data in members()]
