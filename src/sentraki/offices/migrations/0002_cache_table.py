"""The table behind ``settings.CACHES``: what all processes have to know of log-in attempts."""

from typing import Any

from django.core.management import call_command
from django.db import migrations

TABLE = "offices_cache"


def make(apps: Any, editor: Any) -> None:
    """Create the table unless it is there."""
    call_command("createcachetable", TABLE, database=editor.connection.alias, verbosity=0)


def drop(apps: Any, editor: Any) -> None:
    """Take the table away again."""
    editor.execute(f"DROP TABLE IF EXISTS {editor.quote_name(TABLE)}")


class Migration(migrations.Migration):
    dependencies = [("offices", "0001_people_offices_regions")]

    operations = [migrations.RunPython(make, drop)]
