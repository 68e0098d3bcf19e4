"""The truth table of this room: every action, every role, own and foreign."""

import pytest
from tests.sentraki.roles import viewer

from sentraki.kernel.access import OFFICERS, Role, decide
from sentraki.parties.policy import POLICY

OWN = {"about": "cases.case:1", "region_code": "16.71.01"}
FOREIGN = {"about": "cases.case:2", "region_code": "31.71"}
R = Role
DESK = {R.INTAKE, R.VERIFIER, R.SIGNATORY, R.ADMIN}

# action -> (roles that may with the own thing, roles that may with a foreign thing)
TABLE = {
    "business.list": (DESK | {R.AUDITOR},) * 2,
    "business.view": (DESK | {R.AUDITOR}, set()),
    "business.record": (DESK | {R.APPLICANT, R.SYSTEM}, {R.SYSTEM}),
    "community.list": (DESK | {R.AUDITOR},) * 2,
    "community.view": (DESK | {R.AUDITOR}, set()),
    "community.record": ({R.INTAKE, R.VERIFIER, R.ADMIN, R.SYSTEM}, {R.SYSTEM}),
    "community.enrol": ({R.INTAKE, R.VERIFIER, R.ADMIN, R.SYSTEM}, {R.SYSTEM}),
    "permit.note": ({R.INTAKE, R.VERIFIER, R.ADMIN}, set()),
    "permit.drop": ({R.INTAKE, R.VERIFIER, R.ADMIN}, set()),
    "business.join": ({R.INTAKE, R.VERIFIER, R.ADMIN}, set()),
    "business.keep-apart": ({R.INTAKE, R.VERIFIER, R.ADMIN}, set()),
    "import.list": (DESK, DESK),
    "import.view": (DESK, set()),
    "import.preview": (DESK, set()),
    "import.export": (DESK, set()),
    "import.apply": ({R.VERIFIER, R.ADMIN}, set()),
    "import.undo": ({R.VERIFIER, R.ADMIN}, set()),
}


def test_the_table_names_every_action_of_the_room():
    assert set(TABLE) == {rule.action for rule in POLICY}


@pytest.mark.parametrize("action", TABLE)
@pytest.mark.parametrize("role", Role)
def test_own_and_foreign_things(action, role):
    own, foreign = TABLE[action]

    assert decide(action, viewer(role), **OWN).allowed == (role in own)
    assert decide(action, viewer(role), **FOREIGN).allowed == (role in foreign)


@pytest.mark.parametrize("action", TABLE)
@pytest.mark.parametrize("role", sorted(OFFICERS))
def test_without_a_second_factor_an_officer_may_nothing_of_it(action, role):
    assert not decide(action, viewer(role, second_factor=False), **OWN).allowed


@pytest.mark.parametrize(
    "action", sorted(set(TABLE) - {"business.list", "community.list", "import.list"})
)
@pytest.mark.parametrize("role", sorted(set(Role) - {R.SYSTEM}))
def test_facts_that_are_missing_open_nothing(action, role):
    assert not decide(action, viewer(role)).allowed


@pytest.mark.parametrize("region", ["16", "16.7", "16.710", "61.71"])
def test_a_region_that_only_begins_alike_is_foreign(region):
    facts = OWN | {"region_code": region}

    assert not decide("business.view", viewer(R.VERIFIER), **facts).allowed


def test_an_applicant_without_a_grant_records_nothing():
    assert not decide("business.record", viewer(R.APPLICANT, grants=frozenset()), **OWN).allowed
