"""``python -m tests.import_beside``: how long pages take while a regency's makers are imported.

A house of its own is served as it is deployed. An officer opens four pages in turn, first while the
worker imports the enumeration of 12,661 makers, then as often while nobody does anything else.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from tests.rush.house import ROOT, House, leave_nothing_behind

BRING = """
import django; django.setup()
import sys
from pathlib import Path
from tests import factories as make
from sentraki.desk.enumeration import HEADINGS, rows
from sentraki.kernel.sheets import write_xlsx
from sentraki.offices.models import Office
from sentraki.parties import jobs
from sentraki.parties.services import imports
office = Office.objects.get()
names = ('Satu', 'Dua', 'Tiga', 'Empat')
for number, name in enumerate(names, 1):
    make.make_region(f'{office.region_code}.{number:02d}', f'Kecamatan {name}')
client = make.officer_client(office=office)
who = make.make_officer(office)
path = Path(sys.argv[1])
path.write_bytes(write_xlsx(HEADINGS, list(rows(tuple(f'Kecamatan {n}' for n in names)))))
batch = imports.preview(office=office, viewer=who, path=path, name=path.name, kind='business')
imports.begin(batch=batch, viewer=who)
jobs.carry_on_import.enqueue(batch.pk, who.person_id, office.pk, str(who.role))
print(client.cookies['sessionid'].value)
"""
WAIT = """
import django; django.setup()
import time
from sentraki.parties.models import ImportBatch
while ImportBatch.unscoped.get().state == 'applying':
    time.sleep(1)
"""
PAGES = ("/kantor/", "/kantor/berkas/", "/kantor/usaha/", "/")


def opened(site: str, cookie: str, path: str) -> float:
    """Seconds until the page is whole; raises where it is not what was asked for."""
    ask = urllib.request.Request(site + path, headers={"Cookie": f"sessionid={cookie}"})
    began = time.monotonic()
    with urllib.request.urlopen(ask, timeout=60) as answer:
        answer.read()
        assert answer.url == site + path, answer.url
    return time.monotonic() - began


def main() -> int:
    """One run, printed as JSON."""
    leave_nothing_behind()
    with tempfile.TemporaryDirectory(prefix="beside-") as folder:
        house = House(Path(folder), quota=347)
        try:
            cookie = house.run(BRING, str(Path(folder) / "pendataan.xlsx"))
            house.open()
            site = f"http://localhost:{house.port}"
            for path in PAGES:
                opened(site, cookie, path)
            began, beside = time.monotonic(), []
            asking = subprocess.Popen(
                [sys.executable, "-c", WAIT], cwd=ROOT, env=house.environment()
            )
            while asking.poll() is None:
                beside += [opened(site, cookie, path) for path in PAGES]
            took = time.monotonic() - began
            idle = [opened(site, cookie, path) for _ in range(len(beside) // 4) for path in PAGES]
        finally:
            house.close()
    late = [sorted(times)[int(0.95 * len(times))] for times in (beside, idle)]
    report = {
        "seconds the import took beside the pages": round(took, 1),
        "pages opened in each spell": len(idle),
        "p95 beside and idle, ms": [round(1000 * one) for one in late],
        "times idle": round(late[0] / late[1], 2),
        "load": [round(one, 1) for one in os.getloadavg()],
    }
    print(json.dumps(report, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
