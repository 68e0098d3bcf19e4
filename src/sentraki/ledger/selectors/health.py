"""What must hold in this room at any moment; the doctor asks."""

from collections.abc import Callable, Mapping

from django.db import connection
from django.db.models import Count, F, Max

from sentraki.kernel.access import Viewer
from sentraki.ledger import triggers
from sentraki.ledger.models import Counter, Document, Entry, Head, Letter, Message
from sentraki.ledger.rules.delivery import MessageStatus
from sentraki.ledger.rules.series import letter_series
from sentraki.ledger.selectors.blobs import files_older_than, path_of

_DOCTOR = Viewer.system("doctor")


def guards_are_in_place() -> list[str]:
    """The append-only triggers exist."""
    return [f"trigger {name} is missing" for name in triggers.missing(connection)]


def head_fits() -> list[str]:
    """The head counts the entries there are (``verify_ledger`` checks the hashes)."""
    count = Entry.objects.count()
    last = Entry.objects.aggregate(last=Max("index"))["last"]
    size = Head.objects.filter(pk=Head.ROW).values_list("size", flat=True).first() or 0
    if size == count and (last is None or last == count - 1):
        return []
    return [f"the head says {size} entries, there are {count}, the last is number {last}"]


def series_have_no_gaps() -> list[str]:
    """Letter numbers run from 1 to the counter's value, each once."""
    values = dict(Counter.objects.filter(name__startswith="letter:").values_list("name", "value"))
    series = (
        Letter.objects.for_viewer(_DOCTOR)
        .filter(sequence__isnull=False)
        .values("office_id", "kind", "year")
        .annotate(last=Max("sequence"), count=Count("id"))
        .order_by("office_id", "kind", "year")
    )
    problems = []
    for row in series:
        name = letter_series(office_id=row["office_id"], kind=row["kind"], year=row["year"] or 0)
        value = values.pop(name, 0)
        if not row["last"] == row["count"] == value:
            problems.append(f"{name}: {row['count']} letters, last {row['last']}, counter {value}")
    return problems + [f"{name}: counter {value}, no letters" for name, value in values.items()]


def letters_have_pages() -> list[str]:
    """Each signed letter has its page, whose hash is that of the stored document."""
    signed = Letter.objects.for_viewer(_DOCTOR).filter(sequence__isnull=False)
    unfinished = signed.filter(pdf=None).count()
    differing = signed.exclude(pdf=None).exclude(pdf_sha256=F("pdf__content_sha256")).count()
    found = (
        (unfinished, "signed letters without a page"),
        (differing, "letters whose page differs"),
    )
    return [f"{count} {what}" for count, what in found if count]


def documents_have_files() -> list[str]:
    """Each living document has its file (contents are checked at each reading)."""
    rows = (
        Document.objects.for_viewer(_DOCTOR)
        .filter(erased_at=None)
        .values_list("pk", "stored_sha256")
    )
    return [f"document {pk} has no file" for pk, sha256 in rows if not path_of(sha256).exists()]


def files_have_documents() -> list[str]:
    """No file is older than an hour without a document."""
    living = set(
        Document.objects.for_viewer(_DOCTOR)
        .filter(erased_at=None)
        .values_list("stored_sha256", flat=True)
    )
    lost = [path.name for path in files_older_than() if path.name not in living]
    return [f"{len(lost)} files without a document"] if lost else []


def nothing_is_parked() -> list[str]:
    """No message waits for a person."""
    count = Message.objects.for_viewer(_DOCTOR).filter(status=MessageStatus.PARKED).count()
    return [f"{count} messages are parked"] if count else []


CHECKS: Mapping[str, Callable[[], list[str]]] = {
    "guards": guards_are_in_place,
    "head": head_fits,
    "series": series_have_no_gaps,
    "pages": letters_have_pages,
    "documents": documents_have_files,
    "files": files_have_documents,
    "messages": nothing_is_parked,
}
