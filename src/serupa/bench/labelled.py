"""How often the classifier and the look for grounds agree with sentences and names labelled by
hand (``data/bench`` in the repository, its README says how they were made).

``part`` is "tune" (looked at while tuning) or "judge" (only measured). Figures are shares 0-1.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from serupa.goods import classify
from serupa.grounds import codes, find_grounds
from serupa.types import Query

SENTENCES = "goods_sentences.csv"
NAMES = "ground_names.csv"


@dataclass(frozen=True, slots=True)
class GoodsFigures:
    """``first``: the best class is right. ``among_three``: a right class is among three.
    ``all_among_three``: every right class is. ``asked``: a question is put where two fit
    (``two_fit`` sentences); ``asked_needlessly``: where one is clear."""

    sentences: int
    two_fit: int
    first: float
    among_three: float
    all_among_three: float
    asked: float
    asked_needlessly: float


@dataclass(frozen=True, slots=True)
class GroundsFigures:
    """Of descriptive and distinctive names: ``precision`` of the flag and its ``recall``;
    ``code_right``: the chief reason code is among those given for a descriptive name."""

    descriptive: int
    distinctive: int
    precision: float
    recall: float
    code_right: float


def read_part(path: Path, part: str) -> list[dict[str, str]]:
    """The rows of one half. Raises ``OSError`` and ``KeyError`` (no column ``part``)."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["part"] == part]


def goods_figures(rows: Sequence[dict[str, str]]) -> GoodsFigures:
    """Measure rows with ``text``, ``classes`` (any of them is right) and ``two_fit``."""
    first = among = every = asked = needless = 0
    for row in rows:
        right = {int(number) for number in row["classes"].split(";")}
        found = classify(row["text"], limit=3)
        given = [item.nice_class for item in found.suggestions]
        first += given[:1] != [] and given[0] in right
        among += bool(right.intersection(given))
        every += right.issubset(given)
        if found.question is not None:
            asked += row["two_fit"] == "yes"
            needless += row["two_fit"] != "yes"
    two_fit = sum(row["two_fit"] == "yes" for row in rows)
    return GoodsFigures(
        len(rows),
        two_fit,
        _share(first, len(rows)),
        _share(among, len(rows)),
        _share(every, len(rows)),
        _share(asked, two_fit),
        _share(needless, len(rows) - two_fit),
    )


def grounds_figures(rows: Sequence[dict[str, str]]) -> GroundsFigures:
    """Measure rows with ``name``, ``classes``, ``expected`` and ``code``."""
    flagged = hit = right = 0
    descriptive = [row for row in rows if row["expected"] == "descriptive"]
    for row in rows:
        classes = tuple(int(number) for number in row["classes"].split(";"))
        given = codes(find_grounds(Query(row["name"], classes), classes))
        flagged += bool(given)
        if row["expected"] == "descriptive":
            hit += bool(given)
            right += row["code"] in given
    return GroundsFigures(
        len(descriptive),
        len(rows) - len(descriptive),
        _share(hit, flagged),
        _share(hit, len(descriptive)),
        _share(right, len(descriptive)),
    )


def _share(part: int, whole: int) -> float:
    return round(part / max(1, whole), 3)
