"""The life of a member's use of a collective mark, and of its rules, as tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentraki.cases.rules.member_flow import CAUSES, LIVE, MAY_USE, MEMBER_FLOW, MemberStatus
from sentraki.cases.rules.usage import STEPS, Chapter, next_step, unsigned, unwritten
from sentraki.kernel.access import Role
from sentraki.kernel.errors import MoveRefused
from sentraki.ledger.rules.seal_states import CAUSES as SEAL_CAUSES

ALL = dict.fromkeys(
    ("board_agreed", "rules_in_force", "rules_current", "mark_registered", "reason_given",
     "warned_twice_or_grave"), True,
)  # fmt: skip
VERBS = sorted({move.verb for move in MEMBER_FLOW.moves})


@given(st.lists(st.tuples(st.sampled_from(VERBS), st.sampled_from([Role.VERIFIER, Role.INTAKE]))))
def test_nobody_uses_the_mark_without_having_accepted_the_rules(
    walk: list[tuple[str, Role]],
) -> None:
    status, taken = MemberStatus.PROPOSED, []
    for verb, role in walk:
        try:
            step = MEMBER_FLOW.take(verb, status=status, role=role, facts=ALL)
        except MoveRefused:
            continue
        status, taken = MemberStatus(step.target), [*taken, verb]
        if status in MAY_USE:
            assert taken.index("approve") < taken.index("accept-rules") < taken.index("activate")


@pytest.mark.parametrize("guard", ["mark_registered", "rules_current"])
def test_activating_waits_for_the_mark_and_the_rules(guard: str) -> None:
    with pytest.raises(MoveRefused) as refused:
        MEMBER_FLOW.take(
            "activate", status=MemberStatus.ACCEPTED, role=Role.VERIFIER, facts=ALL | {guard: False}
        )

    assert refused.value.missing == (guard,)


def test_every_end_of_using_has_a_cause_a_seal_knows() -> None:
    assert set(CAUSES.values()) <= set(SEAL_CAUSES)
    assert set(CAUSES) | MAY_USE | {
        MemberStatus.PROPOSED, MemberStatus.APPROVED, MemberStatus.ACCEPTED,
    } == set(MemberStatus)  # fmt: skip


@pytest.mark.parametrize("status", sorted(LIVE))
def test_a_member_may_always_leave(status: MemberStatus) -> None:
    step = MEMBER_FLOW.take("leave", status=status, role=Role.INTAKE, facts={})

    assert step.target == MemberStatus.LEFT


def test_only_the_chapters_of_the_law_must_be_written() -> None:
    law, custom = Chapter("a", "quality", True, "A", "A"), Chapter("b", "other", False, "B", "B")

    assert unwritten([law, custom], {"a": " \n"}) == [law]
    assert unwritten([law, custom], {"a": "x"}) == []


def test_a_signature_is_known_by_its_name_in_any_spelling() -> None:
    assert unsigned(["Ketua  Contoh", "Bu Dua"], ["ketua contoh"]) == ["Bu Dua"]


def test_the_steps_follow_one_another_to_an_end() -> None:
    assert [next_step(step) for step in STEPS] == [*STEPS[1:], ""]
