"""The command line. Every module of this package that has ``register`` adds its own command.

A command's ``run`` returns the status: 0 when it ran. What was given and cannot be read (a file,
a class, a line) is said in one sentence and ends with status 2.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

from serupa.register import RegisterError


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
    """Run one command. 0 when it ran, 2 when what was given cannot be read."""
    given = parser().parse_args(arguments)
    try:
        return int(given.run(given))
    except (OSError, KeyError, RegisterError, ValueError) as problem:
        print(f"serupa: {problem}", file=sys.stderr)
        return 2


def parser() -> argparse.ArgumentParser:
    """The parser of every command this package holds."""
    whole = argparse.ArgumentParser(prog="serupa", description="Name screening with reasons.")
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
    """A number of things to show. Raises ``ValueError`` below 1."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"at least 1, not {number}")
    return number


def language(command: argparse.ArgumentParser) -> None:
    """The options of every command that speaks to people: ``--lang`` and ``--json``."""
    command.add_argument("--lang", choices=("id", "en"), default="id")
    command.add_argument("--json", action="store_true", help="JSON instead of sentences")
