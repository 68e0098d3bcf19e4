"""Every action of the room, every role: written out."""

import pytest

from sentraki.kernel import access
from sentraki.kernel.access import OFFICERS, Role, Viewer
from sentraki.offices.policy import POLICY

OWN, OTHER = 7, 8
ALL_OFFICERS = set(OFFICERS)
# action: roles at the own office; at another office; on the own person (own office)
TABLE = {
    "office.choose": (set(Role) - {Role.SYSTEM, Role.AGENCY},) * 3,
    "office.create": ({Role.SYSTEM},) * 3,
    "office.settings.view": (
        {*ALL_OFFICERS, Role.SYSTEM}, {Role.SYSTEM}, {*ALL_OFFICERS, Role.SYSTEM},
    ),
    "office.settings.change": (
        {Role.ADMIN, Role.SYSTEM}, {Role.SYSTEM}, {Role.ADMIN, Role.SYSTEM},
    ),
    "office.people.view": (
        {Role.ADMIN, Role.AUDITOR, Role.SYSTEM},
        {Role.SYSTEM},
        {Role.ADMIN, Role.AUDITOR, Role.SYSTEM},
    ),
    "office.calendar.change": (
        {Role.ADMIN, Role.SYSTEM}, {Role.SYSTEM}, {Role.ADMIN, Role.SYSTEM},
    ),
    "agency.list": ({Role.ADMIN, Role.AUDITOR}, set(), {Role.ADMIN, Role.AUDITOR}),
    "agency.add": ({Role.ADMIN}, set(), {Role.ADMIN}),
    "agency.end": ({Role.ADMIN}, set(), {Role.ADMIN}),
    "person.add": ({Role.ADMIN, Role.SYSTEM}, {Role.SYSTEM}, {Role.ADMIN, Role.SYSTEM}),
    "membership.add": ({Role.ADMIN, Role.SYSTEM}, {Role.SYSTEM}, {Role.SYSTEM}),
    "membership.end": ({Role.ADMIN, Role.SYSTEM}, {Role.SYSTEM}, {Role.SYSTEM}),
    "person.reset-second-factor": ({Role.ADMIN, Role.SYSTEM}, {Role.SYSTEM}, {Role.SYSTEM}),
}  # fmt: skip


def someone(role: Role, *, second_factor: bool = True) -> Viewer:
    officer = role in OFFICERS
    return Viewer(
        role,
        person_id=1 if officer else None,
        office_id=OWN if officer else None,
        second_factor=second_factor and officer,
    )


def test_the_table_names_every_action_of_the_room():
    assert set(TABLE) == {rule.action for rule in POLICY}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", TABLE)
@pytest.mark.parametrize(
    ("column", "office_id", "person_id"), [(0, OWN, 2), (1, OTHER, 2), (2, OWN, 1)]
)
def test_roles_may_do_what_the_table_says(action, role, column, office_id, person_id):
    decision = access.decide(action, someone(role), office_id=office_id, person_id=person_id)

    assert decision.allowed is (role in TABLE[action][column])
    assert bool(decision.reason) is not decision.allowed


@pytest.mark.parametrize("role", sorted(OFFICERS))
@pytest.mark.parametrize("action", sorted(set(TABLE) - {"office.choose"}))
def test_without_a_second_factor_an_officer_may_do_nothing_of_it(action, role):
    viewer = someone(role, second_factor=False)

    assert not access.decide(action, viewer, office_id=OWN, person_id=2).allowed


def test_a_viewer_without_an_office_owns_no_office_of_nobody():
    viewer = Viewer(Role.ADMIN, second_factor=True)

    assert not access.decide("office.settings.change", viewer, office_id=None).allowed
