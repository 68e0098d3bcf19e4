"""``python -m tests.rush.kills``: everything is killed with ``kill -9`` while a crowd comes.

After each kill the books are read before anything starts again: whatever a browser was told is
there, nothing is there twice, ``doctor`` and the log's verification find nothing. Then all starts
again, and the browsers, which have been knocking all the time with the same forms, go on. A start
is cold, as on a server, each ``--cold-every``-th time, else forked from a process that has
imported the house: five hundred times within minutes.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.house.test_script import load
from tests.rush.__main__ import compare, share
from tests.rush.browsing import Browser
from tests.rush.crowd import Person, crowd
from tests.rush.house import ROOT, House, leave_nothing_behind

FIRST_PAGE_WITHIN = 5.0


@dataclass
class Killing:
    """What came of the kills: ``wrong`` says what, ``starts`` the seconds to a first page."""

    kills: int = 0
    in_the_middle: int = 0
    wrong: list[str] = field(default_factory=list)
    cold_starts: list[float] = field(default_factory=list)
    warm_starts: list[float] = field(default_factory=list)


def faults_of(account: dict[str, Any], people: list[Person], quota: int) -> list[str]:
    """What the books lack of what the browsers were told, or hold too often; empty is well."""
    arrivals = [arrival for _phone, arrival, _waiting in account["cases"]]
    phones = [phone for phone, _arrival, _waiting in account["cases"]]
    places = [tuple(row) for row in account["places"]]
    acknowledged = {"+62" + p.phone[1:] for p in people if any(row[1] == 302 for row in p.journal)}
    found = {
        "acknowledged and lost": len(acknowledged - set(phones)),
        "a person twice": len(phones) - len(set(phones)),
        "arrival numbers with a gap or a double": int(
            sorted(arrivals) != list(range(1, len(arrivals) + 1))
        ),
        "places not in the order of arrival, given twice, too few or too many": int(
            sorted(places) != [(n, n) for n in range(1, min(quota, len(arrivals)) + 1)]
        ),
        "doctor": sum(len(problems) for problems in account["problems"].values()),
    }
    return [f"{name}: {count}" for name, count in found.items() if count]


async def come_and_be_killed(
    house: House, people: list[Person], quota: int, kills: int, cold_every: int, seed: int
) -> Killing:
    """Kill ``kills`` times while the people come, one after the other for as long as it takes."""
    seen, chance = Killing(), random.Random(seed)
    visits: list[asyncio.Task[None]] = []
    over = asyncio.Event()

    async def stream() -> None:
        start = time.monotonic()
        for person in people:
            await asyncio.sleep(max(0.0, start + person.at - time.monotonic()))
            if over.is_set():
                return
            browser = Browser(person, house.port, house.path, attempts=1_000, pause=0.3)
            visits.append(asyncio.create_task(browser.come()))

    coming = asyncio.create_task(stream())
    for number in range(1, kills + 1):
        await asyncio.sleep(chance.uniform(0.05, 0.6))
        seen.in_the_middle += any(not visit.done() for visit in visits)
        house.end(signal.SIGKILL)
        account = await asyncio.to_thread(house.account)
        seen.wrong += [f"kill {number}: {fault}" for fault in faults_of(account, people, quota)]
        is_warm = cold_every == 0 or number % cold_every != 0
        took = await asyncio.to_thread(lambda warm=is_warm: house.open(is_warm=warm))
        (seen.warm_starts if is_warm else seen.cold_starts).append(took)
        seen.kills = number
    over.set()
    await coming
    await asyncio.gather(*visits)
    return seen


def killed(house: House, *, per_second: float, quota: int, kills: int, cold_every: int, seed: int
           ) -> dict[str, Any]:  # fmt: skip
    """The whole story in ``house``; a report whose ``faults`` are all zero when it ended well."""
    people = crowd(int(per_second * (10 + 20 * kills)), per_second, seed)
    house.open(is_warm=True)
    house.account()
    seen = asyncio.run(come_and_be_killed(house, people, quota, kills, cold_every, seed))
    house.end()
    came = [person for person in people if person.journal]
    report = compare(came, house.account(), quota)
    report["faults"] |= {
        "wrong after a kill": len(seen.wrong),
        "answers of 500 and above": report["faults"]["answers of 500 and above"],
    }
    return report | {
        "kills": seen.kills,
        "kills while somebody waited": seen.in_the_middle,
        "wrong": seen.wrong[:20],
        "cold starts": len(seen.cold_starts),
        "first page after a cold start p50 and most": _two(seen.cold_starts),
        "first page after a warm start p50 and most": _two(seen.warm_starts),
    }


def _two(times: list[float]) -> list[float]:
    return [round(share(times, 0.5), 2), round(max(times, default=0.0), 2)]


def main() -> int:
    """One run, printed as JSON; ends with 1 when anything was wrong."""
    words = argparse.ArgumentParser(prog="python -m tests.rush.kills", description=__doc__)
    words.add_argument("--kills", type=int, default=500)
    words.add_argument("--cold-every", type=int, default=10)
    words.add_argument("--per-second", type=float, default=20.0)
    words.add_argument("--quota", type=int, default=1_000)
    words.add_argument("--seed", type=int, default=2020)
    words.add_argument("--postgres", action="store_true")
    asked = words.parse_args()
    leave_nothing_behind()
    with ExitStack() as open_now:
        folder = open_now.enter_context(tempfile.TemporaryDirectory(prefix="kills-"))
        script = load(ROOT / "sentraki")
        database = (
            open_now.enter_context(script.throwaway_postgres(keeps=True)) if asked.postgres else ""
        )
        house = House(Path(folder), asked.quota, database)
        open_now.callback(house.close)
        report = killed(
            house,
            per_second=asked.per_second,
            quota=asked.quota,
            kills=asked.kills,
            cold_every=asked.cold_every,
            seed=asked.seed,
        )
        report["database"] = "PostgreSQL" if database else "SQLite"
        report["load"] = [round(load, 1) for load in os.getloadavg()]
    print(json.dumps(report, indent=1))
    return int(any(report["faults"].values()))


if __name__ == "__main__":
    sys.exit(main())
