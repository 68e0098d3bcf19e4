"""The truth table of this room: every action, every role, own and foreign."""

import pytest
from tests.sentraki.roles import viewer

from sentraki.kernel.access import OFFICERS, Role, Viewer, decide
from sentraki.ledger import checks, verbs
from sentraki.ledger.policy import POLICY

OWN = {"about": "cases.case:1", "region_code": "16.71.01"}
FOREIGN = {"about": "cases.case:2", "region_code": "31.71"}
CASEWORK = {Role.INTAKE, Role.VERIFIER, Role.SIGNATORY, Role.KANWIL}
LOCAL = {Role.INTAKE, Role.VERIFIER, Role.SIGNATORY}
SYSTEM = {Role.SYSTEM}
OWNER = {Role.APPLICANT}
WATCH = {Role.ADMIN, Role.AUDITOR}
SIGNING = {"office_id": 1, "office_may_issue": True, "hands": frozenset({"system:cases"})}

# action -> (more facts, roles that may with the own thing, roles that may with a foreign thing)
EVERYBODY = set(Role) - SYSTEM - {Role.AGENCY}
TABLE = {
    "seal.view": ({}, EVERYBODY, EVERYBODY),
    "document.read": ({"secrecy": "C2", "handed_to": 1}, OWNER | CASEWORK | WATCH | SYSTEM, SYSTEM),
    "document.store": ({}, OWNER | CASEWORK | SYSTEM, SYSTEM),
    "document.hand-over": ({}, LOCAL | {Role.ADMIN} | SYSTEM, SYSTEM),
    "document.erase": ({}, OWNER | {Role.ADMIN} | SYSTEM, SYSTEM),
    "letter.list": ({}, LOCAL | WATCH, LOCAL | WATCH),
    "letter.view": ({}, OWNER | CASEWORK | WATCH | SYSTEM, SYSTEM),
    "letter.request": ({}, LOCAL | SYSTEM, SYSTEM),
    "letter.withdraw": ({}, LOCAL | SYSTEM, SYSTEM),
    "letter.sign": (SIGNING, {Role.SIGNATORY}, set()),
    "letter.attach": ({}, SYSTEM, SYSTEM),
    "letter.revoke": ({}, {Role.SIGNATORY} | SYSTEM, SYSTEM),
    "letter.use": ({}, LOCAL | SYSTEM, SYSTEM),
    "letter.expire": ({}, SYSTEM, SYSTEM),
    "seal.issue": ({}, CASEWORK | SYSTEM, SYSTEM),
    "seal.set-state": ({}, CASEWORK | SYSTEM, SYSTEM),
    "seal.check": ({}, CASEWORK | SYSTEM, SYSTEM),
    "message.view": ({}, OWNER | CASEWORK | {Role.ADMIN} | SYSTEM, SYSTEM),
    "message.resend": ({}, LOCAL | {Role.ADMIN} | SYSTEM, SYSTEM),
    "note.erase": ({}, {Role.ADMIN} | SYSTEM, SYSTEM),
    "timeline.view": ({}, OWNER | CASEWORK | WATCH | SYSTEM, SYSTEM),
    "checkpoint.view": (
        {},
        {Role.KANWIL} | WATCH | SYSTEM,
        {Role.KANWIL} | WATCH | SYSTEM,
    ),
}


def test_the_table_names_every_action_of_the_room():
    assert set(TABLE) == {rule.action for rule in POLICY}


@pytest.mark.parametrize("action", TABLE)
@pytest.mark.parametrize("role", Role)
def test_own_things(action, role):
    facts, own, _ = TABLE[action]
    assert decide(action, viewer(role), **OWN, **facts).allowed == (role in own)


@pytest.mark.parametrize("action", TABLE)
@pytest.mark.parametrize("role", Role)
def test_foreign_things(action, role):
    facts, _, foreign = TABLE[action]
    assert decide(action, viewer(role), **FOREIGN, **facts).allowed == (role in foreign)


@pytest.mark.parametrize("action", TABLE)
@pytest.mark.parametrize("role", sorted(OFFICERS))
def test_without_a_second_factor_an_officer_may_nothing_the_public_may_not(action, role):
    facts, _, _ = TABLE[action]
    public = decide(action, Viewer.public(), **OWN, **facts).allowed
    if action != "document.read":
        assert decide(action, viewer(role, second_factor=False), **OWN, **facts).allowed == public


@pytest.mark.parametrize("action", TABLE)
def test_facts_that_are_missing_open_nothing_but_to_the_system(action):
    allowed = {role for role in Role if decide(action, viewer(role)).allowed}
    unconditional = action in {"checkpoint.view", "letter.list", "seal.view"}
    assert allowed <= (TABLE[action][2] if unconditional else SYSTEM)


READERS = {
    "C0": set(Role) - {Role.AGENCY},
    "C1": OWNER | CASEWORK | WATCH | SYSTEM,
    "C2": OWNER | CASEWORK | WATCH | SYSTEM,
    "C3": OWNER | CASEWORK | SYSTEM,
    "C4": OWNER | CASEWORK | SYSTEM,
    "C5": OWNER | CASEWORK | SYSTEM,
}


@pytest.mark.parametrize("secrecy", READERS)
@pytest.mark.parametrize("role", Role)
def test_who_reads_a_document_of_which_class(secrecy, role):
    allowed = decide("document.read", viewer(role), **OWN, secrecy=secrecy, handed_to=1).allowed
    assert allowed == (role in READERS[secrecy])


@pytest.mark.parametrize("secrecy", ["C1", "C2", "C3"])
def test_without_a_second_factor_documents_stay_closed(secrecy):
    officer = viewer(Role.VERIFIER, second_factor=False)
    assert not decide("document.read", officer, **OWN, secrecy=secrecy).allowed


@pytest.mark.parametrize(
    "change",
    [
        {"hands": frozenset({"offices.person:3"})},
        {"office_id": 2},
        {"office_id": None},
        {"office_may_issue": False},
    ],
)
def test_each_condition_of_a_signature_counts(change):
    signatory = viewer(Role.SIGNATORY)
    assert decide("letter.sign", signatory, **OWN, **SIGNING).allowed
    assert not decide("letter.sign", signatory, **OWN, **(SIGNING | change)).allowed


def test_a_signatory_without_an_office_signs_nothing():
    nobody = viewer(Role.SIGNATORY, office_id=None)
    assert not decide("letter.sign", nobody, **OWN, **(SIGNING | {"office_id": None})).allowed


def test_verbs_and_policy_of_this_room_agree():
    writes = {name for name in TABLE if name.rpartition(".")[2] not in verbs.READING}
    assert writes <= {verb.name for verb in verbs.declared()}
    assert checks.verbs_and_policy_agree() == []


def test_a_row_without_a_sentence_and_a_sentence_without_a_row_are_errors(monkeypatch):
    monkeypatch.setattr(verbs, "_VERBS", {"never.ever": verbs.Verb("never.ever", "x", "y")})
    found = {error.id for error in checks.verbs_and_policy_agree()}
    assert found == {"ledger.E001", "ledger.E002"}


@pytest.mark.parametrize("name", ["accept", "Case.accept", "case accept", ""])
def test_a_verb_is_noun_dot_verb_with_two_sentences(name):
    with pytest.raises(ValueError, match="not a verb"):
        verbs.declare(name, id="a", en="b")
    with pytest.raises(ValueError, match="not a verb"):
        verbs.declare("case.accept-not", id="", en="b")


def test_a_verb_has_one_meaning():
    with pytest.raises(ValueError, match="twice"):
        verbs.declare("letter.sign", id="lain", en="other")


@pytest.mark.parametrize("handed_to", [None, 2])
def test_a_kanwil_reads_no_document_that_was_not_handed_to_its_office(handed_to):
    facts = OWN | {"secrecy": "C2", "handed_to": handed_to}
    assert not decide("document.read", viewer(Role.KANWIL), **facts).allowed
