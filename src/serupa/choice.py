"""Choice: several names in the order to prefer, with one recommendation or none."""

from collections.abc import Iterable
from dataclasses import dataclass

from serupa.types import Param, Report


def _strongest(report: Report) -> float:
    """How strong the strongest reason against a name is, 0 to 1."""
    about = (item for finding in report.findings for item in finding.evidence)
    return max((item.strength for item in about if item.signal != "goods"), default=0.0)


@dataclass(frozen=True, slots=True)
class Ranking:
    """Several names in the order to prefer. ``order``: positions in the given reports, best first.

    ``recommended``: position of the one to go on with, or None. ``key`` and ``params`` say it.
    """

    order: tuple[int, ...]
    recommended: int | None
    key: str
    params: dict[str, Param]


def rank(reports: Iterable[Report]) -> Ranking:
    """Order reports by band, then words an officer must look at, then the nearest score.

    A name is recommended only when nothing similar stands against it (band 1 or 2) and no word
    of the law does. Raises ``ValueError`` without a report.
    """
    given = list(reports)
    if not given:
        raise ValueError("at least one report is needed")

    def preference(at: int) -> tuple[bool, int, int, float, int]:
        report = given[at]
        return report.band >= 3, len(report.grounds), report.band, _strongest(report), at

    places = tuple(sorted(range(len(given)), key=preference))
    best = given[places[0]]
    if best.band >= 3:
        key = {1: "pick.none.one", 5: "pick.none"}.get(len(given), "pick.none.some")
        return Ranking(places, None, key, {})
    alone = ".one" if len(given) == 1 else ""
    if best.grounds or not best.query.name.strip():
        return Ranking(places, None, f"pick.review{alone}", {"name": best.query.name})
    return Ranking(places, places[0], f"pick.advice{alone}", {"name": best.query.name})
