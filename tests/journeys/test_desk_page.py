"""The desk's page itself: readable in sunlight, for everybody, by keyboard, light, installed."""

import json
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from playwright.sync_api import Browser, BrowserContext
from tests import factories as make
from tests.events import make_event
from tests.journeys.desks import PIN, Desk, by_keyboard
from tests.journeys.looking import IN_SUNLIGHT, faults
from tests.journeys.server import serving
from tests.laptops import person

from sentraki.cases.models import Case, CasePaper
from sentraki.cases.services.reference import load_reference
from sentraki.events.models import Device
from sentraki.events.services import bookings, devices
from sentraki.kernel.access import Role, Viewer
from sentraki.offices.models import Office

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WIDTHS = (1280, 360)
MOST_CODE = 60_000
KEPT = """async () => {
  const names = await caches.keys();
  const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return kept.flat().map((request) => request.url);
}"""
FIVE = ["Sambal Rekaan 7", "Kopi Enak", "Sambal Rekaan 14", "Zumbrevo", "Halal Lezat"]


@dataclass
class Tour:
    """A walk through what the page may show; every stop is looked at in both widths."""

    desk: Desk
    language: str
    folder: Path
    wrong: list[str] = field(default_factory=list)
    stops: list[str] = field(default_factory=list)

    def stop(self, name: str) -> None:
        """Look at the page as it stands now."""
        self.stops.append(name)
        page = self.desk.page
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            shot = f"meja-{name}-{self.language}-{width}.png"
            page.screenshot(path=self.folder / shot, full_page=True)
            told = faults(page, axe=width == 360 or self.language == "id", least=IN_SUNLIGHT)
            self.wrong += [f"{name} {self.language} {width}: {what}" for what in told]
        page.set_viewport_size({"width": 1280, "height": 800})


@pytest.fixture
def office(register: None) -> Office:
    load_reference()
    found = make.make_issuing_office()
    make.make_region("16.71.01", "Ilir Barat Dua")
    make.make_programme(office=found, quota=347)
    event = make_event(office=found, title="Merek kolektif dan pendaftaran di tempat")
    for n in range(14):
        bookings.book(event=event, viewer=Viewer.public(), name=f"Tamu Contoh {n:03d}",
                      phone=f"0812400{n:05d}", community="CEC")  # fmt: skip
    return found


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_state_is_readable_in_sunlight_and_for_everybody(
    browser: Browser, live_server, office: Office, tmp_path: Path, artefacts: Path, language: str
) -> None:
    desk = Desk(browser.browser_type, live_server.url, tmp_path / "laptop")
    desk.open(make.officer_client(Role.INTAKE, office), hours_ago=0.01)
    tour = Tour(desk, language, artefacts)
    try:
        if language == "en":
            desk.page.click("a[hreflang=en]")
            desk.page.wait_for_function("() => document.documentElement.lang === 'en'")
        prepared(tour)
        people(tour)
        sent(tour)
        locked(tour)
        ended(tour)
    finally:
        desk.close()
    assert not tour.wrong, "\n".join(tour.wrong)
    assert desk.wrong == []
    assert len(tour.stops) == 15


def prepared(tour: Tour) -> None:
    """Before the event: the choice of event and PIN, a PIN that is too short, the guest list."""
    page = tour.desk.page
    page.wait_for_function("() => document.querySelector('#event').options.length > 0")
    tour.stop("siapkan")
    page.fill("#pin", "1234")
    page.press("#pin", "Enter")
    tour.stop("pin-pendek")
    tour.desk.prepare()
    tour.stop("tamu")
    page.fill("#find", "contoh 003")
    page.press("#find", "Enter")
    page.wait_for_function("() => document.querySelector('#find').value === ''")
    page.fill("#find", "tidak ada orang ini")
    tour.stop("tamu-tak-ada")


def people(tour: Tour) -> None:
    """One person: nothing filled in, five names ranked with label and signature, the receipt."""
    desk, page = tour.desk, tour.desk.page
    page.click("[data-do=walk-in]")
    page.press("#owner_name", "Enter")
    tour.stop("kurang")
    told = person(1)
    for name in ("owner_name", "nik", "phone", "street", "goods"):
        page.fill(f"#{name}", told[name])
    page.select_option("#district_code", index=1)
    page.select_option("#nice_class", "30")
    for n, name in enumerate(FIVE, 1):
        page.fill(f"#name{n}", name)
    page.wait_for_function("() => document.querySelector('#choice').textContent")
    page.set_input_files(
        "#label", {"name": "etiket.jpg", "mimeType": "image/jpeg", "buffer": make.make_picture()}
    )
    page.wait_for_function("() => document.querySelector('#label-note').textContent")
    signed(desk)
    tour.stop("nama-diurut")
    desk.offline(True)
    page.check("#facilitate")
    page.click("#person-form [type=submit]")
    page.wait_for_function("() => !document.getElementById('receipt').hidden")
    tour.stop("bukti")
    page.click("[data-do=next]")
    page.evaluate("() => dispatchEvent(new Event('offline'))")
    tour.stop("luring")
    page.click("[data-do=finish]")
    tour.stop("belum-terkirim")


def signed(desk: Desk) -> None:
    """A stroke with the mouse, as with a finger."""
    pad = desk.page.locator("#sign")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    mouse = desk.page.mouse
    mouse.move(box["x"] + 20, box["y"] + 40)
    mouse.down()
    for n in range(12):
        mouse.move(box["x"] + 20 + 15 * n, box["y"] + 40 + 25 * (n % 2))
    mouse.up()


def sent(tour: Tour) -> None:
    """The line is back: one record is worked in, one is a question, one came with a place."""
    desk, page = tour.desk, tour.desk.page
    desk.call("await desk.register(given)", {**person(1), "visit": ""})
    desk.call("await desk.register(given)", {**person(2), "visit": ""})
    desk.offline(False)
    page.locator("#outbox-title").scroll_into_view_if_needed()
    page.click("aside [data-do=send]")
    page.wait_for_function("() => document.querySelectorAll('#outbox .is-action').length === 1")
    page.wait_for_function("() => document.querySelectorAll('#outbox .is-done').length === 2")
    tour.stop("terkirim")
    case = Case.unscoped.order_by("pk")[0]
    given = set(CasePaper.objects.filter(case=case).values_list("requirement", flat=True))
    assert {"label", "signature"} <= given


def locked(tour: Tour) -> None:
    """After a restart: the PIN is asked, a wrong one is told, five of them make one wait."""
    page = tour.desk.page
    page.reload()
    page.wait_for_function("() => !document.getElementById('unlock').hidden")
    tour.stop("terkunci")
    page.click("#unlock summary")
    for n in range(5):
        page.fill("#open-pin", f"SALAH-{n}234")
        page.press("#open-pin", "Enter")
        page.wait_for_function("() => document.querySelector('#unlock .invalid-feedback')")
        page.evaluate("() => document.querySelector('#unlock .invalid-feedback').remove()")
    page.fill("#open-pin", PIN)
    page.press("#open-pin", "Enter")
    page.wait_for_function("() => document.querySelector('#unlock .invalid-feedback')")
    tour.stop("pin-salah")
    page.clock.fast_forward("00:01:00")
    tour.desk.unlock()


def ended(tour: Tour) -> None:
    """A second window, a revoked laptop, a day later."""
    desk, page = tour.desk, tour.desk.page
    other = desk.context.new_page()
    other.goto(page.url)
    other.wait_for_function("() => !document.querySelector('#elsewhere').hidden")
    desk.page = other
    tour.stop("jendela-kedua")
    other.close()
    desk.page = page
    device = Device.unscoped.select_related("event__office").get()
    devices.revoke(device=device, viewer=make.make_officer(device.event.office))
    desk.call("await desk.register(given)", {**person(3), "visit": ""})
    page.click("aside [data-do=send]")
    page.wait_for_function("() => document.querySelector('#said').textContent.length > 40")
    tour.stop("dicabut")
    page.clock.fast_forward("25:00:00")
    page.wait_for_function(
        "() => import('/static/desk/meja/desk.js').then(m => m.desk.package.expired)"
    )
    tour.stop("sehari-kemudian")


class Keys:
    """Somebody without a mouse: Tab until the thing has the focus, and the ring is seen."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.page = desk, desk.page
        self.unseen: list[str] = []

    def reach(self, where: str) -> None:
        """Tab to the element ``where`` (a selector); fails when the keyboard never gets there."""
        for _ in range(60):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("(where) => document.activeElement.matches(where)", where):
                style = "() => getComputedStyle(document.activeElement).outlineStyle"
                if self.page.evaluate(style) == "none":
                    self.unseen.append(where)
                return
        raise AssertionError(f"the keyboard does not reach {where}")

    def write(self, where: str, text: str) -> None:
        """Reach a field and type over what stands there."""
        self.reach(where)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def press(self, where: str, key: str = "Enter") -> None:
        """Reach a button and press it."""
        self.reach(where)
        self.page.keyboard.press(key)


def test_the_whole_morning_is_done_by_keyboard(
    browser: Browser, live_server, office: Office, tmp_path: Path
) -> None:
    desk = Desk(browser.browser_type, live_server.url, tmp_path / "laptop", size=(360, 740))
    desk.open(make.officer_client(Role.INTAKE, office))
    page, keys, told = desk.page, Keys(desk), person(5)
    shown = "(id) => !document.getElementById(id).hidden"
    try:
        page.wait_for_function("() => document.querySelector('#event').options.length > 0")
        keys.write("#pin", PIN)
        keys.press("#prepare-form [type=submit]")
        page.wait_for_function(shown, arg="guests")
        keys.press("[aria-label^='Daftarkan merek: Tamu Contoh 002']")
        page.wait_for_function(shown, arg="person")
        page.keyboard.type(told["nik"])
        keys.reach("#district_code")
        page.keyboard.press("ArrowDown")
        keys.write("#street", told["street"])
        keys.write("#goods", told["goods"])
        for n, name in enumerate(FIVE[:2], 1):
            keys.write(f"#name{n}", name)
            page.wait_for_function("(id) => !document.querySelector(id).parentElement.hidden",
                                   arg=f"#name{n + 1}")  # fmt: skip
        keys.reach("#label")
        keys.press("#person summary")
        keys.press("#facilitate", "Space")
        keys.press("#person-form [type=submit]")
        page.wait_for_function(shown, arg="receipt")
        assert "M1-001" in page.inner_text("#receipt-number")
        keys.press("[data-do=next]")
        page.wait_for_function(shown, arg="guests")
        page.wait_for_function("() => document.querySelectorAll('#outbox .is-done').length === 1")
        keys.press("[data-do=finish]")
        page.wait_for_function(shown, arg="prepare")
    finally:
        desk.close()
    assert (keys.unseen, desk.wrong) == ([], [])
    assert Case.unscoped.get().mark_name in FIVE[:2]


def test_chromium_would_install_the_page(
    browser: Browser, live_server, office: Office, tmp_path: Path
) -> None:
    desk = Desk(browser.browser_type, live_server.url, tmp_path / "laptop")
    desk.open(make.officer_client(Role.INTAKE, office))
    try:
        desk.page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
        devtools = desk.context.new_cdp_session(desk.page)
        manifest = devtools.send("Page.getAppManifest")
        errors = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
        desk.offline(True)
        desk.page.reload()
        kept = desk.page.inner_text("h1:visible")
        desk.page.evaluate("() => document.querySelector('link[rel=manifest]').remove()")
        without = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    finally:
        desk.close()
    assert (manifest["errors"], errors) == ([], [])
    assert json.loads(manifest["data"])["start_url"] == "/kantor/meja/"
    assert kept == "Siapkan laptop ini"
    assert without, "Chromium finds no fault in a page without a manifest"


def test_all_that_is_loaded_first_weighs_sixty_kilobytes_at_most(
    browser: Browser, prepared: Path, tmp_path: Path
) -> None:
    with serving(prepared, tmp_path / "var") as server:
        desk = Desk(browser.browser_type, server.url, tmp_path / "laptop")
        seen: list[str] = []

        def before(context: BrowserContext) -> None:
            """Nobody is logged in, so the page is kept from leading to the log-in."""
            context.route("**/siapkan/", lambda route: route.abort())
            context.on("request", lambda request: seen.append(request.url))

        desk.open(before=before)
        try:
            desk.page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
            kept = desk.page.evaluate(KEPT)
        finally:
            desk.close()
        seen = [address for address in seen if "/siapkan/" not in address]
        wanted = sorted({*seen, *kept, server.url + "/kantor/meja/manifes.json"})
        weights = {way: sum(map(weigher(way), wanted)) for way in ("gzip", "br, gzip")}
    print(f"{len(wanted)} files, {weights}")
    assert len(wanted) > 20
    assert weights["br, gzip"] <= MOST_CODE, {one: weigher("br, gzip")(one) for one in wanted}


def weigher(way: str) -> Callable[[str], int]:
    """How many bytes of body an address sends to a browser that takes ``way``."""

    def weigh(address: str) -> int:
        asked = urllib.request.Request(address, headers={"Accept-Encoding": way})
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(asked) as answer:
            return len(answer.read())

    return weigh


def test_the_receipt_prints_on_one_page_without_buttons(
    browser: Browser, live_server, office: Office, tmp_path: Path, artefacts: Path
) -> None:
    desk = Desk(browser.browser_type, live_server.url, tmp_path / "laptop")
    desk.open(make.officer_client(Role.INTAKE, office))
    try:
        desk.prepare()
        by_keyboard(desk, 3)
        printed = artefacts / "meja-bukti.pdf"
        desk.page.pdf(path=printed, prefer_css_page_size=True)
    finally:
        desk.close()
    with pdfium.PdfDocument(printed) as paper:
        words = paper[0].get_textpage().get_text_bounded()
        paper[0].render(scale=1.2).to_pil().save(artefacts / "meja-bukti-cetak.png")
        assert len(paper) == 1
    assert "Nomor sementara M1-001" in words
    assert "Tamu Contoh 003" in words
    assert not {"Cetak", "Orang berikutnya", "Kirim"} & set(words.splitlines())
