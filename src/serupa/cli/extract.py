"""``serupa extract``: the marks of some classes in one file that a browser searches by itself."""

import argparse
import json
import time
from pathlib import Path

from serupa.cli import Commands
from serupa.corpus import FolderCorpus
from serupa.extract import pack
from serupa.index.files import written_whole
from serupa.register import read_classes


def register(commands: Commands) -> None:
    """Add ``extract``."""
    parser = commands.top.add_parser(
        "extract", help="the marks of some classes in one file, searched without a server"
    )
    parser.add_argument("--index", required=True, type=Path, metavar="DIR")
    parser.add_argument(
        "--classes", default="", help="Nice classes, as 29,30,43; without any the whole register"
    )
    parser.add_argument("--out", required=True, type=Path, metavar="FILE")
    parser.add_argument(
        "--alone", action="store_true", help="leave the marks of related classes out"
    )
    parser.add_argument("--json", action="store_true", help="JSON instead of a line")
    parser.set_defaults(run=_run)


def _run(given: argparse.Namespace) -> int:
    started = time.process_time()
    classes = read_classes(given.classes)
    packed = pack(FolderCorpus(given.index), classes, related=not given.alone)
    with written_whole(given.out) as stream:
        stream.write(packed.content)
    told = {
        "rows": packed.about.corpus.size,
        "covered": ",".join(map(str, packed.about.covered)),
        "seconds": round(time.process_time() - started, 3),
        "bytes": len(packed.content),
        "fingerprint": packed.about.corpus.fingerprint,
    }
    print(json.dumps(told) if given.json else " ".join(f"{k}={v}" for k, v in told.items()))
    return 0
