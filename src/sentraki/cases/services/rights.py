"""From "registered" to a right with a seal that turned green."""

from dataclasses import dataclass
from datetime import date

from sentraki.cases.models import Filing, Right
from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid
from sentraki.kernel.refs import ref_of
from sentraki.ledger.models import Document, Seal
from sentraki.ledger.rules.seal_states import SealPurpose, SealState
from sentraki.ledger.services import seals
from sentraki.screening.services import remember_mark

YEARS_OF_PROTECTION = 10
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


def expiry(filed_on: date) -> date:
    """Ten years from the day of receipt (UU 20/2016 Pasal 35, read 2026-11-21)."""
    try:
        return filed_on.replace(year=filed_on.year + YEARS_OF_PROTECTION)
    except ValueError:
        return filed_on.replace(year=filed_on.year + YEARS_OF_PROTECTION, day=28)


def public_facts(filing: Filing) -> dict[str, object]:
    """What a mark's seal shows anybody: chosen here once, never joined in later."""
    case = filing.case
    consent = bool(case.answers.get("consent", {}).get("publish"))
    return {
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
    until = certificate.expires_on or expiry(filing.received_on)
    right = Right(
        office=case.office,
        region_code=filing.region_code,
        filing=filing,
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


def remember(right: Right) -> None:
    """Let the name check know the mark from now on."""
    remember_mark(
        ref=ref_of(right),
        name=right.name,
        classes=right.classes,
        number=right.number,
        registered_on=right.registered_on,
        status="registered",
    )


def is_in_force(right: Right, zone: str) -> bool:
    """Whether the right still stands today."""
    today = clock.today(zone)
    ended = right.ended_on is not None and right.ended_on <= today
    return not ended and (right.expires_on is None or right.expires_on >= today)
