"""The conditions a programme may set, and what a case's records say about each.

The list is the one met in the field (ten programmes of 2016-2024, read November 2026). Some can
be answered from the records; others only a person can answer, and are shown as a question to ask.
A condition the records cannot answer never stands in anybody's way by itself.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sentraki.cases.rules import N_
from sentraki.parties.rules import UMK_SCALES, Scale

LOW_BANDS = (1, 2)


class Condition(StrEnum):
    """What a programme may ask for."""

    RESIDENT = "resident"
    NIB = "nib"
    SCALE = "scale"
    RUNNING = "running"
    FIRST_TIME = "first_time"
    LOGO = "logo"
    CREATIVE = "creative"
    CONTINUOUS = "continuous"
    MEMBER = "member"
    BRIEFED = "briefed"
    NOT_OFFICIAL = "not_official"


class Answer(StrEnum):
    """What the records say about one condition."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    ASK = "ask"


@dataclass(frozen=True)
class Known:
    """What the records know of one case. Empty and ``None`` mean not recorded.

    ``facilitated_in`` are earlier years in which the same person (by NIK) had a place; ``band``
    is that of the frozen screening, 0 before it.
    """

    region_code: str
    today: date
    district_code: str = ""
    nib: str = ""
    scale: Scale = Scale.UNKNOWN
    started_on: date | None = None
    facilitated_in: tuple[int, ...] = ()
    has_logo: bool = False
    subsector: str = ""
    band: int = 0


@dataclass(frozen=True)
class Asked:
    """One condition as a programme sets it: ``value`` is its months or years, ``points`` what
    meeting it is worth where places go by score."""

    condition: Condition
    value: int = 0
    points: int = 0
    is_required: bool = True


@dataclass(frozen=True)
class Finding:
    """One condition of a programme and the answer for one case."""

    asked: Asked
    answer: Answer

    @property
    def stands_in_the_way(self) -> bool:
        """Only a condition that is required and known not to be met."""
        return self.asked.is_required and self.answer is Answer.NOT_MET


# What each condition says to an applicant; ``%(n)s`` is its value.
SENTENCES: Mapping[Condition, str] = {
    Condition.RESIDENT: N_("The owner lives in this region."),
    Condition.NIB: N_("The business has an NIB."),
    Condition.SCALE: N_("The business is micro or small."),
    Condition.RUNNING: N_("The business has run for at least %(n)s months."),
    Condition.FIRST_TIME: N_("The owner had no place in the last %(n)s years."),
    Condition.LOGO: N_("The label or logo is ready."),
    Condition.CREATIVE: N_("The business belongs to a subsector of the creative economy."),
    Condition.CONTINUOUS: N_("The product is made continuously."),
    Condition.MEMBER: N_("The business is coached by the office or belongs to a community."),
    Condition.BRIEFED: N_("The owner attended the briefing."),
    Condition.NOT_OFFICIAL: N_("The owner is not a civil servant."),
}
TIMED = frozenset({Condition.RUNNING, Condition.FIRST_TIME})
BY_HAND = frozenset(
    {Condition.CONTINUOUS, Condition.MEMBER, Condition.BRIEFED, Condition.NOT_OFFICIAL}
)


def months_between(start: date, end: date) -> int:
    """Whole months from ``start`` to ``end``; negative when it lies ahead."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - (end.day < start.day)


def _truth(holds: bool) -> Answer:
    return Answer.MET if holds else Answer.NOT_MET


def _resident(known: Known, value: int) -> Answer:
    if not known.district_code:
        return Answer.UNKNOWN
    inside = (known.district_code + ".").startswith(known.region_code + ".")
    return _truth(inside)


def _scale(known: Known, value: int) -> Answer:
    if known.scale is Scale.UNKNOWN:
        return Answer.UNKNOWN
    return _truth(known.scale in UMK_SCALES)


def _running(known: Known, value: int) -> Answer:
    if known.started_on is None:
        return Answer.UNKNOWN
    return _truth(months_between(known.started_on, known.today) >= value)


def _first_time(known: Known, value: int) -> Answer:
    return _truth(not any(known.today.year - year <= value for year in known.facilitated_in))


_ANSWERS: Mapping[Condition, Callable[[Known, int], Answer]] = {
    Condition.RESIDENT: _resident,
    Condition.NIB: lambda known, value: _truth(bool(known.nib)),
    Condition.SCALE: _scale,
    Condition.RUNNING: _running,
    Condition.FIRST_TIME: _first_time,
    Condition.LOGO: lambda known, value: _truth(known.has_logo),
    Condition.CREATIVE: lambda known, value: _truth(bool(known.subsector)),
}


def judge(asked: Sequence[Asked], known: Known) -> list[Finding]:
    """Every condition of a programme with the answer of the records, in the programme's order."""
    return [Finding(one, _answer(one, known)) for one in asked]


def _answer(asked: Asked, known: Known) -> Answer:
    ask = _ANSWERS.get(asked.condition)
    return Answer.ASK if ask is None else ask(known, asked.value)


def is_eligible(findings: Sequence[Finding]) -> bool:
    """Whether no required condition is known not to be met."""
    return not any(finding.stands_in_the_way for finding in findings)


def score_of(findings: Sequence[Finding], name_points: int = 0, band: int = 0) -> int:
    """Points of the conditions met, and ``name_points`` for a name in one of the two low bands."""
    points = sum(f.asked.points for f in findings if f.answer is Answer.MET)
    return points + (name_points if band in LOW_BANDS else 0)


def to_rows(asked: Sequence[Asked]) -> list[dict[str, int | str | bool]]:
    """As kept with the programme."""
    return [
        {
            "condition": one.condition.value,
            "value": one.value,
            "points": one.points,
            "required": one.is_required,
        }
        for one in asked
    ]


def from_rows(rows: Sequence[Mapping[str, int | str | bool]]) -> list[Asked]:
    """From what is kept; raises ``ValueError`` or ``KeyError`` for anything that is no condition,
    stands twice, or counts months or points below zero."""
    found = [
        Asked(
            Condition(str(row["condition"])),
            int(row["value"]),
            int(row["points"]),
            bool(row["required"]),
        )
        for row in rows
    ]
    names = [one.condition for one in found]
    if len(set(names)) != len(names) or any(one.value < 0 or one.points < 0 for one in found):
        raise ValueError("a programme asks for each condition once, with counts from zero")
    return found
