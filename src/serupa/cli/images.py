"""``serupa images …``: an index of pictures."""

import argparse
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from serupa.cli import Commands
from serupa.data import settings

EXTRA = "onnxruntime"
"""The package the extra brings; without it everything else of the library still works."""

READER = "rapidocr"
"""The package whose models read words; without it pictures are still compared."""


def register(commands: Commands) -> None:
    """Add ``images`` with its verbs."""
    images = commands.top.add_parser("images", help="find logos and motifs that look alike")
    verbs = images.add_subparsers(required=True, metavar="VERB")
    build = verbs.add_parser("build", help="make an index of a gallery")
    build.add_argument("--kind", choices=("logo", "motif"), default="logo")
    add = verbs.add_parser("add", help="append a gallery to an index")
    for command, out in ((build, "--out"), (add, "--index")):
        command.add_argument(
            "--gallery",
            required=True,
            type=Path,
            metavar="FILE.csv",
            help="columns id,path and, if there are, classes,group",
        )
        command.add_argument(out, dest="index", required=True, type=Path, metavar="DIR")
    search = verbs.add_parser("search", help="look for pictures in an index")
    search.add_argument("--index", required=True, type=Path, metavar="DIR")
    search.add_argument(
        "--queries", required=True, type=Path, metavar="FILE.csv", help="column query: a path"
    )
    search.add_argument("--top", type=int, default=100, help="marks a query (default 100)")
    search.add_argument("--words", action="store_true", help="read words too; score without them")
    search.add_argument("--out", required=True, type=Path, metavar="RUN.jsonl")
    explain = verbs.add_parser("explain", help="draw why a mark was found")
    explain.add_argument("--index", required=True, type=Path, metavar="DIR")
    explain.add_argument("--query", required=True, type=Path, metavar="FILE")
    explain.add_argument("--id", required=True)
    explain.add_argument("--lang", choices=("id", "en"), default="id")
    explain.add_argument("--out", required=True, type=Path, metavar="PNG")
    for name, command in (("build", build), ("add", add), ("find", search), ("explain", explain)):
        command.set_defaults(run=run_in("serupa.images.commands", name))
    _register_making(verbs.add_parser)


def _register_making(add_parser: Callable[..., argparse.ArgumentParser]) -> None:
    convert = add_parser("convert", help="make the network's file from its published weights")
    convert.add_argument("--source", required=True, type=Path, metavar="FILE.pth")
    convert.add_argument("--out", required=True, type=Path, metavar="DIR")
    convert.set_defaults(run=run_in("serupa.images.making.commands", "convert"))
    learn = add_parser("learn", help="learn a projection from drawings and altered copies")
    learn.add_argument("--kind", choices=("logo", "motif"), default="logo")
    learn.add_argument("--drawings", type=Path, metavar="FILE.jsonl.gz")
    copies = "altered copies of each, half as many redrawn (default: as the projections shipped)"
    learn.add_argument("--copies", type=int, help=copies)
    learn.add_argument("--workers", type=int, default=1)
    learn.add_argument("--keep", type=Path, metavar="FILE.npz", help="keep what was learned from")
    learn.add_argument("--out", required=True, type=Path, metavar="FILE.npz")
    learn.set_defaults(run=run_in("serupa.images.making.commands", "learn"))


def run_in(module: str, function: str) -> Callable[[argparse.Namespace], int]:
    """A command's ``run``; says which packages to install where those of the extra are missing."""

    def run(given: argparse.Namespace) -> int:
        try:
            return int(getattr(import_module(module), function)(given))
        except ModuleNotFoundError as problem:
            lacking = problem.name or ""
            key = "engine" if lacking.startswith(EXTRA) or lacking == "PIL" else "making"
            key = "words" if lacking == READER else key
            words = settings("images")["missing"][key]
            print(f"serupa: {words['id']}\n{words['en']} ({lacking})", file=sys.stderr)
            return 2

    return run
