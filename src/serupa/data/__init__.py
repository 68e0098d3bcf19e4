"""Reference tables of the library: dated files, read once. Lines starting with # are notes."""

import csv
import gzip
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


def _text(name: str) -> str:
    return files(__name__).joinpath(name).read_text(encoding="utf-8")


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``<name>.csv``, notes left out. Raises ``FileNotFoundError``."""
    lines = (line for line in _text(f"{name}.csv").splitlines() if not line.startswith("#"))
    return tuple(csv.DictReader(lines))


@cache
def notes(name: str) -> str:
    """The notes at the head of ``<name>.csv``: what it is, where from, of which date."""
    lines = [line[1:].strip() for line in _text(f"{name}.csv").splitlines() if line[:1] == "#"]
    return "\n".join(lines)


@cache
def settings(name: str) -> dict[str, Any]:
    """The tables of ``<name>.toml``."""
    return tomllib.loads(_text(f"{name}.toml"))


@cache
def words_of(name: str) -> frozenset[str]:
    """The words of ``<name>.txt.gz``, one a line, notes left out. Raises ``FileNotFoundError``."""
    packed = files(__name__).joinpath(f"{name}.txt.gz").read_bytes()
    lines = gzip.decompress(packed).decode("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
