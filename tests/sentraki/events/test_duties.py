"""Who serves an event is named from the office's own people, in a part their role fits."""

import pytest
from tests import factories as make
from tests.events import make_event

from sentraki.events.models import Duty
from sentraki.events.rules.duties import NEEDS, DutyPart
from sentraki.events.selectors.duties import duties_of, signatories_of, signs_at
from sentraki.events.services import devices, duties
from sentraki.kernel.access import Role
from sentraki.kernel.errors import Invalid
from sentraki.offices.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db):
    return make_event()


@pytest.fixture
def officer(event):
    return make.make_officer(event.office)


def person_of(viewer) -> Person:
    return Person.objects.get(pk=viewer.person_id)


@pytest.mark.parametrize("part", DutyPart)
@pytest.mark.parametrize("role", [Role.INTAKE, Role.VERIFIER, Role.SIGNATORY, Role.ADMIN])
def test_a_part_is_served_only_in_a_role_that_fits(event, officer, part, role):
    somebody = person_of(make.make_officer(event.office, role))

    if role in NEEDS[part]:
        assert duties.set_duty(event=event, viewer=officer, person=somebody, part=part).pk
    else:
        with pytest.raises(Invalid):
            duties.set_duty(event=event, viewer=officer, person=somebody, part=part)


def test_nobody_of_another_office_and_nobody_twice(event, officer):
    stranger = person_of(make.make_officer(make.make_office(region="31.71")))
    mine = person_of(officer)
    duties.set_duty(event=event, viewer=officer, person=mine, part=DutyPart.NAMES, desk="2")

    for person, desk in ((stranger, ""), (mine, " 2 ")):
        with pytest.raises(Invalid):
            duties.set_duty(
                event=event, viewer=officer, person=person, part=DutyPart.NAMES, desk=desk
            )
    assert Duty.unscoped.count() == 1


def test_a_laptop_gives_the_desk_its_name_and_a_revoked_one_stands_nowhere(event, officer):
    laptop = devices.prepare(event=event, viewer=officer).device
    mine = person_of(officer)
    served = duties.set_duty(
        event=event, viewer=officer, person=mine, part=DutyPart.PAPERS, device=laptop
    )
    assert served.desk == laptop.name == "M1"

    lost = devices.revoke(device=laptop, viewer=officer)
    with pytest.raises(Invalid):
        duties.set_duty(event=event, viewer=officer, person=mine, part=DutyPart.NAMES, device=lost)


def test_a_duty_that_was_taken_back_is_kept_and_counts_no_more(event, officer):
    head = make.make_signatory(event.office)
    part = DutyPart.SIGNATORY
    duty = duties.set_duty(event=event, viewer=officer, person=person_of(head), part=part)
    assert [p.pk for p in signatories_of(duties_of(officer, event))] == [head.person_id]
    assert signs_at(head) == [event]

    duties.end_duty(duty=duty, viewer=officer)

    assert signs_at(head) == []
    assert Duty.unscoped.get().ended_at is not None
    assert duties.set_duty(event=event, viewer=officer, person=person_of(head), part=part).pk
