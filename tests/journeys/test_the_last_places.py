"""Story S3, fifth step: fifty people knock at one moment for the last ten places.

A real server with its processes and threads, one connection a request; what two of the fifty are
shown is looked at in Chromium, without scripts, at 360 px.
"""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import pytest
from playwright.sync_api import Browser as Chromium
from tests.journeys.looking import faults
from tests.rush.__main__ import come_all, compare
from tests.rush.browsing import Browser
from tests.rush.crowd import Person
from tests.rush.house import House

pytestmark = [pytest.mark.browser, pytest.mark.slow]
QUOTA, LEFT, AT_ONCE = 30, 10, 50
_T = TypeVar("_T")


def beside(story: Coroutine[object, object, _T]) -> _T:
    """Run it in a thread of its own: Chromium's driver has this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, story).result()


def people(first: int, count: int) -> list[Person]:
    return [Person(n, 0.0, frozenset(), f"127.0.7.{n}") for n in range(first, first + count)]


async def kept_by(person: Person, house: House) -> list[dict[str, str]]:
    """Somebody comes with a browser of few words; the cookies it holds afterwards."""
    browser = Browser(person, house.port, house.path)
    await browser.come()
    site = f"http://127.0.0.1:{house.port}"
    return [{"name": name, "value": value, "url": site} for name, value in browser.cookies.items()]


def test_fifty_knock_at_one_moment_for_the_last_ten_places_and_ten_are_given(
    browser: Chromium, tmp_path: Path, artefacts: Path
) -> None:
    house = House(tmp_path, QUOTA)
    early, crowd = people(1, QUOTA - LEFT), people(QUOTA - LEFT + 1, AT_ONCE)
    late = people(QUOTA - LEFT + AT_ONCE + 1, 1)
    try:
        house.open()
        in_time = beside(kept_by(early[0], house))
        beside(come_all(early[1:], house.port, house.path))
        beside(come_all(crowd, house.port, house.path))
        too_late = beside(kept_by(late[0], house))
        account = house.account()
        texts, wrong = [], []
        for name, cookies in (("mendapat", in_time), ("menunggu", too_late)):
            context = browser.new_context(
                locale="id-ID", java_script_enabled=False, viewport={"width": 360, "height": 740}
            )
            context.add_cookies(cookies)
            page = context.new_page()
            page.goto(f"http://127.0.0.1:{house.port}{house.path}")
            page.screenshot(path=artefacts / f"antre-{name}-360.png", full_page=True)
            wrong += faults(page, axe=False)
            texts.append(page.inner_text("main"))
    finally:
        house.close()

    report = compare(early + crowd + late, account, QUOTA)
    assert {name: n for name, n in report["faults"].items() if n} == {}
    got = {arrival for _number, arrival in account["places"] if arrival > QUOTA - LEFT}
    assert len(got) == LEFT
    assert sum(any(row[4] for row in person.journal) for person in crowd) == LEFT
    assert sum(any(row[3] for row in person.journal) for person in crowd) == AT_ONCE
    assert "Tempat nomor" in texts[0]
    assert f"Nomor kedatangan {QUOTA - LEFT + AT_ONCE + 1}" in texts[1]
    assert f"Anda menunggu di nomor {AT_ONCE - LEFT + 1}" in texts[1]
    assert wrong == []
