"""The numbers of the picture search: ``images.toml``, read once."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table() -> dict[str, Any]:
    """The whole of ``images.toml``."""
    return tomllib.loads(files("serupa.weights").joinpath("images.toml").read_text("utf-8"))


def version() -> str:
    """Names the numbers in force."""
    return f"serupa-{table()['version']}"


NEVER = 9.0
"""The deduction of a pair that is not compared: more than any likeness."""


def deduction(kind: str, view: str) -> float:
    """Off the likeness of a view and a whole mark in an index of this kind."""
    return float(table()[kind]["whole"].get(view, NEVER))


def deduction_part(kind: str, view: str) -> float:
    """Off the likeness of a view and a part of a mark; ``NEVER`` when not compared."""
    return float(table()[kind]["part"].get(view, NEVER))
