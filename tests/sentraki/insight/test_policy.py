"""Everything of this room is for everybody, and for nobody else."""

import pytest

from sentraki.insight.policy import POLICY
from sentraki.kernel.access import Role, Viewer, decide

EVERYBODY = set(Role) - {Role.SYSTEM}
TABLE = {"figure.view": (EVERYBODY, EVERYBODY), "guide.read": (EVERYBODY, EVERYBODY)}


def test_the_table_names_every_action_of_the_room():
    assert set(TABLE) == {rule.action for rule in POLICY}


@pytest.mark.parametrize("action", TABLE)
@pytest.mark.parametrize("role", Role)
def test_figures_and_guides_are_open_to_everybody(action, role):
    assert decide(action, Viewer(role)).allowed == (role in TABLE[action][0])
