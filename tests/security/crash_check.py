"""A process of its own that does what waits, then asks every check and the log; prints problems."""

# ruff: noqa: E402 - the settings have to be chosen before Django is imported

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.security.crash_settings"

import django

django.setup()

from sentraki.kernel import doctor
from sentraki.ledger.services import pages
from sentraki.ledger.services.verify import verify

if __name__ == "__main__":
    pages.finish_all()
    for name, check in doctor.checks().items():
        for problem in check():
            print(f"{name}: {problem}")
    if not verify().is_whole:
        print("the log is not whole")
