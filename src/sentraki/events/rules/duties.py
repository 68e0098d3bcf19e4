"""Who serves an event in which part, and what role at the office each part asks for."""

from collections.abc import Mapping
from enum import StrEnum

from sentraki.kernel.access import Role


class DutyPart(StrEnum):
    """What an officer does at an event's desk."""

    REGISTRATION = "registration"
    NAMES = "names"
    PAPERS = "papers"
    SIGNATORY = "signatory"


_DESK = frozenset({Role.INTAKE, Role.VERIFIER})
NEEDS: Mapping[DutyPart, frozenset[Role]] = {
    DutyPart.REGISTRATION: _DESK | {Role.ADMIN},
    DutyPart.NAMES: _DESK,
    DutyPart.PAPERS: _DESK,
    DutyPart.SIGNATORY: frozenset({Role.SIGNATORY}),
}


class Audience(StrEnum):
    """Who may take a material of an event home."""

    PUBLIC = "public"
    GUESTS = "guests"
