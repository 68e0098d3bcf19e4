"""The answer to a photographed logo in real Chromium: fits, open to all, also without scripts; the
words read in it are compared with one press."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from tests import factories as make
from tests.sentraki.desk.test_pages import AXE, RUN_AXE

from sentraki.screening import inscriptions
from sentraki.screening.galleries import load_demo_labels

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not inscriptions.is_installed(), reason="without the extras"),
]
LABELS = Path(__file__).parents[3] / "data" / "marks" / "labels"


def photograph(folder):
    """The cup of the demo in other colours, small on a packet."""
    packet = Image.new("RGB", (700, 900), (226, 214, 190))
    with Image.open(LABELS / "kopi.png") as opened:
        grey = opened.convert("L").resize((300, 300))
    packet.paste((20, 70, 60), (200, 250), grey.point([255] * 200 + [0] * 56))
    packet.paste((120, 30, 40), (0, 0, 700, 140))
    font = ImageFont.load_default(64.0)
    ImageDraw.Draw(packet).text((350, 690), "KOPI BU TINI", (20, 70, 60), font, anchor="mm")
    packet.save(folder / "foto.jpg")
    return folder / "foto.jpg"


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scripts", [True, False])
def test_the_look_alikes_fit_and_are_open_to_all(
    browser, live_server, settings, tmp_path, artefacts, width, scripts
):
    settings.CORPORA = tmp_path / "corpora"
    load_demo_labels()
    make.make_office(slug="palembang")
    context = browser.new_context(
        viewport={"width": width, "height": 740}, locale="id-ID", java_script_enabled=scripts
    )
    tab = context.new_page()
    tab.goto(f"{live_server.url}/cek-nama/")
    tab.fill("[name=name_1]", "Kopi Musi Rekan")
    tab.fill("[name=goods]", "kopi bubuk dalam kemasan")
    tab.set_input_files("[name=logo]", str(photograph(tmp_path)))
    tab.click("form[action='/cek-nama/'] button[type=submit]")
    section = tab.locator("section[aria-labelledby=logo]")
    said = section.inner_text()
    assert "Kopi Musi Rekaan" in said
    assert "lihat kotak" in said
    if scripts:
        for details in section.locator("details").all():
            details.evaluate("one => one.open = true")
        wide, room = tab.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide <= room
        tab.evaluate(AXE)
        assert tab.evaluate(RUN_AXE) == []
        tab.screenshot(path=artefacts / f"logo-answer-{width}.png", full_page=True)
    assert "Kami membaca: “KOPI BU TINI”" in " ".join(said.split())
    tab.fill("[name=read]", "Kopi Bu Tini Asli")
    section.get_by_role("button", name="Bandingkan juga nama ini").click()
    assert tab.get_by_role("heading", name="Hasil untuk 2 nama").is_visible()
    assert tab.get_by_role("heading", name="Kopi Bu Tini Asli").count() >= 1
    context.close()


def test_a_photograph_too_large_to_send_is_made_small_and_named(browser, live_server, tmp_path):
    make.make_office(slug="palembang")
    sent, large = photograph(tmp_path), tmp_path / "besar.jpg"
    with Image.open(sent) as opened:  # 35 million pixels: more than the server reads
        opened.resize((7000, 5000)).save(large, quality=100)
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="id-ID")
    tab = context.new_page()
    tab.goto(f"{live_server.url}/cek-nama/")
    tab.set_input_files("#id_logo_file", str(sent))
    tab.set_input_files("#id_logo", str(large))
    assert tab.locator("[data-picked]").inner_text() == "Dipilih: besar.jpg"
    assert tab.evaluate("document.querySelector('#id_logo_file').files.length") == 0
    for _ in range(200):
        if tab.evaluate("document.querySelector('#id_logo').files[0].size") < 1_000_000:
            break
        tab.wait_for_timeout(50)
    tab.click("form[action='/cek-nama/'] button[type=submit]")
    assert "1600 × 1143 piksel" in tab.locator("section[aria-labelledby=logo]").inner_text()
    context.close()
