"""Erasing the free words of an entry; the log still verifies without them."""

from sentraki.kernel.access import Viewer
from sentraki.ledger.acts import act
from sentraki.ledger.models import Entry, EntryNote


def erase(entry: Entry, by: Viewer, *, key: str = "") -> None:
    """Delete the note of ``entry`` together with its salt, so that nobody can guess it back."""
    with act("note.erase", on=entry, by=by, key=key) as deed:
        EntryNote.objects.filter(entry=entry).delete()
        deed.record(about=entry.on_ref)
