"""``python -m tests.rush``: a crowd on loopback against a real server, and what came of it.

Makes a throw-away house (SQLite, or with ``--postgres`` a server of its own that keeps what it
confirms), opens a queue, lets the drawn crowd come, and compares three accounts: what each browser
was told, what it is shown afterwards, and what the database holds. Ends with 1 when they differ.
With ``--checks 5`` a second crowd comes while five name checks a second are sent (L-7): they may be
told to wait, and must not delay the forms by more than a fifth.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.house.test_script import load
from tests.rush.browsing import LOST, Browser
from tests.rush.checking import Checks, check_names
from tests.rush.crowd import BOT, Person, crowd
from tests.rush.house import ROOT, House, leave_nothing_behind

# The most by which name checks may delay the forms' p95 (L-7).
MOST_DELAY = 0.20


async def come_all(
    people: list[Person], port: int, path: str, checks_per_second: float = 0.0
) -> tuple[float, Checks]:
    """Everybody at the own moment; how late the latest of them was let loose, and the name checks
    that were sent meanwhile."""
    is_over, checking = asyncio.Event(), None
    if checks_per_second:
        checking = asyncio.create_task(check_names(port, checks_per_second, is_over))
    start, late, tasks = time.monotonic(), 0.0, []
    for person in people:
        await asyncio.sleep(max(0.0, start + person.at - time.monotonic()))
        late = max(late, time.monotonic() - start - person.at)
        tasks.append(asyncio.create_task(Browser(person, port, path).come()))
    await asyncio.gather(*tasks)
    is_over.set()
    return late, await checking if checking is not None else Checks()


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
    first = [p for p in people if p.journal and BOT not in p.kinds]
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
        "people without place or number after 10 s": sum(p.shown_after() > 10 for p in first),
        "a person's whole visit p50 p95 p99": [
            round(share(waits, part), 3) for part in (0.5, 0.95, 0.99)
        ],
    }


def one_run(asked: argparse.Namespace, checks_per_second: float) -> dict[str, Any]:
    """A house of its own, one crowd, and the report about it."""
    with ExitStack() as open_now:
        folder = open_now.enter_context(tempfile.TemporaryDirectory(prefix="rush-"))
        script = load(ROOT / "sentraki")
        database = (
            open_now.enter_context(script.throwaway_postgres(keeps=True)) if asked.postgres else ""
        )
        house = House(Path(folder), asked.quota, database)
        open_now.callback(house.close)
        people = crowd(asked.people, asked.per_second, asked.seed)
        house.open()
        load_before, own, cpu = os.getloadavg()[0], time.process_time(), house.cpu()
        began = time.monotonic()
        late, checks = asyncio.run(come_all(people, house.port, house.path, checks_per_second))
        took, own = time.monotonic() - began, time.process_time() - own
        cpu = house.cpu() - cpu
        house.end()
        account = house.account()
    report = compare(people, account, asked.quota)
    sends = sum(row[1] == 302 for p in people for row in p.journal)
    answers = checks.statuses()
    report["faults"] |= {
        "name checks answered with 500 and above": sum(
            count for status, count in answers.items() if int(status) >= 500
        ),
        "name checks neither answered nor told to wait": sum(
            count for status, count in answers.items() if status not in ("200", "429")
        ),
        "name checks were asked for and none was sent": int(checks_per_second > 0 and not answers),
    }
    return report | {
        "database": "PostgreSQL" if database else "SQLite",
        "name checks a second": checks_per_second,
        "name checks by answer": answers,
        "seconds from first to last": round(took, 1),
        "latest start of a person": round(late, 3),
        "forms taken in a second": round(sends / took, 1),
        "CPU seconds of server and worker": round(cpu, 1),
        "CPU seconds of the crowd": round(own, 1),
        "load before and after": [round(load_before, 1), round(os.getloadavg()[0], 1)],
        "problems": account["problems"],
    }


def main() -> int:
    """One run, printed as JSON; with ``--checks`` a second one beside name checks."""
    words = argparse.ArgumentParser(prog="python -m tests.rush", description=__doc__)
    words.add_argument("--people", type=int, default=12_000)
    words.add_argument("--per-second", type=float, default=200.0)
    words.add_argument("--quota", type=int, default=1_000)
    words.add_argument("--seed", type=int, default=2020)
    words.add_argument("--postgres", action="store_true")
    words.add_argument("--checks", type=float, default=0.0, metavar="A_SECOND")
    asked = words.parse_args()
    leave_nothing_behind()
    reports = [one_run(asked, rate) for rate in ((0.0, asked.checks) if asked.checks else (0.0,))]
    if asked.checks:
        alone, beside = (report["sending p50 p95 p99"][1] for report in reports)
        reports[1]["sending p95 beside name checks / alone"] = round(beside / alone, 2)
        reports[1]["faults"]["name checks delay the forms by more than a fifth"] = int(
            beside > (1 + MOST_DELAY) * alone
        )
    for report in reports:
        print(json.dumps(report, indent=1))
    return int(any(any(report["faults"].values()) for report in reports))


if __name__ == "__main__":
    sys.exit(main())
