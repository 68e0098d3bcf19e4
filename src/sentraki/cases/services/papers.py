"""Papers of a case: taken in, re-encoded, attached, set aside."""

from pathlib import Path

from sentraki.cases.models import Case, CasePaper, DocumentRequirement
from sentraki.cases.selectors.papers import requirements_for
from sentraki.cases.services.intake import NOT_OPEN, OPEN, facts_of
from sentraki.cases.services.status import locked
from sentraki.kernel import clock
from sentraki.kernel.access import Role, Viewer
from sentraki.kernel.errors import Denied, Invalid, MoveRefused
from sentraki.kernel.refs import ref_of
from sentraki.ledger.acts import act
from sentraki.ledger.models import Document
from sentraki.ledger.rules.secrecy import Secrecy
from sentraki.ledger.services import documents
from sentraki.ledger.services.documents import Made
from sentraki.ledger.uploads import (
    IMAGE_OR_PDF,
    Purpose,
    clean_name,
    decode,
    normalise_label,
    normalise_signature,
)
from sentraki.parties.models import Community

LABEL = "label"
SIGNATURE = "signature"
IDENTITY = "ktp"
LABEL_ORIGINAL = "label-original"
NOT_NEEDED = "This file does not need such a paper."
NOT_OF_THIS_CASE = "There is no such document, or it is not for you."


def must_be_of(case: Case, *files: Document | None) -> None:
    """Raise ``Denied`` (hidden) for a document that is kept with anything but ``case``."""
    if any(file is not None and file.on_ref != ref_of(case) for file in files):
        raise Denied(NOT_OF_THIS_CASE, hidden=True)


def requirement_of(case: Case, code: str) -> DocumentRequirement:
    """The requirement row ``code`` of the case; raises ``Invalid`` when it has none such."""
    for row in requirements_for(case):
        if row.code == code:
            return row
    raise Invalid(NOT_NEEDED)


def written_anew(row: DocumentRequirement, source: Path | bytes, name: str) -> Made:
    """What will be kept of an uploaded file: a fresh picture or PDF, never the bytes as sent.

    Labels and signatures come out as the JPEG that DJKI's form takes. Raises ``UploadRefused``.
    """
    if row.code == LABEL:
        return Made(normalise_label(source).jpeg, "image/jpeg")
    if row.code == SIGNATURE:
        return Made(normalise_signature(source).jpeg, "image/jpeg")
    purpose = Purpose.IDENTITY if row.code == IDENTITY else Purpose.PAPER
    fresh = decode(source, accept=IMAGE_OR_PDF, purpose=purpose, name=name)
    return Made(fresh.data, fresh.mime)


def label_as_given(source: Path | bytes, name: str) -> Made:
    """The label in its own size and colours, written anew: kept beside the normalised one."""
    fresh = decode(source, accept=IMAGE_OR_PDF, purpose=Purpose.LABEL, name=name)
    return Made(fresh.data, fresh.mime)


def add_paper(
    *,
    case: Case,
    viewer: Viewer,
    requirement: str,
    source: Path | bytes,
    name: str,
    key: str = "",
) -> CasePaper:
    """Attach a paper; an earlier one for the same requirement is set aside, not erased.

    Raises ``UploadRefused`` for a file we do not take, ``Invalid`` for a requirement the case does
    not have, ``MoveRefused`` when the applicant's turn is over, ``AlreadyDone`` for a used key.
    """  # fmt: skip
    row = requirement_of(case, requirement)
    kept = {requirement: written_anew(row, source, name)}
    if requirement == LABEL:
        kept[LABEL_ORIGINAL] = label_as_given(source, name)
    with act("case.add-paper", on=case, by=viewer, key=key, **facts_of(case)) as deed:
        fresh = locked(case)
        if viewer.role is Role.APPLICANT and fresh.status not in OPEN:
            raise MoveRefused(NOT_OPEN)
        stored = {
            kind: documents.store(
                data=made,
                kind=kind,
                secrecy=Secrecy(row.secrecy),
                on=case,
                region_code=case.region_code,
                by=viewer,
                original_name=clean_name(name),
            )
            for kind, made in kept.items()
        }
        paper = _put(fresh, requirement, stored[requirement])
        deed.record(requirement=requirement)
    return paper


def adopt(
    *, case: Case, viewer: Viewer, requirement: str, document: Document, key: str = ""
) -> CasePaper:
    """Attach a copy of what the case's community keeps: its deed or its signed rules of use.

    Raises ``Denied`` (hidden) for any other document, ``Invalid`` for a paper the case needs not.
    """
    row = requirement_of(case, requirement)
    community = case.community
    if community is None or document.on_ref not in _kept_by(community):
        raise Denied(NOT_OF_THIS_CASE, hidden=True)
    with act("case.add-paper", on=case, by=viewer, key=key, **facts_of(case)) as deed:
        fresh = locked(case)
        stored = documents.store(
            data=Made(documents.read(document, viewer, "collective"), document.mime),
            kind=requirement,
            secrecy=Secrecy(row.secrecy),
            on=case,
            region_code=case.region_code,
            by=viewer,
            original_name=document.original_name,
        )
        paper = _put(fresh, requirement, stored)
        deed.record(requirement=requirement)
    return paper


def _kept_by(community: Community) -> set[str]:
    rules = {str(ref_of(version)) for version in community.usage_rules.all()}
    return rules | {str(ref_of(community))}


def _put(case: Case, requirement: str, document: Document) -> CasePaper:
    case.papers.filter(requirement=requirement, replaced_at=None).update(replaced_at=clock.now())
    return CasePaper.objects.create(case=case, requirement=requirement, document=document)
