"""Things for tests: plain functions with keyword defaults and no surprises.

Each room has its own block; a block uses those above it, never those below.
"""

# ---- offices -----------------------------------------------------------------------------------

import csv
from base64 import b64decode
from datetime import date, timedelta
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.account.internal.userkit import user_id_to_str
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.test import Client
from PIL import Image

from sentraki.cases.models import Case, DocumentRequirement, Filing, Programme, Right, WatchHit
from sentraki.cases.services import decisions, filing, handover, intake
from sentraki.cases.services.dossier import seal_dossier
from sentraki.cases.services.papers import add_paper
from sentraki.cases.services.reference import load_reference as load_case_reference
from sentraki.cases.services.watch import as_the_owner_reads
from sentraki.kernel import clock
from sentraki.kernel.access import OFFICERS, Role, Viewer
from sentraki.kernel.clock import WorkingCalendar
from sentraki.kernel.refs import ref_of
from sentraki.ledger import letters
from sentraki.ledger.letters import LetterKind, Signing
from sentraki.ledger.models import Document, Letter
from sentraki.ledger.rules.secrecy import Secrecy
from sentraki.ledger.services import documents, pages
from sentraki.ledger.services import letters as letter_services
from sentraki.offices import viewers
from sentraki.offices.models import Membership, Office, Person, Region
from sentraki.offices.rules import OfficeKind, level_of
from sentraki.screening.models import GazetteEntry, GazetteIssue, GazetteReading

PASSWORD = "sandi-uji-yang-panjang"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SYSTEM = Viewer.system("tests")
_numbers = count(1)


def make_region(code: str = "16.71", name: str = "") -> Region:
    """A region and, above it, whatever is missing."""
    parent = make_region(code.rpartition(".")[0]) if "." in code else None
    values = {"name": name or f"Daerah {code}", "level": level_of(code), "parent": parent}
    return Region.objects.get_or_create(code=code, defaults=values)[0]


def make_office(
    *,
    region: str = "16.71",
    slug: str = "",
    kind: OfficeKind = OfficeKind.COOPERATIVES,
    **more: Any,
) -> Office:
    """An office of ``region``; ``more`` are fields of the model."""
    slug = slug or f"kantor-{next(_numbers)}"
    values: dict[str, Any] = {
        "code": slug.upper(),
        "name": f"Pemerintah Daerah {region}",
        "unit": f"Dinas {slug}",
        "region": make_region(region),
    }
    return Office.objects.create(slug=slug, kind=kind, **(values | more))


def make_person(*, email: str = "", name: str = "Petugas Uji", **more: Any) -> Person:
    """A person with the password ``PASSWORD`` and a verified e-mail address, and no role."""
    email = email or f"petugas{next(_numbers)}@uji.test"
    person = Person.objects.create_user(email, more.pop("password", PASSWORD), name=name, **more)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def make_membership(
    *,
    person: Person | None = None,
    office: Office | None = None,
    role: Role = Role.VERIFIER,
    valid_from: date | None = None,
    **more: Any,
) -> Membership:
    """A role of a person at an office, since yesterday unless said otherwise."""
    return Membership.objects.create(
        person=person or make_person(),
        office=office or make_office(),
        role=role,
        valid_from=valid_from or date(2020, 1, 1),
        **more,
    )


def make_factor(person: Person) -> Authenticator:
    """An authenticator app with the secret ``TOTP_SECRET``; the one there already, if any."""
    held = Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.TOTP).first()
    return held or TOTP.activate(person, TOTP_SECRET).instance


def viewer(
    role: Role = Role.VERIFIER,
    office: Office | None = None,
    *,
    person: Person | None = None,
    grants: tuple[str, ...] = (),
    second_factor: bool = True,
    regions: tuple[str, ...] = (),
) -> Viewer:
    """A viewer as the middleware would make it; an officer's regions come from ``office``."""
    own = (office.region_code,) if office is not None and role in OFFICERS else regions
    if office is not None and office.is_kanwil and role is not Role.KANWIL:
        own = ()
    return Viewer(
        role=role,
        name=person.name if person else str(role),
        person_id=person.pk if person else None,
        office_id=office.pk if office else None,
        regions=own,
        grants=frozenset(grants),
        second_factor=second_factor and role in OFFICERS,
    )


def log_in(client: Client, person: Person, *, second_factor: bool = True) -> Client:
    """Log ``client`` in as ``person``, by default with the second factor shown."""
    client.force_login(person)
    if second_factor:
        session = client.session
        record = {"method": "mfa", "at": 0.0, "id": make_factor(person).pk, "type": "totp"}
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [record]
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(person)
        session.save()
    return client


def officer_client(role: Role = Role.VERIFIER, office: Office | None = None) -> Client:
    """A fresh client, logged in as a new officer of ``role`` at ``office``."""
    membership = make_membership(role=role, office=office)
    return log_in(Client(), membership.person)


def applicant_client(*refs: str) -> Client:
    """A fresh client whose browser holds a right to each of ``refs``."""
    client = Client()
    session = client.session
    session[viewers.GRANTS] = {ref: clock.now().timestamp() for ref in refs}
    session.save()
    client.cookies["sessionid"] = session.session_key
    return client


# ---- ledger ------------------------------------------------------------------------------------

LABEL = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
LETTER_FIELDS = {
    "applicant": {"name": "Sari Rahayu", "address": "Jl. Contoh 1", "nib": "1234567890123"},
    "scale": "usaha mikro",
    "goods": "kopi bubuk",
    "mark_name": "SENJA UJI",
}


def _letter_data(letter: Letter, signing: Signing) -> dict[str, Any]:
    office = letter.office
    return {
        **letter.fields,
        "paper": office.paper_size,
        "margins": {"top": 15, "right": 20, "bottom": 20, "left": 25},
        "letterhead": [office.name, office.unit, "Jl. Merdeka 1"],
        "emblem": "",
        "place": "Palembang",
        "dated_on": signing.on.isoformat(),
        "signatory": dict(signing.signatory),
        "number": signing.number,
        "goods_label": "Jenis barang",
        "label": "label.png",
        "valid_until": signing.valid_until.isoformat() if signing.valid_until else "",
        "qr": "qr.svg",
        "seal_code": signing.seal_code,
    }


def make_letter_kind(slug: str = "surat-uji") -> LetterKind:
    """A kind of letter on the paper of the recommendation letter, registered once."""
    known = {kind.slug: kind for kind in letters.kinds()}
    if slug not in known:
        letters.register(
            LetterKind(
                slug=slug,
                template="surat-rekomendasi-umk",
                title_id="Surat uji",
                title_en="Test letter",
                make_data=_letter_data,
                make_facts=lambda letter, signing: {"number": signing.number},
                valid_until=lambda on: date(on.year, 12, 31),
                may_issue=lambda office: office.may_issue_umk_letter,
                sample=LETTER_FIELDS,
            )
        )
    return letters.get(slug)


def make_document(
    *,
    on: Any = "cases.case:1",
    data: bytes = LABEL,
    mime: str = "image/png",
    secrecy: Secrecy = Secrecy.C2,
    region_code: str = "16.71",
    kind: str = "label",
    original_name: str = "",
) -> Document:
    """A stored document."""
    return documents.store(
        data=documents.Made(data, mime),
        kind=kind,
        secrecy=secrecy,
        on=on,
        region_code=region_code,
        by=SYSTEM,
        original_name=original_name,
    )


def make_issuing_office(*, region: str = "16.71", **more: Any) -> Office:
    """An office that may issue the small-business letter."""
    basis = {"may_issue_umk_letter": True, "letter_basis": "Peraturan uji"}
    return make_office(region=region, **(basis | more))


def make_signatory(office: Office) -> Viewer:
    """Somebody who may sign letters of ``office``."""
    person = make_person(name="Kepala Dinas", nip="197001012000031001")
    make_membership(person=person, office=office, role=Role.SIGNATORY, position="Kepala")
    return viewer(Role.SIGNATORY, office, person=person)


def make_letter(
    *, office: Office | None = None, on: Any = "cases.case:1", by: Viewer | None = None
) -> Letter:
    """A draft with a label, waiting for a signature."""
    office = office or make_issuing_office()
    kind = make_letter_kind()
    label = make_document(on=ref_of(on), secrecy=Secrecy.C4, region_code=office.region_code)
    return letter_services.request(
        kind.slug, on, LETTER_FIELDS, office=office, by=by or SYSTEM, pictures={"label.png": label}
    )


def published_days_off() -> WorkingCalendar:
    """National holidays and joint leave of the files in ``data``, without a database."""
    path = settings.DATA / "holidays" / "id-2025-2027.csv"
    with path.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    days = {kind: {date.fromisoformat(r["date"]): r["name_id"] for r in rows if r["kind"] == kind}
            for kind in ("libur_nasional", "cuti_bersama")}  # fmt: skip
    moving = (date.fromisoformat(r["date"]) for r in rows if r["status"] != "announced")
    return WorkingCalendar(days["libur_nasional"], days["cuti_bersama"], frozenset(moving))


# ---- parties, cases ----------------------------------------------------------------------------


def make_picture(size: tuple[int, int] = (600, 400), colour: str = "#c0392b") -> bytes:
    """A plain JPEG."""
    written = BytesIO()
    Image.new("RGB", size, colour).save(written, "JPEG")
    return written.getvalue()


ANSWERS: dict[str, Any] = {
    "check": {"names": ["Sambal Mak Ijah", "Sambal Cek Ida"], "goods": "sambal botol"},
    "owner_kind": "person",
    "owner": {"owner_name": "IJAH CONTOH", "nik": "0071014101800001", "gender": "P"},
    "business": {
        "trade_name": "Dapur Mak Ijah",
        "nib": "0000000000001",
        "scale": "micro",
        "subsector": "culinary",
        "activity": "membuat sambal",
    },
    "mark": {
        "name": "Sambal Mak Ijah",
        "mark_type": "combined",
        "description": "Tulisan Sambal Mak Ijah dengan gambar cabai",
        "colours": "merah, hijau",
        "no_translation": True,
    },
    "goods": {"classes": [30], "text": "sambal", "terms": {"30": ["sambal"]}},
    "address": {
        "street": "Jalan Contoh 1",
        "rt_rw": "001/002",
        "district_code": "16.71.01",
        "postcode": "30111",
    },
    "consent": {"facilitate": True, "publish": True, "messages": True},
}
PAPERS = ("label", "signature", "ktp", "nib", "umk-statement")


def make_programme(*, office: Office, quota: int = 10, **more: Any) -> Programme:
    """A programme open all year round."""
    values: dict[str, Any] = {
        "year": clock.today().year,
        "name": "Fasilitasi merek",
        "fund_source": "APBD",
        "budget": 500_000 * quota,
        "opens_on": date(2020, 1, 1),
        "closes_on": date(2099, 12, 31),
    }
    return Programme.objects.create(
        office=office, region_code=office.region_code, quota=quota, **(values | more)
    )


def make_draft(*, office: Office | None = None, phone: str = "081234567890") -> Case:
    """A draft somebody has just begun, with the name check's answers."""
    office = office or make_issuing_office()
    make_region("16.71.01", "Ilir Barat Dua")
    if not DocumentRequirement.objects.exists():
        load_case_reference()
    started = intake.start(
        office=office,
        viewer=Viewer.public(),
        name="Ijah Contoh",
        phone=phone,
        check=ANSWERS["check"],
    )
    return started.case


def applicant_of(case: Case) -> Viewer:
    """The applicant of ``case``, having shown code and phone."""
    return Viewer(Role.APPLICANT, "applicant", grants=frozenset({str(ref_of(case))}))


def fill_in(case: Case, *, papers: tuple[str, ...] = PAPERS, **changed: Any) -> Case:
    """All answers and ``papers`` of a draft; ``changed`` replaces whole sections."""
    who = applicant_of(case)
    for section, values in (ANSWERS | changed).items():
        given = values if isinstance(values, dict) else {"value": values}
        case = intake.save_answers(case=case, viewer=who, section=section, values=given)
    for paper in papers:
        add_paper(
            case=case, viewer=who, requirement=paper, source=make_picture(), name=f"{paper}.jpg"
        )
    return case


def make_submitted(*, office: Office | None = None, **more: Any) -> Case:
    """A complete case in the office's queue."""
    case = fill_in(make_draft(office=office, phone=more.pop("phone", "081234567890")), **more)
    return intake.submit(case=case, viewer=applicant_of(case))


def make_officer(office: Office, role: Role = Role.VERIFIER) -> Viewer:
    """An officer of ``office`` with a live membership and a second factor."""
    person = make_person()
    make_membership(person=person, office=office, role=role)
    return viewer(role, office, person=person)


def make_accepted(
    *, office: Office | None = None, verifier: Viewer | None = None, **more: Any
) -> Case:
    """A case with a place, its letter waiting for a signature; ``more`` are answers."""
    office = office or make_issuing_office()
    if not Programme.unscoped.filter(office=office).exists():
        make_programme(office=office)
    case = make_submitted(office=office, **more)
    officer = verifier or make_officer(office)
    decisions.check_pdki(
        case=case, viewer=officer, finding="Tidak ada yang sama", checked_on=clock.today()
    )
    return decisions.accept(case=case, viewer=officer)


def make_kanwil(office: Office) -> Viewer:
    """An officer of the Kanwil above ``office``, which is made when missing."""
    if office.parent is None:
        province = office.region_code.split(".")[0]
        office.parent = make_office(region=province, kind=OfficeKind.KANWIL)
        office.save()
    return make_officer(office.parent, Role.KANWIL)


def somebody_else(number: int = 2) -> dict[str, Any]:
    """Answers of another owner with another business: an office gives a person one place."""
    owner = {"owner_name": f"OWI CONTOH {number}", "nik": f"00710141018{number:05d}"}
    return {"owner": owner, "business": ANSWERS["business"] | {"nib": f"{number:013d}"}}


def make_sealed(*, office: Office | None = None, **more: Any) -> Case:
    """A case whose letter is signed and whose dossier is sealed; ``more`` are answers."""
    office = office or make_issuing_office()
    case = make_accepted(office=office, **more)
    letter = Letter.unscoped.get(on_ref=ref_of(case), status="requested")
    letter_services.sign(letter, make_signatory(office))
    pages.finish(letter.pk)
    seal_dossier(case=case, viewer=make_officer(office))
    case.refresh_from_db()
    return case


def make_receipt(case: Case, kind: str = "filing-receipt") -> Document:
    """DJKI's receipt as a stored file."""
    return make_document(
        on=ref_of(case), kind=kind, region_code=case.region_code, data=make_picture()
    )


def make_filed(*, office: Office | None = None, number: str = "DID2026000001") -> Filing:
    """A case at DJKI."""
    office = office or make_issuing_office()
    kanwil = make_kanwil(office)
    case = make_sealed(office=office)
    sent = handover.send(cases=[case], from_office=office, viewer=make_officer(office))
    handover.answer(item=sent.items.get(), viewer=kanwil, accepted=True)
    return filing.file_case(
        case=case,
        viewer=kanwil,
        number=number,
        received_on=clock.today(),
        receipt=make_receipt(case),
    )


def make_hit(right: Right, *, number: str = "DID2026990001", days: int = 30) -> WatchHit:
    """A published mark that resembles ``right``, with a label, ``days`` before the last day."""
    today = clock.today()
    issue, _new = GazetteIssue.objects.get_or_create(
        number=f"{number[-5:]}/P-M/{days}/A/2026",
        defaults={
            "opens_on": today - timedelta(days=30),
            "closes_on": today + timedelta(days=days),
        },
    )
    GazetteReading.objects.create(
        file_name="brm.pdf", sha256="0" * 64, state="read", issue=issue, started_by="system:tests"
    )
    folder = Path(settings.CORPORA) / "gazette-labels"
    folder.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (96, 96), "#b03a2e").save(folder / f"{number}.webp", "WEBP")
    entry = GazetteEntry.objects.create(
        number=number, issue=issue, received_on=issue.opens_on, classes="30",
        name=f"{right.name} Baru", owner="PT CONTOH REKAAN", label=f"{number}.webp",
    )  # fmt: skip
    finding = as_the_owner_reads(right, entry)
    return WatchHit.objects.create(
        region_code=right.region_code, right=right, entry=entry, band=finding.band,
        finding=finding.to_dict(), last_day=issue.closes_on,
    )  # fmt: skip
