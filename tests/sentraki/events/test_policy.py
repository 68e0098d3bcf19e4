"""The truth table of this room: every action, every role, own and foreign."""

import pytest
from tests.sentraki.roles import viewer

from sentraki.events.policy import POLICY
from sentraki.kernel.access import Role, decide

OWN = {"about": "events.event:1", "region_code": "16.71"}
FOREIGN = {"about": "events.event:2", "region_code": "31.71"}
R = Role
DESK = {R.INTAKE, R.VERIFIER, R.SIGNATORY, R.ADMIN}
DOOR = {R.INTAKE, R.VERIFIER, R.ADMIN}
EVERYBODY = set(R) - {R.SYSTEM, R.AGENCY}

# action -> (roles that may with the own thing, roles that may with a foreign thing)
TABLE = {
    "event.enter": (EVERYBODY, EVERYBODY),
    "event.book": (EVERYBODY, EVERYBODY),
    "event.leave": (EVERYBODY, EVERYBODY),
    "event.promote": ({R.SYSTEM}, {R.SYSTEM}),
    "event.list": (DESK | {R.AUDITOR},) * 2,
    "event.view": (DESK | {R.AUDITOR}, set()),
    "event.set": (DOOR, set()),
    "event.invite": (DOOR, set()),
    "event.check-in": (DOOR, set()),
    "event.join-visits": (DOOR, set()),
    "event.follow-up": (DOOR, set()),
    "event.set-duty": (DOOR, set()),
    "event.end-duty": (DOOR, set()),
    "event.add-material": ({R.INTAKE, R.VERIFIER}, set()),
    "event.remove-material": (DOOR, set()),
    "event.draw-certificates": ({R.INTAKE, R.VERIFIER}, set()),
    "event.print-letters": ({R.INTAKE, R.VERIFIER, R.SIGNATORY}, set()),
    "event.try-again": ({R.INTAKE, R.VERIFIER}, set()),
    "event-desk.enter": (EVERYBODY, EVERYBODY),
    "event-desk.view": (DESK | {R.AUDITOR}, set()),
    "event.prepare-desk": ({R.INTAKE, R.VERIFIER}, set()),
    "event.receive-record": ({R.INTAKE, R.VERIFIER}, set()),
    "event.settle-record": ({R.INTAKE, R.VERIFIER}, set()),
    "event.ask-about-record": ({R.INTAKE, R.VERIFIER}, set()),
    "event.revoke-desk": (DOOR, set()),
    "event.answer-question": ({R.VERIFIER}, set()),
}


def test_the_table_names_every_action_of_the_room():
    assert set(TABLE) == {rule.action for rule in POLICY}


@pytest.mark.parametrize("action", TABLE)
@pytest.mark.parametrize("role", Role)
def test_own_and_foreign_things(action, role):
    own, foreign = TABLE[action]

    assert decide(action, viewer(role), **OWN).allowed == (role in own)
    assert decide(action, viewer(role), **FOREIGN).allowed == (role in foreign)
