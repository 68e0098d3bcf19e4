"""The labels of marks the picture search compares with: what there is, load, drop, index."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count

from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Refusal
from sentraki.screening import pictures
from sentraki.screening.galleries import drop_gallery, load_gallery
from sentraki.screening.models import MarkPicture, PictureSource
from serupa.rows import write_rows


class Command(BaseCommand):
    """``labels`` lists; ``labels load FILE.csv …``, ``labels drop SLUG``, ``labels index``."""

    help = "List, load, drop or index the labels of marks that the picture search compares with."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do, and for ``load`` what every answer will say of the gallery."""
        actions = parser.add_subparsers(dest="action")
        load = actions.add_parser("load", help="CSV: id,path,name[,classes,number,status]")
        load.add_argument("file", type=Path)
        load.add_argument("--slug", required=True, help="short name; the same one replaces")
        load.add_argument("--name", required=True, help="what answers call it")
        load.add_argument("--date", required=True, type=date.fromisoformat)
        load.add_argument("--licence", required=True, help="where it is from, what is allowed")
        load.add_argument("--rejected", type=Path, help="a CSV of the labels left out: id,why")
        drop = actions.add_parser("drop", help="search it no longer")
        drop.add_argument("slug")
        actions.add_parser("index", help="bring this machine's index up to date now")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked, then list."""
        try:
            self._act(options)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        own = MarkPicture.objects.filter(source=None).count()
        self.stdout.write(f"own rights: {own} labels")
        for row in PictureSource.objects.annotate(n=Count("markpicture")).order_by("slug"):
            self.stdout.write(f"{row.slug}: {row.n} labels of {row.as_of} ({row.name})")

    def _act(self, options: dict[str, Any]) -> None:
        system = Viewer.system("labels")
        if options["action"] == "load":
            loaded = load_gallery(
                options["file"],
                slug=options["slug"],
                name=options["name"],
                as_of=options["date"],
                licence=options["licence"],
                by=system,
            )
            for key, why in loaded.refused:
                self.stderr.write(f"{key}: {why}")
            if options["rejected"] is not None:
                write_rows(options["rejected"], ("id", "why"), loaded.refused)
        elif options["action"] == "drop":
            drop_gallery(options["slug"], by=system)
        elif options["action"] == "index":
            pictures.catch_up()
