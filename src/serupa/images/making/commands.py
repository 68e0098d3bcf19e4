"""``serupa images convert`` and ``serupa images learn``: how the shipped files were made."""

import argparse
import gzip
import hashlib
import io
import json
import math
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import resvg_py
from numpy.typing import NDArray
from PIL import Image

from serupa.images.extractor import CELLS, DIRECTIONS, SIZE, described, lite0
from serupa.images.making import lite0 as weights
from serupa.images.making import patterns, products
from serupa.images.making.alter import ALTERATIONS, placed, trimmed_alpha
from serupa.images.making.chance import Altered, Chance
from serupa.images.making.learn import Lessons, Recipe, learn_projection
from serupa.images.making.redraw import redrawn
from serupa.images.motifs import plain, window
from serupa.images.shapes import Picture, trimmed

MOTIFS = 900
"""Invented motifs; two of three are near relatives of the one before."""

COPIES = {"logo": 8, "motif": 4}
"""Altered copies of each drawing that the shipped projections learned from."""

REDRAWN_SEED = 500_000
"""First seed of what is drawn again, beyond that of any drawing."""

BRANDS = "01234567"
"""First digits of the SHA-1 of the brands learned from; the others measure."""

RECIPES = {
    "logo": (Recipe(768, 192), Recipe(400, 64), 0.5),
    "motif": (Recipe(600, 224, 0.1), Recipe(300, 32), 0.0),
}
"""For each kind: how to learn from what the network saw, from the edges, and their share."""

Rows = NDArray[np.float16]
Task = TypeVar("Task")


@dataclass(frozen=True)
class Lesson:
    """The joined blocks of one original and of its copies."""

    name: str
    original: Rows
    copies: Rows


def convert(given: argparse.Namespace) -> int:
    """Write ``lite0.onnx`` and the graph of the first pass; print the SHA-256 of the first."""
    given.out.mkdir(parents=True, exist_ok=True)
    print(weights.convert(given.source, given.out / "lite0.onnx"))
    products.write(given.out)
    return 0


def learn(given: argparse.Namespace) -> int:
    """Learn a projection and write it; print how many copies it saw, and its SHA-256."""
    started = time.perf_counter()
    copies = given.copies or COPIES[given.kind]
    if given.kind == "logo":
        if given.drawings is None:
            raise ValueError("--drawings is needed to learn from logos")
        taught = logo_lessons(given.drawings, copies, given.workers)
    else:
        seeds = [(at, copies) for at in range(MOTIFS)]
        taught = _taught(_motif_lesson, seeds, given.workers)
    lessons = joined(taught)
    content = learn_projection(lessons, *RECIPES[given.kind]).dump()
    given.out.write_bytes(content)
    if given.keep is not None:
        keep(lessons, [lesson.name for lesson in taught], given.keep)
    print(f"originals {len(taught)}, copies {len(lessons.copies)}, kin {len(lessons.kin)}")
    print(f"seconds {time.perf_counter() - started:.0f}")
    print(f"sha256 {hashlib.sha256(content).hexdigest()}")
    return 0


def logo_lessons(drawings: Path, copies: int, workers: int) -> list[Lesson]:
    """A lesson of each drawing of a file; ``workers`` processes."""
    rows = list(_drawings(drawings))
    tasks = [
        LogoTask(at, row["brand"], row["svg"], rows[at - 7]["svg"], copies)
        for at, row in enumerate(rows)
    ]
    return _taught(_logo_lesson, tasks, workers)


def joined(taught: Sequence[Lesson]) -> Lessons:
    """The lessons as one table of originals and one of copies."""
    return Lessons(
        np.stack([lesson.original for lesson in taught]).astype(np.float32),
        np.concatenate([lesson.copies for lesson in taught]).astype(np.float32),
        np.repeat(np.arange(len(taught)), [len(lesson.copies) for lesson in taught]),
        _kin([lesson.name for lesson in taught]),
        CELLS * CELLS * DIRECTIONS,
    )


def keep(lessons: Lessons, names: Sequence[str], path: Path) -> None:
    """Write the lessons to a file, so that the bench can learn again without some brands."""
    halves = {"originals": lessons.originals, "copies": lessons.copies}
    small = {name: values.astype(np.float16) for name, values in halves.items()}
    np.savez(
        path,
        allow_pickle=False,
        of=lessons.of,
        kin=lessons.kin,
        edges=np.int64(lessons.edges),
        names=np.array(names),
        **small,
    )


def _taught(
    teach: Callable[[Task], Lesson | None], tasks: Sequence[Task], workers: int
) -> list[Lesson]:
    with ProcessPoolExecutor(workers) as pool:
        return [lesson for lesson in pool.map(teach, tasks, chunksize=8) if lesson is not None]


def _kin(names: Sequence[str]) -> NDArray[np.int64]:
    """Pairs of lessons with one name: two icons of a brand, drawn by different hands."""
    places: dict[str, list[int]] = {}
    for at, name in enumerate(names):
        places.setdefault(name, []).append(at)
    pairs = [(a, b) for same in places.values() for a in same for b in same if a < b]
    return np.array(pairs, np.int64).reshape(-1, 2)


def _drawings(path: Path) -> Iterator[dict[str, str]]:
    """Rows ``id``, ``brand``, ``svg`` of the brands learned from."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if hashlib.sha1(row["brand"].encode()).hexdigest()[0] in BRANDS:
                yield row


def drawing(svg: str, side: int = 320) -> Image.Image:
    """A drawing from SVG text, trimmed, on nothing. Raises ``ValueError`` when it is not SVG."""
    content = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=side, height=side))
    return trimmed_alpha(Image.open(io.BytesIO(content)).convert("RGBA"))


@dataclass(frozen=True)
class LogoTask:
    """A drawing to learn from, and another one to stand beside it. ``copies`` altered ones are
    made, and half as many drawn again."""

    seed: int
    brand: str
    svg: str
    other: str
    copies: int


def _logo_lesson(task: LogoTask) -> Lesson | None:
    chance = Chance(task.seed)
    made, other = drawing(task.svg), drawing(task.other)
    if min(made.size) < 4:
        return None
    names = list(ALTERATIONS)
    picked = chance.numbers.permutation(len(names))[: task.copies].tolist()
    copies = [_seen(ALTERATIONS[names[at]](made, chance, other), chance) for at in picked]
    first = trimmed(np.asarray(placed(made, (255, 255, 255), 0.84).picture), SIZE)
    again = _drawn_again(made, task)
    taught = _lesson(task.brand, [first, *copies, *again])
    twice = taught.copies[len(copies) :]
    return replace(taught, copies=np.concatenate([taught.copies, twice]))


def _drawn_again(made: Image.Image, task: LogoTask) -> list[Picture]:
    """One for every two altered copies; each counts twice in a lesson."""
    chance = Chance(REDRAWN_SEED + task.seed)
    told = []
    for _ in range(task.copies // 2):
        again = redrawn(made, chance)
        shown = placed(again, chance.pale(), chance.between(0.7, 0.9))
        told.append(_seen(shown, chance))
    return told


def _seen(made: Altered, chance: Chance) -> Picture:
    """The place of the drawing in the altered picture, roughly found, trimmed."""
    picture = np.asarray(made.picture)
    left, top, right, bottom = made.box
    side = max(right - left, bottom - top)
    slack = [chance.between(-0.03, 0.05) * side for _ in range(4)]
    box = (
        math.floor(max(0.0, left - slack[0])),
        math.floor(max(0.0, top - slack[1])),
        math.ceil(min(float(picture.shape[1]), right + slack[2])),
        math.ceil(min(float(picture.shape[0]), bottom + slack[3])),
    )
    cut = picture[box[1] : box[3], box[0] : box[2]]
    return trimmed(cut if min(cut.shape[:2]) >= 4 else picture, SIZE)


def _motif_lesson(task: tuple[int, int]) -> Lesson:
    seed, count = task
    chance = Chance(seed - seed % 3)
    motif = patterns.invent(chance)
    chance = Chance(10_000 + seed)
    for _ in range(seed % 3):
        motif = patterns.variant(motif, chance)
    colours = patterns.palette(chance)
    first = np.asarray(patterns.woven(patterns.render(motif, colours), chance))
    copies = [np.asarray(patterns.copied(motif, colours, chance)) for _ in range(count)]
    cuts = [window(copy, chance.between(0.6, 1.0))[0] for copy in copies]
    return _lesson(str(seed), [plain(view, SIZE) for view in (first, *cuts)])


def _lesson(name: str, views: Sequence[Picture]) -> Lesson:
    rows = np.concatenate(described(lite0(), views), axis=1).astype(np.float16)
    return Lesson(name, rows[0], rows[1:])
