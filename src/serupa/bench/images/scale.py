"""A large index, composed: how long a search takes, how much memory, how long a mark takes to add.

The vectors of drawn figures are moved at random, so that they crowd like drawings do; the pictures
asked about are drawn. The bytes on disk, the first pass and the exact score are the shipped ones.
"""

import resource
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from PIL import Image

from serupa.images.engine import Asked, Engine, engine
from serupa.images.extractor import Vectors, unit
from serupa.images.index import Index, Mark
from serupa.images.making import patterns
from serupa.images.making.chance import Chance
from serupa.images.search import search
from serupa.images.shapes import Picture

FIGURES = 64
BATCH = 10_000
NOISE = 0.9
"""How far composed vectors stray from those of a figure, in lengths of a vector."""

SEED = 1_966

ASKED_CLASSES = (29, 30, 32, 35, 43)
"""Composed marks lie evenly in the 45 classes, one each: a ninth of them in these."""


@dataclass(frozen=True)
class Measured:
    """Milliseconds by clock and by processor, each the middle and the 95th percentile."""

    what: str
    p50: float
    p95: float
    processor: float
    processor_p95: float


@dataclass(frozen=True)
class Scale:
    """An index of ``marks``: bytes on disk and in memory (with the engine), and times.

    ``memory``: the most there was, mapped pages of the index included; ``own``: without pages of
    files, which the system takes back when it needs them (0 where it does not say).
    """

    marks: int
    disk: int
    memory: int
    own: int
    times: tuple[Measured, ...]


def measured(folder: Path, marks: int, queries: int) -> Scale:
    """Compose an index of ``marks`` in ``folder`` and measure it.

    Composing happens in a process of its own, so that the memory told is what searching takes.
    """
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        pool.submit(compose, folder, marks).result()
    made = engine("logo")
    figures = [_figure(at) for at in range(FIGURES)]
    with Index.open(folder) as index:
        asked = [made.asked(_figure(FIGURES + at)) for at in range(queries)]
        search(index, asked[0], limit=10)
        times = (
            _timed("search alone", lambda at: search(index, asked[at], limit=10), queries),
            _timed("in five classes", lambda at: _in_classes(index, asked[at]), queries),
            _timed("asked and searched", lambda at: _whole(index, made, at), queries),
            _timed("describe a mark", lambda at: made.mark(figures[at]), min(queries, FIGURES)),
            _timed("add one", lambda at: _add(index, made, figures[at], at), min(queries, 20)),
        )
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        return Scale(len(index), index.size, memory, _own_memory(), times)


def _own_memory() -> int:
    """Bytes of this process that are no pages of files, as Linux counts them."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon"))


def compose(folder: Path, marks: int) -> None:
    """Write an index of composed marks."""
    made = engine("logo")
    figures = [_figure(at) for at in range(FIGURES)]
    with Index.create(folder, kind="logo", engine=made.version, layout=made.layout) as index:
        for place, rows in _composed(made, figures, marks):
            places = range(place, place + len(rows))
            index.add([Mark(f"m{at}", "", (at % 45 + 1,)) for at in places], rows)


def _figure(seed: int) -> Picture:
    chance = Chance(SEED + seed)
    drawn = patterns.render(patterns.invent(chance), patterns.palette(chance), width=0.3)
    return np.asarray(drawn.resize((320, 320), Image.Resampling.BICUBIC))


def _composed(
    made: Engine, figures: Sequence[Picture], marks: int
) -> Iterator[tuple[int, list[tuple[Vectors, Vectors]]]]:
    chance = np.random.default_rng(SEED)
    known = [made.mark(figure) for figure in figures]
    wholes = np.stack([row[0] for row in known])
    parts = np.stack([row[1] for row in known])
    for place in range(0, marks, BATCH):
        count = min(BATCH, marks - place)
        of = chance.integers(0, len(known), count)
        whole, part = _strayed(wholes[of], chance), _strayed(parts[of], chance)
        yield place, list(zip(whole, part, strict=True))


def _strayed(vectors: Vectors, chance: np.random.Generator) -> Vectors:
    away = chance.standard_normal(vectors.shape, np.float32) / np.sqrt(vectors.shape[-1])
    return unit(vectors + np.float32(NOISE) * away)


def _in_classes(index: Index, asked: Asked) -> None:
    search(index, asked, limit=10, classes=ASKED_CLASSES)


def _whole(index: Index, made: Engine, at: int) -> None:
    search(index, made.asked(_figure(FIGURES + at)), limit=10)


def _add(index: Index, made: Engine, figure: Picture, at: int) -> None:
    index.add([Mark(f"new{at}", "")], [made.mark(figure)])


def _timed(what: str, run: Callable[[int], object], times: int) -> Measured:
    spent = []
    for at in range(times):
        started = time.perf_counter(), time.process_time()
        run(at)
        ended = time.perf_counter(), time.process_time()
        spent.append([(end - start) * 1000 for start, end in zip(started, ended, strict=True)])
    middle, late = np.quantile(spent, [0.5, 0.95], axis=0).round(1).tolist()
    return Measured(what, middle[0], late[0], middle[1], late[1])
