"""Matching DJKI's raw status texts: without "(TM)", blanks, case, and inner marks at the end."""

import re
from collections.abc import Iterable, Mapping

from sentraki.cases.rules.filing_flow import FilingStatus

_INNER = re.compile(r"\s*\((?:P\d|New)\)$", re.IGNORECASE)


def plain_status(raw_text: str) -> str:
    """``raw_text`` as it is compared."""
    return " ".join(raw_text.replace("(TM)", " ").split()).casefold()


def without_inner_mark(plain: str) -> str:
    """A compared text without a trailing "(P1)", "(P2)" or "(New)" of DJKI's own work."""
    return _INNER.sub("", plain)


class StatusReader:
    """What raw texts mean by the table; an exact text wins over one without its inner mark."""

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        # The table also names drafts, which are no filings yet.
        self._known: Mapping[str, FilingStatus] = {
            plain_status(raw): FilingStatus(status)
            for raw, status in rows
            if status in set(FilingStatus)
        }

    def __call__(self, raw_text: str) -> FilingStatus:
        """The status of ``raw_text``; ``UNKNOWN`` for anything the table does not hold."""
        wanted = plain_status(raw_text)
        found = self._known.get(wanted) or self._known.get(without_inner_mark(wanted))
        return found or FilingStatus.UNKNOWN
