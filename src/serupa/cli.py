"""The command line: ``serupa check``, ``serupa classes`` and ``serupa bench``."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import cast

from serupa import bench
from serupa.corpus import Corpora, Corpus
from serupa.explain import Language, explain, sentence
from serupa.goods import LABEL, suggest
from serupa.register import RegisterError, read_classes, read_register
from serupa.screening import rank
from serupa.types import Query, Report


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. 0 when it ran, 2 when what was given cannot be read."""
    parser = _parser()
    given = parser.parse_args(arguments)
    try:
        return int(given.run(given))
    except (OSError, KeyError, RegisterError, ValueError) as problem:
        print(f"serupa: {problem}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="serupa", description="Name screening with reasons.")
    commands = parser.add_subparsers(required=True)

    check = commands.add_parser("check", help="what resembles one name, or several")
    check.add_argument("names", nargs="+", metavar="NAME")
    check.add_argument("--class", "--classes", dest="classes", default="", metavar="30,43")
    check.add_argument("--goods", default="", help="what is sold, in ordinary words")
    check.add_argument("--corpus", action="append", required=True, type=Path, metavar="FILE")
    check.add_argument("--date", default="", help="date of the data, YYYY-MM-DD")
    check.add_argument("--top", type=int, default=10, help="findings to show (default 10)")
    _language(check)
    check.set_defaults(run=_check)

    classes = commands.add_parser("classes", help="Nice classes for a product sentence")
    classes.add_argument("sentence")
    _language(classes)
    classes.set_defaults(run=_classes)

    measure = commands.add_parser("bench", help="recall and speed on decided disputes")
    measure.add_argument("--pairs", required=True, type=Path, metavar="FILE")
    measure.add_argument("--corpus", required=True, type=Path, metavar="FILE")
    measure.add_argument("--whole", action="store_true", help="search all classes")
    measure.set_defaults(run=_bench)
    return parser


def _language(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", choices=("id", "en"), default="id")
    parser.add_argument("--json", action="store_true", help="JSON instead of sentences")


def _check(given: argparse.Namespace) -> int:
    corpus = Corpora([Corpus.read(path, date=given.date) for path in given.corpus])
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
    if told.warnings:
        print(told.warning_head)
    for warning in told.warnings:
        print(f"  ! {warning.text} {warning.cure}".rstrip())
    print(f"{report.query.name}: {told.band_word}\n  {told.band_text}")
    for finding in told.findings:
        print(f"  {finding.name} ({finding.band_word})")
        for line in (*finding.reasons, finding.law, finding.market):
            if line:
                print(f"    {line}")
    for change in told.changes:
        print(f"  > {change}")
    print(f"  {told.searched}\n  {told.measured}\n  {told.disclaimer}\n")


def _classes(given: argparse.Namespace) -> int:
    found = suggest(given.sentence)
    if given.json:
        print(json.dumps([asdict(item) for item in found], ensure_ascii=False, indent=2))
        return 0
    for item in found:
        summary = item.summary_id if given.lang == "id" else item.summary_en
        print(f"{item.nice_class:>2}  {summary}")
        print(f"    {LABEL}: {', '.join(item.words)} ({', '.join(item.origin)})")
    return 0


def _bench(given: argparse.Namespace) -> int:
    pairs = bench.read_pairs(given.pairs)
    measured = bench.run(read_register(given.corpus), pairs, own_classes=not given.whole)
    print(json.dumps(asdict(measured), indent=2))
    return 0
