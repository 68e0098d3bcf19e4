"""Papers by tariff and with their days of validity; the papers of the small-business tariff."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

UMK_PAPERS = ("umk-letter", "umk-statement")


def note_the_tariff(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Rows loaded before knew no tariff; an office's own rows are left alone."""
    rows = apps.get_model("cases", "DocumentRequirement").objects.using(editor.connection.alias)
    rows.filter(programme=None, code__in=UMK_PAPERS).update(scheme="umk")


class Migration(migrations.Migration):

    dependencies = [("cases", "0003_reason_of_a_refusal")]

    operations = [
        migrations.RemoveConstraint("documentrequirement", "one_general_requirement"),
        migrations.AddField(
            "documentrequirement", "scheme", models.CharField(default="any", max_length=10)
        ),
        migrations.AddField(
            "documentrequirement", "valid_from", models.DateField(blank=True, null=True)
        ),
        migrations.AddField(
            "documentrequirement", "valid_until", models.DateField(blank=True, null=True)
        ),
        migrations.RunPython(note_the_tariff, migrations.RunPython.noop),
        migrations.AddConstraint(
            "documentrequirement",
            models.UniqueConstraint(
                condition=models.Q(("programme", None), ("valid_until", None)),
                fields=("code", "kind", "applicant_kind", "scheme"),
                name="one_general_requirement",
            ),
        ),
    ]
