"""The locks: complete, hashed, without addresses; and the notices of what we build on."""

import csv
import json
import re
from importlib import metadata
from itertools import pairwise
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

NAMES = ("run", "postgres", "images", "test", "bench")
ALONE = ("words", "fast")
"""Locks whose packages are installed beside the others, without what they ask for themselves."""

LEVELS = {
    "run": "a running office uses",
    "postgres": "for PostgreSQL",
    "images": "for the picture search",
    "words": "for reading words in pictures (only the models in it are used)",
    "fast": "for answering names from compiled loops",
    "test": "for building and testing, in no running office",
    "bench": "for measuring against others, in no running office",
}
UNKNOWN = "see the package"
NOBODY = ("", UNKNOWN)
MODELS = ("PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx")
"""Of PaddleOCR, turned to ONNX by RapidOCR; the files ``serupa.images.words`` opens."""

_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", re.MULTILINE)


def pins(folder: Path, name: str) -> dict[str, str]:
    """Package → version of one lock."""
    text = (folder / f"{name}.txt").read_text(encoding="utf-8")
    return {canonicalize_name(package): version for package, version in _PIN.findall(text)}


def wishes(folder: Path, name: str) -> list[Requirement]:
    """What ``<name>.in`` asks for, files it includes too."""
    found: list[Requirement] = []
    for line in (folder / f"{name}.in").read_text(encoding="utf-8").splitlines():
        line = line.split("#")[0].strip()
        if line.startswith("-r "):
            found += wishes(folder, line.removeprefix("-r ").removesuffix(".in"))
        elif line:
            found.append(Requirement(line))
    return found


def problems(root: Path) -> list[str]:
    """Why the locks cannot be trusted; nothing when they can."""
    folder, found = root / "requirements", []
    for name in (*NAMES, *ALONE):
        text, locked = (folder / f"{name}.txt").read_text(encoding="utf-8"), pins(folder, name)
        for wish in wishes(folder, name):
            version = locked.get(canonicalize_name(wish.name))
            if version is None:
                found.append(f"{name}.txt lacks {wish.name}")
            elif version not in wish.specifier:
                found.append(f"{name}.txt has {wish.name} {version}, wanted {wish.specifier}")
        hashed = re.findall(r"^\S+==\S+ \\\n\s+--hash=sha256:[0-9a-f]{64}", text, re.MULTILINE)
        if len(hashed) != len(locked):
            found.append(f"{name}.txt: {len(locked) - len(hashed)} packages without a hash")
        if re.search(r"://|^--(?!hash)", text, re.MULTILINE):
            found.append(f"{name}.txt names an address or an index")
    for smaller, larger in pairwise(NAMES):
        differing = pins(folder, smaller).items() - pins(folder, larger).items()
        found += [f"{larger}.txt differs from {smaller}.txt in {name}" for name, _ in differing]
    return found


def licence_of(package: str) -> str:
    """The licence a package declares: expression, short field, or classifiers."""
    about = metadata.metadata(package).json
    expression = about.get("license_expression")
    if expression:
        return str(expression)
    kinds = [c.split(" :: ")[-1] for c in about.get("classifier", []) if "License ::" in c]
    short = str(about.get("license", "")).strip()
    if short and len(short) < 60 and "\n" not in short:
        return short
    return ", ".join(kinds) or UNKNOWN


def licences(root: Path) -> dict[str, tuple[str, str]]:
    """Package → version and licence of every lock, as ``requirements/licences.csv`` says."""
    with (root / "requirements" / "licences.csv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        return {row["package"]: (row["version"], row["licence"]) for row in rows}


def write_licences(root: Path) -> None:
    """Bring ``requirements/licences.csv`` up to date: a package that is installed says its licence
    itself; for one that is not, or says nothing, the row stays (read in the package by a person)
    while its version does. A licence nobody looked up stands as "see the package"."""
    known, fresh = licences(root), {}
    for name in (*NAMES, *ALONE):
        for package, version in pins(root / "requirements", name).items():
            old = known.get(package, ("", ""))
            kept = old[1] if old[0] == version else UNKNOWN
            fresh[package] = (version, declared(package, version) or kept)
    with (root / "requirements" / "licences.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(("package", "version", "licence"))
        writer.writerows((package, *fresh[package]) for package in sorted(fresh))


def declared(package: str, version: str) -> str:
    """The licence the package installed here declares; empty when it declares none, is not
    installed, or in another version."""
    try:
        said = licence_of(package) if metadata.version(package) == version else UNKNOWN
    except metadata.PackageNotFoundError:
        said = UNKNOWN
    return "" if said == UNKNOWN else said


def notices(root: Path) -> str:
    """THIRD_PARTY.md: every package of every lock, every file of others kept here."""
    text = (
        "# Built on\n\nSentraKI itself: AGPL-3.0-or-later (`LICENSE`). "
        "Written by `./sentraki lock`; do not edit.\n"
    )
    known, named = licences(root), set[str]()
    for level, purpose in LEVELS.items():
        own = pins(root / "requirements", level)
        fresh = sorted(own.keys() - named)
        named |= own.keys()
        lines = [f"| {name} | {own[name]} | {known.get(name, NOBODY)[1]} |" for name in fresh]
        if level == "words":
            lines += [
                f"| {model} | in rapidocr | Apache-2.0 (MODEL_LICENSES.md in rapidocr) |"
                for model in MODELS
            ]
        text += (
            f"\n## Python packages {purpose}\n\n| package | version | licence |\n|---|---|---|\n"
        )
        text += "\n".join(lines) + "\n"
    manifests = sorted([*(root / "src").rglob("MANIFEST.json"), root / "data" / "MANIFEST.json"])
    files = [f for m in manifests for f in json.loads(m.read_text(encoding="utf-8"))]
    if files:
        lines = [f"| {f['package']} {f['file']} | {f['version']} | {f['licence']} |" for f in files]
        text += "\n## Files kept in this repository\n\n"
        text += "| file | version | licence |\n|---|---|---|\n" + "\n".join(lines) + "\n"
    return text
