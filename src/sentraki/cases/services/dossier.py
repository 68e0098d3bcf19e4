"""Sealing a dossier: gather, check, write three readings, pack, keep."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image

from sentraki.cases.models import Case, Dossier
from sentraki.cases.rules import Problem
from sentraki.cases.rules.dossier import DossierFacts, Paper, build_zip, manifest, numbered
from sentraki.cases.rules.dossier_paper import LABEL_FILE, TEMPLATE, dossier_data
from sentraki.cases.rules.st96 import to_xml
from sentraki.cases.rules.st96_checks import problems
from sentraki.cases.selectors.collective import community_problems
from sentraki.cases.selectors.dossier import dossier_facts
from sentraki.cases.selectors.fees import filing_fee
from sentraki.cases.selectors.papers import paper_states, wants_letter
from sentraki.cases.services.intake import facts_of, recipient_of
from sentraki.cases.services.letters import letter_of_case, letter_problem, valid_letter
from sentraki.cases.services.papers import LABEL, SIGNATURE
from sentraki.cases.services.places import settle_place
from sentraki.cases.services.status import locked, set_status, take
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import MoveRefused
from sentraki.kernel.wording import date_id
from sentraki.ledger.acts import act
from sentraki.ledger.models import Document, Letter
from sentraki.ledger.rendering import render_pdf
from sentraki.ledger.rules.secrecy import Secrecy
from sentraki.ledger.services import documents
from sentraki.ledger.services.documents import Made

LETTER_PAPER = "umk-letter"
LETTER_LABEL = "Surat rekomendasi UMK"
XML_NAME = "permohonan_st96.xml"
PDF_NAME = "permohonan.pdf"
MANIFEST_NAME = "manifest.json"
PACKAGE_KIND = "dossier"
PURPOSE = "dossier"
NOT_SOUND = "The dossier still has errors."
_AS_PICTURE = frozenset({LABEL, SIGNATURE})


@dataclass(frozen=True)
class Gathered:
    """A dossier before it is sealed: facts, the bytes behind each paper, and what is wrong."""

    facts: DossierFacts
    contents: dict[str, bytes]
    problems: list[Problem]
    letter: Letter | None


@dataclass(frozen=True)
class Preview:
    """What a dossier would say if it were sealed now. Nothing guarded was opened for it."""

    facts: DossierFacts
    problems: list[Problem]
    letter: Letter | None
    letter_problem: str | None

    @property
    def is_sound(self) -> bool:
        """Whether nothing stands in the way of sealing."""
        return not self.problems and self.letter_problem is None


def preview(case: Case, lang: str = "id") -> Preview:
    """Facts and problems from what is known of each paper, without reading its content.

    Raises ``MoveRefused`` for a case whose business is not recorded yet.
    """
    business = case.business
    if business is None:
        raise MoveRefused(NOT_SOUND, missing=("dossier_sound",))
    letter = letter_of_case(case) if wants_letter(case) else None
    known = [(s.requirement, s.paper.document) for s in paper_states(case) if s.paper is not None]
    papers = [_announced(row.code, row.label(lang), document) for row, document in known]
    if letter is not None and letter.pdf is not None:
        papers.append(_announced(LETTER_PAPER, LETTER_LABEL, letter.pdf))
    facts = dossier_facts(case, business, letter, papers, lang=lang)
    fee = filing_fee(facts.scheme, facts.made_on)
    today = clock.today(case.office.zone)
    return Preview(
        facts,
        problems(facts, fee.amount if fee else None) + community_problems(case),
        letter,
        letter_problem(letter, case, today),
    )


def _announced(code: str, label: str, document: Document) -> Paper:
    mime = "application/pdf" if document.mime == "image/jpeg" and code not in _AS_PICTURE else ""
    day = document.created_at.date()
    return Paper(code, label, mime or document.mime, document.content_sha256, document.size, day)


def show_identity(case: Case, viewer: Viewer) -> None:
    """Note that the viewer opened the owner's identity number. Raises ``Denied``."""
    with act("case.show-identity", on=case, by=viewer, **with_office(case)):
        pass


def with_office(case: Case) -> dict[str, Any]:
    """What the policy asks about a sealed case: its region, and the Kanwil that holds it."""
    item = case.handovers.filter(dossier__opened_again_at=None).last()
    return {**facts_of(case), "to_office": item.handover.to_office_id if item else None}


def gather(case: Case, viewer: Viewer, ticked: Mapping[str, str] | None = None) -> Gathered:
    """Read everything the dossier is made of; every guarded paper read is an entry.

    ``ticked`` are points of the checklist an officer answers for, with a note each.
    """
    business = case.business
    if business is None:
        raise MoveRefused(NOT_SOUND, missing=("dossier_sound",))
    letter = valid_letter(case)
    papers: list[Paper] = []
    contents: dict[str, bytes] = {}
    for state in paper_states(case):
        if state.paper is not None:
            row = state.requirement
            paper, content = _prepared(row.code, row.label_id, state.paper.document, viewer)
            papers.append(paper)
            contents[row.code] = content
    if letter is not None and letter.pdf is not None:
        paper, content = _prepared(LETTER_PAPER, LETTER_LABEL, letter.pdf, viewer)
        papers.append(paper)
        contents[LETTER_PAPER] = content
    facts = dossier_facts(case, business, letter, papers, ticked=ticked)
    fee = filing_fee(facts.scheme, facts.made_on)
    found = problems(facts, fee.amount if fee else None) + community_problems(case)
    return Gathered(facts, contents, found, letter)


def _prepared(code: str, label: str, document: Document, viewer: Viewer) -> tuple[Paper, bytes]:
    content, mime = documents.read(document, viewer, PURPOSE), document.mime
    if mime == "image/jpeg" and code not in _AS_PICTURE:
        content, mime = as_pdf(content), "application/pdf"
    digest = hashlib.sha256(content).hexdigest()
    day = document.created_at.date()
    return Paper(code, label, mime, digest, len(content), day), content


def as_pdf(picture: bytes) -> bytes:
    """A photographed paper as a one-page PDF: the form takes only labels and signatures as JPG."""
    written = BytesIO()
    with Image.open(BytesIO(picture), formats=("JPEG",)) as photo:
        photo.convert("RGB").save(written, "PDF", resolution=150)
    return written.getvalue()


def package(gathered: Gathered) -> tuple[bytes, list[dict[str, object]]]:
    """The package as a ZIP, and the list of its files with SHA-256."""
    facts = gathered.facts
    made = {
        XML_NAME: to_xml(facts),
        PDF_NAME: render_pdf(
            TEMPLATE,
            dossier_data(facts),
            stamp=clock.now(),
            files={LABEL_FILE: gathered.contents[LABEL]},
        ),
    }
    listing = manifest(facts, made)
    files = {name: gathered.contents[paper.kind] for name, paper in numbered(facts)}
    text = json.dumps(listing, ensure_ascii=False, indent=1)
    packed = build_zip({**files, **made, MANIFEST_NAME: text.encode()}, clock.now())
    return packed, list(listing["files"])


def seal_dossier(
    *, case: Case, viewer: Viewer, ticked: Sequence[str] = (), key: str = ""
) -> Dossier:
    """Write the dossier once, keep it, and lock the case.

    ``ticked`` are codes of checklist points the officer answers for. Raises ``MoveRefused`` naming
    ``letter_valid`` or ``dossier_sound`` while something is wrong.
    """
    with act("case.seal-dossier", on=case, by=viewer, key=key, **facts_of(case)) as deed:
        fresh = locked(case)
        today = clock.today(fresh.office.zone)
        notes = {code: f"{viewer.name}, {date_id(today)}" for code in ticked}
        gathered = gather(fresh, viewer, notes)
        facts = {
            "letter_valid": letter_problem(gathered.letter, fresh, today) is None,
            "dossier_sound": not gathered.problems,
        }
        step = take(fresh, "seal-dossier", viewer, facts)
        packed, files = package(gathered)
        stored = documents.store(
            data=Made(packed, "application/zip"),
            kind=PACKAGE_KIND,
            secrecy=Secrecy.C4,
            on=fresh,
            region_code=fresh.region_code,
            by=viewer,
        )
        dossier = Dossier.objects.create(
            case=fresh,
            number=fresh.dossiers.count() + 1,
            letter=gathered.letter,
            package=stored,
            sha256=hashlib.sha256(packed).hexdigest(),
            files=files,
            sealed_by_id=viewer.acting_person,
        )
        taken_up = settle_place(case=fresh, viewer=viewer)
        set_status(fresh, step.target)
        deed.record(sha256=dossier.sha256, ticked=list(ticked), place_taken_up=taken_up)
        for slug in step.notify:
            deed.tell(slug, to=recipient_of(fresh), code=fresh.code, office=fresh.office.unit)
    return dossier
