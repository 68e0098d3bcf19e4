"""What ``serupa bench images`` runs."""

import argparse
import json
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from serupa.bench.images import report, scale
from serupa.bench.images.report import Taught
from serupa.images.making.commands import COPIES, joined, logo_lessons


def measure(given: argparse.Namespace) -> int:
    """Print the figures of the development set, or those of a large index."""
    if given.scale:
        return _scale(given)
    if given.lessons is not None:
        taught = Taught.read(given.lessons)
    else:
        fresh = logo_lessons(given.folder / "gallery.jsonl.gz", COPIES["logo"], given.workers)
        taught = Taught(joined(fresh), tuple(lesson.name for lesson in fresh))
    if given.photographs:
        told = report.photographed(given.folder, taught, given.photographs)
    else:
        told = report.measured(given.folder, taught, peers=not given.no_peers)
    return _print(told, report.printed(told), given)


def _scale(given: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="serupa-scale-") as folder:
        told = scale.measured(Path(folder), given.scale, given.queries)
    disk, memory, own = (round(size / 1e6) for size in (told.disk, told.memory, told.own))
    sizes = f"disk {disk} MB  memory {memory} MB, {own} without pages of files"
    lines = [f"marks {told.marks}  {sizes}"]
    for one in told.times:
        clock = f"p50 {one.p50:8.1f}  p95 {one.p95:8.1f}"
        used = f"processor p50 {one.processor:8.1f}  p95 {one.processor_p95:8.1f}"
        lines.append(f"{one.what:<20} {clock}  {used} ms")
    return _print(asdict(told), "\n".join(lines), given)


def _print(told: dict[str, Any], lines: str, given: argparse.Namespace) -> int:
    print(json.dumps(told, indent=1) if given.json else lines)
    return 0
