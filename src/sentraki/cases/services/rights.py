"""From "registered" to a right with a seal that turned green."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop

from sentraki.cases.models import Filing, MarkMember, Right
from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.cases.selectors.renewals import right_kinds
from sentraki.cases.services.labels import remember_label
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid, MoveRefused
from sentraki.kernel.refs import ref_of
from sentraki.ledger.acts import act
from sentraki.ledger.models import Document, Seal
from sentraki.ledger.rules.seal_states import SealPurpose, SealState
from sentraki.ledger.services import seals
from sentraki.offices.models import Office
from sentraki.screening.services import remember_mark

END_CAUSES = ("ended", "revoked", "withdrawn", "transferred")
_SYSTEM = Viewer.system("cases.rights")
_CAUSES = {
    FilingStatus.REFUSED: "refused",
    FilingStatus.WITHDRAWN: "withdrawn",
    FilingStatus.CANCELLED: "revoked",
    FilingStatus.DELETED: "revoked",
    FilingStatus.EXPIRED: "ended",
}


@dataclass(frozen=True)
class Certificate:
    """The certificate of a registered mark: number, day of registration, and its file."""

    number: str
    registered_on: date
    document: Document | None
    expires_on: date | None = None


def cause_of(status: FilingStatus) -> str:
    """The word a void seal gives as its cause."""
    return _CAUSES.get(status, "ended")


def public_facts(filing: Filing) -> dict[str, object]:
    """What a mark's seal shows anybody: chosen here once, never joined in later."""
    case = filing.case
    consent = bool(case.answers.get("consent", {}).get("publish"))
    shared = {"collective": True} if case.kind == "collective_mark" else {}
    return shared | {
        "name": case.mark_name,
        "holder": (case.business.trade_name if case.business and consent else ""),
        "classes": case.classes,
        "filing_number": filing.number,
        "filed_on": filing.received_on.isoformat(),
        "office": case.office.unit,
        "government": case.office.name,
        "stage": filing.status,
    }


def seal_for(filing: Filing) -> Seal:
    """The mark's seal at the moment of filing: applied for, not registered."""
    return seals.issue(SealPurpose.MARK, filing, public_facts(filing), None, _SYSTEM)


def register(filing: Filing, certificate: Certificate) -> Right:
    """Record the right a filing became; its seal turns green. Must run inside an act.

    Raises ``Invalid`` when the registration number is in use already.
    """
    number = certificate.number.replace(" ", "").upper()
    if Right.unscoped.filter(kind=filing.case.kind, number=number).exists():
        raise Invalid("This number is in use.", fields={"number": "This number is in use."})
    case = filing.case
    until = certificate.expires_on or last_day(case.kind, filing.received_on)
    right = Right(
        office=case.office,
        region_code=filing.region_code,
        filing=filing,
        community=case.community,
        kind=case.kind,
        number=number,
        name=case.mark_name,
        holder=str(public_facts(filing)["holder"]),
        classes=case.classes,
        subsector=case.business.subsector if case.business else "",
        district_code=case.business.district_code if case.business else "",
        year=certificate.registered_on.year,
        filed_on=filing.received_on,
        registered_on=certificate.registered_on,
        expires_on=until,
        certificate=certificate.document,
        seal=filing.seal,
    )
    right.save()
    if filing.seal is not None:
        facts = {**public_facts(filing), "registration_number": number}
        seals.set_state(
            filing.seal,
            SealState.REGISTERED,
            "",
            _SYSTEM,
            facts=facts,
            valid_until=until,
            checked_at=clock.now(),
        )
    remember(right)
    return right


def last_day(kind: str, filed_on: date | None) -> date | None:
    """The day protection of this kind ends; none for a kind without a countable end."""
    known = right_kinds().get(kind)
    return known.expiry(filed_on) if known is not None and filed_on is not None else None


def remember(right: Right) -> None:
    """Let the name check know the mark from now on, and the picture search its label."""
    status = "ended" if right.ended_on else "registered"
    remember_mark(
        ref=ref_of(right),
        name=right.name,
        classes=right.classes,
        number=right.number,
        registered_on=right.registered_on,
        status=status,
    )
    remember_label(right, status)


def end(
    *, right: Right, viewer: Viewer, cause: str, ended_on: date, note: str = "", key: str = ""
) -> Right:
    """Record that a right no longer stands since ``ended_on``; its seal says so at once.

    ``cause`` is one of ``END_CAUSES``. Raises ``Invalid`` for another cause, a day in the future
    or before the registration, ``MoveRefused`` when the right has ended before.
    """
    with act("right.end", on=right, by=viewer, key=key, note=note) as deed:
        fresh = Right.objects.for_viewer(viewer).select_for_update().get(pk=right.pk)
        if fresh.ended_on is not None:
            raise MoveRefused("This right has ended before.")
        if cause not in END_CAUSES:
            raise Invalid("Choose a cause.", fields={"cause": "Choose a cause."})
        if ended_on > clock.today(fresh.office.zone):
            raise Invalid("Not in the future.", fields={"ended_on": "Not in the future."})
        if fresh.registered_on is not None and ended_on < fresh.registered_on:
            reason = gettext_noop("This day lies before the registration.")
            raise Invalid(reason, fields={"ended_on": reason})
        write_end(fresh, cause, ended_on)
        deed.record(cause=cause, ended_on=ended_on.isoformat())
    return fresh


def write_end(right: Right, cause: str, ended_on: date) -> None:
    """Write the end of a right on its row, its seal, its members' seals. Must run inside an act."""
    right.ended_on, right.end_cause = ended_on, cause
    right.save(update_fields=["ended_on", "end_cause"])
    if right.seal is not None and right.seal.state != SealState.VOID:
        seals.set_state(right.seal, SealState.VOID, cause, _SYSTEM)
    for use in MarkMember.objects.for_viewer(_SYSTEM).filter(right=right).exclude(seal=None):
        if use.seal is not None and use.seal.state != SealState.VOID:
            seals.set_state(use.seal, SealState.VOID, "ended", _SYSTEM)
    remember(right)


def is_in_force(right: Right, zone: str) -> bool:
    """Whether the right still stands today."""
    today = clock.today(zone)
    ended = right.ended_on is not None and right.ended_on <= today
    return not ended and (right.expires_on is None or right.expires_on >= today)


@dataclass(frozen=True)
class KnownRight:
    """A right registered before this installation knew of it, as a list or the demo tells it."""

    number: str
    name: str
    holder: str = ""
    classes: str = ""
    subsector: str = ""
    district_code: str = ""
    kind: str = "mark"
    filed_on: date | None = None
    registered_on: date | None = None
    year: int = 0
    source_ref: str = ""

    @property
    def registered_year(self) -> int:
        """The year of registration, from the day when it is known."""
        return self.registered_on.year if self.registered_on else self.year


def record_known(*, office: Office, viewer: Viewer, known: KnownRight) -> Right:
    """Record a right with its own seal, already registered; no filing stands behind it.

    Raises ``Invalid`` for a number in use or a right without name or year.
    """
    number = known.number.replace(" ", "").upper()
    if not known.name.strip() or not number or not known.registered_year:
        raise Invalid("A right needs a name, a number and the year of registration.")
    if Right.unscoped.filter(kind=known.kind, number=number).exists():
        raise Invalid("This number is in use.", fields={"number": "This number is in use."})
    facts = {"region_code": office.region_code}
    with act("right.import", on=None, by=viewer, **facts) as deed:
        right = Right(
            office=office,
            region_code=office.region_code,
            kind=known.kind,
            number=number,
            name=known.name.strip()[:255],
            holder=known.holder.strip()[:255],
            classes=known.classes,
            subsector=known.subsector,
            district_code=known.district_code,
            year=known.registered_year,
            filed_on=known.filed_on,
            registered_on=known.registered_on,
            expires_on=last_day(known.kind, known.filed_on),
            source_ref=known.source_ref,
        )
        right.save()
        deed.about(right)
        right.seal = seals.issue(
            SealPurpose.MARK,
            right,
            _known_facts(right),
            right.expires_on,
            _SYSTEM,
            state=SealState.REGISTERED,
        )
        right.save(update_fields=["seal"])
        remember(right)
    return right


def _known_facts(right: Right) -> dict[str, object]:
    return {
        "name": right.name,
        "holder": right.holder,
        "classes": right.classes,
        "registration_number": right.number,
        "filed_on": right.filed_on.isoformat() if right.filed_on else "",
        "office": right.office.unit,
        "government": right.office.name,
        "stage": FilingStatus.REGISTERED.value,
    }
