"""A community's collective mark from the readiness check to a member whose seal turns red."""

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from lxml import etree
from tests import factories as make
from tests import together
from tests.security.world import put_paper

from sentraki.cases.models import Case, MarkMember, Right
from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.cases.rules.member_flow import MemberStatus
from sentraki.cases.selectors.collective import lacks_of
from sentraki.cases.services import (
    collective,
    decisions,
    filing,
    handover,
    intake,
    mark_members,
    rights,
    usage_pages,
    usage_rules,
)
from sentraki.cases.services.dossier import seal_dossier
from sentraki.cases.services.filing_papers import Sent
from sentraki.cases.services.mark_members import Ground
from sentraki.cases.services.papers import adopt
from sentraki.cases.services.reference import load_reference
from sentraki.kernel import clock
from sentraki.kernel.access import Role, Viewer
from sentraki.kernel.errors import Denied, Invalid, MoveRefused
from sentraki.kernel.refs import ref_of
from sentraki.ledger.models import Document, Entry, Letter, Message, Seal
from sentraki.ledger.selectors.seals import seal_by_code
from sentraki.ledger.services import documents, pages
from sentraki.ledger.services import letters as letter_services
from sentraki.offices.models import Office
from sentraki.parties.models import Community
from sentraki.parties.services import communities

pytestmark = pytest.mark.django_db
WANTED: dict[str, Any] = {
    "phone": "081200000900",
    "scale": "micro",
    "subsector": "culinary",
    "mark": {
        "name": "Jonegoroan Rekaan",
        "mark_type": "combined",
        "description": "Tulisan Jonegoroan Rekaan",
        "colours": "kuning, merah",
        "no_translation": True,
    },
    "goods": {"classes": [30], "text": "ledre pisang", "terms": {"30": ["ledre pisang"]}},
    "consent": {"facilitate": True, "publish": True, "messages": True},
}


@pytest.fixture
def office() -> Office:
    load_reference()
    found = make.make_issuing_office(region="35.22", slug="bojonegoro-uji")
    make.make_region("35.22.01", "Kecamatan Uji")
    make.make_programme(office=found)
    return found


@pytest.fixture
def verifier(office: Office) -> Viewer:
    return make.make_officer(office)


PAPERS = ("label", "signature", "ktp", "umk-statement")


def opened(office: Office, community: Community, viewer: Viewer, **more: Any) -> Case:
    """A collective mark's file in the office's queue, its papers added by hand."""
    wanted = collective.Wanted(**(WANTED | {"papers": {}} | more))
    case = collective.open_case(office=office, community=community, viewer=viewer, wanted=wanted)
    for code in PAPERS:
        if not case.papers.filter(requirement=code).exists():
            put_paper(case, code)
    return case


def ready(office: Office, **more: Any) -> Community:
    """A community that may file."""
    community = together.make_community(office=office, **more)
    together.make_signed_rules(community)
    return community


def sealed(office: Office, verifier: Viewer, community: Community) -> Case:
    case = opened(office, community, verifier)
    decisions.check_pdki(case=case, viewer=verifier, finding="Tidak ada", checked_on=clock.today())
    case = decisions.accept(case=case, viewer=verifier)
    letter = Letter.unscoped.get(on_ref=ref_of(case), status="requested")
    letter_services.sign(letter, make.make_signatory(office))
    pages.finish(letter.pk)
    seal_dossier(case=case, viewer=verifier)
    return Case.unscoped.get(pk=case.pk)


def registered(office: Office, verifier: Viewer, community: Community, n: int = 1) -> Right:
    """The community's mark, filed, published and registered."""
    kanwil = make.make_kanwil(office)
    case = sealed(office, verifier, community)
    sent = handover.send(cases=[case], from_office=office, viewer=verifier)
    handover.answer(item=sent.items.get(), viewer=kanwil, accepted=True)
    filed = filing.file_case(
        case=case,
        viewer=kanwil,
        number=f"KID202600000{n}",
        received_on=clock.today(),
        receipt=make.make_receipt(case),
    )
    for status in (FilingStatus.PUBLISHED, FilingStatus.REGISTERED):
        certificate = make.make_receipt(case, "certificate")
        filing.record_event(
            filing=filed,
            viewer=verifier,
            news=filing.News(f"(TM) {status}", clock.today()),
            status=status,
            certificate=rights.Certificate(f"IDM00000000{n}", clock.today(), certificate)
            if status is FilingStatus.REGISTERED
            else None,
        )
    return Right.unscoped.get(filing=filed)


def active(right: Right, verifier: Viewer, *, is_named: bool = True) -> MarkMember:
    """The first member, walked up to active."""
    mark_members.propose(right=right, viewer=verifier)
    use = MarkMember.unscoped.filter(right=right).first()
    assert use is not None
    for step in ("approve", "accept-rules", "activate"):
        ground = Ground(agreed=True, is_named=is_named)
        use = mark_members.move(use=use, viewer=verifier, step=step, ground=ground)
    return use


def go(use: MarkMember, viewer: Viewer, step: str, **ground: Any) -> MarkMember:
    given = Ground(**({"reason": "Mutu di bawah ketentuan"} | ground))
    return mark_members.move(use=use, viewer=viewer, step=step, ground=given)


# ---- before filing -----------------------------------------------------------------------------


def test_a_community_without_deed_and_rules_is_refused_with_the_whole_list(
    office: Office, verifier: Viewer
) -> None:
    community = together.make_community(office=office, members=42, with_deed=False)

    with pytest.raises(MoveRefused) as refused:
        opened(office, community, verifier)

    assert refused.value.missing == ("community_deed", "community_rules")
    assert not Case.unscoped.exists()


def test_deed_and_rules_open_the_way_and_lie_in_the_file(office: Office, verifier: Viewer) -> None:
    community = ready(office, members=42)

    case = opened(office, community, verifier)

    assert (case.status, case.kind, case.community) == ("submitted", "collective_mark", community)
    given = {paper.requirement: paper.document for paper in case.papers.all()}
    rules = community.usage_rules.get()
    assert given["collective-rules"].content_sha256 == rules.copy.content_sha256
    assert given["deed"].content_sha256 == Community.unscoped.get().deed.content_sha256
    assert case.business.owner_name == community.name


def test_papers_at_hand_come_with_the_file(office: Office, verifier: Viewer) -> None:
    brought = {"label": Sent(make.make_picture(), "label.jpg")}

    case = opened(office, ready(office), verifier, papers=brought)

    assert {"signature", "umk-statement", "ktp"} < set(case.answers["later"])
    assert case.papers.filter(requirement="label").count() == 1


def test_a_deed_that_ended_meanwhile_keeps_the_dossier_open(
    office: Office, verifier: Viewer
) -> None:
    community = ready(office)
    case = opened(office, community, verifier)
    decisions.check_pdki(case=case, viewer=verifier, finding="-", checked_on=clock.today())
    case = decisions.accept(case=case, viewer=verifier)
    letter = Letter.unscoped.get(on_ref=ref_of(case), status="requested")
    letter_services.sign(letter, make.make_signatory(office))
    pages.finish(letter.pk)
    communities.record(
        office=office, viewer=verifier, community=community,
        values={"deed_until": clock.today().replace(year=2025)},
    )  # fmt: skip

    with pytest.raises(MoveRefused) as refused:
        seal_dossier(case=Case.unscoped.get(pk=case.pk), viewer=verifier)

    assert refused.value.missing == ("dossier_sound",)


def test_the_dossier_says_collective_and_carries_the_signed_rules(
    office: Office, verifier: Viewer
) -> None:
    community = ready(office)
    case = sealed(office, verifier, community)

    dossier = case.dossiers.get()
    packed = documents.read(dossier.package, verifier, "test")
    with ZipFile(BytesIO(packed)) as archive:
        names = archive.namelist()
        xml = archive.read("permohonan_st96.xml").decode()
    attached = next(name for name in names if "ketentuan_penggunaan" in name)
    assert "<tmk:MarkCategory>Collective trademark<" in xml
    assert f"<com:FileName>{attached}<" in xml
    assert ">500000<" in xml


def test_adopting_a_strange_document_is_refused(office: Office, verifier: Viewer) -> None:
    case = opened(office, ready(office), verifier)
    other = ready(office)
    strange = other.usage_rules.get().copy

    with pytest.raises(Denied):
        adopt(case=case, viewer=verifier, requirement="collective-rules", document=strange)


# ---- rules of use ------------------------------------------------------------------------------


def test_rules_without_the_three_chapters_of_the_law_are_not_frozen(office: Office) -> None:
    rules = usage_rules.start(community=together.make_community(office=office), viewer=make.SYSTEM)

    with pytest.raises(MoveRefused) as refused:
        usage_rules.freeze(rules=rules, viewer=make.SYSTEM)

    assert refused.value.missing == ("chapters_written",)


def test_a_frozen_version_cannot_be_written_and_keeps_its_page(office: Office) -> None:
    rules = together.make_frozen_rules(together.make_community(office=office))

    with pytest.raises(MoveRefused):
        usage_rules.save(rules=rules, viewer=make.SYSTEM, step="quality", texts={"quality": "x"})

    page = documents.read(rules.page, make.SYSTEM, "test")
    assert page.startswith(b"%PDF")
    assert rules.page.content_sha256 == rules.sha256


def test_the_whole_board_signs_or_nobody_has(office: Office) -> None:
    rules = together.make_frozen_rules(together.make_community(office=office))

    with pytest.raises(Invalid) as refused:
        usage_rules.sign(
            rules=rules, viewer=make.SYSTEM, signed_on=clock.today(), names=["Ketua Contoh"],
            copy=Sent(make.make_picture(), "k.jpg"),
        )  # fmt: skip

    assert refused.value.params["names"] == "Sekretaris Contoh"


def test_a_newer_version_replaces_the_older_and_starts_with_its_words(office: Office) -> None:
    community = together.make_community(office=office)
    first = together.make_signed_rules(community)
    second = together.make_signed_rules(community)

    first.refresh_from_db()
    assert (first.status, second.status, second.number) == ("replaced", "signed", 2)
    assert second.chapters["quality"] == together.CHAPTERS["quality"]


def test_the_word_copy_opens_and_holds_the_words(office: Office) -> None:
    rules = together.make_frozen_rules(together.make_community(office=office))

    word = docx.Document(BytesIO(usage_pages.as_docx(rules)))

    assert together.CHAPTERS["sanctions"] in "\n".join(p.text for p in word.paragraphs)


def test_changed_rules_are_recorded_only_while_in_force(office: Office, verifier: Viewer) -> None:
    community = together.make_community(office=office)
    first, second = together.make_signed_rules(community), together.make_signed_rules(community)
    today = clock.today()

    kept = usage_rules.record_change(rules=second, viewer=verifier, number="P-1", recorded_on=today)
    with pytest.raises(MoveRefused):
        usage_rules.record_change(rules=first, viewer=verifier, number="P-2", recorded_on=today)

    assert (kept.recorded_number, kept.recorded_on) == ("P-1", today)


# ---- members -----------------------------------------------------------------------------------


def test_a_member_becomes_active_with_a_seal_and_turns_red_when_suspended(
    office: Office, verifier: Viewer
) -> None:
    right = registered(office, verifier, ready(office, members=5))
    use = active(right, verifier)
    before = seal_by_code(use.seal.code)

    frozen = go(use, verifier, "freeze", is_grave=True)
    after = seal_by_code(use.seal.code)

    assert (before.state, before.facts["member"]) == ("valid", use.member.name)
    assert (frozen.status, after.state, after.cause) == ("frozen", "void", "membership-frozen")
    back = go(frozen, verifier, "thaw")
    assert (back.status, seal_by_code(use.seal.code).state) == ("active", "valid")


def test_suspending_without_two_warnings_needs_a_grave_breach(
    office: Office, verifier: Viewer
) -> None:
    use = active(registered(office, verifier, ready(office)), verifier)

    with pytest.raises(MoveRefused) as refused:
        go(use, verifier, "freeze")
    for step in ("warn", "warn", "freeze", "revoke"):
        use = go(use, verifier, step)

    assert refused.value.missing == ("warned_twice_or_grave",)
    assert (use.status, seal_by_code(use.seal.code).cause) == ("revoked", "membership-frozen")
    slugs = list(Message.unscoped.order_by("pk").values_list("slug", flat=True))
    assert slugs[-5:] == ["member-active", "member-warned", "member-warned", "member-frozen",
                          "member-revoked"]  # fmt: skip


def test_nobody_is_active_under_rules_that_changed_since(office: Office, verifier: Viewer) -> None:
    community = ready(office)
    right = registered(office, verifier, community)
    use = active(right, verifier)
    together.make_signed_rules(community)
    use = go(use, verifier, "freeze", is_grave=True)

    with pytest.raises(MoveRefused) as refused:
        go(use, verifier, "thaw")
    use = go(use, verifier, "accept-rules")
    use = go(use, verifier, "thaw")

    assert refused.value.missing == ("rules_current",)
    assert use.rules.number == 2


def test_a_member_who_did_not_agree_is_not_named(office: Office, verifier: Viewer) -> None:
    use = active(registered(office, verifier, ready(office)), verifier, is_named=False)

    assert use.member.name not in str(Seal.objects.get(pk=use.seal_id).facts)


def test_when_the_mark_ends_every_member_seal_ends(office: Office, verifier: Viewer) -> None:
    right = registered(office, verifier, ready(office))
    use = active(right, verifier)

    rights.end(right=right, viewer=verifier, cause="revoked", ended_on=clock.today())
    answer = seal_by_code(use.seal.code)
    warned = go(use, verifier, "warn")

    assert (answer.state, answer.cause) == ("void", "ended")
    assert (warned.status, seal_by_code(use.seal.code).state) == ("warned_1", "void")


def test_a_mark_goes_only_to_a_community_able_to_supervise(
    office: Office, verifier: Viewer
) -> None:
    right = registered(office, verifier, ready(office))
    use = active(right, verifier)
    unable, able = together.make_community(office=office), ready(office)

    with pytest.raises(MoveRefused) as refused:
        collective.transfer(right=right, to=unable, viewer=verifier, reason="Bubar")
    moved = collective.transfer(right=right, to=able, viewer=verifier, reason="Bubar")

    use.refresh_from_db()
    assert refused.value.missing == ("community_rules",)
    assert (moved.community, moved.holder) == (able, able.name)
    assert (use.status, seal_by_code(use.seal.code).cause) == (MemberStatus.LEFT, "transferred")


def test_whoever_leaves_the_community_loses_the_seal_too(office: Office, verifier: Viewer) -> None:
    right = registered(office, verifier, ready(office))
    use = active(right, verifier)

    collective.leave(community=right.community, viewer=verifier, number=use.member_id)

    use.refresh_from_db()
    answer = seal_by_code(use.seal.code)
    assert (use.status, answer.state, answer.cause) == (MemberStatus.LEFT, "void", "withdrawn")


def test_a_visit_keeps_points_and_photos(office: Office, verifier: Viewer) -> None:
    use = active(registered(office, verifier, ready(office)), verifier)

    visit = mark_members.record_visit(
        use=use, viewer=verifier, visited_on=clock.today(), good=["clean-place"],
        finding="Dapur bersih, kemasan tanpa QR", photos=[Sent(make.make_picture(), "dapur.jpg")],
    )  # fmt: skip

    assert (visit.is_good, visit.points["clean-place"], visit.points["qr-shown"]) == (
        False, True, False,
    )  # fmt: skip
    assert Document.unscoped.filter(on_ref=ref_of(visit), kind="quality-photo").count() == 1


def test_several_photos_come_with_one_visit_and_a_seventh_is_refused_aloud(
    office: Office, verifier: Viewer
) -> None:
    use = active(registered(office, verifier, ready(office)), verifier)
    photos = [Sent(make.make_picture(colour=f"#0000{n}0"), f"{n}.jpg") for n in range(7)]

    def visited(sent: list[Sent]) -> Any:
        return mark_members.record_visit(
            use=use, viewer=verifier, visited_on=clock.today(), good=[], finding="-", photos=sent
        )

    kept = visited(photos[:6])
    with pytest.raises(Invalid) as refused:
        visited(photos)

    assert Document.unscoped.filter(on_ref=ref_of(kept), kind="quality-photo").count() == 6
    assert "photos" in refused.value.fields
    assert use.visits.count() == 1


def test_all_members_are_admitted_in_three_acts_with_an_entry_each(
    office: Office, verifier: Viewer
) -> None:
    right = registered(office, verifier, ready(office))
    count = mark_members.propose(right=right, viewer=verifier)
    assert count > 2
    MarkMember.unscoped.filter(pk=MarkMember.unscoped.first().pk).update(is_named=True)  # type: ignore[union-attr]

    for step in mark_members.SEVERAL:
        uses = list(MarkMember.unscoped.filter(right=right))
        mark_members.move_several(
            uses=uses, viewer=verifier, step=step, ground=Ground(agreed=True), key=step
        )

    after = MarkMember.unscoped.filter(right=right)
    assert {use.status for use in after} == {MemberStatus.ACTIVE}
    assert all(seal_by_code(use.seal.code).state == "valid" for use in after if use.seal)
    assert after.filter(seal=None).count() == 0
    assert after.filter(is_named=True).count() == 1
    verbs = Entry.objects.filter(verb__startswith="mark-member.move").values_list("verb", flat=True)
    assert sorted(verbs).count("mark-member.move") == 3 * count
    assert sorted(verbs).count("mark-member.move-several") == 3


def test_one_member_for_whom_the_step_is_not_open_stops_all_and_is_named(
    office: Office, verifier: Viewer
) -> None:
    right = registered(office, verifier, ready(office))
    first = active(right, verifier)
    before = Entry.objects.count()

    with pytest.raises(Invalid) as refused:
        mark_members.move_several(
            uses=list(MarkMember.unscoped.filter(right=right)), viewer=verifier,
            step="approve", ground=Ground(agreed=True),
        )  # fmt: skip

    assert refused.value.params["names"] == first.member.name
    assert Entry.objects.count() == before


@pytest.mark.parametrize("step", ["warn", "freeze", "revoke", "", "close"])
def test_what_wants_a_reason_is_done_one_by_one(
    office: Office, verifier: Viewer, step: str
) -> None:
    use = active(registered(office, verifier, ready(office)), verifier)

    with pytest.raises(Invalid):
        mark_members.move_several(
            uses=[use], viewer=verifier, step=step, ground=Ground(reason="x", is_grave=True)
        )


def test_every_step_of_a_membership_is_one_entry(office: Office, verifier: Viewer) -> None:
    use = active(registered(office, verifier, ready(office)), verifier)
    go(use, verifier, "warn")

    steps = [
        e.payload["step"] for e in Entry.objects.filter(verb="mark-member.move").order_by("pk")
    ]
    assert steps == ["approve", "accept-rules", "activate", "warn"]


def test_a_clerk_does_not_suspend(office: Office, verifier: Viewer) -> None:
    use = active(registered(office, verifier, ready(office)), verifier)
    clerk = make.make_officer(office, Role.INTAKE)

    with pytest.raises(MoveRefused):
        go(use, clerk, "freeze", is_grave=True)


def test_another_region_s_community_is_not_taken(office: Office, verifier: Viewer) -> None:
    elsewhere = make.make_issuing_office(region="36.71", slug="jauh")
    make.make_region("36.71.01", "Jauh")
    community = ready(elsewhere)

    with pytest.raises(Invalid):
        intake.start(
            office=office, viewer=verifier, name="A", phone="081234567890", community=community
        )
    assert lacks_of(community) == []


@pytest.mark.shared
def test_the_xml_of_a_collective_mark_is_valid_by_the_official_schema(
    office: Office, verifier: Viewer, shared_data: Path
) -> None:
    case = sealed(office, verifier, ready(office))
    packed = documents.read(case.dossiers.get().package, verifier, "test")
    with ZipFile(BytesIO(packed)) as archive:
        xml = archive.read("permohonan_st96.xml")
    schema = etree.XMLSchema(
        etree.parse(str(shared_data / "st96" / "TrademarkApplication_V6_0.xsd"))
    )

    assert schema.validate(etree.fromstring(xml)), schema.error_log.last_error
