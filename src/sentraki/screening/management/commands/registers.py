"""The registers of marks an installation searches: what there is, load one, drop one."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Refusal
from sentraki.screening.models import CorpusSource
from sentraki.screening.registers import drop_register, lacks_index, load_register
from sentraki.screening.sieve import load_without
from sentraki.screening.workbooks import readable


class Command(BaseCommand):
    """``registers`` lists; ``registers load FILE …`` and ``registers drop SLUG`` change."""

    help = "List, load or drop the registers of marks that name checks search."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do, and for ``load`` what every answer will say of the register."""
        actions = parser.add_subparsers(dest="action")
        load = actions.add_parser("load", help="CSV, JSON lines or XML, plain or .gz; or XLSX")
        load.add_argument("file", type=Path)
        load.add_argument("--slug", required=True, help="short name; the same one replaces")
        load.add_argument("--name", required=True, help="what answers call it")
        load.add_argument(
            "--date", required=True, type=date.fromisoformat, help="day the list speaks for"
        )
        load.add_argument("--licence", required=True, help="where it is from, what is allowed")
        load.add_argument(
            "--rejected",
            type=Path,
            help="CSV and XLSX only: rows that cannot be read go here, others load",
        )
        drop = actions.add_parser("drop", help="search it no longer")
        drop.add_argument("slug")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked, then list."""
        try:
            self._act(options)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        for row in CorpusSource.objects.order_by("slug"):
            self.stdout.write(
                f"{row.slug}: {row.rows} marks of {row.as_of} ({row.name}; {row.licence})"
            )
            for status, rows in row.counts.items():
                self.stdout.write(f"    {status or '-'}: {rows}")
            twice = sum(row.counts.values()) - row.rows
            if twice > 0:
                self.stdout.write(
                    f"    {twice} rows repeat the number of an earlier row: only the last of each "
                    "is searched; let the rows of a mark stand one after another"
                )
            if lacks_index(row):
                self.stdout.write("    NOT SEARCHED: no index on this machine; load it again")

    def _act(self, options: dict[str, Any]) -> None:
        system = Viewer.system("registers")
        if options["action"] == "load":
            told = {key: options[key] for key in ("slug", "name", "licence")}
            with readable(options["file"]) as file:
                if options["rejected"] is None:
                    load_register(file, as_of=options["date"], by=system, **told)
                    return
                _source, many = load_without(
                    file, options["rejected"], as_of=options["date"], by=system, **told
                )
            self.stderr.write(f"{many} rows rejected: {options['rejected']}")
        elif options["action"] == "drop":
            drop_register(options["slug"], by=system)
