"""The truth table of this room: every action, every role, own and foreign."""

import pytest

from sentraki.kernel.access import OFFICERS, Role, Viewer, decide
from sentraki.screening.policy import POLICY

OWN = {"about": "cases.case:1", "region_code": "16.71.01"}
FOREIGN = {"about": "cases.case:2", "region_code": "31.71"}
R = Role
EVERYBODY = set(Role) - {R.SYSTEM, R.AGENCY}

# action -> (roles that may with the own thing, roles that may with a foreign thing)
TABLE = {
    "screening.search": (EVERYBODY, EVERYBODY),
    "corpus.list": (set(OFFICERS), set(OFFICERS)),
    "extract.read": ({*OFFICERS, R.SYSTEM}, {*OFFICERS, R.SYSTEM}),
    "corpus.load": ({R.SYSTEM}, {R.SYSTEM}),
    "corpus.drop": ({R.SYSTEM}, {R.SYSTEM}),
    "corpus.load-labels": ({R.SYSTEM}, {R.SYSTEM}),
    "corpus.drop-labels": ({R.SYSTEM}, {R.SYSTEM}),
    "gazette.list": (set(OFFICERS), set(OFFICERS)),
    "gazette.receive": (
        {R.VERIFIER, R.KANWIL, R.ADMIN, R.SYSTEM},
        {R.VERIFIER, R.KANWIL, R.ADMIN, R.SYSTEM},
    ),
    "gazette.take-back": ({R.ADMIN}, {R.ADMIN}),
    "gazette.keep": ({R.SYSTEM}, {R.SYSTEM}),
    "gazette.refuse": ({R.SYSTEM}, {R.SYSTEM}),
    "screening.freeze": ({R.APPLICANT, R.INTAKE, R.VERIFIER, R.SYSTEM}, {R.SYSTEM}),
}


def viewer(role, **more):
    officer = role in OFFICERS
    values = {
        "person_id": 3 if officer else None,
        "office_id": 1 if officer else None,
        "regions": ("16.71",) if officer or role is R.AGENCY else (),
        "grants": frozenset({"cases.case:1"}) if role is R.APPLICANT else frozenset(),
        "second_factor": officer,
    }
    return Viewer(role, **(values | more))


def test_the_table_names_every_action_of_the_room():
    assert set(TABLE) == {rule.action for rule in POLICY}


@pytest.mark.parametrize("action", TABLE)
@pytest.mark.parametrize("role", Role)
def test_own_and_foreign_things(action, role):
    own, foreign = TABLE[action]

    assert decide(action, viewer(role), **OWN).allowed == (role in own)
    assert decide(action, viewer(role), **FOREIGN).allowed == (role in foreign)


@pytest.mark.parametrize("role", sorted(OFFICERS))
def test_without_a_second_factor_an_officer_searches_and_freezes_nothing(role):
    bare = viewer(role, second_factor=False)

    assert decide("screening.search", bare).allowed
    assert not decide("screening.freeze", bare, **OWN).allowed


@pytest.mark.parametrize("role", sorted(set(Role) - {R.SYSTEM}))
def test_facts_that_are_missing_freeze_nothing(role):
    assert not decide("screening.freeze", viewer(role)).allowed
