"""How long and how much memory composed gazettes take: ``python -m tests.gazette_scale 50 1500``.

Each size is read once plain and once with broken font widths, glued footers, letterheads, and a
missing picture in every hundred. Prints a table for the docs.
"""

import argparse
import os
import resource
import tempfile
import time
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sentraki.config.settings.test")

import django
from PIL import Image

django.setup()

from tests import gazettes  # noqa: E402
from tests.gazettes import Flaws, Published  # noqa: E402

from sentraki.screening import gazette  # noqa: E402
from sentraki.screening.rules.gazette import Issue  # noqa: E402

FLAWED = Flaws(zero_widths=True, glued_footers=True, letterhead=True)


def wrong(entries: list[Published], issue: Issue, scratch: Path) -> int:
    """Applications that differ from what was composed, or have somebody else's label."""
    composed = {row.number: row for row in entries}
    bad = abs(len(entries) - len(issue.entries))
    for entry in issue.entries:
        row = composed[entry.number]
        differs = (row.name, row.classes) != (entry.name, entry.classes)
        bad += differs or (bool(entry.label) and not _own(row, scratch / entry.label))
    return bad


def _own(row: Published, label: Path) -> bool:
    with Image.open(label) as picture:
        seen = picture.convert("RGB").getpixel((4, 4))
    assert isinstance(seen, tuple)
    pairs = zip(seen, gazettes.colour_of(row.number), strict=True)
    return all(abs(one - other) < 14 for one, other in pairs)


def main() -> None:
    """Compose, read, count, print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("sizes", nargs="*", type=int, default=[50, 1_500])
    print("applications | file | MB | pages | seconds | peak MB of the child | wrong | unread")
    for size in asked.parse_args().sizes:
        plain = gazettes.some(size)
        gaps = [replace(r, has_picture=n % 100 != 99) for n, r in enumerate(plain)]
        for name, entries, flaws in (("plain", plain, Flaws()), ("flawed", gaps, FLAWED)):
            _measure(name, entries, flaws)


def _measure(name: str, entries: list[Published], flaws: Flaws) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source, scratch = Path(folder) / "brm.pdf", Path(folder) / "labels"
        source.write_bytes(gazettes.compose(entries, flaws=flaws))
        pages = 0

        def moved(total: int, _at: int) -> None:
            nonlocal pages
            pages = total

        began = time.monotonic()
        issue = gazette.read_pdf(source, scratch, moved)
        took = time.monotonic() - began
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        size = source.stat().st_size / 1e6
        print(
            f"{len(entries)} | {name} | {size:.1f} | {pages} | {took:.1f} | {peak:.0f}"
            f" | {wrong(entries, issue, scratch)} | {len(issue.unread)}"
        )


if __name__ == "__main__":
    main()
