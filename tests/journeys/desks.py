"""Hands for the event desk in Chromium: prepare it, work at it, kill it, look into its folder."""

import contextlib
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.test import Client
from playwright.sync_api import BrowserContext, BrowserType, Page
from playwright.sync_api import Error as Gone
from tests.conftest import CHROMIUM, CHROMIUM_ARGUMENTS
from tests.laptops import person

PIN = "7K3MX-4TPRH"
ADDRESS = "/kantor/meja/"
CORE = "/static/desk/meja/desk.js"
TIMED = """() => {
  const pressed = () => { window.receiptFrom = performance.now(); };
  const seen = () => { window.receiptTook = performance.now() - window.receiptFrom; };
  const receipt = document.getElementById('receipt');
  document.addEventListener('submit', pressed, true);
  new MutationObserver(seen).observe(receipt, {attributeFilter: ['hidden']});
}"""
SHOWN = "() => !document.getElementById('guests').hidden"


@dataclass
class Presses:
    """What a person at the desk had to do for one record."""

    clicks: int = 0
    keys: int = 0


@dataclass
class Desk:
    """One laptop: a Chromium with a profile folder of its own."""

    chromium: BrowserType
    site: str
    folder: Path
    size: tuple[int, int] = (1280, 800)
    wrong: list[str] = field(default_factory=list)
    presses: Presses = field(default_factory=Presses)

    def open(
        self,
        client: Client | None = None,
        hours_ago: float = 0,
        before: Callable[[BrowserContext], None] | None = None,
    ) -> "Desk":
        """Start the browser; with ``client`` the officer is logged in. The page's clock may begin
        ``hours_ago``, so that hours can pass in a test. ``before`` may
        set the context up before the page is opened."""
        self.context: BrowserContext = self.chromium.launch_persistent_context(
            str(self.folder),
            executable_path=CHROMIUM,
            args=CHROMIUM_ARGUMENTS,
            headless=True,
            viewport={"width": self.size[0], "height": self.size[1]},
            locale="id-ID",
            timezone_id="Asia/Jakarta",
        )
        self.context.set_default_timeout(120_000)
        if client is not None:
            cookie = client.cookies["sessionid"].value
            self.context.add_cookies([{"name": "sessionid", "value": cookie, "url": self.site}])
        if before is not None:
            before(self.context)
        if hours_ago:
            self.context.clock.install(time=time.time() - 3600 * hours_ago)
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.goto(self.site + ADDRESS)
        return self

    def prepare(self) -> None:
        """Fetch the package of the only event under the PIN."""
        page = self.page
        page.wait_for_function("() => document.querySelector('#event').options.length > 0")
        page.fill("#pin", PIN)
        page.click("#prepare-form button[type=submit]")
        page.wait_for_function(SHOWN)
        page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")

    def offline(self, is_off: bool) -> None:
        """Pull the plug, or put it back."""
        self.context.set_offline(is_off)

    def show_guests(self) -> None:
        """Back to the list, from wherever the page is."""
        self.page.evaluate("() => document.querySelector('[data-do=next]').click()")
        self.page.wait_for_function(SHOWN)

    def unlock(self) -> None:
        """Open the desk again after a restart."""
        self.page.wait_for_function("() => !document.getElementById('unlock').hidden")
        self.page.fill("#open-pin", PIN)
        self.page.press("#open-pin", "Enter")
        self.page.wait_for_function("() => document.getElementById('unlock').hidden")

    def call(self, what: str, value: Any = None) -> Any:
        """Use the page's own module, the very object its buttons use."""
        text = f"async (given) => {{ const {{ desk }} = await import('{CORE}'); {what} }}"
        return self.page.evaluate(text, value)

    def press(self, key: str, times: int = 1) -> None:
        """Press a key and count it."""
        for _ in range(times):
            self.page.keyboard.press(key)
        self.presses.keys += times

    def type(self, text: str) -> None:
        """Type as a person does and count it."""
        self.page.keyboard.type(text)
        self.presses.keys += len(text)

    def outbox(self) -> list[dict[str, Any]]:
        """The list at the side, as the module tells it."""
        rows: list[dict[str, Any]] = self.call("return desk.outbox")
        return rows

    def kill(self) -> None:
        """End this browser as a dead battery does, by the ids of the processes with its folder."""
        for pid in processes_of(self.folder):
            os.kill(pid, signal.SIGKILL)
        deadline = time.monotonic() + 10
        while processes_of(self.folder) and time.monotonic() < deadline:
            time.sleep(0.05)
        with contextlib.suppress(Gone):
            self.context.close()

    def close(self) -> None:
        """End the browser in an orderly way."""
        self.context.close()


def processes_of(folder: Path) -> list[int]:
    """The browser processes that name ``folder`` as their profile; all of them are ours."""
    mark = f"--user-data-dir={folder}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            if mark in (entry / "cmdline").read_bytes().split(b"\0"):
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def by_keyboard(desk: Desk, n: int) -> None:
    """Find guest ``n`` and register them, with the keyboard only; counts every key."""
    half_typed(desk, n)
    told = person(n)
    desk.type(told["goods"])
    desk.press("Tab", 2)
    desk.type(told["names"][0])
    for _ in range(12):
        desk.press("Tab")
        if desk.page.evaluate("() => document.activeElement.id") == "facilitate":
            break
    desk.press("Space")
    desk.press("Enter")
    desk.page.wait_for_function("() => !document.getElementById('receipt').hidden")


def half_typed(desk: Desk, n: int) -> None:
    """The same up to the address: what a dead battery interrupts. Waits until it is kept."""
    desk.presses = Presses()
    told = person(n)
    desk.show_guests()
    desk.type(f"contoh {n:03d}")
    desk.press("Enter")
    if desk.page.locator("#person").is_hidden():
        desk.page.wait_for_function("() => document.getElementById('find').value === ''")
        desk.type(f"contoh {n:03d}")
        desk.press("Enter")
    desk.page.wait_for_function("() => !document.getElementById('person').hidden")
    desk.type(told["nik"])
    desk.press("Tab", 2)
    desk.press("ArrowDown")
    desk.press("Tab")
    desk.type(told["street"])
    desk.press("Tab")
    desk.page.wait_for_timeout(1_500)


def measure_receipts(desk: Desk) -> None:
    """Let the page note how long it takes from the press to the receipt, in milliseconds."""
    desk.page.evaluate(TIMED)
