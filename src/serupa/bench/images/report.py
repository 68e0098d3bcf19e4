"""Running the bench of pictures, and its lines on the screen."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from serupa.bench.images.alarms import cases, curve
from serupa.bench.images.ours import (
    Answer,
    answers,
    motif_answers,
    projection_for,
    seen,
)
from serupa.bench.images.peers import PEERS, orders
from serupa.bench.images.phone import photographs
from serupa.bench.images.places import by_kind, figures, judge
from serupa.bench.images.sets import PictureSet, logos, motifs, only
from serupa.images.engine import engine
from serupa.images.making.learn import Lessons

OURS = "serupa"


@dataclass(frozen=True)
class Taught:
    """What was learned from, as ``serupa images learn --keep`` writes it."""

    lessons: Lessons
    names: tuple[str, ...]

    @classmethod
    def read(cls, path: Path) -> "Taught":
        """From a file. Raises ``OSError`` or ``KeyError`` when it is not one."""
        with np.load(path, allow_pickle=False) as held:
            names = tuple(str(name) for name in held["names"])
            rows = [held[name].astype(np.float32) for name in ("originals", "copies")]
            lessons = Lessons(rows[0], rows[1], held["of"], held["kin"], int(held["edges"]))
        return cls(lessons, names)


def logo_answers(sets: Sequence[PictureSet], taught: Taught) -> list[list[Answer]]:
    """The answers to several sets of one gallery, each query by the projection of the fold that
    has not seen its brand."""
    made = engine("logo")
    gallery = seen(made, [shown.picture for shown in sets[0].gallery], asked=False)
    queries = [seen(made, [q.picture for q in one.queries], asked=True) for one in sets]
    told: list[dict[int, Answer]] = [{} for _ in sets]
    for fold in (0, 1):
        fresh = replace(made, projection=projection_for(taught.lessons, taught.names, fold))
        for at, one in enumerate(sets):
            told[at] |= answers(one, gallery, queries[at], fresh, only(one.queries, fold))
    return [[rows[at] for at in range(len(rows))] for rows in told]


def measured(folder: Path, taught: Taught, *, peers: bool = True) -> dict[str, Any]:
    """All figures of the development set in ``folder``, as plain values."""
    plain, redrawn = logos(folder)
    cloths = motifs(folder)
    found = logo_answers((plain, redrawn), taught)
    told: dict[str, Any] = {"figures": {}, "alarms": {}}
    for one, rows in zip((plain, redrawn, cloths), (*found, motif_answers(cloths)), strict=True):
        told["figures"][one.name] = {OURS: _figures(one, [row.ids for row in rows])}
        if one is not cloths:  # its groups are families: no brand to leave out
            told["alarms"][one.name] = [asdict(alarm) for alarm in curve(cases(one, rows))]
        for name, describe in PEERS.items() if peers else ():
            ranked = orders(one, describe)
            told["figures"][one.name][name] = (
                ranked if isinstance(ranked, str) else _figures(one, ranked)
            )
    told["galleries"] = {"logos": len(plain.gallery), "motifs": len(cloths.gallery)}
    return told


def photographed(folder: Path, taught: Taught, count: int) -> dict[str, Any]:
    """The figures of composed photographs: ``count`` logos on pages, ``count`` motifs on cloth."""
    pages = photographs(logos(folder)[0], count, cloth=False)
    cloths = photographs(motifs(folder), count, cloth=True)
    told: dict[str, Any] = {"figures": {}, "alarms": {}, "first_three": {}}
    for one, rows in ((pages, logo_answers((pages,), taught)[0]), (cloths, motif_answers(cloths))):
        placed = judge(one, [row.ids for row in rows])
        told["figures"][one.name] = {OURS: {"all": asdict(figures(placed))}}
        three = sum(query.within(3) for query in placed) / len(placed)
        told["first_three"][one.name] = round(three, 3)
    return told


def _figures(asked: PictureSet, ids: Sequence[Sequence[str]]) -> dict[str, Any]:
    return {kind: asdict(one) for kind, one in by_kind(judge(asked, ids)).items()}


COLUMNS = ("at_1", "at_10", "mrr", "map_100", "group_1")


def printed(told: dict[str, Any]) -> str:
    """The figures as lines."""
    lines = []
    for name, ways in told["figures"].items():
        lines.append(f"\n{name}: R@1, R@10, MRR, mAP@100, first of the right group (± error)")
        for way, kinds in ways.items():
            if isinstance(kinds, str):
                lines.append(f"  {way:<14} {kinds}")
                continue
            lines.append(f"  {way:<14} {_line(kinds['all'])}")
        ours = ways[OURS]
        lines += [f"    {kind:<12} {_line(one)}" for kind, one in ours.items() if kind != "all"]
    for name, share in told.get("first_three", {}).items():
        lines.append(f"{name}: among the first three {share:.3f}")
    for name, levels in told["alarms"].items():
        lines.append(f"\n{name}: level, threshold, alarms on innocent pictures, copies noticed")
        for one in levels:
            shares = [f"{one[key]['value']:.3f} ±{one[key]['error']:.3f}" for key in _SHARES]
            lines.append(f"  {one['level']:.2f}  {one['threshold']:.3f}  {'  '.join(shares)}")
            worst = sorted(one["by_kind"].items(), key=lambda kind: kind[1])[:5]
            lines.append("        " + ", ".join(f"{kind} {share:.2f}" for kind, share in worst))
    return "\n".join(lines)


_SHARES = ("alarms", "recall")


def _line(one: dict[str, Any]) -> str:
    shares = [f"{one[key]['value']:.3f} ±{one[key]['error']:.3f}" for key in COLUMNS]
    return f"n={one['n']:<4} " + "  ".join(shares)
