"""Story S3 in Chromium: 1,750 earlier cases come in, and every figure about them stands up."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.management import call_command
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page
from pypdf import PdfReader
from tests import factories as make

from sentraki.cases.models import Place, Programme
from sentraki.cases.selectors.reaching import lacking
from sentraki.cases.services.reference import load_reference
from sentraki.desk.past_register import HEADINGS, PRINTED, QUOTAS, rows
from sentraki.kernel.sheets import write_csv
from sentraki.ledger.models import Message
from sentraki.offices.models import Office
from sentraki.offices.services.setup import load_regions
from sentraki.parties.models import Business, ImportBatch
from sentraki.parties.selectors.imports import totals

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RUN_AXE = """() => axe.run(document, {resultTypes: ['violations']}).then(found =>
  found.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html).join(' | ')))"""
WIDTHS = (1280, 360)


@pytest.fixture
def office() -> Office:
    """Tangerang with its three programmes and the quotas that were published."""
    load_regions()
    load_reference()
    office = make.make_office(region="36.71", slug="tangerang", takes_applications=True)
    for year in PRINTED:
        make.make_programme(office=office, year=year, quota=QUOTAS[year], name="Merek gratis")
    return office


def look(page: Page, name: str, folder: Path, wrong: list[str]) -> None:
    """Two pictures; what axe says, and whether the page is wider than the screen."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.screenshot(path=folder / f"angka-{name}-{width}.png", full_page=True)
        page.evaluate(AXE)
        wrong += [f"{name} {width}: {found}" for found in page.evaluate(RUN_AXE)]
        if page.evaluate("() => document.documentElement.scrollWidth > innerWidth"):
            wrong.append(f"{name} {width}: scrolls sideways")
    page.set_viewport_size({"width": 1280, "height": 800})


def browser_of(browser: Browser, site: str, office: Office) -> Page:
    """A verifier's browser, logged in with both factors."""
    client = make.officer_client(office=office)
    context = browser.new_context(locale="id-ID")
    context.set_default_timeout(180_000)
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
    return context.new_page()


def brought(page: Page, site: str, path: Path) -> ImportBatch:
    page.goto(f"{site}/kantor/impor/baru/")
    page.check("input[name=kind][value=case]")
    page.set_input_files("input[type=file]", path)
    press(page, "main form button[type=submit]")
    return ImportBatch.unscoped.get(public_id=page.url.rstrip("/").rpartition("/")[2])


def press(page: Page, what: str) -> None:
    with page.expect_navigation():
        page.click(what)


def sheet_of(folder: Path, cells: list[tuple[str, ...]]) -> Path:
    path = folder / "register-2020-2022.csv"
    path.write_bytes(write_csv(HEADINGS, cells))
    return path


def test_the_invented_register_has_the_published_shape(db: Any) -> None:
    load_regions()
    cells = list(rows("36.71"))
    first = [row for row in cells if row[0] == "2020"]

    assert len(cells) == 1_750
    assert [sum(row[0] == str(year) for row in cells) for year in PRINTED] == [1_000, 500, 250]
    assert len({row[9] for row in cells}) == 13
    assert len({(row[9], row[10]) for row in cells}) == 104
    assert sum(row[12] == "belum lengkap" for row in first) == 500
    assert all(row[4].startswith("99") for row in cells)
    assert cells == list(rows("36.71"))
    assert [sum(QUOTAS[y] for y in QUOTAS if y <= end) for end in (2022, 2023, 2024)] == [
        1_750,
        2_300,
        3_020,
    ]


def test_three_years_come_in_and_every_figure_stands_up(
    browser, live_server, office, tmp_path, artefacts, settings
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    wrong: list[str] = []
    site, page = live_server.url, browser_of(browser, live_server.url, office)

    cells = list(rows("36.71"))
    batch = brought(page, site, sheet_of(tmp_path, cells))
    assert totals(batch).created == totals(batch).rows == 1_750
    press(page, "a[href$='/terapkan/']")
    press(page, "main form button[name=confirmed]")
    call_command("db_worker", batch=True, startup_delay=False, interval=0.1, verbosity=0)
    batch.refresh_from_db()
    assert batch.state == "applied"
    assert totals(batch).created == 1_750
    assert Business.unscoped.values("district_code").distinct().count() == 13
    assert Business.unscoped.values("village_code").distinct().count() == 104

    beyond = [
        (*cells[-1][:1], "Merek Ke 251", *cells[-1][2:3], "Orang Ke 251", "", *cells[-1][5:12])
    ]
    beyond = [(*row, "belum lengkap", *[""] * 6) for row in beyond]
    late = brought(page, site, sheet_of(tmp_path, beyond))
    assert totals(late).rejected == 1
    assert "250 tempat, dan semuanya sudah terisi" in page.content()
    assert Place.objects.filter(programme__in=Programme.unscoped.filter(year=2022)).count() == 250

    everybody_is_told(page, site, artefacts, wrong)
    page.goto(f"{site}/kantor/angka/")
    assert "1.750" in page.inner_text("main")
    look(page, "kantor", artefacts, wrong)
    page.fill("input[name=title]", "Tiga tahun pertama")
    press(page, "main form button[type=submit]")
    press(page, "main a:has-text('Tiga tahun pertama')")
    assert "masih sama seperti semula" in page.inner_text("main")
    look(page, "beku-kantor", artefacts, wrong)
    page.goto(f"{site}/kantor/angka/arti/difasilitasi/?tahun=2020")
    assert "1.000" in page.inner_text("h1")
    look(page, "berkas", artefacts, wrong)
    page.goto(f"{site}/kantor/angka/arti/belum-diajukan/?tahun=2020")
    assert page.inner_text("h1").endswith("500")

    call_command("load_ranking", configured.DATA / "demo" / "ranking.csv", verbosity=0)
    public_pages(page, site, artefacts, wrong)
    the_award_letter_has_them(page, site, artefacts)
    assert wrong == []


def the_award_letter_has_them(page: Page, site: str, folder: Path) -> None:
    """What goes with the letter for the award: the four figures, their meaning, and the rank."""
    for name in ("laporan.pdf", "laporan.xlsx"):
        answer = page.request.get(f"{site}/kantor/angka/{name}")
        assert answer.status == 200
        (folder / f"angka-{name}").write_bytes(answer.body())
    pages = PdfReader(folder / "angka-laporan.pdf").pages
    paper = " ".join(" ".join(one.extract_text() for one in pages).split())
    assert "peringkat 1 di provinsinya dan peringkat 4 dalam tabel" in paper
    assert "1.750" in paper
    sheet = load_workbook(folder / "angka-laporan.xlsx").active
    cells = {row[0].value: row for row in sheet.iter_rows() if not row[1].value}
    assert cells["Difasilitasi"][2].value == 1_750
    four = [cells[name][2].value for name in ("Difasilitasi", "Diajukan", "Terdaftar", "Ditolak")]
    assert four[0] > four[1] > four[2] > four[3] > 0
    assert all(cells[name][6].value for name in ("Difasilitasi", "Terdaftar"))


def everybody_is_told(page: Page, site: str, folder: Path, wrong: list[str]) -> None:
    """Half of 2020 is incomplete: one press writes to all five hundred exactly what each lacks."""
    first_year = Programme.unscoped.get(year=2020)
    page.goto(f"{site}/kantor/program/{first_year.public_id}/kurang/")
    assert "500 berkas kekurangan dokumen" in page.inner_text("main")
    look(page, "kurang", folder, wrong)
    press(page, "main form button[type=submit]")
    told = Message.unscoped.filter(slug="case-missing")
    lines = {f"cases.case:{one.case.pk}": one.items() for one in lacking(make.SYSTEM, first_year)}
    assert told.count() == len(lines) == 500
    assert {row.on_ref: row.fields["items"] for row in told} == lines
    assert all(lines.values())


def public_pages(page: Page, site: str, folder: Path, wrong: list[str]) -> None:
    """What anybody reads; the four figures, the way down to rows, the rank with its method."""
    page.goto(f"{site}/angka/")
    text = page.inner_text("main")
    assert "1.750" in text
    assert re.search(r"2\.300 UKM.*\s1\.750\s+550\s", text)
    look(page, "umum", folder, wrong)
    for name, path in (
        ("arti", "arti/terdaftar/?menurut=kecamatan"),
        ("biaya", "biaya/"),
        ("pers", "pers/"),
        ("antrean", "antrean-tahun/"),
    ):
        page.goto(f"{site}/angka/{path}")
        look(page, name, folder, wrong)
    rows_behind = page.request.get(f"{site}/angka/baris.csv?menurut=kecamatan").text()
    assert len(rows_behind.strip().splitlines()) == 1_751
    page.goto(f"{site}/angka/peringkat/")
    assert "peringkat 1 di provinsinya dan peringkat 4 dalam tabel" in page.inner_text("main")
    assert "Tempat yang difasilitasi dalam periode itu" in page.inner_text("main")
    look(page, "peringkat", folder, wrong)
