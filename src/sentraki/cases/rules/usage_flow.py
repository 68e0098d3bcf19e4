"""The life of one version of a collective mark's rules of use.

A version is written, frozen (its text and its page never change again), signed by the whole board,
and replaced when a newer one is signed. UU 20/2016 Pasal 46 (read November 2026) asks for it.
"""

from enum import StrEnum

from sentraki.kernel.access import Role
from sentraki.kernel.workflow import Workflow, move


class RulesStatus(StrEnum):
    """Where a version stands."""

    DRAFT = "draft"
    FROZEN = "frozen"
    SIGNED = "signed"
    REPLACED = "replaced"
    DROPPED = "dropped"


S = RulesStatus
OFFICERS = (Role.INTAKE, Role.VERIFIER, Role.ADMIN)

USAGE_FLOW = Workflow(
    name="usage-rules",
    statuses=RulesStatus,
    start=S.DRAFT,
    ends=frozenset({S.REPLACED, S.DROPPED}),
    moves=(
        move("freeze", (S.DRAFT,), S.FROZEN, *OFFICERS, Role.SYSTEM, guards=("chapters_written",)),
        move(
            "sign", (S.FROZEN,), S.SIGNED, *OFFICERS, Role.SYSTEM,
            guards=("all_signed", "copy_kept"),
        ),
        move("drop", (S.DRAFT, S.FROZEN), S.DROPPED, *OFFICERS),
        move("replace", (S.SIGNED,), S.REPLACED, Role.SYSTEM),
    ),
)  # fmt: skip
