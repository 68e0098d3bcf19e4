"""An import killed in the middle goes on where it was, and nothing happens twice."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from tests.sentraki.parties import sheets

from sentraki.ledger.services.verify import verify
from sentraki.parties.models import Business
from sentraki.parties.services import imports

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
CHILD = Path(__file__).with_name("import_child.py")
ROOT = Path(__file__).resolve().parents[3]
KILLED = 137
WHERE = ("before-commit", "after-commit", "rows-written", "rows-committed")


def database_url():
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    return "postgres://{USER}@{HOST}:{PORT}/{NAME}".format(**values)


def run_child(point, tmp_path, *words):
    wish = tmp_path / "crash-at"
    wish.write_text(point, encoding="utf-8")
    connection.close()
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "SENTRAKI_VAR": str(settings.VAR),
        "SENTRAKI_CRASH_AT": str(wish),
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }
    return subprocess.run(
        [sys.executable, str(CHILD), *map(str, words)], env=environment, check=False, timeout=120
    ).returncode


@pytest.mark.parametrize("where", WHERE)
def test_an_import_killed_anywhere_ends_as_if_nothing_had_happened(where, tmp_path):
    office, who = sheets.office_and_officer()
    batch = sheets.bring(tmp_path, office, who, sheets.csv_of(*sheets.many(100)))
    words = ("apply", batch.pk, who.person_id, office.pk, "click-1")
    assert run_child(f"import.apply:{where}", tmp_path, *words) == KILLED
    assert Business.unscoped.count() == (60 if where == "rows-committed" else 0)

    batch.refresh_from_db()
    imports.apply(batch=batch, viewer=who, key="click-1")

    batch.refresh_from_db()
    assert (batch.state, Business.unscoped.count()) == ("applied", 100)
    assert imports.pending(batch) == 0
    assert verify().is_whole


@pytest.mark.parametrize("where", WHERE)
def test_undoing_killed_anywhere_still_restores_everything(where, tmp_path):
    office, who = sheets.office_and_officer()
    batch = sheets.bring(tmp_path, office, who, sheets.csv_of(*sheets.many(100)))
    imports.apply(batch=batch, viewer=who)
    words = ("undo", batch.pk, who.person_id, office.pk, "click-2")
    assert run_child(f"import.undo:{where}", tmp_path, *words) == KILLED
    assert Business.unscoped.count() == (40 if where == "rows-committed" else 100)

    batch.refresh_from_db()
    imports.undo(batch=batch, viewer=who, key="click-2")

    batch.refresh_from_db()
    assert (batch.state, sheets.content()) == ("undone", ([], []))
    assert verify().is_whole
