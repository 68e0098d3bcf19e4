"""Two things in one request: when the second is somebody else's, nothing happens.

Which services take two things is found from their signatures; each must have a row here.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from tests import factories as make
from tests.security import addresses as urls
from tests.security.things import with_two_things
from tests.security.two_at_events import TWO_AT_EVENTS
from tests.security.verdicts import is_sent_away
from tests.security.visitors import Visitor, visitors
from tests.security.world import World, document_of

from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.cases.services import (
    allocations,
    collective,
    decisions,
    export,
    filing,
    handover,
    intake,
    papers,
    programmes,
    right_ties,
    rights,
)
from sentraki.events.rules.desk import Doubt
from sentraki.events.services import desk_sync, events
from sentraki.kernel import clock
from sentraki.kernel.access import Role
from sentraki.kernel.errors import Denied, Invalid, Refusal
from sentraki.kernel.refs import ref_of
from sentraki.ledger.models import Entry
from sentraki.ledger.rules.seal_states import SealPurpose
from sentraki.ledger.rules.secrecy import Secrecy
from sentraki.ledger.services import documents, letters, seals
from sentraki.offices.services import people
from sentraki.parties.services import alike, businesses, communities
from sentraki.screening import services as screening

MADE = documents.Made(make.LABEL, "image/png")
NEWS = filing.News("(TM) Pemeriksaan", clock.today())


def _file(world: World, receipt: Any) -> Any:
    case = world.here.cases["acknowledged"]
    return filing.file_case(
        case=case,
        viewer=world.here.viewer(Role.KANWIL),
        number="DID2026999999",
        received_on=clock.today(),
        receipt=receipt,
    )


def _news(world: World, **papers: Any) -> Any:
    return filing.record_event(
        filing=world.here.filing("filed"),
        viewer=world.here.viewer(Role.VERIFIER),
        news=NEWS,
        status=FilingStatus.REGISTERED if "certificate" in papers else FilingStatus.EXAMINATION,
        **papers,
    )


def _certificate(document: Any) -> rights.Certificate:
    return rights.Certificate("IDM000999999", clock.today(), document)


def _receipts(world: World) -> list[Any]:
    """A receipt of another region's case, and one of another case of the own region."""
    found = []
    for side in (world.here, world.there):
        found.append(document_of(side.cases["sent"], "filing-receipt", side.viewer(Role.VERIFIER)))
    return found


def _freeze(world: World, **changed: Any) -> Any:
    here = world.here.cases["draft"]
    given = {"case_ref": ref_of(here), "region_code": here.region_code} | changed
    return screening.freeze(
        viewer=changed.pop("viewer", world.here.applicant()),
        names=["Uji"],
        chosen="Uji",
        classes=[30],
        goods="kopi",
        **{k: v for k, v in given.items() if k != "viewer"},
    )


def _handover_sends(w: World) -> list[Callable[[], Any]]:
    me = w.here.viewer(Role.VERIFIER)
    own, foreign = w.here.cases["ready"], w.there.cases["ready"]
    return [
        lambda: handover.send(cases=[own, foreign], from_office=w.here.office, viewer=me),
        lambda: handover.send(cases=[own], from_office=w.there.office, viewer=me),
    ]


def _checks(w: World) -> list[Callable[[], Any]]:
    case, me = w.here.cases["submitted"], w.here.viewer(Role.VERIFIER)
    return [
        lambda picture=picture: decisions.check_pdki(
            case=case, viewer=me, finding="x", checked_on=clock.today(), evidence=picture
        )
        for picture in _receipts(w)
    ]


def _requests(w: World) -> list[Callable[[], Any]]:
    make.make_letter_kind()
    me, case = w.here.viewer(Role.VERIFIER), w.here.cases["submitted"]
    label = w.there.document("submitted", "label")
    same_side = w.here.document("signed", "label")

    def ask(on: Any = case, office: Any = w.here.office, **pictures: Any) -> Any:
        return letters.request(
            "surat-uji", on, make.LETTER_FIELDS, office=office, by=me, pictures=pictures
        )

    return [
        lambda: ask(on=w.there.cases["submitted"]),
        lambda: ask(office=w.there.office),
        lambda: ask(**{"label.png": label}),
        lambda: ask(**{"label.png": same_side}),
    ]


def _stores(w: World) -> list[Callable[[], Any]]:
    me, mine = w.here.viewer(Role.VERIFIER), make.applicant_of(w.here.cases["draft"])
    foreign = w.there.cases["draft"]

    def keep(by: Any, on: Any, region: str) -> Any:
        return documents.store(
            data=MADE, kind="label", secrecy=Secrecy.C2, on=on, region_code=region, by=by
        )

    return [
        lambda: keep(me, foreign, foreign.region_code),
        lambda: keep(me, foreign, w.here.region),
        lambda: keep(mine, foreign, w.here.region),
        lambda: keep(mine, ref_of(foreign), w.here.region),
        lambda: keep(mine, w.here.cases["draft"], w.there.region),
    ]


def _seals(w: World) -> list[Callable[[], Any]]:
    me = w.here.viewer(Role.VERIFIER)
    foreign = w.there.filing("filed")
    return [
        lambda: seals.issue(SealPurpose.MARK, foreign, {}, None, me),
        lambda: seals.issue(SealPurpose.MARK, foreign, {}, None, me, region_code=w.here.region),
    ]


def _hand_to(w: World) -> list[Callable[[], Any]]:
    me = w.here.viewer(Role.VERIFIER)
    own, foreign = (side.document("sent", "dossier") for side in (w.here, w.there))
    return [
        lambda: documents.hand_to(foreign, w.here.kanwil, me),
        lambda: documents.hand_to(own, w.there.kanwil, me),
        lambda: documents.hand_to(own, w.here.office, me),
    ]


def _mark_used(w: World) -> list[Callable[[], Any]]:
    me, letter = w.here.viewer(Role.VERIFIER), w.here.letter("signed")
    return [
        lambda: letters.mark_used(w.there.letter("signed"), w.here.filing("filed"), me),
        lambda: letters.mark_used(letter, w.there.filing("filed"), me),
    ]


def _records(w: World) -> list[Callable[[], Any]]:
    values = {"trade_name": "Usaha Uji", "owner_name": "Pemilik"}
    mine = make.applicant_of(w.here.cases["draft"])

    def record(viewer: Any, region: str, ref: Any) -> Any:
        return businesses.record(
            viewer=viewer, region_code=region, values=values, case_ref=str(ref)
        )

    return [
        lambda: record(w.here.viewer(Role.VERIFIER), w.there.region, ""),
        lambda: record(mine, w.here.region, ref_of(w.there.cases["draft"])),
        lambda: record(mine, w.here.region, ref_of(w.here.cases["submitted"])),
    ]


def _programmes(w: World) -> list[Callable[[], Any]]:
    admin = w.here.viewer(Role.ADMIN)
    foreign = w.there.programme
    return [
        lambda: programmes.set_programme(
            office=w.here.office, viewer=admin, values={"quota": 1}, programme=foreign
        ),
        lambda: programmes.set_programme(
            office=w.there.office, viewer=admin, values={"quota": 1}, programme=foreign
        ),
    ]


def _carry(w: World) -> list[Callable[[], Any]]:
    admin = w.here.viewer(Role.ADMIN)
    own, foreign = (
        make.make_programme(office=side.office, year=2031, name="Nanti")
        for side in (w.here, w.there)
    )
    return [
        lambda: allocations.carry_over(source=w.here.programme, target=foreign, viewer=admin),
        lambda: allocations.carry_over(source=w.there.programme, target=foreign, viewer=admin),
        lambda: allocations.carry_over(source=w.there.programme, target=own, viewer=admin),
    ]


def _members(w: World) -> list[Callable[[], Any]]:
    admin, own = w.here.viewer(Role.ADMIN), w.here.people[Role.INTAKE]
    return [
        lambda: people.add_membership(
            viewer=admin, person=own, office=w.there.office, role=Role.VERIFIER
        ),
        lambda: people.add_membership(
            viewer=admin, person=w.here.people[Role.ADMIN], office=w.here.office, role=Role.VERIFIER
        ),
    ]


def _factors(w: World) -> list[Callable[[], Any]]:
    admin = w.here.viewer(Role.ADMIN)
    return [
        lambda: people.reset_second_factor(
            viewer=admin, person=w.there.people[Role.VERIFIER], office=w.here.office
        ),
        lambda: people.reset_second_factor(
            viewer=admin, person=w.here.people[Role.VERIFIER], office=w.there.office
        ),
    ]


def _exports(w: World) -> list[Callable[[], Any]]:
    me = w.here.viewer(Role.VERIFIER)
    cases = [w.here.cases["draft"], w.there.cases["draft"]]
    return [
        lambda: export.note_export(office=w.there.office, viewer=me, cases=cases[:1], reason="x"),
        lambda: export.note_export(office=w.here.office, viewer=me, cases=cases, reason="x"),
    ]


def _events(w: World) -> list[Callable[[], Any]]:
    me, foreign = w.here.viewer(Role.INTAKE), w.there.event()
    return [
        lambda office=office: events.set_event(
            office=office, viewer=me, values={"capacity": 1}, event=foreign
        )
        for office in (w.here.office, w.there.office)
    ]


def _settled(w: World) -> list[Callable[[], Any]]:
    """A record of another region, and one compared with somebody of another event."""
    me = w.here.viewer(Role.INTAKE)
    mine, theirs = w.here.question().record, w.there.question().record
    own = str(ref_of(w.here.cases["draft"]))
    return [
        lambda: desk_sync.settle(record=theirs, viewer=me, case_ref=own),
        lambda: desk_sync.settle(record=mine, viewer=me, doubt=Doubt.SAME_PERSON, other=theirs),
    ]


def _recorded(w: World) -> list[Callable[[], Any]]:
    me, values = w.here.viewer(Role.VERIFIER), {"product": "x"}
    pairs = [(w.there.office, w.here.community), (w.here.office, w.there.community),
             (w.there.office, w.there.community)]  # fmt: skip
    return [
        lambda office=office, one=one: communities.record(
            office=office, viewer=me, community=one, values=values
        )
        for office, one in pairs
    ]


def _enrolled(w: World) -> list[Callable[[], Any]]:
    me = w.here.viewer(Role.VERIFIER)
    stranger = communities.NewMember("A", business=w.there.cases["filed"].business)
    return [
        lambda: communities.enrol(community=w.here.community, viewer=me, people=[stranger]),
        lambda: communities.enrol(
            community=w.there.community, viewer=me, people=[communities.NewMember("A")]
        ),
    ]


def _adopted(w: World) -> list[Callable[[], Any]]:
    me, mine = w.here.viewer(Role.VERIFIER), w.here.cases["draft"]
    return [
        lambda one=one: papers.adopt(case=mine, viewer=me, requirement="nib", document=one)
        for one in (w.there.rules("signed").copy, w.here.rules("signed").copy)
    ]


def _opened(w: World) -> list[Callable[[], Any]]:
    me = w.here.viewer(Role.VERIFIER)
    wanted = collective.Wanted("081234567890", "micro", "", {"name": "x"}, {"text": "x"}, {}, {})
    return [
        lambda: collective.open_case(
            office=w.here.office, community=w.there.community, viewer=me, wanted=wanted
        ),
        lambda: collective.open_case(
            office=w.there.office, community=w.here.community, viewer=me, wanted=wanted
        ),
    ]


def _tied(w: World) -> list[Callable[[], Any]]:
    me, mine = w.here.viewer(Role.VERIFIER), w.here.right()
    own, other = w.here.businesses()[0], w.there.businesses()[0]
    return [
        lambda: right_ties.tie(right=mine, business=other, viewer=me),
        lambda: right_ties.tie(right=w.there.right(), business=own, viewer=me),
    ]


def _transferred(w: World) -> list[Callable[[], Any]]:
    me = w.here.viewer(Role.VERIFIER)
    return [
        lambda: collective.transfer(
            right=w.here.collective(), to=w.there.community, viewer=me, reason="x"
        ),
        lambda: collective.transfer(
            right=w.there.collective(), to=w.here.community, viewer=me, reason="x"
        ),
    ]


def _started(w: World) -> list[Callable[[], Any]]:
    me = w.here.viewer(Role.VERIFIER)
    return [
        lambda: intake.start(
            office=w.here.office, viewer=me, name="A", phone="081234567890",
            community=w.there.community,
        ),
    ]  # fmt: skip


def _alike(verb: Callable[..., Any], one: str, two: str) -> Callable[[World], list[Any]]:
    def requests(w: World) -> list[Callable[[], Any]]:
        me, mine, foreign = w.here.viewer(Role.INTAKE), w.here, w.there
        own, other = mine.businesses()[0], foreign.businesses()[0]
        return [
            lambda: verb(**{one: own, two: other}, viewer=me),
            lambda: verb(**{one: other, two: own}, viewer=me),
        ]

    return requests


# service → the requests whose second (or first) thing is somebody else's.
TWO: dict[str, Callable[[World], list[Callable[[], Any]]]] = {
    "offices.people.add_membership": _members,
    "offices.people.reset_second_factor": _factors,
    "ledger.documents.hand_to": _hand_to,
    "ledger.documents.store": _stores,
    "ledger.letters.mark_used": _mark_used,
    "ledger.letters.request": _requests,
    "ledger.seals.issue": _seals,
    "parties.businesses.record": _records,
    "screening.freeze": lambda w: [
        lambda: _freeze(w, case_ref=ref_of(w.there.cases["draft"])),
        lambda: _freeze(w, viewer=w.here.viewer(Role.VERIFIER), region_code=w.there.region),
    ],
    "cases.decisions.check_pdki": _checks,
    "cases.export.note_export": _exports,
    "cases.filing.file_case": lambda w: [lambda r=r: _file(w, r) for r in _receipts(w)],
    "cases.filing.record_event": lambda w: [
        *(lambda r=r: _news(w, evidence=r) for r in _receipts(w)),
        *(lambda r=r: _news(w, certificate=_certificate(r)) for r in _receipts(w)),
    ],
    "cases.handover.send": _handover_sends,
    "cases.programmes.set_programme": _programmes,
    "cases.allocations.carry_over": _carry,
    "parties.communities.record": _recorded,
    "parties.communities.enrol": _enrolled,
    "cases.papers.adopt": _adopted,
    "cases.collective.open_case": _opened,
    "cases.collective.transfer": _transferred,
    "cases.right_ties.tie": _tied,
    "cases.intake.start": _started,
    "events.events.set_event": _events,
    **TWO_AT_EVENTS,
    "events.desk_sync.settle": _settled,
    "parties.alike.join": _alike(alike.join, "keep", "other"),
    "parties.alike.keep_apart": _alike(alike.keep_apart, "first", "second"),
}


def test_every_service_that_takes_two_things_has_its_test() -> None:
    found = with_two_things()

    assert {name: things for name, things in found.items() if name not in TWO} == {}
    assert set(TWO) - set(found) == set()


@pytest.mark.parametrize("service", TWO)
def test_a_second_thing_that_is_somebody_elses_is_refused(world: World, service: str) -> None:
    before = Entry.objects.count()
    for number, request in enumerate(TWO[service](world)):
        made = Entry.objects.count()
        with pytest.raises((Refusal, ValueError)) as refused, transaction.atomic():
            request()
        assert isinstance(refused.value, Denied | Invalid | ValueError), (service, number)
        assert Entry.objects.count() == made, (service, number)
    assert Entry.objects.count() >= before


def test_a_service_does_what_it_refuses_when_both_things_are_ones_own(world: World) -> None:
    here = world.here
    with transaction.atomic():
        receipt = document_of(here.cases["acknowledged"], "filing-receipt", make.SYSTEM)
        assert _file(world, receipt).number == "DID2026999999"
        proof = document_of(here.cases["filed"], "proof", make.SYSTEM)
        assert _news(world, evidence=proof).evidence == proof
        transaction.set_rollback(True)


# ---- addresses with two things -----------------------------------------------------------------


def _mixed() -> list[urls.Address]:
    return [one for one in urls.with_doors() if one.takes_two]


@pytest.fixture(scope="module")
def everybody(world: World) -> list[Visitor]:
    return visitors(world)


@pytest.mark.parametrize("address", _mixed(), ids=lambda one: one.name)
def test_an_address_that_names_two_things_wants_them_to_belong_together(
    world: World, everybody: list[Visitor], address: urls.Address
) -> None:
    for path in address.mixed(world):
        for visitor in everybody:
            for method in set(address.door) - {"HEAD"}:
                answer = visitor.ask(method, path)
                assert is_sent_away(answer), f"{method} {path} as {visitor.name}: {answer}"
