"""Who may do what: one table of rows, one function that decides and says why.

Rooms list their rows in ``policy.py``; ``apps.ready`` registers them. Nothing here knows Django.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Role(StrEnum):
    """As whom a person acts right now; one role at a time."""

    PUBLIC = "public"
    APPLICANT = "applicant"
    INTAKE = "intake"
    VERIFIER = "verifier"
    SIGNATORY = "signatory"
    KANWIL = "kanwil"
    ADMIN = "admin"
    AUDITOR = "auditor"
    AGENCY = "agency"
    SYSTEM = "system"


OFFICERS = frozenset(
    {Role.INTAKE, Role.VERIFIER, Role.SIGNATORY, Role.KANWIL, Role.ADMIN, Role.AUDITOR}
)


@dataclass(frozen=True)
class Viewer:
    """The one who looks or acts.

    ``regions`` are prefixes of region codes an officer's office answers for (``("16.71",)``);
    empty means none, never all. ``grants`` are refs an applicant has shown a right to; for another
    agency they are its scopes, and ``name`` is the ref of its row.
    """

    role: Role
    name: str = ""
    person_id: int | None = None
    office_id: int | None = None
    regions: tuple[str, ...] = ()
    grants: frozenset[str] = field(default_factory=frozenset)
    second_factor: bool = False

    @classmethod
    def public(cls) -> "Viewer":
        """Anybody, with no account and no grant."""
        return cls(role=Role.PUBLIC, name="public")

    @classmethod
    def system(cls, name: str) -> "Viewer":
        """The program itself, acting for no person; ``name`` says which part."""
        return cls(role=Role.SYSTEM, name=name)

    @property
    def is_officer(self) -> bool:
        """Whether this viewer works for an office."""
        return self.role in OFFICERS

    @property
    def acting_person(self) -> int:
        """Key of the person behind the act; ``ValueError`` where only a program or nobody is."""
        if self.person_id is None:
            raise ValueError(f"{self.role} acts without a person")
        return self.person_id

    def covers(self, region_code: str) -> bool:
        """Whether ``region_code`` lies in one of the viewer's regions."""
        return any(region_code == p or region_code.startswith(p + ".") for p in self.regions if p)


Facts = Mapping[str, Any]
Condition = Callable[[Viewer, Facts], bool]


@dataclass(frozen=True)
class Rule:
    """One row: ``action`` is open to ``roles`` when ``condition`` (if any) holds.

    ``reason`` is the English text id shown when the answer is no.
    """

    action: str
    roles: frozenset[Role]
    reason: str
    condition: Condition | None = None

    def __post_init__(self) -> None:
        if not self.roles:
            raise ValueError(f"{self.action}: a rule without roles can never be used")


@dataclass(frozen=True)
class Decision:
    """Yes or no, and the sentence (English text id) that belongs to a no."""

    allowed: bool
    reason: str = ""


_RULES: dict[str, Rule] = {}
UNDECLARED = "Nobody has declared who may do this."
NO_SECOND_FACTOR = "Officers need a second factor. Set it up first."


def row(
    action: str,
    *roles: Role,
    reason: str = "Your role may not do this.",
    when: Condition | None = None,
) -> Rule:
    """Write one policy row."""
    return Rule(action=action, roles=frozenset(roles), reason=reason, condition=when)


def register(rules: Iterable[Rule]) -> None:
    """Add a room's rows; the same action twice raises ``ValueError``."""
    for rule in rules:
        if _RULES.get(rule.action, rule) is not rule:
            raise ValueError(f"{rule.action} is declared twice")
        _RULES[rule.action] = rule


def rules() -> Mapping[str, Rule]:
    """Every registered row by action."""
    return _RULES


def may_enter(action: str, viewer: Viewer) -> Decision:
    """Like :func:`decide` for a page whose object is not known yet: role and second factor only.

    A row's condition is left to the service, which knows the thing the action is about.
    """
    rule = _RULES.get(action)
    if rule is None:
        return Decision(False, UNDECLARED)
    if viewer.role not in rule.roles:
        return Decision(False, rule.reason)
    if viewer.is_officer and not viewer.second_factor and Role.PUBLIC not in rule.roles:
        return Decision(False, NO_SECOND_FACTOR)
    return Decision(True)


def decide(action: str, viewer: Viewer, **facts: Any) -> Decision:
    """May ``viewer`` do ``action``, given ``facts`` about the thing?

    An undeclared action is refused. The system may do what a row grants to ``Role.SYSTEM`` only.
    An officer without a second factor is refused everything but what the public may do.
    """
    entry = may_enter(action, viewer)
    if not entry.allowed:
        return entry
    rule = _RULES[action]
    if rule.condition is not None and not rule.condition(viewer, facts):
        return Decision(False, rule.reason)
    return Decision(True)
