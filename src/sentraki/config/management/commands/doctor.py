"""`./sentraki doctor`: ask every registered check; change nothing."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sentraki.kernel import doctor


class Command(BaseCommand):
    """Exit status 1 when a check found something or broke."""

    help = "Look for anything that is not as it should be; changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--json`` prints check → problems for machines."""
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run all checks in the order of their names."""
        found: dict[str, list[str]] = {}
        for name, check in sorted(doctor.checks().items()):
            try:
                found[name] = check()
            except Exception as error:
                found[name] = [f"the check itself broke: {type(error).__name__}"]
        if options["json"]:
            self.stdout.write(json.dumps(found, indent=1))
        else:
            for name, problems in found.items():
                self.stdout.write(f"{'ok' if not problems else 'BAD':4} {name}")
                self.stdout.writelines(f"       {problem}" for problem in problems)
        if any(found.values()):
            raise CommandError("Something is not as it should be.")
