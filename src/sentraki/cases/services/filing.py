"""Filed means number, date and receipt. After that, only recorded news changes anything."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sentraki.cases.models import Case, Filing, FilingEvent, HandoverItem, Right
from sentraki.cases.rules.filing_flow import PENDING, VOIDS_SEAL, FilingStatus
from sentraki.cases.selectors.due import terms_started
from sentraki.cases.selectors.refusals import reasons
from sentraki.cases.services import deadlines, rights
from sentraki.cases.services.handover import ACKNOWLEDGED, RETURNED
from sentraki.cases.services.intake import facts_of, recipient_of
from sentraki.cases.services.letters import letter_problem, valid_letter
from sentraki.cases.services.places import use_place
from sentraki.cases.services.status import locked, set_filing_status, set_status, take
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid, MoveRefused
from sentraki.kernel.refs import ref_of
from sentraki.ledger.acts import act
from sentraki.ledger.models import Document
from sentraki.ledger.rules.seal_states import SealState
from sentraki.ledger.services import letters as ledger_letters
from sentraki.ledger.services import seals


@dataclass(frozen=True)
class News:
    """What an officer read at DJKI: the raw words, their date, and the letter's own dates.

    ``reason_code`` (``selectors.refusals``) says why DJKI refuses or what it misses, ``seen_at``
    where the words were seen, ``source_ref`` the sheet they came in.
    """

    raw_text: str
    happened_on: date
    letter_dated_on: date | None = None
    due_in_letter: date | None = None
    reason_code: str = ""
    seen_at: str = ""
    source_ref: str = ""


def _facts(case: Case, item: HandoverItem | None) -> dict[str, Any]:
    to_office = item.handover.to_office_id if item else None
    return {**facts_of(case), "to_office": to_office}


def last_handover(case: Case) -> HandoverItem | None:
    """The journey to the Kanwil of the dossier as it is sealed now, unless it was returned."""
    live = case.handovers.filter(dossier__opened_again_at=None).exclude(answer=RETURNED)
    return live.select_related("handover").last()


def _must_belong(document: Document | None, *things: Case | Filing) -> None:
    if document is not None and document.on_ref not in {str(ref_of(thing)) for thing in things}:
        raise Invalid("This document belongs to another file.")


def file_case(
    *,
    case: Case,
    viewer: Viewer,
    number: str,
    received_on: date | None,
    receipt: Document | None,
    key: str = "",
) -> Filing:
    """Record that the application is at DJKI, with its number, date and receipt.

    Raises ``MoveRefused`` naming what is missing; ``Invalid`` for a date in the future or a
    number that is in use. The mark's seal appears as "applied for", never green.
    """  # fmt: skip
    clean = number.replace(" ", "").upper()
    today = clock.today(case.office.zone)
    if received_on and received_on > today:
        raise Invalid("The date lies in the future.", fields={"received_on": "Not in the future."})
    _must_belong(receipt, case)
    item = last_handover(case)
    with act("filing.file", on=case, by=viewer, key=key, **_facts(case, item)) as deed:
        fresh = locked(case)
        if clean and Filing.unscoped.filter(number=clean).exists():
            raise Invalid("This number is in use.", fields={"number": "This number is in use."})
        letter = valid_letter(fresh)
        facts = {
            "acknowledged": item is not None and item.answer == ACKNOWLEDGED,
            "letter_valid": letter_problem(letter, fresh, received_on or today) is None,
            "number_given": bool(clean),
            "date_given": received_on is not None,
            "receipt_given": receipt is not None,
        }
        step = take(fresh, "file", viewer, facts)
        if received_on is None or receipt is None:
            raise MoveRefused("Something is still missing for this step.")
        filing = Filing(
            case=fresh,
            region_code=fresh.region_code,
            number=clean,
            received_on=received_on,
            receipt=receipt,
        )
        filing.save()
        filing.seal = rights.seal_for(filing)
        filing.save(update_fields=["seal"])
        if letter is not None:
            ledger_letters.mark_used(letter, filing, _SYSTEM)
        use_place(case=fresh, viewer=viewer)
        set_status(fresh, step.target)
        deed.record(filing=str(ref_of(filing)))
        for slug in step.notify:
            deed.tell(slug, to=recipient_of(fresh), code=fresh.code, office=fresh.office.unit)
    return filing


def look_up(*, filing: Filing, viewer: Viewer, key: str = "") -> Filing:
    """Note that somebody looked the number up and DJKI has told nothing new."""
    item = last_handover(filing.case)
    facts = _facts(filing.case, item)
    with act("filing.look-up", on=filing, by=viewer, key=key, **facts) as deed:
        fresh = Filing.unscoped.select_for_update().get(pk=filing.pk)
        fresh.last_checked_at = deed.at
        fresh.save(update_fields=["last_checked_at"])
        deed.record(status=fresh.status)
    return fresh


def record_event(
    *,
    filing: Filing,
    viewer: Viewer,
    news: News,
    status: FilingStatus,
    evidence: Document | None = None,
    certificate: rights.Certificate | None = None,
    key: str = "",
) -> FilingEvent:
    """Append one piece of news, move the mirrored status, and draw the consequences.

    *Terdaftar* needs the certificate and makes a Right; its seal turns green. An end voids the
    seal. Deadlines the news settles end, those it starts begin (``services.deadlines``).
    """  # fmt: skip
    if not news.raw_text.strip():
        raise Invalid("Paste DJKI's own words.", fields={"raw_text": "Paste DJKI's own words."})
    if news.happened_on > clock.today(filing.case.office.zone) + timedelta(days=1):
        raise Invalid("The date lies in the future.", fields={"happened_on": "Not in the future."})
    if news.reason_code and news.reason_code not in reasons():
        raise Invalid("Choose a reason.", fields={"reason_code": "Choose a reason."})
    case = filing.case
    for document in (evidence, certificate.document if certificate else None):
        _must_belong(document, case, filing)
    item = last_handover(case)
    with act("filing.record-event", on=filing, by=viewer, key=key, **_facts(case, item)) as deed:
        fresh = Filing.unscoped.select_for_update().get(pk=filing.pk)
        step = set_filing_status(
            fresh,
            status,
            viewer,
            certificate_given=certificate is not None and certificate.document is not None,
            number_given=bool(certificate and certificate.number.strip()),
        )
        started = terms_started(fresh, status)
        event = FilingEvent.objects.create(
            filing=fresh,
            happened_on=news.happened_on,
            raw_text=news.raw_text.strip(),
            status=status,
            letter_dated_on=news.letter_dated_on,
            due_in_letter=news.due_in_letter,
            reason_code=news.reason_code,
            seen_at=news.seen_at.strip(),
            source_ref=news.source_ref,
            evidence=evidence,
            recorded_by_id=viewer.acting_person,
        )
        if status is FilingStatus.REGISTERED and certificate is not None:
            rights.register(fresh, certificate)
        else:
            _speak(fresh, status, news.happened_on)
        changed = deadlines.follow(event, started, viewer)
        deed.record(
            status=status.value, event=event.pk, opened=changed.opened, closed=changed.closed
        )
        for slug in step.notify:
            deed.tell(slug, to=recipient_of(case), code=case.code, office=case.office.unit)
    return event


def _speak(filing: Filing, status: FilingStatus, happened_on: date) -> None:
    """Let the mark's seal say what the news means; a registered mark that ended, ends here too."""
    right = Right.unscoped.filter(filing=filing).first()
    if right is not None and status in VOIDS_SEAL:
        rights.write_end(right, rights.cause_of(status), happened_on)
        return
    seal, stage = filing.seal, {"stage": status.value}
    if seal is None:
        return
    if status in VOIDS_SEAL and seal.state != SealState.VOID:
        seals.set_state(seal, SealState.VOID, rights.cause_of(status), _SYSTEM, facts=stage)
    elif status in PENDING and seal.state == SealState.VOID:
        seals.set_state(seal, SealState.APPLIED, "", _SYSTEM, facts=stage)
    else:
        seals.refresh_checked(seal, _SYSTEM, at=clock.now(), facts=stage)


_SYSTEM = Viewer.system("cases.filing")
