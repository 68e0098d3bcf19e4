"""Make the pictures of the README anew: `python -m tests.journeys.pictures` (needs Chromium).

They show the demo as it is after `./sentraki run`, photographed from a server of our own.
"""

import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from tests.conftest import CHROMIUM, CHROMIUM_ARGUMENTS
from tests.journeys.server import ROOT, Server, manage, serving

FOLDER = ROOT / "docs" / "pictures"
PHONE, DESK = (360, 740), (1280, 800)
MOST_BYTES = 120_000
VERIFIER = "verifikator@palembang.contoh.test"


def keep(tab: Page, name: str) -> None:
    """One screenful, as a PNG with few colours so that it stays small."""
    with Image.open(BytesIO(tab.screenshot())) as shot:
        shot.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(
            FOLDER / name, optimize=True
        )
    size = (FOLDER / name).stat().st_size
    if size > MOST_BYTES:
        raise SystemExit(f"{name} has {size} bytes; {MOST_BYTES} are allowed")
    print(f"{name}: {size} bytes")


def tab_of(browser: Browser, size: tuple[int, int]) -> Page:
    """A fresh browser of this size."""
    view = ViewportSize(width=size[0], height=size[1])
    return browser.new_context(viewport=view, locale="id-ID", reduced_motion="reduce").new_page()


def of_citizens(browser: Browser, server: Server) -> None:
    """Front page, an explained name check, a green seal."""
    tab = tab_of(browser, PHONE)
    tab.goto(f"{server.url}/di/palembang/")
    keep(tab, "beranda-360.png")
    tab.goto(f"{server.url}/cek-nama/")
    tab.fill("[name=name_1]", "Pempek Cek Nona")
    tab.fill("[name=name_2]", "Pempek Kenari Biru")
    tab.fill("[name=goods]", "pempek ikan")
    tab.locator("form:has([name=name_1]) button[type=submit]").first.click()
    tab.locator(".ki-result").last.locator("summary").click()
    tab.mouse.move(0, 0)
    tab.evaluate("() => document.querySelector('.ki-result:last-of-type').scrollIntoView()")
    keep(tab, "hasil-360.png")
    tab.goto(f"{server.url}/daftar/")
    tab.locator("main table a[href*='/verifikasi/']").first.click()
    keep(tab, "stempel-360.png")


def of_officers(browser: Browser, server: Server) -> None:
    """Today, and the page of one file."""
    tab = tab_of(browser, DESK)
    tab.goto(f"{server.url}/akun/masuk/")
    tab.fill("[name=login]", VERIFIER)
    tab.fill("[name=password]", server.password)
    tab.locator("form:has([name=password]) button[type=submit]").first.click()
    tab.fill("[name=code]", server.code_of(VERIFIER))
    tab.locator("form:has([name=code]) button[type=submit]").first.click()
    tab.goto(f"{server.url}/kantor/")
    keep(tab, "hari-ini-1280.png")
    tab.locator("main a[href^='/kantor/berkas/']:has-text('Siti')").first.click()
    keep(tab, "berkas-1280.png")


def main() -> None:
    """Prepare, serve, photograph."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        prepared = Path(folder) / "prepared"
        manage(prepared, "prepare", "--demo")
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, headless=True, args=CHROMIUM_ARGUMENTS
        )
        with serving(prepared, Path(folder) / "var") as server:
            of_citizens(browser, server)
            of_officers(browser, server)
        browser.close()


if __name__ == "__main__":
    main()
