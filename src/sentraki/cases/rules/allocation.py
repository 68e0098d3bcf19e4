"""Who gets a place: four rules, stated before the window opens, the same on every machine.

Pure and whole: the same list, rule, number of places and seed give the same lines, whatever the
order of the list, the machine or the Python. Chance is SHA-256 of the published seed and the
case's code, not a random generator, so anybody can draw the lots again with a pocket tool.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sentraki.cases.rules.quota import IN_TURN, SelectionMode

NO_DISTRICT = ""


@dataclass(frozen=True)
class Wish:
    """One complete application for a place. ``arrival`` is unique in a programme.

    ``rank`` is that of :class:`~sentraki.cases.rules.quota.Turn`: smaller goes first under every
    rule. ``score`` counts under ``score`` only, ``district`` under ``equity`` only.
    """

    code: str
    arrival: int
    score: int = 0
    district: str = NO_DISTRICT
    rank: int = IN_TURN
    cost: int = 0


@dataclass(frozen=True)
class Line:
    """One wish in the order of the rule. ``reason`` is a slug of ``REASONS``; ``facts`` fill it."""

    position: int
    code: str
    has_place: bool
    reason: str
    facts: tuple[tuple[str, str], ...]


REASONS = ("first_come", "score", "lottery", "equity", "priority", "budget")
Key = tuple[int | str, ...]


def lot(seed: str, code: str) -> str:
    """The lot of ``code``: the first 16 hexadecimal digits of SHA-256 of ``seed:code``."""
    return sha256(f"{seed}:{code}".encode()).hexdigest()[:16]


def list_hash(wishes: Iterable[Wish]) -> str:
    """A fingerprint of the list that was allocated, independent of its order."""
    lines = sorted(f"{w.code}|{w.arrival}|{w.score}|{w.district}|{w.rank}|{w.cost}" for w in wishes)
    return sha256("\n".join(lines).encode()).hexdigest()


def in_order(wishes: Iterable[Wish], mode: SelectionMode, seed: str = "") -> list[Wish]:
    """All wishes in the order in which places are given.

    Raises ``ValueError`` for two wishes of one code or arrival number, or a lottery without seed.
    """
    listed = list(wishes)
    for name, values in (
        ("code", [w.code for w in listed]),
        ("arrival", [w.arrival for w in listed]),
    ):
        if len(set(values)) != len(values):
            raise ValueError(f"two wishes have the same {name}")
    if mode is SelectionMode.LOTTERY and not seed:
        raise ValueError("a lottery needs its published seed")
    if mode is SelectionMode.EQUITY:
        return _by_district(listed)
    key = _KEYS[mode]
    return sorted(listed, key=lambda wish: key(wish, seed))


_KEYS: dict[SelectionMode, Callable[[Wish, str], Key]] = {
    SelectionMode.FIRST_COME: lambda w, seed: (w.rank, w.arrival),
    SelectionMode.SCORE: lambda w, seed: (w.rank, -w.score, w.arrival),
    SelectionMode.LOTTERY: lambda w, seed: (w.rank, lot(seed, w.code), w.code),
}


def _by_district(wishes: Sequence[Wish]) -> list[Wish]:
    """Rounds: in each, every kecamatan gives its earliest applicant that is left, the earliest
    of these first. Whoever goes first by rank stands before the rounds and counts in them."""
    order = sorted((w for w in wishes if w.rank < IN_TURN), key=lambda w: (w.rank, w.arrival))
    given = Counter(wish.district for wish in order)
    rounds = []
    for wish in sorted((w for w in wishes if w.rank >= IN_TURN), key=lambda w: w.arrival):
        given[wish.district] += 1
        rounds.append((given[wish.district], wish.arrival, wish))
    return order + [wish for _round, _arrival, wish in sorted(rounds, key=lambda row: row[:2])]


def allocate(
    wishes: Iterable[Wish],
    *,
    places: int,
    mode: SelectionMode,
    seed: str = "",
    money: int | None = None,
) -> list[Line]:
    """Every wish with its position, whether it gets a place, and why.

    ``money`` is what the budget still bears; the first whose cost does not fit ends the giving
    (nobody behind is served before somebody who is ahead). Raises as :func:`in_order`, and
    ``ValueError`` for a negative number of places.
    """
    if places < 0:
        raise ValueError("places are not negative")
    order = in_order(wishes, mode, seed)
    by_places, within = min(places, len(order)), 0
    left = money
    for wish in order[:by_places]:
        if left is not None and wish.cost > left:
            break
        left = None if left is None else left - wish.cost
        within += 1
    line = order[within - 1] if within else None
    shares = Counter(wish.district for wish in order[:within])
    lines = []
    for position, wish in enumerate(order, 1):
        has_place = position <= within
        short = not has_place and position <= by_places
        reason, facts = _why(wish, mode, seed, line, shares, short)
        lines.append(Line(position, wish.code, has_place, reason, tuple(facts.items())))
    return lines


def _why(
    wish: Wish,
    mode: SelectionMode,
    seed: str,
    line: Wish | None,
    shares: Counter[str],
    short: bool,
) -> tuple[str, dict[str, str]]:
    """The reason for one line: what counted for this wish, and where the line was drawn."""
    if short:
        return "budget", {"cost": str(wish.cost)}
    if wish.rank < IN_TURN:
        return "priority", {"rank": str(wish.rank), "arrival": str(wish.arrival)}
    last = line if line is not None and line.rank >= IN_TURN else None
    if mode is SelectionMode.SCORE:
        return "score", {
            "score": str(wish.score),
            "line": str(last.score) if last else "–",
            "arrival": str(wish.arrival),
        }
    if mode is SelectionMode.LOTTERY:
        return "lottery", {
            "lot": lot(seed, wish.code),
            "line": lot(seed, last.code) if last else "–",
        }
    if mode is SelectionMode.EQUITY:
        return "equity", {
            "arrival": str(wish.arrival),
            "district": wish.district,
            "share": str(shares[wish.district]),
            "most": str(max(shares.values(), default=0)),
        }
    return "first_come", {
        "arrival": str(wish.arrival),
        "line": str(last.arrival) if last else "–",
    }
