"""Certificates are handed over once, to a named person, alone or together."""

from datetime import timedelta

import pytest
from tests import factories as make
from tests.sentraki.cases.test_watch import registered

from sentraki.cases.models import Ceremony, Delivery, Right
from sentraki.cases.selectors.right_changes import lines_of, waiting_for_handing
from sentraki.cases.services import deliveries
from sentraki.cases.services.deliveries import Received
from sentraki.cases.services.filing_papers import Sent
from sentraki.kernel import clock
from sentraki.kernel.access import Role
from sentraki.kernel.errors import AlreadyDone, Denied, Invalid, MoveRefused
from sentraki.ledger.models import Document, Entry
from sentraki.ledger.services import documents

pytestmark = pytest.mark.django_db


@pytest.fixture
def right() -> Right:
    return registered(make.make_issuing_office(region="36.71", slug="tangerang"))


def officer(right: Right, role: Role = Role.VERIFIER):
    return make.make_officer(right.office, role)


def received(**more) -> Received:
    return Received(**{"receiver": "Ibu Contoh", "received_on": clock.today(), **more})


def another(right: Right, number: str) -> Right:
    """A second certificate that came of a file of the same office."""
    right.filing.case.pk = None
    case, filing = right.filing.case, right.filing
    case.code, case.arrival_number = f"TAN-{number}", None
    case.save()
    filing.pk, filing.case, filing.number = None, case, f"DID{number}"
    filing.save()
    return Right.objects.create(
        office=right.office, region_code=right.region_code, filing=filing, number=f"IDM{number}",
        name=f"Merek {number}", year=2026, registered_on=right.registered_on,
    )  # fmt: skip


def test_a_certificate_is_handed_over_once_with_one_entry_and_no_name_in_the_log(right):
    deliveries.hand_over(right=right, viewer=officer(right), received=received(note="Hadir"))

    with pytest.raises(MoveRefused):
        deliveries.hand_over(right=right, viewer=officer(right), received=received())
    entry = Entry.objects.get(verb="right.hand-over")
    assert "Contoh" not in str(entry.payload)
    assert Delivery.unscoped.get().receiver == "Ibu Contoh"
    assert not waiting_for_handing(officer(right)).exists()


def test_a_photo_is_kept_encrypted_and_only_with_consent(right):
    photo = Sent(make.make_picture(), "serah.jpg")
    with pytest.raises(Invalid) as refused:
        deliveries.hand_over(right=right, viewer=officer(right), received=received(photo=photo))
    assert "photo_agreed" in refused.value.fields
    assert not Document.unscoped.filter(kind=deliveries.PHOTO).exists()

    made = deliveries.hand_over(
        right=right, viewer=officer(right), received=received(photo=photo, photo_agreed=True)
    )

    assert made.photo is not None
    assert made.photo.encrypted
    assert documents.read(made.photo, officer(right), "test").startswith(b"\xff\xd8")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"receiver": "  "}, "receiver"),
        ({"received_on": clock.today() + timedelta(days=2)}, "received_on"),
        ({"received_on": clock.today() - timedelta(days=400)}, "received_on"),
        ({"photo": Sent(b"no picture", "a.jpg"), "photo_agreed": True}, "photo"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_kept(right, wrong, field):
    with pytest.raises(Invalid) as refused:
        deliveries.hand_over(right=right, viewer=officer(right), received=received(**wrong))

    assert field in refused.value.fields
    assert not Delivery.unscoped.exists()


def test_another_region_and_a_head_of_section_hand_nothing_over(right):
    stranger = make.make_officer(make.make_issuing_office(region="31.71", slug="lain"))
    for who in (stranger, officer(right, Role.SIGNATORY)):
        with pytest.raises(Denied):
            deliveries.hand_over(right=right, viewer=who, received=received())


def test_those_ticked_are_handed_over_in_one_act_and_the_others_stay_waiting(right):
    me, second = officer(right), another(right, "2")
    third = another(Right.unscoped.get(pk=right.pk), "3")
    right = Right.unscoped.get(number="IDM000000777")
    chosen = [row.public_id for row in (right, second, third)]
    ceremony = deliveries.draw_up(
        office=right.office, viewer=me, title="17 Agustus", held_on=clock.today(), chosen=chosen
    )
    items = {item.right_id: item.pk for item in ceremony.items.all()}
    entries = Entry.objects.count()

    handed = deliveries.hand_over_together(
        ceremony=ceremony,
        viewer=me,
        receivers={items[right.pk]: "Ibu Satu", items[second.pk]: "Bapak Dua"},
        key="k1",
    )

    assert handed == 2
    assert Entry.objects.count() == entries + 1
    assert Entry.objects.get(verb="ceremony.hand-over").payload["certificates"] == 2
    assert list(waiting_for_handing(me)) == [third]
    shown = {line.item.right_id: line.delivery for line in lines_of(me, ceremony)}
    assert shown[right.pk].receiver == "Ibu Satu"
    assert shown[third.pk] is None
    with pytest.raises(AlreadyDone):
        deliveries.hand_over_together(ceremony=ceremony, viewer=me, receivers={1: "x"}, key="k1")
    with pytest.raises(MoveRefused):
        deliveries.hand_over_together(
            ceremony=ceremony, viewer=me, receivers={items[third.pk]: "Ibu Tiga"}
        )


def test_a_list_takes_only_what_waits_in_the_own_office(right):
    me = officer(right)
    elsewhere = registered_elsewhere()

    for chosen in ([], ["unknown"], [right.public_id, elsewhere.public_id]):
        with pytest.raises(Invalid):
            deliveries.draw_up(
                office=right.office, viewer=me, title="x", held_on=clock.today(), chosen=chosen
            )
    assert not Ceremony.unscoped.exists()


def registered_elsewhere() -> Right:
    office = make.make_issuing_office(region="31.71", slug="lain")
    return Right.objects.create(
        office=office, region_code="31.71", number="IDM31", name="Lain", year=2026
    )


def test_a_nameless_receiver_an_item_of_another_list_and_a_day_to_come_are_refused(right):
    me = officer(right)
    ceremony = deliveries.draw_up(
        office=right.office, viewer=me, title="x", held_on=clock.today(), chosen=[right.public_id]
    )
    item = ceremony.items.get()
    for receivers in ({}, {item.pk: "  "}, {item.pk + 99: "Ibu"}):
        with pytest.raises(Invalid):
            deliveries.hand_over_together(ceremony=ceremony, viewer=me, receivers=receivers)
    Ceremony.unscoped.update(held_on=clock.today() + timedelta(days=3))
    ceremony.refresh_from_db()
    with pytest.raises(Invalid):
        deliveries.hand_over_together(ceremony=ceremony, viewer=me, receivers={item.pk: "Ibu"})
    assert not Delivery.unscoped.exists()
