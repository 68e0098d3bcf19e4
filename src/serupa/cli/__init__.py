"""The command line. Every module of this package that has ``register`` adds its own command.

A command's ``run`` returns the status: 0 when it ran. What was given and cannot be read (a file,
a class, a line) is said in one sentence and ends with status 2.
"""

import argparse
import errno
import io
import os
import signal
import sqlite3
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Protocol, cast

from serupa.index.files import Broken
from serupa.register import RegisterError
from serupa.score import version

_FREE = "may not be read or written by you: ask for the right to, or choose another place"
_WHY = {
    errno.ENOENT: "there is no such file or folder",
    errno.EISDIR: "this is a folder; give a file",
    errno.ENOTDIR: "part of this path is a file; give a folder",
    errno.EEXIST: "there is a file of this name; choose another place",
    errno.EACCES: _FREE,
    errno.EPERM: _FREE,
    errno.EROFS: "nothing can be written on this disk; choose another place",
    errno.ENOSPC: "the disk is full; make room and try again",
}
"""What to say of a file instead of what the system says."""


class Parsers(Protocol):
    """Where a command puts its parser: ``add_parser("check", help="…")``."""

    def add_parser(self, name: str, *, help: str) -> argparse.ArgumentParser: ...


@dataclass(frozen=True)
class Commands:
    """``top``: commands as ``serupa check``. ``bench``: measurements as ``serupa bench names``.

    A command sets ``run``, a function of the parsed arguments, with ``set_defaults``.
    """

    top: Parsers
    bench: Parsers


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. 0 when it ran, 2 when what was given cannot be read, 130 when stopped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # what a terminal lacks is told by its escape
            stream.reconfigure(errors="backslashreplace")
    given = parser().parse_args(arguments)
    try:
        status = int(given.run(given))
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except BrokenPipeError:  # nobody reads on, as in "serupa check … | head"
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + signal.SIGPIPE
    except (OSError, KeyError, ValueError, sqlite3.Error) as problem:
        print(f"serupa: {said(problem)}", file=sys.stderr)
        return 2


def said(problem: Exception) -> str:
    """One sentence about what went wrong, with the file it is about."""
    match problem:
        case RegisterError(path=Path() as path):
            return f"{path}{',' if problem.line else ':'} {problem}"
        case Broken():
            return f"{problem}; build the index again (serupa index build)"
        case OSError(errno=int() as number, strerror=str() as told):
            why = _WHY.get(number, told) if told == os.strerror(number) else told
            return f"{problem.filename}: {why}" if problem.filename else why
        case sqlite3.Error():
            return f"the index of pictures cannot be read or written here: {problem}"
        case _:
            return str(problem)


def iso_date(text: str) -> str:
    """A date, YYYY-MM-DD, or none. Raises ``ArgumentTypeError`` for any other text."""
    try:
        if not text or date.fromisoformat(text).isoformat() == text:
            return text
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"a date as 2026-11-29 is needed, not {text!r}")


def parser() -> argparse.ArgumentParser:
    """The parser of every command this package holds."""
    whole = argparse.ArgumentParser(prog="serupa", description="Name screening with reasons.")
    whole.add_argument("--version", action="version", version=version(), help="of the rules")
    top = whole.add_subparsers(required=True, metavar="COMMAND")
    measure = top.add_parser("bench", help="measurements anyone can repeat")
    measures = measure.add_subparsers(required=True, metavar="WHAT")
    commands = Commands(cast(Parsers, top), cast(Parsers, measures))
    for module in sorted(found.name for found in iter_modules(__path__)):
        register = getattr(import_module(f"{__name__}.{module}"), "register", None)
        if register is not None:
            register(commands)
    return whole


def at_least_one(text: str) -> int:
    """A number of things to show. Raises ``ArgumentTypeError`` for anything below 1."""
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"a number of at least 1 is needed, not {text!r}")
    return int(text)


def language(command: argparse.ArgumentParser) -> None:
    """The options of every command that speaks to people: ``--lang`` and ``--json``."""
    command.add_argument("--lang", choices=("id", "en"), default="id")
    command.add_argument("--json", action="store_true", help="JSON instead of sentences")


def one_or_batch(single: str | None, given_in: Path | None, given_out: Path | None) -> bool:
    """Whether a batch is asked for. Raises ``ValueError`` when neither or half of it is given."""
    if (given_in is None) != (given_out is None):
        raise ValueError("--in and --out belong together")
    if (single is None) == (given_in is None):
        raise ValueError("give either one text, or --in and --out")
    return given_in is not None
