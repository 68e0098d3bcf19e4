"""``flush``: Django's own, which also knows how to empty the append-only tables."""

from typing import Any

from django.core.management.commands.flush import Command as Flush
from django.db import connections

from sentraki.ledger import triggers


class Command(Flush):
    """Empty every table on purpose; the guards of the log are put back afterwards."""

    def handle(self, **options: Any) -> None:
        """Ask first (unless told not to), then empty the database."""
        connection = connections[options["database"]]
        triggers.remove(connection)
        try:
            super().handle(**options)
        finally:
            triggers.install(connection)
