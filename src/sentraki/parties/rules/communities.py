"""What can be said about a community on paper: its kinds, its board, whether it is ready.

A collective mark belongs to a community (domain reference 1.9, read November 2026). Most stall for
want of a deed, of one product in common, of members, or of rules of use; all four are asked first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sentraki.parties.rules.reasons import N_

# A mark of one is no collective mark (UU 20/2016 Pasal 1 angka 4: "beberapa orang atau badan").
FEWEST_MEMBERS = 2


class CommunityKind(StrEnum):
    """What sort of community it is; the label on screen is Indonesian through gettext."""

    GROUP = "group"
    COOPERATIVE = "cooperative"
    RED_WHITE_COOPERATIVE = "red_white_cooperative"
    ASSOCIATION = "association"
    VILLAGE_ENTERPRISE = "village_enterprise"


class BoardRole(StrEnum):
    """What somebody does in a community's board."""

    CHAIR = "chair"
    SECRETARY = "secretary"
    TREASURER = "treasurer"
    SUPERVISOR = "supervisor"


@dataclass(frozen=True)
class Seat:
    """One seat of a board and how long it is held; an empty end is open."""

    name: str
    role: BoardRole
    since: date | None = None
    until: date | None = None

    def is_held(self, on: date) -> bool:
        """Whether the seat is held on a day."""
        begun = self.since is None or self.since <= on
        return begun and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class Standing:
    """What is known of a community: deed, board, product, members, rules in force."""

    deed_number: str = ""
    deed_on: date | None = None
    deed_until: date | None = None
    deed_is_kept: bool = False
    seats: tuple[Seat, ...] = ()
    product: str = ""
    members: int = 0
    rules_are_signed: bool = False


@dataclass(frozen=True)
class Lack:
    """One thing that is missing: its code, and what to do as an English text id."""

    code: str
    message: str


_DEED = Lack(
    "deed", N_("The deed or decree that formed the community is missing: number, date and a copy.")
)
_DEED_OVER = Lack("deed_over", N_("The deed or decree is no longer valid. Bring the newer one."))
_BOARD = Lack("board", N_("No chair is in office today. Record the present board."))
_PRODUCT = Lack("product", N_("Write which product the members have in common."))
_MEMBERS = Lack("members", N_("At least two members are needed. Record or import the members."))
_RULES = Lack(
    "rules",
    N_("The rules of use are not signed yet: quality, supervision and sanctions are needed."),
)


def lacks(standing: Standing, on: date) -> list[Lack]:
    """Everything that keeps a community from filing a collective mark on ``on``, in order.

    Empty when it is ready. The rules of use are asked by UU 20/2016 Pasal 46 (read November 2026),
    a deed by every office that takes the application.
    """
    has_deed = bool(standing.deed_number.strip() and standing.deed_on and standing.deed_is_kept)
    is_over = standing.deed_until is not None and standing.deed_until < on
    found = (
        (_DEED, not has_deed),
        (_DEED_OVER, has_deed and is_over),
        (_BOARD, chair_of(standing.seats, on) is None),
        (_PRODUCT, not standing.product.strip()),
        (_MEMBERS, standing.members < FEWEST_MEMBERS),
        (_RULES, not standing.rules_are_signed),
    )
    return [lack for lack, is_missing in found if is_missing]


def chair_of(seats: Iterable[Seat], on: date) -> Seat | None:
    """Who chairs the community on a day."""
    return next((s for s in seats if s.role is BoardRole.CHAIR and s.is_held(on)), None)


def signers(seats: Iterable[Seat], on: date) -> list[Seat]:
    """Everybody in the board on a day: all of them sign the rules of use (Pasal 46)."""
    return [seat for seat in seats if seat.is_held(on)]


def member_key(name: str, phone: str) -> str:
    """What tells two rows of a member list apart; another phone is another person."""
    return "|".join("".join(c for c in text.casefold() if c.isalnum()) for text in (name, phone))
