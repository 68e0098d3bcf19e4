"""``serupa bench speed``: an index built, measured, and peers beside it."""

import argparse
import json
import os
import tempfile
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from serupa import fast
from serupa.bench import speed
from serupa.cli import Commands
from serupa.corpus import FolderCorpus
from serupa.index.build import MOST_MARKS, builders
from serupa.index.store import Store
from serupa.register import read_register


def register(commands: Commands) -> None:
    """Add ``bench speed``."""
    command = commands.bench.add_parser("speed", help="build, size, memory and time of answers")
    command.add_argument("--register", required=True, type=Path, metavar="FILE.csv[.gz]")
    command.add_argument("--marks", type=int, default=0, help="compose names up to so many")
    command.add_argument("--at-once", type=int, default=MOST_MARKS, help="marks of one part")
    command.add_argument("--queries", type=int, default=300)
    command.add_argument("--postgres", default="", metavar="URL", help="measure pg_trgm there")
    command.add_argument("--tantivy", action="store_true", help="measure tantivy, if installed")
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Print a line for each thing measured."""
    told = measured(
        given.register,
        marks=given.marks,
        at_once=given.at_once,
        queries=given.queries,
        postgres=given.postgres,
        tantivy=given.tantivy,
    )
    print(json.dumps(told, indent=2) if given.json else table(told))
    return 0


def measured(
    register: Path,
    *,
    marks: int = 0,
    at_once: int = MOST_MARKS,
    queries: int = 300,
    postgres: str = "",
    tantivy: bool = False,
) -> dict[str, Any]:
    """Build an index of a register, ask it, and the peers wanted."""
    asked = speed.sample(read_register(register), queries)
    with tempfile.TemporaryDirectory() as folder:
        started, worked = time.perf_counter(), time.process_time()
        index = Path(folder) / "index"
        full = builders(speed.extended(register, marks), at_once)
        Store(index).build(full, register.name, "")
        took = time.perf_counter() - started, time.process_time() - worked
        builder = speed.resident()
        corpus = FolderCorpus(index)
        found = [*speed.answers(corpus, asked), speed.adding(corpus)]
        if fast.enable():
            found += [
                replace(one, what=f"compiled: {one.what}") for one in speed.answers(corpus, asked)
            ]
            fast.disable()
        size = speed.size(corpus, index, asked, builder)
        if postgres:
            few = asked[: max(1, queries // 5)]
            found.append(speed.trgm(postgres, read_register(register), few))
        if tantivy:
            peer = Path(folder) / "peer"
            peer.mkdir()
            found.append(speed.tantivy(peer, read_register(register), asked)[0])
    return {
        "machine": {"cores": os.cpu_count(), "load": [round(one, 1) for one in os.getloadavg()]},
        "build": {"seconds": round(took[0], 1), "processor": round(took[1], 1)},
        "size": asdict(size),
        "milliseconds": [asdict(one) for one in found],
    }


def table(told: dict[str, Any]) -> str:
    """The figures as lines."""
    build, size = told["build"], told["size"]
    lines = [
        f"{told['machine']['cores']} cores, load of the last 1, 5 and 15 minutes "
        + ", ".join(map(str, told["machine"]["load"])),
        f"{size['marks']:,} marks  build {build['seconds']} s (processor {build['processor']} s)",
        f"disk {size['disk'] / 1e6:.1f} MB  memory: builder {size['builder'] / 1e6:.0f} MB, reader "
        f"{size['reader'] / 1e6:.0f} MB (before it opened the index {size['idle'] / 1e6:.0f} MB)",
        f"{'milliseconds':32} {'p50':>8} {'p95':>8} {'p99':>8}   processor p50, p99",
    ]
    for one in told["milliseconds"]:
        clock = " ".join(f"{one[part]:8.2f}" for part in ("p50", "p95", "p99"))
        lines.append(f"{one['what']:32} {clock}   {one['cpu']:8.2f} {one['cpu_99']:8.2f}")
    return "\n".join(lines)
