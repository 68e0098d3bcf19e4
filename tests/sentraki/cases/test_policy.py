"""The truth table of this room: every action, every role, own and foreign."""

import pytest
from tests.sentraki.roles import viewer

from sentraki.cases.policy import POLICY
from sentraki.kernel.access import OFFICERS, Role, Viewer, decide

OWN = {"about": "cases.case:1", "region_code": "16.71.01", "to_office": 1}
FOREIGN = {"about": "cases.case:2", "region_code": "31.71", "to_office": 2}
R = Role
DESK = {R.INTAKE, R.VERIFIER, R.SIGNATORY, R.ADMIN}
LOCAL = {R.INTAKE, R.VERIFIER}
ALL = set(Role) - {R.SYSTEM, R.AGENCY}

# action -> (roles that may with the own thing, roles that may with a foreign thing)
TABLE = {
    "case.enter": (ALL, ALL),
    "identity.enter": (ALL, ALL),
    "identity.read": ({R.AGENCY}, set()),
    "case.own": ({R.APPLICANT}, set()),
    "case.start": (ALL, ALL),
    "case.answer": ({R.APPLICANT} | LOCAL, set()),
    "case.add-paper": ({R.APPLICANT} | LOCAL, set()),
    "case.submit": ({R.APPLICANT} | LOCAL, set()),
    "today.view": (DESK | {R.KANWIL, R.AUDITOR},) * 2,
    "case.list": (DESK | {R.AUDITOR},) * 2,
    "case.export": (LOCAL | {R.ADMIN}, set()),
    "case.view": ({R.APPLICANT, R.AUDITOR} | DESK, set()),
    "case.withdraw": ({R.APPLICANT, R.VERIFIER}, set()),
    "case.import": ({R.VERIFIER, R.ADMIN}, set()),
    "case.undo-import": ({R.VERIFIER, R.ADMIN}, set()),
    "case.expire": ({R.SYSTEM}, {R.SYSTEM}),
    "case.judge-paper": (LOCAL, set()),
    "case.check-pdki": (LOCAL, set()),
    "case.return": ({R.VERIFIER}, set()),
    "case.accept": ({R.VERIFIER}, set()),
    "case.waitlist": ({R.VERIFIER, R.SYSTEM}, {R.SYSTEM}),
    "case.write-to": (LOCAL | {R.ADMIN}, set()),
    "case.decline": ({R.VERIFIER}, set()),
    "case.seal-dossier": (LOCAL, set()),
    "case.reopen": ({R.VERIFIER}, set()),
    "case.replace": (LOCAL, set()),
    "case.close": ({R.VERIFIER}, set()),
    "dossier.read": (DESK | {R.KANWIL}, set()),
    "case.show-identity": (LOCAL | {R.KANWIL}, set()),
    "right.list": (DESK | {R.KANWIL, R.AUDITOR},) * 2,
    "right.view": (DESK | {R.KANWIL, R.AUDITOR}, set()),
    "right.end": ({R.VERIFIER}, set()),
    "right.tie": ({R.INTAKE, R.VERIFIER}, set()),
    "right.untie": ({R.INTAKE, R.VERIFIER}, set()),
    "handover.send": ({R.VERIFIER, R.ADMIN}, set()),
    "handover.list": (LOCAL | {R.ADMIN, R.KANWIL},) * 2,
    "handover.view": (LOCAL | {R.ADMIN, R.KANWIL}, set()),
    "handover.answer": ({R.KANWIL}, set()),
    "filing.file": ({R.VERIFIER, R.KANWIL}, set()),
    "filing.record-event": ({R.VERIFIER, R.KANWIL}, set()),
    "filing.list": (DESK | {R.KANWIL, R.AUDITOR},) * 2,
    "filing.view": (DESK | {R.KANWIL, R.AUDITOR}, set()),
    "filing.look-up": ({R.VERIFIER, R.KANWIL}, set()),
    "filing.export": (LOCAL | {R.ADMIN}, LOCAL | {R.ADMIN}),
    "watch.list": (DESK | {R.AUDITOR},) * 2,
    "watch.view": (DESK | {R.AUDITOR}, set()),
    "watch.answer": (LOCAL, set()),
    "watch.draft": (LOCAL, set()),
    "watch.see": (ALL, ALL),
    "watch.find": ({R.SYSTEM}, {R.SYSTEM}),
    "watch.remind": ({R.SYSTEM}, {R.SYSTEM}),
    "watch.tell": ({R.SYSTEM}, {R.SYSTEM}),
    "reply.view": (DESK | {R.KANWIL, R.AUDITOR}, set()),
    "reply.begin": (LOCAL | {R.KANWIL}, set()),
    "reply.arrange": (LOCAL | {R.KANWIL}, set()),
    "reply.answer": (LOCAL | {R.KANWIL}, set()),
    "reply.finish": ({R.VERIFIER, R.KANWIL}, set()),
    "deadline.list": (DESK | {R.KANWIL, R.AUDITOR},) * 2,
    "deadline.view": (DESK | {R.KANWIL, R.AUDITOR}, set()),
    "deadline.meet": ({R.VERIFIER, R.KANWIL}, set()),
    "deadline.withdraw": ({R.VERIFIER, R.KANWIL}, set()),
    "deadline.decide": ({R.VERIFIER, R.KANWIL}, set()),
    "deadline.miss": ({R.SYSTEM}, {R.SYSTEM}),
    "deadline.lapse": ({R.SYSTEM}, {R.SYSTEM}),
    "deadline.move": ({R.SYSTEM}, {R.SYSTEM}),
    "deadline.remind": ({R.SYSTEM}, {R.SYSTEM}),
    "case.remind": ({R.SYSTEM}, {R.SYSTEM}),
    "right.import": ({R.VERIFIER, R.ADMIN, R.SYSTEM}, {R.SYSTEM}),
    "right.undo-import": ({R.VERIFIER, R.ADMIN}, set()),
    "right.hand-over": (LOCAL, set()),
    "ceremony.list": (DESK | {R.AUDITOR},) * 2,
    "ceremony.view": (DESK | {R.AUDITOR}, set()),
    "ceremony.draw-up": (LOCAL, set()),
    "ceremony.hand-over": (LOCAL, set()),
    "right-change.view": (DESK | {R.AUDITOR}, set()),
    "right-change.begin": (LOCAL, set()),
    "right-change.move": (LOCAL, set()),
    "usage-rules.view": (DESK | {R.AUDITOR}, set()),
    "usage-rules.write": (LOCAL | {R.ADMIN, R.SYSTEM}, {R.SYSTEM}),
    "usage-rules.freeze": (LOCAL | {R.ADMIN, R.SYSTEM}, {R.SYSTEM}),
    "usage-rules.sign": (LOCAL | {R.ADMIN, R.SYSTEM}, {R.SYSTEM}),
    "usage-rules.drop": (LOCAL | {R.ADMIN}, set()),
    "usage-rules.recorded": ({R.VERIFIER, R.ADMIN}, set()),
    "mark-member.view": (DESK | {R.AUDITOR}, set()),
    "mark-member.propose": (LOCAL | {R.ADMIN}, set()),
    "mark-member.move": (LOCAL | {R.ADMIN}, set()),
    "mark-member.move-several": (LOCAL | {R.ADMIN}, set()),
    "quality-visit.record": (LOCAL | {R.ADMIN}, set()),
    "right.transfer": ({R.VERIFIER, R.ADMIN}, set()),
    "place.confirm": ({R.APPLICANT} | LOCAL, set()),
    "place.expire": ({R.SYSTEM}, {R.SYSTEM}),
    "place.offer": ({R.VERIFIER, R.ADMIN, R.SYSTEM}, {R.SYSTEM}),
    "order.ask": (LOCAL | {R.ADMIN}, set()),
    "order.decide": ({R.VERIFIER, R.SIGNATORY, R.ADMIN}, set()),
    "programme.draw-up": ({R.VERIFIER, R.ADMIN}, set()),
    "programme.enforce": ({R.VERIFIER, R.SIGNATORY, R.ADMIN}, set()),
    "programme.enter": (ALL, ALL),
    "programme.arrive": ({R.SYSTEM}, {R.SYSTEM}),
    "programme.carry-over": ({R.ADMIN}, set()),
    "programme.remind": (LOCAL | {R.ADMIN}, set()),
    "programme.set": ({R.ADMIN, R.SYSTEM}, {R.SYSTEM}),
    "programme.view": (DESK | {R.AUDITOR}, set()),
    "programme.list": (DESK | {R.AUDITOR},) * 2,
}


def test_the_table_names_every_action_of_the_room():
    assert set(TABLE) == {rule.action for rule in POLICY}


@pytest.mark.parametrize("action", TABLE)
@pytest.mark.parametrize("role", Role)
def test_own_things(action, role):
    assert decide(action, viewer(role), **OWN).allowed == (role in TABLE[action][0])


@pytest.mark.parametrize("action", TABLE)
@pytest.mark.parametrize("role", Role)
def test_foreign_things(action, role):
    assert decide(action, viewer(role), **FOREIGN).allowed == (role in TABLE[action][1])


@pytest.mark.parametrize("action", TABLE)
@pytest.mark.parametrize("role", sorted(OFFICERS))
def test_without_a_second_factor_an_officer_may_nothing_the_public_may_not(action, role):
    public = decide(action, Viewer.public(), **OWN).allowed
    assert decide(action, viewer(role, second_factor=False), **OWN).allowed == public
