"""How long one question about a business takes: ``python -m tests.api_identity [HOW MANY]``.

Asks ``POST /api/v1/identitas`` a hundred times in a database of its own, by NIB, with a mark, ten
papers and a difference between them, and prints p50 and p95 and every statement one answer costs:
those that read facts, the counter of the hour, and those of the entry in the log.
"""

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

CALLS = 100


def main(calls: int) -> int:
    """Ask and print."""
    from django.db import connection, transaction  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import (  # noqa: PLC0415
        CaptureQueriesContext,
        setup_databases,
        setup_test_environment,
        teardown_databases,
    )
    from tests import factories as make  # noqa: PLC0415

    from sentraki.kernel.access import Role  # noqa: PLC0415
    from sentraki.offices.agencies import token_for  # noqa: PLC0415
    from sentraki.offices.rules import AgencyKind, AgencyScope  # noqa: PLC0415
    from sentraki.offices.services.agencies import add_agency  # noqa: PLC0415
    from sentraki.parties.rules.permits import PermitKind  # noqa: PLC0415
    from sentraki.parties.services.permits import note_permit  # noqa: PLC0415

    setup_test_environment()
    made = setup_databases(verbosity=0, interactive=False)
    try:
        with transaction.atomic():
            case = make.make_filed().case
            who = make.make_officer(case.office)
            for n in range(10):
                note_permit(
                    business=case.business, viewer=who, kind=PermitKind.PIRT,
                    name=f"Sambal Mak Idjah {n}", number=str(n),
                )  # fmt: skip
            agency, _secret = add_agency(
                viewer=make.make_officer(case.office, Role.ADMIN), office=case.office,
                name="LP3H Uji", kind=AgencyKind.HALAL, scopes=tuple(AgencyScope),
            )  # fmt: skip
            header = {"Authorization": f"Bearer {token_for(agency)}"}
            body = json.dumps({"nib": case.business.nib, "purpose": "Verifikasi halal"})

            def ask() -> None:
                answer = Client().post(
                    "/api/v1/identitas", body, content_type="application/json", headers=header
                )
                assert answer.status_code == 200, answer.content
                assert answer.json()["differences"]

            ask()
            with CaptureQueriesContext(connection) as seen:
                ask()
            kinds = Counter(kind_of(query["sql"]) for query in seen)
            print(f"statements of one answer: {len(seen)}: {dict(kinds)}")
            tell([timed(ask) for _ in range(calls)])
            transaction.set_rollback(True)
    finally:
        teardown_databases(made, verbosity=0)
    return 0


def timed(ask: Callable[[], None]) -> tuple[float, float]:
    """Seconds by the clock and of the processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    ask()
    return time.perf_counter() - wall, time.process_time() - cpu


def tell(took: list[tuple[float, float]]) -> None:
    """Middle and p95 of both."""
    for name, at in (("wall", 0), ("processor", 1)):
        row = sorted(1000 * one[at] for one in took)
        late = row[int(0.95 * len(row))]
        print(f"{name}: p50 {row[len(row) // 2]:.0f} ms, p95 {late:.0f} ms of {len(row)}")


def kind_of(sql: str) -> str:
    """Facts read, the counter of the hour, the entry, or a bracket of the transaction."""
    text = sql.lstrip("( ").upper()
    if text.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")):
        return "transaction"
    if "OFFICES_RATECOUNT" in text:
        return "counter of the hour"
    return (
        "entry in the log"
        if "LEDGER_" in text.split("WHERE")[0]
        and (not text.startswith("SELECT") or 'FROM "LEDGER_' in text)
        else "facts"
    )


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sentraki.config.settings.test")
    import django

    django.setup()
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else CALLS))
