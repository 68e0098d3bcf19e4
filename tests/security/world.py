"""Two regions with the same things in each, at every stage of the chain, for authorisation tests.

``Side`` is one region: its office, its Kanwil, its people, and a case at each stage. Papers are
stored as harmless pictures without the uploads' child process, so that a world stands in seconds.
"""

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from PIL import Image
from tests import factories as make
from tests import together
from tests.security.events_side import EventThings
from tests.security.rights_side import RightThings

from sentraki.cases.models import (
    Case,
    CasePaper,
    Deadline,
    DocumentRequirement,
    Filing,
    Handover,
    HandoverItem,
    MarkMember,
    Programme,
    Reply,
    ReplyPoint,
    Right,
    UsageRules,
    WatchHit,
)
from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.cases.services import (
    decisions,
    filing,
    handover,
    intake,
    mark_members,
    replies,
    rights,
    usage_rules,
)
from sentraki.cases.services.dossier import seal_dossier
from sentraki.cases.services.papers import requirement_of
from sentraki.cases.services.reference import load_reference
from sentraki.insight.models import Snapshot
from sentraki.insight.snapshots import freeze
from sentraki.kernel import clock
from sentraki.kernel.access import Role, Viewer
from sentraki.kernel.refs import ref_of
from sentraki.ledger.models import Document, Letter
from sentraki.ledger.rules.secrecy import Secrecy
from sentraki.ledger.services import documents, pages
from sentraki.ledger.services import letters as letter_services
from sentraki.offices.models import Agency, Membership, Office, Person
from sentraki.offices.rules import AgencyKind, AgencyScope, OfficeKind
from sentraki.offices.services.agencies import add_agency
from sentraki.offices.services.setup import load_letter_issuers
from sentraki.parties.models import Community, ImportBatch, Permit
from sentraki.parties.rules.permits import PermitKind
from sentraki.parties.services.permits import note_permit
from sentraki.screening.models import GazetteReading


def _png() -> bytes:
    """A small picture with transparency."""
    written = BytesIO()
    Image.new("RGBA", (96, 96), "#1f4a86ff").save(written, "PNG")
    return written.getvalue()


STAGES = ("draft", "submitted", "accepted", "signed", "ready", "sent", "acknowledged", "filed",
          "registered")  # fmt: skip
OFFICE_ROLES = (Role.INTAKE, Role.VERIFIER, Role.SIGNATORY, Role.ADMIN, Role.AUDITOR)
PICTURE = make.make_picture()
EMBLEM = _png()


@dataclass
class Side(RightThings, EventThings):
    """One region and everything in it; ``secrets`` are the resume links by stage."""

    region: str
    number: int
    office: Office
    kanwil: Office
    programme: Programme
    people: dict[Role, Person] = field(default_factory=dict)
    memberships: dict[Role, Membership] = field(default_factory=dict)
    kanwil_admin: Person | None = None
    cases: dict[str, Case] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    sheet: ImportBatch | None = None
    bystander: Case | None = None
    community: Community | None = None

    def rules(self, which: str) -> UsageRules:
        """The community's rules of use: those in force (signed), or the newer ones (draft)."""
        number = {"signed": 1, "draft": 2}[which]
        return UsageRules.unscoped.get(community=self.community, number=number)

    def collective(self) -> Right:
        """The community's registered collective mark."""
        return Right.unscoped.get(community=self.community)

    def use(self) -> MarkMember:
        """The one member who uses it, active with a seal."""
        return MarkMember.unscoped.get(right=self.collective(), status="active")

    def photo(self) -> Document:
        """A photo of a visit to that member."""
        photos = Document.unscoped.filter(kind=mark_members.PHOTO, region_code=self.region)
        return photos.earliest("pk")

    def frozen(self) -> Snapshot:
        """Figures the office has frozen."""
        kept = Snapshot.unscoped.filter(office=self.office).first()
        who = self.viewer(Role.ADMIN)
        return kept or freeze(office=self.office, viewer=who, title="Laporan uji")

    def viewer(self, role: Role, **more: Any) -> Viewer:
        """The officer of this side with ``role``."""
        office = self.kanwil if role is Role.KANWIL else self.office
        return make.viewer(role, office, person=self.people[role], **more)

    def applicant(self) -> Viewer:
        """Somebody who holds a right to every case of this side."""
        refs = tuple(str(ref_of(case)) for case in self.cases.values())
        return make.viewer(Role.APPLICANT, grants=refs)

    def letter(self, stage: str) -> Letter:
        """The letter of the case at ``stage``."""
        return Letter.unscoped.filter(on_ref=ref_of(self.cases[stage])).latest("pk")

    def paper(self, stage: str, requirement: str = "ktp") -> CasePaper:
        """A paper of the case at ``stage``."""
        return self.cases[stage].papers.get(requirement=requirement, replaced_at=None)

    def handover(self, stage: str) -> Handover:
        """The batch in which the case at ``stage`` travelled."""
        item = HandoverItem.objects.filter(case=self.cases[stage]).latest("pk")
        return Handover.unscoped.get(pk=item.handover_id)

    def item(self, stage: str) -> HandoverItem:
        """The place of the case at ``stage`` in its batch."""
        return HandoverItem.objects.filter(case=self.cases[stage]).latest("pk")

    def filing(self, stage: str = "filed") -> Filing:
        """The filing of the case at ``stage``."""
        return Filing.unscoped.get(case=self.cases[stage])

    def right(self) -> Right:
        """The registered right."""
        return Right.unscoped.get(seal=self.filing("registered").seal)

    def permit(self) -> Permit:
        """A paper noted for the business of the case in the queue."""
        business = self.cases["submitted"].business
        assert business is not None
        kept = business.permits.first()
        who = self.viewer(Role.VERIFIER)
        kind = PermitKind.HALAL
        return kept or note_permit(business=business, viewer=who, kind=kind, name="Kertas Uji")

    def agency(self) -> Agency:
        """Another agency the office has let in."""
        kept = Agency.objects.filter(office=self.office).first()
        return (
            kept
            or add_agency(
                viewer=self.viewer(Role.ADMIN),
                office=self.office,
                name="Lembaga Uji",
                kind=AgencyKind.HALAL,
                scopes=[AgencyScope.MARKS],
            )[0]
        )

    def deadline(self) -> Deadline:
        """The renewal of the registered right, which runs for ten years."""
        return Deadline.unscoped.get(filing=self.filing("registered"))

    def reply(self) -> Reply:
        """An answer to DJKI's refusal of the application at "filed": two points, both answered."""
        begun = Reply.unscoped.filter(filing=self.filing("filed")).order_by("pk").first()
        return begun or self._answered()

    def _answered(self) -> Reply:
        who = self.viewer(Role.VERIFIER)
        self.refused()
        event = self.filing("filed").events.latest("pk")
        letter = "1. Pasal 20 huruf e\n2. Pasal 21 ayat (3)"
        reply = replies.begin(event=event, viewer=who, letter=letter)
        for point in reply.points.all():
            replies.answer(point=point, viewer=who, text="Jawaban uji", version=1)
        return reply

    def refused(self, status: str = FilingStatus.PROV_REFUSAL) -> None:
        """DJKI proposes to refuse the application at "filed", or refuses it."""
        today = clock.today()
        filing.record_event(
            filing=self.filing("filed"),
            viewer=self.viewer(Role.VERIFIER),
            news=filing.News("(TM) Usulan Penolakan", today, letter_dated_on=today),
            status=FilingStatus(status),
        )

    def point(self) -> ReplyPoint:
        """Its second point."""
        return self.reply().points.get(position=2)

    def hit(self) -> WatchHit:
        """A published mark that resembles the registered one, with its label."""
        return WatchHit.unscoped.get(right=self.right())

    def gazette(self) -> GazetteReading:
        """The file in which it was published."""
        return GazetteReading.objects.get(issue=self.hit().entry.issue)

    def document(self, stage: str, kind: str) -> Document:
        """The newest document of a kind about the case at ``stage``."""
        about = ref_of(self.cases[stage])
        return Document.unscoped.filter(on_ref=about, kind=kind).latest("pk")


@dataclass
class World:
    """The region under test and a foreign one."""

    here: Side
    there: Side


def build() -> World:
    """Make both sides. Needs an open database; leaves nothing to be done on commit."""
    if not DocumentRequirement.objects.exists():
        load_reference()
    load_letter_issuers()
    return World(_side("16.71", 1), _side("36.71", 2))


def _side(region: str, number: int) -> Side:
    for code, name in ((region, "Kota Uji"), (f"{region}.01", "Kecamatan Uji")):
        make.make_region(code, f"{name} {number}")
    kanwil = make.make_office(
        region=region[:2], slug=f"kanwil-{'abc'[number]}", kind=OfficeKind.KANWIL
    )
    office = make.make_issuing_office(region=region, slug=f"dinas-{'abc'[number]}", parent=kanwil)
    side = Side(region, number, office, kanwil, _programme(office))
    for role in (*OFFICE_ROLES, Role.KANWIL):
        _employ(side, role, kanwil if role is Role.KANWIL else office)
    side.kanwil_admin = make.make_person(name=f"Admin Kanwil {number}")
    make.make_membership(person=side.kanwil_admin, office=kanwil, role=Role.ADMIN)
    emblem = make.make_document(
        on=office, kind="office-emblem", secrecy=Secrecy.C0, region_code=region, data=EMBLEM
    )
    office.emblem_ref = ref_of(emblem)
    office.save(update_fields=["emblem_ref"])
    for step, stage in enumerate(STAGES):
        _case_at(side, stage, step)
    side.bystander = draft(side, "bystander", len(STAGES))
    side.sheet = ImportBatch.objects.create(
        office=office,
        region_code=region,
        kind="business",
        file_name=f"lembar-{number}.xlsx",
        sha256=f"{number}" * 64,
        headings={"headers": ["Nama Usaha"], "columns": {"0": "trade_name"}, "rows": 0},
        made_by=side.people[Role.VERIFIER],
    )
    make.make_hit(side.right(), number=f"DID2026990{number:05d}")
    _own_together(side)
    return side


def _own_together(side: Side) -> None:
    """A community that may file, with rules in force and newer ones begun, a mark and a user."""
    verifier = side.viewer(Role.VERIFIER)
    community = together.make_community(
        office=side.office, name=f"Paguyuban {side.number}", members=2
    )
    side.community = community
    signed = UsageRules.objects.create(
        community=community, region_code=side.region, number=1, status="signed",
        chapters=dict(together.CHAPTERS), signed_on=clock.today(),
    )  # fmt: skip
    for name, mime in (("page", "application/pdf"), ("copy", "image/jpeg")):
        kept = make.make_document(
            on=ref_of(signed), kind=f"usage-rules-{name}", mime=mime, data=PICTURE,
            secrecy=Secrecy.C4, region_code=side.region,
        )  # fmt: skip
        setattr(signed, name, kept)
    signed.save()
    usage_rules.start(community=community, viewer=verifier)
    known = rights.KnownRight(
        f"IDM9990000{side.number}", f"Milik Bersama {side.number}", kind="collective_mark",
        classes="30", registered_on=clock.today(),
    )  # fmt: skip
    right = rights.record_known(office=side.office, viewer=verifier, known=known)
    right.community = community
    right.save(update_fields=["community"])
    mark_members.propose(right=right, viewer=verifier)
    use = MarkMember.unscoped.filter(right=right).first()
    assert use is not None
    for step in ("approve", "accept-rules", "activate"):
        ground = mark_members.Ground(agreed=True, is_named=True)
        use = mark_members.move(use=use, viewer=verifier, step=step, ground=ground)
    visit = mark_members.record_visit(
        use=use, viewer=verifier, visited_on=clock.today(), good=[], finding="Kotor"
    )
    make.make_document(
        on=ref_of(visit), kind=mark_members.PHOTO, mime="image/jpeg", data=PICTURE,
        region_code=side.region,
    )  # fmt: skip


def _programme(office: Office) -> Programme:
    """First come, with a queue that has been open for a while."""
    return make.make_programme(office=office, quota=50, queue_opens_at=clock.now())


def _employ(side: Side, role: Role, office: Office) -> None:
    person = make.make_person(
        name=f"Petugas {role} {side.number}", nip=f"19700101200003100{role!s:.1}"
    )
    side.people[role] = person
    side.memberships[role] = make.make_membership(person=person, office=office, role=role)


def _case_at(side: Side, stage: str, step: int) -> None:
    """Walk one case up to ``stage``."""
    case = draft(side, stage, step)
    verifier = side.viewer(Role.VERIFIER)
    walk = STAGES[1 : STAGES.index(stage) + 1]
    for one in walk:
        case = _WALK[one](side, case, verifier)
    side.cases[stage] = Case.unscoped.get(pk=case.pk)


def draft(side: Side, stage: str, step: int) -> Case:
    """A complete draft of its own person; ``step`` tells the people of a side apart."""
    nik = f"00710141018{side.number}{step:04d}"
    started = intake.start(
        office=side.office,
        viewer=Viewer.public(),
        name=f"Pemohon {side.number}{step}",
        phone=f"08123456{side.number}{step:03d}",
        check=make.ANSWERS["check"],
    )
    side.secrets[stage] = started.secret
    case, who = started.case, make.applicant_of(started.case)
    name = f"Merek {side.number} {stage}"
    changed = {
        "owner": make.ANSWERS["owner"] | {"nik": nik, "owner_name": f"PEMILIK {side.number}{step}"},
        "business": make.ANSWERS["business"] | {"trade_name": f"Usaha {side.number}{step}"},
        "mark": make.ANSWERS["mark"] | {"name": name},
        "address": make.ANSWERS["address"] | {"district_code": f"{side.region}.01"},
    }
    for section, values in (make.ANSWERS | changed).items():
        given = values if isinstance(values, dict) else {"value": values}
        case = intake.save_answers(case=case, viewer=who, section=section, values=given)
    for requirement in make.PAPERS:
        put_paper(case, requirement)
    return case


def put_paper(case: Case, requirement: str, data: bytes = PICTURE) -> Document:
    """A paper of ``case`` whose bytes are known to be harmless."""
    row = requirement_of(case, requirement)
    document = make.make_document(
        on=ref_of(case),
        data=data,
        mime="image/jpeg",
        secrecy=Secrecy(row.secrecy),
        region_code=case.region_code,
        kind=requirement,
        original_name=f"{requirement}.jpg",
    )
    CasePaper.objects.create(case=case, requirement=requirement, document=document)
    return document


def _submit(side: Side, case: Case, verifier: Viewer) -> Case:
    return intake.submit(case=case, viewer=make.applicant_of(case))


def _accept(side: Side, case: Case, verifier: Viewer) -> Case:
    today = clock.today()
    decisions.check_pdki(case=case, viewer=verifier, finding="Tidak ada", checked_on=today)
    return decisions.accept(case=case, viewer=verifier)


def _sign(side: Side, case: Case, verifier: Viewer) -> Case:
    letter = Letter.unscoped.get(on_ref=ref_of(case), status="requested")
    letter_services.sign(letter, side.viewer(Role.SIGNATORY))
    pages.finish(letter.pk)
    return case


def _seal(side: Side, case: Case, verifier: Viewer) -> Case:
    seal_dossier(case=case, viewer=verifier)
    return case


def _send(side: Side, case: Case, verifier: Viewer) -> Case:
    handover.send(cases=[case], from_office=side.office, viewer=verifier)
    return case


def _acknowledge(side: Side, case: Case, verifier: Viewer) -> Case:
    kanwil = side.viewer(Role.KANWIL)
    handover.answer(item=case.handovers.get(), viewer=kanwil, accepted=True)
    return case


def _file(side: Side, case: Case, verifier: Viewer) -> Case:
    kanwil = side.viewer(Role.KANWIL)
    filing.file_case(
        case=case,
        viewer=kanwil,
        number=f"DID2026{side.number}{case.pk:05d}",
        received_on=clock.today(),
        receipt=document_of(case, "filing-receipt", kanwil),
    )
    return case


def _register(side: Side, case: Case, verifier: Viewer) -> Case:
    certificate = document_of(case, "certificate", verifier)
    filing.record_event(
        filing=Filing.unscoped.get(case=case),
        viewer=verifier,
        news=filing.News("(TM) Didaftar", clock.today()),
        status=FilingStatus.REGISTERED,
        certificate=rights.Certificate(
            f"IDM{side.number}{case.pk:08d}", clock.today(), certificate
        ),
    )
    return case


def document_of(case: Case, kind: str, by: Viewer, data: bytes = PICTURE) -> Document:
    """A file about ``case`` that ``by`` has brought."""
    return documents.store(
        data=documents.Made(data, "image/jpeg"),
        kind=kind,
        secrecy=Secrecy.C2,
        on=ref_of(case),
        region_code=case.region_code,
        by=by,
    )


_WALK = {
    "submitted": _submit,
    "accepted": _accept,
    "signed": _sign,
    "ready": _seal,
    "sent": _send,
    "acknowledged": _acknowledge,
    "filed": _file,
    "registered": _register,
}
