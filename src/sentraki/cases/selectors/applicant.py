"""What the person who applied may read about the own case: the records, not the officers' work."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sentraki.cases.messages import TO_THE_OFFICE
from sentraki.cases.models import Case, Filing, FilingEvent, Place, ReturnNotice, Right
from sentraki.cases.selectors.due import Standing, standings, to_keep
from sentraki.kernel.access import Viewer
from sentraki.kernel.refs import ref_of
from sentraki.ledger.models import Letter, Message
from sentraki.ledger.rules.letter_flow import LetterStatus
from sentraki.ledger.selectors.documents import documents_of, messages_of
from sentraki.ledger.selectors.letters import letters_of
from sentraki.ledger.selectors.timeline import timeline


@dataclass(frozen=True)
class Story:
    """The records a case's page tells from, oldest first. ``letter`` is the signed one in force."""

    case: Case
    returns: list[ReturnNotice] = field(default_factory=list)
    place: Place | None = None
    letter: Letter | None = None
    filing: Filing | None = None
    events: list[FilingEvent] = field(default_factory=list)
    right: Right | None = None
    deadlines: list[Standing] = field(default_factory=list)

    @property
    def open_return(self) -> ReturnNotice | None:
        """The notice that waits for an answer, if there is one."""
        return next((notice for notice in self.returns if notice.answered_at is None), None)

    @property
    def due_on(self) -> date | None:
        """The nearest day by which DJKI waits for the applicant."""
        return min((d.deadline.due_on for d in self.deadlines if d.deadline.due_on), default=None)


def story_of(case: Case, viewer: Viewer) -> Story:
    """The records of a case the viewer has reached. Eight queries at most."""
    letters = letters_of(viewer, ref_of(case)).filter(
        status__in=(LetterStatus.ISSUED, LetterStatus.USED)
    )
    filing = Filing.objects.for_viewer(viewer).filter(case=case).select_related("seal").first()
    rights = Right.objects.for_viewer(viewer).filter(filing=filing)
    return Story(
        case=case,
        returns=list(case.returns.all()),
        place=case.places.filter(released_at=None).select_related("programme").first(),
        letter=letters.select_related("pdf").order_by("id").last(),
        filing=filing,
        events=list(filing.events.all()) if filing else [],
        right=rights.select_related("seal", "certificate").first() if filing else None,
        deadlines=standings(to_keep(viewer).filter(filing=filing)) if filing else [],
    )


def inbox(case: Case, viewer: Viewer) -> list[Message]:
    """Messages about the case to its applicant, newest first."""
    told = messages_of(viewer, ref_of(case)).exclude(slug__in=TO_THE_OFFICE)
    return list(told.order_by("-id"))


def own_data(case: Case, viewer: Viewer) -> dict[str, Any]:
    """Everything stored about the applicant in this case, as JSON values (UU 27/2022 Pasal 7).

    Files are listed, not contained; they can be opened on the pages of the case.
    """
    business = case.business
    return {
        "code": case.code,
        "office": case.office.unit,
        "status": case.status,
        "name": case.applicant_name,
        "phone": case.phone,
        "mark_name": case.mark_name,
        "mark": case.mark,
        "classes": list(case.class_numbers),
        "answers": case.answers,
        "business": business_data(business) if business else None,
        "consents": [
            {
                "purpose": consent.purpose,
                "text": consent.text_version,
                "channel": consent.channel,
                "given_at": consent.given_at.isoformat(),
                "withdrawn_at": consent.withdrawn_at and consent.withdrawn_at.isoformat(),
            }
            for consent in (business.consents.all() if business else [])
        ],
        "files": [
            {
                "kind": document.kind,
                "name": document.original_name,
                "type": document.mime,
                "bytes": document.size,
                "stored_at": document.created_at.isoformat(),
            }
            for document in documents_of(viewer, ref_of(case))
        ],
        "messages": [
            {"kind": message.slug, "channel": message.channel, "at": message.created_at.isoformat()}
            for message in inbox(case, viewer)
        ],
        "processing": [
            {"at": row.at.isoformat(), "what": row.sentence_id, "role": row.role}
            for row in timeline(viewer, ref_of(case))
        ],
    }


_BUSINESS = (
    "owner_kind", "owner_name", "trade_name", "nik", "nib", "npwp", "phone", "email", "street",
    "rt_rw", "village_code", "district_code", "postcode", "scale", "subsector", "activity",
    "gender",
)  # fmt: skip


def business_data(business: Any) -> dict[str, Any]:
    """The stored fields of a business as JSON values."""
    values = {name: getattr(business, name) for name in _BUSINESS}
    started = business.started_on
    return {**values, "started_on": started.isoformat() if started else None}
