"""Which right fits? A table of questions: from every answer either the next question or a right.

No path asks more than eight questions and none asks the same one twice (tested over all paths).
What each right is, in law: UU 20/2016 Pasal 1 and 46 (mark, collective mark), Pasal 53 (indication
of origin), UU 28/2014 Pasal 1, 33-38 (works, employees, communal expressions), UU 31/2000 Pasal 1-2
(designs), UU 13/2016 Pasal 3-6 (patents); read November 2026.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

MOST_QUESTIONS = 8


class FittingRight(StrEnum):
    """What the questions end in. ``NONE``: nothing clear; a person should look at it."""

    MARK = "mark"
    COLLECTIVE_MARK = "collective_mark"
    COPYRIGHT = "copyright"
    DESIGN = "design"
    COMMUNAL = "communal"
    GEO_INDICATION = "geo_indication"
    PATENT = "patent"
    NONE = "none"


class Caution(StrEnum):
    """What must be said beside a result."""

    SHOWN = "shown"
    NOT_MINE = "not_mine"
    PLACE_NAME = "place_name"
    NO_UMK = "no_umk"


ANSWERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "what": ("name", "picture", "shape", "method", "heritage", "origin", "unsure"),
        "whose": ("own", "shared"),
        "members": ("yes", "no"),
        "maker": ("me", "employee", "other"),
        "shown": ("no", "recent", "long"),
        "place": ("yes", "no"),
        "scale": ("nib", "no_nib", "larger"),
        "where": (),
    }
)
"""Each question with its answers; ``where`` takes the slug of an office, or ``elsewhere``."""


@dataclass(frozen=True)
class Result:
    """The end of a path: the right that fits, and what to say beside it."""

    right: FittingRight
    cautions: tuple[Caution, ...] = ()


@dataclass(frozen=True)
class Question:
    """The question to ask now and which one in the row it is (from 1)."""

    slug: str
    number: int


@dataclass(frozen=True)
class _Node:
    question: str
    leads: Mapping[str, "str | Result"]


R, C = FittingRight, Caution
_DEPENDS = (C.NOT_MINE,)


def _paid(right: FittingRight, *cautions: Caution) -> dict[str, "_Node"]:
    """The two questions that decide who pays for a mark."""
    plain, larger = Result(right, cautions), Result(right, (*cautions, C.NO_UMK))
    name = "-".join((right, *cautions))
    return {
        f"{name}.scale": _Node(
            "scale", {"nib": f"{name}.where", "no_nib": f"{name}.where", "larger": larger}
        ),
        f"{name}.where": _Node("where", {"": plain}),
    }


_NODES: Mapping[str, _Node] = MappingProxyType(
    {
        "start": _Node(
            "what",
            {
                "name": "name.whose",
                "picture": "picture.whose",
                "shape": "shape.whose",
                "method": "method.whose",
                "heritage": "picture.whose",
                "origin": "origin.place",
                "unsure": Result(R.NONE),
            },
        ),
        "name.whose": _Node("whose", {"own": "mark.scale", "shared": "shared.members"}),
        "shared.members": _Node("members", {"yes": "collective_mark.scale", "no": "shared.place"}),
        "shared.place": _Node("place", {"yes": Result(R.GEO_INDICATION), "no": "mark.scale"}),
        "origin.place": _Node("place", {"yes": Result(R.GEO_INDICATION), "no": "origin.members"}),
        "origin.members": _Node(
            "members",
            {"yes": "collective_mark-place_name.scale", "no": "mark-place_name.scale"},
        ),
        "picture.whose": _Node("whose", {"own": "picture.maker", "shared": Result(R.COMMUNAL)}),
        "picture.maker": _Node(
            "maker",
            {
                "me": Result(R.COPYRIGHT),
                "employee": Result(R.COPYRIGHT, _DEPENDS),
                "other": Result(R.COPYRIGHT, _DEPENDS),
            },
        ),
        "shape.whose": _Node("whose", {"own": "shape.maker", "shared": Result(R.COMMUNAL)}),
        "shape.maker": _Node(
            "maker",
            {"me": "shape.shown", "employee": "other.shown", "other": "other.shown"},
        ),
        "shape.shown": _Node(
            "shown",
            {
                "no": Result(R.DESIGN),
                "recent": Result(R.DESIGN, (C.SHOWN,)),
                "long": Result(R.NONE, (C.SHOWN,)),
            },
        ),
        "other.shown": _Node(
            "shown",
            {
                "no": Result(R.DESIGN, _DEPENDS),
                "recent": Result(R.DESIGN, (C.SHOWN, *_DEPENDS)),
                "long": Result(R.NONE, (C.SHOWN,)),
            },
        ),
        "method.whose": _Node("whose", {"own": "method.shown", "shared": Result(R.COMMUNAL)}),
        "method.shown": _Node(
            "shown",
            {
                "no": Result(R.PATENT),
                "recent": Result(R.PATENT, (C.SHOWN,)),
                "long": Result(R.NONE, (C.SHOWN,)),
            },
        ),
        **_paid(R.MARK),
        **_paid(R.MARK, C.PLACE_NAME),
        **_paid(R.COLLECTIVE_MARK),
        **_paid(R.COLLECTIVE_MARK, C.PLACE_NAME),
    }
)


def follow(answers: Sequence[str], *, where_known: bool = False) -> Question | Result:
    """Where the answers, given in order, lead: the next question or the result.

    ``where_known``: the visitor has chosen an office already, so ``where`` is not asked. An answer
    the question does not have, or one after the result, raises ``ValueError``.
    """
    at: str | Result = "start"
    number = 1
    given = list(answers)
    while not isinstance(at, Result):
        node = _NODES[at]
        if node.question == "where" and where_known:
            at = node.leads[""]
            continue
        if not given:
            return Question(node.question, number)
        answer = given.pop(0)
        lead = "" if node.question == "where" else answer
        if lead not in node.leads:
            raise ValueError(f"{node.question} has no answer {answer!r}")
        at = node.leads[lead]
        number += 1
    if given:
        raise ValueError("there are answers after the result")
    return at


def paths() -> Iterator[tuple[tuple[tuple[str, str], ...], Result]]:
    """Every way through the table: the (question, answer) pairs and the result."""
    open_paths: list[tuple[tuple[tuple[str, str], ...], str]] = [((), "start")]
    while open_paths:
        walked, at = open_paths.pop()
        node = _NODES[at]
        for answer, lead in node.leads.items():
            further = (*walked, (node.question, answer or "elsewhere"))
            if isinstance(lead, Result):
                yield further, lead
            else:
                open_paths.append((further, lead))
