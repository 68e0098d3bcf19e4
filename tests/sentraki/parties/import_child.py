"""A process of its own that imports or undoes a sheet of the test's database, and may be killed.

Called as ``python import_child.py apply|undo BATCH PERSON OFFICE KEY``.
"""

# ruff: noqa: E402 - the settings have to be chosen before Django is imported

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "sentraki.config.settings.test"

import django

django.setup()

from django.conf import settings
from tests.factories import viewer

from sentraki.kernel.access import Role
from sentraki.offices.models import Office, Person
from sentraki.parties.models import ImportBatch
from sentraki.parties.services import imports


def main(verb, batch, person, office, key):
    """Do it as the person would."""
    who = viewer(Role.VERIFIER, Office.objects.get(pk=office), person=Person.objects.get(pk=person))
    found = ImportBatch.objects.for_viewer(who).get(pk=batch)
    getattr(imports, verb)(batch=found, viewer=who, key=key)


if __name__ == "__main__":
    settings.CRASH_POINTS_ENABLED = True
    main(*sys.argv[1:])
