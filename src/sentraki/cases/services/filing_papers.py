"""Filing and news together with the files that prove them: kept and recorded, or neither."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from sentraki.cases.models import Case, Filing, FilingEvent
from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.cases.services.filing import News, file_case, record_event
from sentraki.cases.services.rights import Certificate
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid
from sentraki.ledger.models import Document
from sentraki.ledger.rules.secrecy import Secrecy
from sentraki.ledger.services import documents
from sentraki.ledger.services.documents import Made
from sentraki.ledger.uploads import IMAGE_OR_PDF, Purpose, UploadRefused, clean_name, decode

RECEIPT = "filing-receipt"
EVIDENCE = "filing-evidence"
CERTIFICATE = "certificate"


@dataclass(frozen=True)
class Sent:
    """A file as a person sent it: where it lies (or its bytes) and what it was called."""

    source: Path | bytes
    name: str


@dataclass(frozen=True)
class Written:
    """The same file written anew, ready to be kept."""

    content: Made
    name: str


def written_anew(sent: Sent | None, field: str) -> Written | None:
    """The picture or PDF that will be kept. Raises ``Invalid`` naming ``field``."""
    if sent is None:
        return None
    try:
        fresh = decode(sent.source, accept=IMAGE_OR_PDF, purpose=Purpose.PAPER, name=sent.name)
    except UploadRefused as refused:
        reason = str(refused.message)
        raise Invalid(reason, fields={field: reason}, **refused.params) from refused
    return Written(Made(fresh.data, fresh.mime), clean_name(sent.name))


def file_with_receipt(
    *,
    case: Case,
    viewer: Viewer,
    number: str,
    received_on: date | None,
    receipt: Sent | None,
    key: str = "",
) -> Filing:
    """``file_case`` with the receipt as it was sent. Raises what ``file_case`` raises, and
    ``Invalid`` for a file we do not take; then nothing is kept."""
    written = written_anew(receipt, "receipt")
    with transaction.atomic():
        return file_case(
            case=case,
            viewer=viewer,
            number=number,
            received_on=received_on,
            receipt=_kept(written, RECEIPT, case, viewer),
            key=key,
        )


@dataclass(frozen=True)
class Registration:
    """What the certificate says, and the certificate itself as it was sent."""

    number: str
    registered_on: date
    sent: Sent | None


def record_with_papers(
    *,
    filing: Filing,
    viewer: Viewer,
    news: News,
    status: FilingStatus,
    evidence: Sent | None = None,
    registration: Registration | None = None,
    key: str = "",
) -> FilingEvent:
    """``record_event`` with its evidence and certificate as they were sent; all or nothing."""
    proof = written_anew(evidence, "evidence")
    page = written_anew(registration.sent, "certificate") if registration else None
    with transaction.atomic():
        certificate = None
        if registration is not None:
            kept = _kept(page, CERTIFICATE, filing.case, viewer)
            certificate = Certificate(registration.number, registration.registered_on, kept)
        return record_event(
            filing=filing,
            viewer=viewer,
            news=news,
            status=status,
            evidence=_kept(proof, EVIDENCE, filing.case, viewer),
            certificate=certificate,
            key=key,
        )


def _kept(written: Written | None, kind: str, case: Case, viewer: Viewer) -> Document | None:
    if written is None:
        return None
    return documents.store(
        data=written.content,
        kind=kind,
        secrecy=Secrecy.C2,
        on=case,
        region_code=case.region_code,
        by=viewer,
        original_name=written.name,
    )
