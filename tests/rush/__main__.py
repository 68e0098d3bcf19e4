"""``python -m tests.rush``: a crowd on loopback against a real server, and what came of it.

Makes a throw-away house (SQLite, or PostgreSQL when ``DATABASE_URL`` names an empty database),
opens a queue, lets the drawn crowd come, and compares three accounts: what each browser was told,
what it is shown afterwards, and what the database holds. Ends with 1 when they differ.
"""

import argparse
import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

from tests.rush.browsing import LOST, Browser
from tests.rush.crowd import BOT, Person, crowd

ROOT = Path(__file__).resolve().parents[2]
PREPARE = """
import django; django.setup()
from datetime import date
from django.core.management import call_command
call_command('migrate', verbosity=0); call_command('createcachetable', verbosity=0)
from tests import factories as make
from sentraki.kernel import clock
office = make.make_issuing_office(region='36.71')
row = make.make_programme(office=office, quota={quota}, queue_opens_at=clock.now())
print(row.public_id)
"""
ACCOUNT = """
import django; django.setup()
import json
from sentraki.cases.models import Case, Place
from sentraki.kernel import doctor
cases = Case.unscoped.exclude(arrival_number=None)
places = Place.objects.filter(released_at=None)
print(json.dumps({
    'cases': [[c.phone, c.arrival_number, c.waiting_number] for c in cases],
    'places': list(places.values_list('number', 'case__arrival_number')),
    'problems': {n: f for n, c in doctor.checks().items()
                 if n.startswith(('cases.', 'ledger.')) and (f := c())},
}))
"""


def environment(var: Path, **more: str) -> dict[str, str]:
    """What each child gets."""
    own = {
        "SENTRAKI_VAR": str(var),
        "DJANGO_SETTINGS_MODULE": "tests.rush.settings",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
    }
    return {**os.environ, **own, **more}


def run(var: Path, program: str) -> str:
    """Run a program of ours to its end; its last line."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=environment(var),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    return done.stdout.strip().splitlines()[-1]


def serve(var: Path, port: int) -> "subprocess.Popen[bytes]":
    """gunicorn as it is deployed; waits until it answers."""
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py"]
    command += ["--bind", f"127.0.0.1:{port}"]
    web = subprocess.Popen(
        [*command, "sentraki.config.wsgi:application"],
        cwd=ROOT,
        env=environment(var, SENTRAKI_SITE_URL=f"http://localhost:{port}"),
        stdout=subprocess.DEVNULL,
        stderr=(var / "web.log").open("ab"),
        start_new_session=True,
    )
    for _try in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=5)
        except OSError:
            time.sleep(0.2)
        else:
            return web
    raise SystemExit("the server did not start")


async def come_all(people: list[Person], port: int, path: str) -> float:
    """Everybody at the own moment; returns how late the latest of them was let loose."""
    start, late, tasks = time.monotonic(), 0.0, []
    for person in people:
        await asyncio.sleep(max(0.0, start + person.at - time.monotonic()))
        late = max(late, time.monotonic() - start - person.at)
        tasks.append(asyncio.create_task(Browser(person, port, path).come()))
    await asyncio.gather(*tasks)
    return late


def share(values: list[float], part: float) -> float:
    """The value below which ``part`` of the others lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else 0.0


def compare(people: list[Person], account: dict[str, Any], quota: int) -> dict[str, Any]:
    """Faults by name, each a count that should be 0, and the numbers to be reported."""
    stored = {phone: (arrival, waiting) for phone, arrival, waiting in account["cases"]}
    placed = {arrival: number for number, arrival in account["places"]}
    told = [(p, row) for p in people for row in p.journal if row[3]]
    wrong = sum(
        int(row[3]) != stored.get("+62" + p.phone[1:], (0, 0))[0]
        or (int(row[4]) if row[4] else None) != placed.get(int(row[3]))
        for p, row in told
    )
    acknowledged = [p for p in people if any(row[1] == 302 for row in p.journal)]
    arrivals = sorted(arrival for arrival, _waiting in stored.values())
    first = [p for p in people if p.journal]
    statuses: dict[str, int] = {}
    for person in people:
        for row in person.journal:
            statuses[str(row[1])] = statuses.get(str(row[1]), 0) + 1
    waits = [p.ended - p.began for p in first]
    times = [row[2] for p in people for row in p.journal if BOT not in p.kinds]
    sends = [row[2] for p in people for row in p.journal if row[0] == "send" and row[1] == 302]
    faults = {
        "places missing or too many": abs(len(placed) - min(quota, len(stored))),
        "places given twice": len(account["places"]) - len(placed),
        "places out of the order of arrival": sum(n != a for a, n in placed.items()),
        "arrival numbers with a gap or a double": int(
            arrivals != list(range(1, len(arrivals) + 1))
        ),
        "acknowledged and not stored": sum("+62" + p.phone[1:] not in stored for p in acknowledged),
        "shown otherwise than stored": wrong,
        "answers of 500 and above": sum(n for s, n in statuses.items() if int(s) >= 500),
        "people without a spot": sum(not any(r[3] for r in p.journal) for p in people),
        "doctor's problems": sum(len(found) for found in account["problems"].values()),
    }
    return {
        "faults": faults,
        "statuses": statuses,
        "no answer": statuses.get(str(LOST), 0),
        "people": len(people),
        "stored": len(stored),
        "places": len(placed),
        "requests": sum(statuses.values()),
        "all requests p50 p95 p99": [round(share(times, part), 3) for part in (0.5, 0.95, 0.99)],
        "sending p50 p95 p99": [round(share(sends, part), 3) for part in (0.5, 0.95, 0.99)],
        "a person's whole visit p50 p95 p99": [
            round(share(waits, part), 3) for part in (0.5, 0.95, 0.99)
        ],
    }


def main() -> int:
    """One run, printed as JSON."""
    words = argparse.ArgumentParser(prog="python -m tests.rush", description=__doc__)
    words.add_argument("--people", type=int, default=12_000)
    words.add_argument("--per-second", type=float, default=200.0)
    words.add_argument("--quota", type=int, default=1_000)
    words.add_argument("--seed", type=int, default=2020)
    asked = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="rush-") as folder:
        var = Path(folder)
        path = f"/program/{run(var, PREPARE.format(quota=asked.quota))}/antre/"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        web = serve(var, port)
        people = crowd(asked.people, asked.per_second, asked.seed)
        began = time.monotonic()
        try:
            late = asyncio.run(come_all(people, port, path))
            took = time.monotonic() - began
            account = json.loads(run(var, ACCOUNT))
        finally:
            os.killpg(web.pid, signal.SIGTERM)
            web.wait()
        report = compare(people, account, asked.quota)
        sends = sum(row[1] == 302 for p in people for row in p.journal)
        report |= {
            "seconds from first to last": round(took, 1),
            "latest start of a person": round(late, 3),
            "forms taken in a second": round(sends / took, 1),
            "problems": account["problems"],
        }
    print(json.dumps(report, indent=1))
    return int(any(report["faults"].values()))


if __name__ == "__main__":
    sys.exit(main())
