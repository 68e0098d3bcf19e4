"""Triggers that refuse to change or delete entries and checkpoints, on both databases."""

from django.db import migrations

from sentraki.ledger import triggers


def install(apps, schema_editor):
    triggers.install(schema_editor.connection)


def remove(apps, schema_editor):
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_the_log_and_what_it_keeps")]

    operations = [migrations.RunPython(install, remove)]
