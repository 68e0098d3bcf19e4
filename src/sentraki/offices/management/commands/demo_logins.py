"""Show how to get into the demo."""

from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand

from sentraki.offices.services.demo import demo_logins


class Command(BaseCommand):
    """Prints demo people only; real people's codes cannot be printed."""

    help = "List the demo people with password and the present code of their second factor."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one block per office."""
        logins = demo_logins()
        if not logins:
            self.stdout.write("There are no demo people. Load the demo first: manage.py load_demo")
            return
        self.stdout.write(f"Password of all demo people: {logins[0].password}")
        self.stdout.write("A code lasts 30 seconds and works once: run this again for a new one.")
        for office, members in groupby(logins, key=lambda login: login.office):
            self.stdout.write(f"\n{office}")
            for login in members:
                self.stdout.write(f"  {login.role:<10} {login.email:<46} {login.code}")
