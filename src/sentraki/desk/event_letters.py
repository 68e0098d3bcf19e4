"""Letters that an event led to: certificates of its guests, and letters of files begun there.

The desk introduces events to cases; the room of events knows its certificates alone.
"""

from collections.abc import Sequence
from io import BytesIO

from pypdf import PdfReader, PdfWriter

from sentraki.cases.models import Case
from sentraki.events.letters import CERTIFICATE
from sentraki.events.models import Event
from sentraki.events.rules.certificates import held_on
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.wording import date_id, time_id
from sentraki.ledger import letters as kinds
from sentraki.ledger.models import Letter
from sentraki.ledger.rendering import render_pdf
from sentraki.ledger.rules.letter_flow import LetterStatus
from sentraki.ledger.services import documents, pages

COVER = "daftar-surat-acara"
IN_FORCE = (LetterStatus.ISSUED, LetterStatus.USED)


def letters_at(viewer: Viewer, event: Event) -> list[Letter]:
    """Drafts and letters in force of ``event``, letters before certificates, each by its order.

    Three queries, however many people came.
    """
    visits = [f"events.visit:{key}" for key in event.visits.values_list("pk", flat=True)]
    cases = Case.objects.for_viewer(viewer).filter(origin_ref__in=visits)
    about = [*visits, *(f"cases.case:{key}" for key in cases.values_list("pk", flat=True))]
    rows = Letter.objects.for_viewer(viewer).filter(
        on_ref__in=about, status__in=[LetterStatus.REQUESTED, *IN_FORCE]
    )
    found = rows.select_related("office__region", "pdf", "seal")
    return sorted(found, key=lambda row: (row.kind == CERTIFICATE, row.sequence or 0, row.pk))


def name_on(letter: Letter) -> str:
    """Whom the letter is for: the applicant, or the guest."""
    return str(letter.fields.get("applicant_name") or letter.fields.get("name", ""))


def as_pdf(event: Event, letters: Sequence[Letter], viewer: Viewer) -> bytes:
    """A cover with the list, then every letter in that order, as one file for the printer.

    A page that was not made yet, because the machine stopped, is made now.
    """
    whole = PdfWriter()
    whole.append(BytesIO(_cover(event, letters)))
    for letter in letters:
        row = pages.finish(letter.pk) if letter.pdf is None else letter
        assert row.pdf is not None
        whole.append(PdfReader(BytesIO(documents.read(row.pdf, viewer, "letter"))))
    written = BytesIO()
    whole.write(written)
    return written.getvalue()


def _cover(event: Event, letters: Sequence[Letter]) -> bytes:
    zone, now = event.office.zone, clock.now()
    days = [clock.in_zone(at, zone).date() for at in (event.starts_at, event.ends_at)]
    data = {
        "paper": event.office.paper_size,
        "title": event.title,
        "where": event.place,
        "held_on": held_on(*days),
        "printed_on": f"{date_id(clock.in_zone(now, zone).date())}, {time_id(now, zone)}",
        "rows": [
            {
                "number": letter.number,
                "name": name_on(letter),
                "kind": kinds.get(letter.kind).title_id,
            }
            for letter in letters
        ],
    }
    return render_pdf(COVER, data, stamp=now)
