"""The same answers from compiled loops, where numba is installed and whoever serves asks for them.

``enable`` loads them; from then on this process searches and ranks with them. Nothing else changes:
marks, order, scores, bands and sentences are those of the plain path, which stays what counts.
"""

import gc
import threading
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

PACKAGE = "numba"
YOUNGEST = 20_000
"""Objects made and kept that wait for Python's collector, instead of 700."""

MODULES = (
    "found",
    "hashes",
    "heard",
    "likeness",
    "marks",
    "pairs",
    "readings",
    "scopes",
    "signals",
    "words",
)


@dataclass(frozen=True, slots=True)
class Loops:
    """The modules of compiled loops: those about the marks that are shown, those that hash what is
    heard, those that find marks that sound so, those that say how like marks are, those that choose
    them, those that compare a name with the marks found, those that read what is written, those
    that search a part of the register, those that make signals of trigrams, and those that compare
    words and sounds."""

    found: Any
    hashes: Any
    heard: Any
    likeness: Any
    marks: Any
    pairs: Any
    readings: Any
    scopes: Any
    signals: Any
    words: Any


class _State:
    loops: Loops | None = None
    kept: Loops | None = None
    lock = threading.Lock()


def available() -> bool:
    """Whether ``enable`` can work here."""
    return find_spec(PACKAGE) is not None


def enable() -> bool:
    """Answer with compiled loops from now on; False where numba is not installed.

    The first time on a machine this takes half a minute of compiling; the code is then kept beside
    the modules (or in ``NUMBA_CACHE_DIR``) and is loaded in about a second.
    """
    with _State.lock:
        if _State.kept is None and available():
            _State.kept = Loops(*(import_module(f"serupa.fast.{name}") for name in MODULES))
            _State.loops = _State.kept
            import_module("serupa.fast.warming").warm()
            gc.freeze()  # numba's half a million objects stay: nobody looks through them again
            # An answer makes a thousand or two objects and no cycle. With Python's 700 many an
            # answer ended in looking through them: a fortieth of its time, and nothing to find.
            gc.set_threshold(YOUNGEST, *gc.get_threshold()[1:])
        _State.loops = _State.kept
    return _State.loops is not None


def disable() -> None:
    """Answer by the plain path again."""
    with _State.lock:
        _State.loops = None


def loops() -> Loops | None:
    """The compiled loops, if they are enabled."""
    return _State.loops


def loaded() -> Loops:
    """The compiled loops, once they were enabled. Raises ``ImportError`` before."""
    if _State.kept is None:
        raise ImportError("fast.enable() comes first")
    return _State.kept
