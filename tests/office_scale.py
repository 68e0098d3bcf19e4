"""What an office's lists cost when it has many files: ``python -m tests.office_scale 60000``.

The files are invented and written in bulk. Each page is opened by a verifier on SQLite, and for
each are told: queries, bytes, the function calls of one opening (as a profiler counts them, the
same each time), and the CPU time of twenty, the slowest but one.
"""

import argparse
import cProfile
import os
import pstats
import random
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

if __name__ == "__main__":
    os.environ["SENTRAKI_VAR"] = tempfile.mkdtemp(prefix="office-scale-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "sentraki.config.settings.test"
    import django

    django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests import factories as make

from sentraki.cases.models import Case, CaseClass, Filing, Programme
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.kernel import clock, ids
from sentraki.kernel.access import Role
from sentraki.offices.models import Office
from sentraki.parties.models import Business

# How many of a hundred files stand where, in a year's end at a large office.
STANDING = {
    CaseStatus.SUBMITTED: 12, CaseStatus.RETURNED: 8, CaseStatus.WAITLISTED: 20,
    CaseStatus.ACCEPTED: 10, CaseStatus.READY: 5, CaseStatus.FILED: 40, CaseStatus.DECLINED: 5,
}  # fmt: skip
SOURCE = "parties.importbatch:1"
TIMES = 20


def fill(office: Office, programme: Programme, standing: Sequence[CaseStatus]) -> None:
    """A file of a business for each ``standing``, those at DJKI with their filing."""
    now, count = clock.now(), len(standing)
    region, start = office.region_code, Case.unscoped.count()
    businesses = Business.objects.bulk_create(
        Business(
            region_code=region,
            owner_name=f"Pemilik Rekaan {start + n}",
            trade_name=f"Usaha Rekaan {start + n}",
            district_code=f"{region}.{1 + n % 13:02}",
            activity="keripik",
            source_ref=f"{SOURCE}/{start + n}",
        )
        for n in range(count)
    )
    cases = Case.objects.bulk_create(
        Case(
            code=ids.new_code("TGR", 3),
            office=office,
            region_code=region,
            programme=programme,
            business=business,
            status=status,
            mark_name=f"Rekaan {start + n}",
            classes=str(29 + n % 3),
            applicant_name=business.owner_name,
            submitted_at=now - timedelta(minutes=n),
            arrival_number=start + n + 1,
            turn_number=start + n + 1,
        )
        for n, (business, status) in enumerate(zip(businesses, standing, strict=True))
    )
    CaseClass.objects.bulk_create(
        CaseClass(case=case, number=number) for case in cases for number in case.class_numbers
    )
    Filing.objects.bulk_create(
        Filing(
            region_code=region,
            case=case,
            number=f"DIDREKAAN{case.pk:08}",
            received_on=now.date() - timedelta(days=case.pk % 300),
            source_ref=SOURCE,
        )
        for case in cases
        if case.status == CaseStatus.FILED
    )


def pages(programme: Programme) -> list[tuple[str, str, dict[str, str] | None]]:
    """Name, address and, for a search, the form of every list that grows with the files."""
    cases = reverse("desk:cases")
    return [
        ("today", reverse("desk:today"), None),
        *((f"files: {status}", f"{cases}?antre={status}", None) for status in STANDING),
        ("files: all", f"{cases}?antre=semua", None),
        ("files: all, last page", f"{cases}?antre=semua&page=999999", None),
        ("files: one programme", f"{cases}?antre=semua&program={programme.public_id}", None),
        ("files: one class", f"{cases}?antre=semua&kelas=30", None),
        ("files: search by name", cases, {"q": "Usaha Rekaan 17"}),
        ("filings", reverse("desk:filings"), None),
        ("businesses", reverse("desk:businesses"), None),
        ("rights", reverse("desk:rights"), None),
        ("deadlines", reverse("desk:deadlines"), None),
        ("programmes", reverse("desk:programmes"), None),
        ("places", reverse("desk:programme-places", args=[programme.public_id]), None),
        ("figures of the office", reverse("desk:figures"), None),
        ("public figures", reverse("portal:figures"), None),
    ]


def opened(client: Client, path: str, form: dict[str, str] | None) -> Any:
    """The page, which must have come."""
    answer = client.get(path) if form is None else client.post(path, form)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer


def queries(client: Client, path: str, form: dict[str, str] | None) -> list[str]:
    """What opening it asks the database."""
    opened(client, path, form)
    with CaptureQueriesContext(connection) as asked:
        opened(client, path, form)
    return [query["sql"] for query in asked]


def _calls(client: Client, path: str, form: dict[str, str] | None) -> int:
    profiler = cProfile.Profile()
    profiler.enable()
    opened(client, path, form)
    profiler.disable()
    return int(pstats.Stats(profiler).total_calls)  # type: ignore[attr-defined]


def main() -> None:
    """Fill, open, print a table for the docs."""
    from django.core.management import call_command  # noqa: PLC0415 - after the settings

    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("count", nargs="?", type=int, default=60_000)
    words.add_argument("--slow", action="store_true", help="tell the slowest query of each page")
    asked = words.parse_args()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    office = make.make_issuing_office(region="36.71")
    programme = make.make_programme(office=office, quota=1_000)
    chance = random.Random(2020)
    fill(office, programme, chance.choices([*STANDING], [*STANDING.values()], k=asked.count))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = make.officer_client(Role.VERIFIER, office)
    print("| page | queries | kB | function calls | CPU ms p50 | p95 |\n| --- |" + " ---: |" * 5)
    for name, path, form in pages(programme):
        asked_for = len(queries(client, path, form))
        times = []
        for _again in range(TIMES):
            began = time.process_time()
            answer = opened(client, path, form)
            times.append(1000 * (time.process_time() - began))
        times.sort()
        size = len(answer.content) / 1000
        calls = _calls(client, path, form)
        print(
            f"| {name} | {asked_for} | {size:.1f} | {calls:,} | {times[TIMES // 2]:.0f}"
            f" | {times[-2]:.0f} |",
            flush=True,
        )
        if asked.slow:
            _tell_slowest(client, path, form)


def _tell_slowest(client: Client, path: str, form: dict[str, str] | None) -> None:
    taken: list[tuple[float, str]] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.process_time()
        try:
            return execute(sql, params, many, context)
        finally:
            taken.append((1000 * (time.process_time() - began), sql))

    with connection.execute_wrapper(watch):
        opened(client, path, form)
    taken.sort(reverse=True)
    for spent, sql in taken[:2]:
        print(f"    {spent:.0f} ms  {sql[:100]} … {sql[-300:]}", flush=True)


if __name__ == "__main__":
    main()
