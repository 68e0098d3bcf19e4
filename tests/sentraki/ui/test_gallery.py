"""The whole gallery in a real browser: axe, widths, the policy, the scripts."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.test import override_settings
from tests.sentraki.ui import urls

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
AXE = (Path(__file__).parents[2] / "vendor/axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = ["public/", "desk/", *(f"seal/?state={s}" for s in ("registered", "applied", "void", "x"))]


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The gallery on a free port, with the house's own headers."""
    middleware = [
        "sentraki.config.middleware.SecurityHeaders",
        "django.middleware.csrf.CsrfViewMiddleware",
    ]
    with override_settings(
        ROOT_URLCONF="tests.sentraki.ui.urls", MIDDLEWARE=middleware, DEBUG=True
    ):
        handler = StaticFilesHandler(get_wsgi_application())
        server = make_server("127.0.0.1", 0, handler, handler_class=Quiet)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/komponen/"
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def page(browser: "Browser") -> "Iterator[Page]":
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="id-ID")
    yield context.new_page()
    context.close()


def until(page: "Page", expression: str) -> None:
    """Wait up to five seconds; Playwright's own waiting needs eval, which the policy forbids."""
    for _ in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never true: {expression}")


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing(browser: "Browser", site: str, address: str):
    for width in (360, 1280):
        context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
        page = context.new_page()
        answer = page.goto(site + address)
        assert answer is not None
        assert answer.ok
        page.add_script_tag(content=AXE)
        result = page.evaluate("tags => axe.run({runOnly: tags})", TAGS)
        context.close()
        assert len(result["passes"]) > 15
        assert [rule["id"] for rule in result["violations"]] == []


@pytest.mark.parametrize("address", PAGES)
def test_nothing_scrolls_sideways_and_the_policy_is_kept(page: "Page", site: str, address: str):
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for width in (320, 360, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        page.goto(site + address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert said == []


def test_targets_are_large_enough_for_a_thumb(page: "Page", site: str):
    page.goto(site + "public/")
    heights = page.eval_on_selector_all(
        ".btn:not([hidden]), .form-control, .form-select, summary, .ki-choice",
        "all => all.map(one => one.getBoundingClientRect().height).filter(Boolean)",
    )
    assert len(heights) > 20
    assert min(heights) >= 44


def test_a_draft_is_saved_while_typing_and_says_when(page: "Page", site: str):
    urls.received.clear()
    page.goto(site + "public/")
    page.fill("#town", "Jakabaring")
    until(page, "document.querySelector('[data-autosave-text]').textContent.includes('10.42 WIB')")
    assert urls.received[-1]["town"] == "Jakabaring"
    assert urls.received[-1]["autosave"] == "1"


def test_offline_copies_hold_no_secret_field_and_vanish_when_sent(page: "Page", site: str):
    page.goto(site + "public/")
    page.context.set_offline(True)
    page.fill("#id_name", "Rahasia Dapur")
    page.fill("#town", "Plaju")
    until(page, "localStorage.getItem('draft:/simpan/')")
    kept = page.evaluate("localStorage.getItem('draft:/simpan/')")
    assert "Plaju" in kept
    assert "Rahasia" not in kept
    page.context.set_offline(False)
    until(page, "!localStorage.getItem('draft:/simpan/')")


def test_a_file_arrives_in_pieces_and_whole(page: "Page", site: str, tmp_path: Path):
    urls.pieces.clear()
    content = bytes(range(256)) * 2400
    (tmp_path / "surat.pdf").write_bytes(content)
    page.goto(site + "public/")
    page.set_input_files("#sp_file", tmp_path / "surat.pdf")
    until(page, "document.querySelector('[data-upload-part]')?.value === 100")
    assert list(urls.pieces.values()) == [content]


def test_a_large_photo_is_shrunk_before_it_leaves(page: "Page", site: str, tmp_path: Path):
    from PIL import Image  # noqa: PLC0415 - only this test paints

    urls.pieces.clear()
    Image.effect_noise((3000, 2000), 80).convert("RGB").save(tmp_path / "ktp.png")
    page.goto(site + "public/")
    page.set_input_files("#ktp", tmp_path / "ktp.png")
    until(page, "document.querySelector('[data-upload-part]')?.value === 100")
    (tmp_path / "sent.jpg").write_bytes(next(iter(urls.pieces.values())))
    with Image.open(tmp_path / "sent.jpg") as sent:
        assert (sent.format, sent.size) == ("JPEG", (1600, 1067))


def test_a_drawn_signature_becomes_the_file_and_can_be_cleared(page: "Page", site: str):
    page.goto(site + "public/")
    box = page.locator(".ki-sign canvas")
    box.scroll_into_view_if_needed()
    place = box.bounding_box()
    assert place is not None
    page.mouse.move(place["x"] + 20, place["y"] + 40)
    page.mouse.down()
    page.mouse.move(place["x"] + 120, place["y"] + 90)
    page.mouse.up()
    until(page, "document.getElementById('tanda_file').files.length === 1")
    page.click("[data-signature-clear]")
    assert page.evaluate("document.getElementById('tanda_file').files.length") == 0


def test_the_officer_table_is_worked_by_keyboard(page: "Page", site: str):
    page.goto(site + "desk/")
    page.focus("[data-table]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press(" ")
    assert page.evaluate("document.querySelectorAll('[name=pick]')[1].checked")
    assert page.text_content("[data-bulk-count]") == "2"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "cari"


def test_focus_goes_to_the_summary_of_errors(page: "Page", site: str):
    page.goto(site + "public/")
    assert page.evaluate("document.activeElement.matches('.alert-danger')")


def test_the_seal_page_is_light_and_has_no_script(page: "Page", site: str):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.resource_type))
    page.goto(site + "seal/?state=registered")
    assert "script" not in asked
    assert page.evaluate("document.querySelectorAll('*').length") < 120
