"""``serupa bench speed``: an index built, measured, and peers beside it."""

import argparse
import json
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from serupa.bench import speed
from serupa.cli import Commands
from serupa.corpus import FolderCorpus
from serupa.index.build import builders
from serupa.index.store import Store
from serupa.register import read_register


def register(commands: Commands) -> None:
    """Add ``bench speed``."""
    command = commands.bench.add_parser("speed", help="build, size, memory and time of answers")
    command.add_argument("--register", required=True, type=Path, metavar="FILE.csv[.gz]")
    command.add_argument("--marks", type=int, default=0, help="compose names up to so many")
    command.add_argument("--queries", type=int, default=300)
    command.add_argument("--postgres", default="", metavar="URL", help="measure pg_trgm there")
    command.add_argument("--tantivy", action="store_true", help="measure tantivy, if installed")
    command.add_argument("--json", action="store_true")
    command.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Print a line for each thing measured."""
    asked = speed.sample(read_register(given.register), given.queries)
    with tempfile.TemporaryDirectory() as folder:
        started, worked = time.perf_counter(), time.process_time()
        index = Path(folder) / "index"
        Store(index).build(
            builders(speed.extended(given.register, given.marks)), given.register.name, ""
        )
        took = time.perf_counter() - started, time.process_time() - worked
        corpus = FolderCorpus(index)
        measured = [*speed.answers(corpus, asked), speed.adding(corpus)]
        found = speed.size(corpus, index)
        if given.postgres:
            known = read_register(given.register)
            measured.append(speed.trgm(given.postgres, known, asked[: given.queries // 5]))
        if given.tantivy:
            peer = Path(folder) / "peer"
            peer.mkdir()
            measured.append(speed.tantivy(peer, read_register(given.register), asked)[0])
    told = {
        "build": {"seconds": round(took[0], 1), "processor": round(took[1], 1)},
        "size": asdict(found),
        "milliseconds": [asdict(one) for one in measured],
    }
    if given.json:
        print(json.dumps(told, indent=2))
        return 0
    print(f"marks {found.marks}  build {took[0]:.1f} s ({took[1]:.1f} s of processor)")
    print(f"disk {found.disk / 1e6:.1f} MB  memory with the build {found.resident / 1e6:.0f} MB")
    for one in measured:
        print(f"{one.what:32} p50 {one.p50:8.2f}  p99 {one.p99:8.2f}  processor {one.cpu:8.2f} ms")
    return 0
