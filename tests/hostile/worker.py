"""A server process in small: takes every file of a folder in, with two threads, like gunicorn.

Run as ``python -m tests.hostile.worker FOLDER``; prints the most memory it held, in KiB.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import django

from sentraki.kernel.errors import Refusal


def take_in(path: Path) -> None:
    """Let the gate have the file twice: as a paper and as a label."""
    from sentraki.ledger.uploads import (  # noqa: PLC0415 - after django.setup()
        IMAGE_OR_PDF,
        Purpose,
        decode,
        normalise_label,
    )

    for gate in (
        lambda: decode(path, accept=IMAGE_OR_PDF, purpose=Purpose.PAPER, name=path.name),
        lambda: normalise_label(path),
    ):
        try:
            gate()
        except Refusal:
            continue


def main() -> None:
    """Take all files in and tell the peak."""
    django.setup()
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(take_in, sorted(Path(sys.argv[1]).iterdir())))
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    print(next(line.split()[1] for line in status.splitlines() if "VmHWM" in line))


if __name__ == "__main__":
    main()
