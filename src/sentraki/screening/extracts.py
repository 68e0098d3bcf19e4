"""Registers to carry along: the marks of an office's classes in one file, searched in a browser.

The browser ranks by the rules the file brings, as this house would over the same marks
(``serupa.extract``, decision 0010). The file holds registers anybody may search, nothing of a case.
"""

import hashlib
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from sentraki.kernel.access import Viewer, decide
from sentraki.kernel.errors import Denied, Invalid
from sentraki.screening.registers import corpus
from serupa.extract import About, TooLarge, pack
from serupa.score import version

MOST_BYTES = 25_000_000
"""A laptop on a bad line carries no more."""

NO_CLASS = gettext_noop("Choose one to ten classes for the extract, each from 1 to 45.")
TOO_LARGE = gettext_noop(
    "The marks of these classes do not fit into an extract. Choose fewer classes."
)
MOST_CLASSES = 10


@dataclass(frozen=True)
class Extract:
    """An extract ready to be sent: ``content`` (at most ``MOST_BYTES``, worth compressing on the
    way), its SHA-256, and what it says of itself: name, date, size, registers, classes it covers.
    """

    content: bytes
    sha256: str
    about: About

    @property
    def is_narrow(self) -> bool:
        """Whether marks of related classes had to be left out; the browser says so as well."""
        return self.about.covered == self.about.classes


@dataclass
class _Kept:
    """The newest extract of this process: several desks are prepared one after another."""

    lock: threading.Lock
    key: tuple[object, ...] = ()
    extract: Extract | None = None


_KEPT = _Kept(threading.Lock())


def prepare(*, viewer: Viewer, classes: Sequence[int]) -> Extract:
    """The marks of ``classes`` and of those related to them, from every register in force.

    Where that is more than ``MOST_BYTES``, the marks of ``classes`` alone (``is_narrow``). Writes
    nothing. Takes some three seconds of processor for a hundred thousand marks, nothing when the
    same was asked just before and no register has changed. Raises ``Denied`` for who is no officer,
    ``Invalid`` for no, unknown or more than ten classes, and where their marks alone are too many.
    """
    decision = decide("extract.read", viewer)
    if not decision.allowed:
        raise Denied(decision.reason)
    wanted = tuple(sorted(set(classes)))
    if not 1 <= len(wanted) <= MOST_CLASSES or not all(1 <= number <= 45 for number in wanted):
        raise Invalid(NO_CLASS, fields={"classes": NO_CLASS})
    searched = corpus()
    key = (wanted, searched.info.to_dict(), version())
    with _KEPT.lock:
        if _KEPT.extract is None or _KEPT.key != key:
            for related in (True, False):
                try:
                    packed = pack(searched, wanted, related=related)
                except TooLarge:
                    continue
                if len(packed.content) <= MOST_BYTES:
                    digest = hashlib.sha256(packed.content).hexdigest()
                    _KEPT.key, _KEPT.extract = key, Extract(packed.content, digest, packed.about)
                    break
            else:
                raise Invalid(TOO_LARGE, fields={"classes": TOO_LARGE})
        return _KEPT.extract
