"""A process of its own that does one thing to the test's database, and may be killed in it.

Called as ``python crash_child.py sign LETTER PERSON OFFICE KEY`` or ``send FOLDER``.
"""

# ruff: noqa: E402 - the settings have to be chosen before Django is imported

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "sentraki.config.settings.test"

import django

django.setup()

from django.conf import settings
from tests.factories import make_letter_kind, viewer

from sentraki.kernel.access import Role, Viewer
from sentraki.ledger.models import Letter
from sentraki.ledger.services import letters
from sentraki.ledger.services.messages import send_due
from sentraki.offices.models import Office, Person


def sign(letter, person, office, key):
    """Sign one draft."""
    make_letter_kind()
    head = viewer(
        Role.SIGNATORY, Office.objects.get(pk=office), person=Person.objects.get(pk=person)
    )
    letters.sign(Letter.objects.for_viewer(Viewer.system("tests")).get(pk=letter), head, key)


def send(folder):
    """Send what is due into a folder of mails."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = folder
    send_due()


if __name__ == "__main__":
    settings.CRASH_POINTS_ENABLED = True
    {"sign": sign, "send": send}[sys.argv[1]](*sys.argv[2:])
