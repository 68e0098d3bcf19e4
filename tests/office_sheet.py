"""``python -m tests.office_sheet``: what a regency's enumeration of 12,661 rows costs.

Reads, imports and takes back the whole sheet in a database of its own, and prints it.
"""

import os
import resource
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory


def main() -> int:
    """The whole way of the sheet, with CPU time and memory of each step."""
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases  # noqa: PLC0415, I001
    from django.db import transaction  # noqa: PLC0415
    from tests import factories as make  # noqa: PLC0415

    from sentraki.desk.enumeration import HEADINGS, rows  # noqa: PLC0415
    from sentraki.insight.office_list import own_backlog  # noqa: PLC0415
    from sentraki.kernel.sheets import write_xlsx  # noqa: PLC0415
    from sentraki.parties.models import Business  # noqa: PLC0415
    from sentraki.parties.selectors.imports import totals  # noqa: PLC0415
    from sentraki.parties.services import imports  # noqa: PLC0415

    setup_test_environment()
    made = setup_databases(verbosity=0, interactive=False)
    try:
        with transaction.atomic(), TemporaryDirectory() as folder:
            office = make.make_office(region="35.22")
            names = tuple(f"Kecamatan {word}" for word in ("Satu", "Dua", "Tiga", "Empat"))
            for number, name in enumerate(names, 1):
                make.make_region(f"35.22.{number:02d}", name)
            make.make_programme(office=office, quota=347)
            who = make.make_officer(office)
            path = Path(folder) / "pendataan.xlsx"
            path.write_bytes(write_xlsx(HEADINGS, list(rows(names))))
            clocks = [(time.perf_counter(), time.process_time())]
            batch = imports.preview(
                office=office, viewer=who, path=path, name=path.name, kind="business"
            )
            clocks.append((time.perf_counter(), time.process_time()))
            batch = imports.apply(batch=batch, viewer=who)
            clocks.append((time.perf_counter(), time.process_time()))
            backlog = own_backlog(office, made_year())
            print(f"rows {totals(batch)}, clock {backlog and (backlog.without, backlog.years)}")
            imports.undo(batch=batch, viewer=who)
            clocks.append((time.perf_counter(), time.process_time()))
            print(f"left after undo: {Business.unscoped.count()}")
            for name, one, other in zip(
                ("read", "import", "undo"), clocks, clocks[1:], strict=False
            ):
                print(f"{name}: {other[0] - one[0]:.1f} s, {other[1] - one[1]:.1f} s of CPU")
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
            print(f"memory at most {peak} MB, reading child {child} MB")
            transaction.set_rollback(True)
    finally:
        teardown_databases(made, verbosity=0)
    return 0


def made_year() -> int:
    """The year of the factories' programmes."""
    from sentraki.kernel import clock  # noqa: PLC0415

    return clock.today().year


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sentraki.config.settings.test")
    import django

    django.setup()
    sys.exit(main())
