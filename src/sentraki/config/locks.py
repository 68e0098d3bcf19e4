"""The locks: complete, hashed, without addresses; and the notices of what we build on."""

import json
import re
from importlib import metadata
from itertools import pairwise
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

NAMES = ("run", "postgres", "images", "test", "bench")
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
    for name in NAMES:
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
    return ", ".join(kinds) or "see the package"


def notices(root: Path) -> str:
    """THIRD_PARTY.md: every package of the run lock, every file of others kept here."""
    rows = [
        f"| {name} | {version} | {licence_of(name)} |"
        for name, version in sorted(pins(root / "requirements", "run").items())
    ]
    head = (
        "# Built on\n\nSentraKI itself: AGPL-3.0-or-later (`LICENSE`). "
        "Written by `./sentraki lock`; do not edit.\n\n"
        "## Python packages a running office uses\n\n"
        "| package | version | licence |\n|---|---|---|\n"
    )
    text = head + "\n".join(rows) + "\n"
    manifests = sorted([*(root / "src").rglob("MANIFEST.json"), root / "data" / "MANIFEST.json"])
    files = [f for m in manifests for f in json.loads(m.read_text(encoding="utf-8"))]
    if files:
        lines = [f"| {f['package']} {f['file']} | {f['version']} | {f['licence']} |" for f in files]
        text += "\n## Files kept in this repository\n\n"
        text += "| file | version | licence |\n|---|---|---|\n" + "\n".join(lines) + "\n"
    return text
