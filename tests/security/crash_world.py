"""A process of its own that fills an empty data folder with a world, and prints who may do what.

Called as ``python crash_world.py``; prints a JSON object: browser → session key, case → address.
"""

# ruff: noqa: E402 - the settings have to be chosen before Django is imported

import json
import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.security.crash_settings"

import django

django.setup()

from django.core.management import call_command
from django.test import Client
from tests import factories as make
from tests.security import world
from tests.security.sendings import searched

from sentraki.kernel.access import Role
from sentraki.kernel.refs import ref_of


def main() -> None:
    """Build, commit, tell."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    side = world.build().here
    searched(side)
    refs = [str(ref_of(case)) for case in side.cases.values()]
    browsers = {"applicant": make.applicant_client(*refs)}
    for role in (Role.VERIFIER, Role.SIGNATORY):
        browsers[str(role)] = make.log_in(Client(), side.people[role])
    told = {
        "browsers": {name: one.cookies["sessionid"].value for name, one in browsers.items()},
        "codes": {stage: case.code for stage, case in side.cases.items()},
        "letter": side.letter("accepted").public_id,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
