"""Figures and guides are for everybody; freezing and loading are not."""

import pytest

from sentraki.insight.policy import POLICY
from sentraki.kernel.access import Role, Viewer, decide

R = Role
OWN = {"region_code": "16.71"}
FOREIGN = {"region_code": "36.71"}
EVERYBODY = set(R) - {R.SYSTEM, R.AGENCY}
DESK = {R.INTAKE, R.VERIFIER, R.SIGNATORY, R.ADMIN, R.AUDITOR}
# action -> (roles that may in the own region, roles that may elsewhere)
TABLE = {
    "figure.view": (EVERYBODY, EVERYBODY),
    "guide.read": (EVERYBODY, EVERYBODY),
    "figure.list": (DESK, DESK),
    "figure.see": (DESK, set()),
    "figure.export": (DESK, DESK),
    "figure.freeze": ({R.VERIFIER, R.ADMIN}, set()),
    "figure.load": ({R.SYSTEM}, {R.SYSTEM}),
}


def viewer(role, *, second_factor=True):
    """Somebody in ``role``, an officer of Palembang if it is an officer's."""
    return Viewer(role, regions=("16.71",), second_factor=second_factor)


def test_the_table_names_every_action_of_the_room():
    assert set(TABLE) == {rule.action for rule in POLICY}


@pytest.mark.parametrize("action", TABLE)
@pytest.mark.parametrize("role", Role)
def test_each_role_may_do_what_the_table_says(action, role):
    own, foreign = TABLE[action]

    assert decide(action, viewer(role), **OWN).allowed == (role in own)
    assert decide(action, viewer(role), **FOREIGN).allowed == (role in foreign)
