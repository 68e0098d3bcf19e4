"""Taking turns on SQLite: one writes at a time, and who waits looks again every tenth of a second.

Short transactions that follow each other at once leave no moment in which somebody who waits looks;
a name check beside an import waited half a minute for its counter.
"""

import time

from django.db import connection

TURN = 1.0
ASIDE = 0.15
"""Seconds after which a long work stands aside, and for how long: longer than the tenth of a second
in which SQLite looks again, and an eighth of the work's time at most."""


class Turns:
    """Of one long work in many transactions; call :meth:`give_way` between them."""

    def __init__(self, *, is_one_writer: bool | None = None) -> None:
        """``is_one_writer``: whether one alone may write; as the database has it, if not given."""
        is_sqlite = connection.vendor == "sqlite"
        self._waits = is_sqlite if is_one_writer is None else is_one_writer
        self._since = time.monotonic()

    def give_way(self) -> None:
        """Stand aside for a moment once in a second, where only one may write at a time."""
        if self._waits and time.monotonic() - self._since >= TURN:
            time.sleep(ASIDE)
            self._since = time.monotonic()
