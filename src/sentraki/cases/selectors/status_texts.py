"""The table of DJKI's status texts, ready to read with."""

from sentraki.cases.models import StatusText
from sentraki.cases.rules.status_texts import StatusReader


def status_reader() -> StatusReader:
    """Reads raw texts by the rows as they are now. One query, however many texts."""
    return StatusReader(StatusText.objects.values_list("raw_text", "status"))
