"""``serupa check NAME…``: what resembles one name, or several, with reasons."""

import argparse
import json
from pathlib import Path
from typing import cast

from serupa.choice import rank
from serupa.cli import Commands, at_least_one, iso_date, language
from serupa.corpus import Corpora, Corpus
from serupa.explain import Language, explain, sentence
from serupa.register import read_classes
from serupa.types import Query, Report


def register(commands: Commands) -> None:
    """Add ``check``."""
    check = commands.top.add_parser("check", help="what resembles one name, or several")
    check.add_argument("names", nargs="+", metavar="NAME")
    check.add_argument("--class", "--classes", dest="classes", default="", metavar="30,43")
    check.add_argument("--goods", default="", help="what is sold, in ordinary words")
    check.add_argument(
        "--index", action="append", default=[], type=Path, metavar="DIR", help="repeatable"
    )
    check.add_argument(
        "--corpus",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="a register without an index; repeatable",
    )
    check.add_argument(
        "--date", default="", type=iso_date, help="date of the registers of --corpus, YYYY-MM-DD"
    )
    check.add_argument("--top", type=at_least_one, default=10, help="findings to show (default 10)")
    language(check)
    check.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Print the reports, and which of several names to go on with."""
    if not given.index and not given.corpus:
        raise ValueError("give --index, or a register with --corpus")
    folders = [Corpus.open(path) for path in given.index]
    files = [Corpus.read(path, date=given.date) for path in given.corpus]
    corpus = Corpora([*folders, *files])
    classes = read_classes(given.classes)
    reports = [
        corpus.screen(Query(name, classes, given.goods), limit=given.top) for name in given.names
    ]
    if given.json:
        print(json.dumps([report.to_dict() for report in reports], ensure_ascii=False, indent=2))
        return 0
    lang = cast(Language, given.lang)
    for report in reports:
        _print_report(report, lang)
    if len(reports) > 1:
        choice = rank(reports)
        print(sentence(choice.key, choice.params, lang))
    return 0


def _print_report(report: Report, lang: Language) -> None:
    told = explain(report, lang)
    print(f"{report.query.name}: {told.band_word}\n  {told.band_text}")
    if told.warnings:
        print(f"  {told.warning_head}")
    for warning in told.warnings:
        print(f"  ! {warning.text} {warning.cure}".rstrip())
    for finding in told.findings:
        print(f"  {finding.name} ({finding.band_word})")
        for line in (*finding.reasons, finding.law, finding.market):
            if line:
                print(f"    {line}")
    cures = {warning.cure for warning in told.warnings}
    for change in told.changes:
        if change not in cures:  # said with its warning
            print(f"  > {change}")
    print(f"  {told.searched}\n  {told.measured}\n  {told.disclaimer}\n")
