from enum import StrEnum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentraki.kernel.access import Role
from sentraki.kernel.errors import MoveRefused
from sentraki.kernel.workflow import Workflow, move


class Bread(StrEnum):
    DOUGH = "dough"
    LOAF = "loaf"
    EATEN = "eaten"


KNEAD = move("knead", {Bread.DOUGH}, Bread.DOUGH, Role.INTAKE)
BAKE = move("bake", {Bread.DOUGH}, Bread.LOAF, Role.INTAKE, guards=("hot", "risen"), letter="tag")
EAT = move("eat", {Bread.LOAF}, Bread.EATEN, Role.PUBLIC, Role.INTAKE, notify=("baker",))


def _flow(*moves, ends=(Bread.EATEN,)) -> Workflow:
    return Workflow("bread", Bread, Bread.DOUGH, frozenset(ends), moves)


FLOW = _flow(KNEAD, BAKE, EAT)


def test_a_step_is_taken_when_role_and_guards_hold():
    taken = FLOW.take("bake", status="dough", role=Role.INTAKE, facts={"hot": True, "risen": True})
    assert taken is BAKE
    assert (taken.target, taken.letter, EAT.notify) == (Bread.LOAF, "tag", ("baker",))


def test_every_missing_guard_is_named():
    with pytest.raises(MoveRefused) as refusal:
        FLOW.take("bake", status="dough", role=Role.INTAKE, facts={"hot": False})
    assert refusal.value.missing == ("hot", "risen")


def test_a_role_without_the_step_is_refused():
    with pytest.raises(MoveRefused, match="role"):
        FLOW.take("bake", status="dough", role=Role.PUBLIC, facts={"hot": True, "risen": True})


def test_a_step_from_another_status_is_refused():
    with pytest.raises(MoveRefused, match="present status"):
        FLOW.take("eat", status="dough", role=Role.PUBLIC, facts={})


def test_an_unknown_status_is_an_error():
    with pytest.raises(ValueError, match="crumbs"):
        FLOW.take("eat", status="crumbs", role=Role.PUBLIC, facts={})


def test_open_steps_are_listed_in_table_order():
    assert FLOW.open_to(status="dough", role=Role.INTAKE) == (KNEAD, BAKE)
    assert FLOW.open_to(status="dough", role=Role.PUBLIC) == ()
    assert FLOW.open_to(status="eaten", role=Role.INTAKE) == ()


@pytest.mark.parametrize(
    ("moves", "ends", "problem"),
    [
        ((BAKE,), (Bread.LOAF,), "unreachable: .*eaten"),
        ((BAKE, EAT), (), "dead end: .*eaten"),
        ((BAKE, EAT), (Bread.LOAF, Bread.EATEN), "end with a way out: .*loaf"),
        ((BAKE, BAKE, EAT), (Bread.EATEN,), "stands twice"),
        ((move("bake", {Bread.DOUGH}, Bread.LOAF), EAT), (Bread.EATEN,), "has no role"),
    ],
)
def test_a_table_with_a_mistake_cannot_be_built(moves, ends, problem):
    with pytest.raises(ValueError, match=problem):
        _flow(*moves, ends=ends)


def test_the_flow_draws_itself():
    assert FLOW.draw() == (
        "stateDiagram-v2\n"
        "    [*] --> dough\n"
        "    dough --> dough: knead\n"
        "    dough --> loaf: bake [hot, risen]\n"
        "    loaf --> eaten: eat\n"
        "    eaten --> [*]\n"
    )


@given(
    st.sampled_from(["knead", "bake", "eat", "burn"]),
    st.sampled_from(Bread),
    st.sampled_from(Role),
    st.dictionaries(st.sampled_from(["hot", "risen"]), st.booleans()),
)
@settings(max_examples=300)
def test_what_may_be_taken_is_what_is_open_and_guarded(verb, status, role, facts):
    listed = [
        step
        for step in FLOW.open_to(status=status, role=role)
        if step.verb == verb and all(facts.get(guard) for guard in step.guards)
    ]
    try:
        taken = [FLOW.take(verb, status=status, role=role, facts=facts)]
    except MoveRefused:
        taken = []
    assert taken == listed
