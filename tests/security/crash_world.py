"""A process of its own that fills an empty data folder with a world, and prints who may do what.

Called as ``python crash_world.py``; prints a JSON object: browser → session key, case → address.
"""

# ruff: noqa: E402 - the settings have to be chosen before Django is imported

import json
import os
from datetime import timedelta

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.security.crash_settings"

import django

django.setup()

from django.core.management import call_command
from django.test import Client
from tests import factories as make
from tests.security import world
from tests.security.sendings import searched
from tests.security.world import Side

from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.cases.services.filing import News, record_event
from sentraki.kernel import clock
from sentraki.kernel.access import Role
from sentraki.kernel.refs import ref_of


def demanded(side: Side) -> None:
    """DJKI wants an answer about the filed case within ten days or so."""
    news = News("(TM) Usulan Penolakan", clock.today(), clock.today() - timedelta(days=20))
    record_event(
        filing=side.filing("filed"),
        viewer=side.viewer(Role.VERIFIER),
        news=news,
        status=FilingStatus.PROV_REFUSAL,
    )


def main() -> None:
    """Build, commit, tell."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    side = world.build().here
    searched(side)
    demanded(side)
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
