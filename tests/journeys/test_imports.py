"""Ten genuine spreadsheets go through the importer in Chromium: read, imported, again, undone."""

import gzip
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page
from tests import factories as make

from sentraki.desk.views.imports import INLINE
from sentraki.kernel.access import Viewer
from sentraki.offices.models import Office
from sentraki.offices.services.setup import load_regions
from sentraki.parties.models import Business, ImportBatch, Product
from sentraki.parties.rules.reasons import Level
from sentraki.parties.selectors.imports import Totals, totals
from sentraki.parties.services.businesses import record
from sentraki.parties.services.import_kinds import kind_of
from sentraki.parties.services.import_returns import sentences

pytestmark = [
    pytest.mark.browser,
    pytest.mark.shared,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RUN_AXE = """() => axe.run(document, {resultTypes: ['violations']}).then(found =>
  found.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html).join(' | ')))"""
REFUSED = "Lembar ini berisi jumlah per daerah atau sektor, bukan daftar usaha satu per satu"
# File → the region of the office it was brought to.
SHEETS = {
    "binaan_yayasan_umkm.csv": "35",
    "jabar_jumlah_umkm_kategori.csv.gz": "32",
    "jatim_pendataan_kukm.csv": "35.22",
    "malawele_umkm.csv": "96.01",
    "probolinggo_ikm_ikan.csv": "35.74",
    "provinsi_umkm_pdrb.xlsx": "16.71",
    "sleman_rekap_sektor_2022.csv": "34.04",
    "sumenep_umkm.csv": "35.29",
    "surakarta_umkm.csv.gz": "33.72",
    "survei_ukm_jatim_jateng.csv": "35",
}
AGGREGATES = {
    "jabar_jumlah_umkm_kategori.csv.gz",
    "provinsi_umkm_pdrb.xlsx",
    "sleman_rekap_sektor_2022.csv",
}
# What these offices had recorded before: one business a sheet adds to.
RECORDED = {
    "35.74": {"trade_name": "Mina Kartini", "owner_name": "Pemilik 0"},
    "35.29": {"trade_name": "Bakso Barokah", "owner_name": "Pemilik 72"},
}


@dataclass
class Officer:
    """A verifier in a browser, and what was wrong with the pages."""

    page: Page
    site: str
    office: Office
    folder: Path
    wrong: list[str]

    def bring(self, path: Path) -> ImportBatch:
        """Send a file and arrive at its preview."""
        self.page.goto(f"{self.site}/kantor/impor/")
        self.page.click("a[href='/kantor/impor/baru/']")
        self.page.check("input[name=kind][value=business]")
        self.page.set_input_files("input[type=file]", path)
        self.press("main form button[type=submit]")
        public_id = self.page.url.rstrip("/").rpartition("/")[2]
        return ImportBatch.unscoped.get(public_id=public_id)

    def press(self, what: str) -> None:
        """Press a button and wait for the next page."""
        with self.page.expect_navigation():
            self.page.click(what)
        assert self.page.locator("h1, h2").count()

    def counts(self) -> dict[str, int]:
        """The counts beside the verdicts, as the page shows them."""
        shown = {}
        for line in self.page.locator(".ki-queues a").all():
            count = line.locator("b").inner_text()
            shown[line.inner_text().replace(count, "").strip()] = int(count.replace(".", ""))
        return shown

    def look(self, name: str) -> None:
        """Keep a picture; note what axe says and whether the page is wider than the screen."""
        self.page.screenshot(path=self.folder / f"impor-{name}.png", full_page=True)
        self.page.evaluate(AXE)
        self.wrong += [f"{name}: {found}" for found in self.page.evaluate(RUN_AXE)]
        if self.page.evaluate("() => document.documentElement.scrollWidth > innerWidth"):
            self.wrong.append(f"{name}: scrolls sideways")


def content() -> tuple[int, str]:
    """How many businesses there are, and a hash over everything they and their products hold."""
    digest = hashlib.sha256()
    for row in Business.unscoped.order_by("pk").values():
        digest.update(repr(sorted(row.items())).encode())
    for row in Product.objects.order_by("pk").values():
        digest.update(repr(sorted(row.items())).encode())
    return Business.unscoped.count(), digest.hexdigest()


def unpacked(folder: Path, name: str, target: Path) -> Path:
    data = (folder / "umkm_messy" / name).read_bytes()
    path = target / name.removesuffix(".gz")
    path.write_bytes(gzip.decompress(data) if name.endswith(".gz") else data)
    return path


def officer_at(browser: Browser, site: str, region: str, folder: Path) -> Officer:
    """A browser of a verifier of the office of ``region``, logged in with both factors."""
    office = make.make_office(region=region)
    if region in RECORDED:
        record(viewer=Viewer.system("tests"), region_code=region, values=RECORDED[region])
    client = make.officer_client(office=office)
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="id-ID")
    context.set_default_timeout(120_000)
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
    page = context.new_page()
    officer = Officer(page, site, office, folder, [])
    page.on("console", lambda said: said.type == "error" and officer.wrong.append(said.text))
    page.on("pageerror", lambda error: officer.wrong.append(str(error)))
    return officer


def reasons_are_plain(batch: ImportBatch) -> None:
    """Every rejected row says why, in a whole Indonesian sentence."""
    kind = kind_of(batch.kind)
    for row in batch.rows.filter(verdict="reject"):
        why = [s.text for s in sentences(kind, row.reasons) if s.level is Level.REJECT]
        assert why, f"{batch.file_name} row {row.number}"
        assert all(re.search(r"\b(Baris|usaha|kosong|luar|sel|lebih)\b", text) for text in why), why
        assert all(text[-1] == "." and "%(" not in text for text in why)


def refused(officer: Officer, batch: ImportBatch) -> Totals:
    """An aggregate: told politely why, and what is needed instead."""
    text = officer.page.inner_text("main")
    assert REFUSED in text
    assert "Kami memerlukan daftar asalnya" in text
    assert batch.state == "refused"
    assert batch.rows.count() == 0
    return totals(batch)


def imported(officer: Officer, batch: ImportBatch) -> Totals:
    """Preview → import → result; the page's figures are the batch's."""
    stem = Path(batch.file_name).stem
    counted = totals(batch)
    shown = officer.counts()
    assert shown["Semua baris"] == counted.rows == batch.headings["rows"]
    parts = ("Baru", "Berubah", "Sama", "Ada keraguan", "Tidak dimasukkan")
    assert sum(shown[name] for name in parts) == counted.rows
    officer.look(f"{stem}-pratinjau")
    officer.page.set_viewport_size({"width": 360, "height": 740})
    officer.look(f"{stem}-pratinjau-360")
    officer.page.set_viewport_size({"width": 1280, "height": 800})
    reasons_are_plain(batch)
    officer.press("a[href$='/terapkan/']")
    officer.look("tanya-masukkan")
    officer.press("main form button[name=confirmed]")
    background(officer, batch, "applying", f"{stem}-berjalan")
    assert batch.state == "applied"
    counted = totals(batch)
    assert f"{counted.imported:,}".replace(",", ".") + " baris masuk" in officer.page.inner_text(
        "main"
    )
    officer.look(f"{stem}-hasil")
    return counted


def background(officer: Officer, batch: ImportBatch, state: str, name: str) -> None:
    """A long import waits for the worker; the page says so and is asked again by its link."""
    batch.refresh_from_db()
    if totals(batch).imported <= INLINE:
        return
    assert batch.state == state
    officer.look(name)
    call_command("db_worker", batch=True, startup_delay=False, interval=0.1, verbosity=0)
    batch.refresh_from_db()
    officer.press(f"main a[href='/kantor/impor/{batch.public_id}/']")


def undone(officer: Officer, batch: ImportBatch) -> None:
    officer.page.goto(f"{officer.site}/kantor/impor/{batch.public_id}/")
    officer.press("a[href$='/urungkan/']")
    officer.look("tanya-urungkan")
    officer.press("main form button[name=confirmed]")
    background(officer, batch, "undoing", "berjalan-mundur")
    assert batch.state == "undone"
    assert "Dikembalikan seperti semula." in officer.page.inner_text("main")


def adds_up(found: Totals) -> bool:
    parts = (found.created, found.updated, found.same, found.flagged, found.rejected)
    return sum(parts) == found.rows


def line(name: str, first: Totals, again: Any, restored: str) -> str:
    return (
        f"{name:36}{first.rows:>7}{first.created:>8}{first.updated:>8}{first.same:>6}"
        f"{first.flagged:>8}{first.rejected:>9}{again:>13}  {restored}"
    )


def test_ten_genuine_sheets_are_imported_again_and_undone(
    browser, live_server, shared_data, tmp_path, artefacts, settings
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    load_regions()
    table = [
        f"{'file':36}{'rows':>7}{'created':>8}{'updated':>8}{'same':>6}{'flagged':>8}"
        f"{'rejected':>9}{'2nd changes':>13}  undo"
    ]
    for name, region in SHEETS.items():
        officer = officer_at(browser, live_server.url, region, artefacts)
        path = unpacked(shared_data, name, tmp_path)
        before = content()
        batch = officer.bring(path)
        if name in AGGREGATES:
            first = refused(officer, batch)
            officer.look(f"{Path(name).stem}-ditolak")
            table.append(line(name, first, "refused", ""))
        else:
            first = imported(officer, batch)
            after = content()
            assert (
                after[0]
                == before[0]
                + Business.unscoped.filter(source_ref=f"parties.importbatch:{batch.pk}").count()
            )
            second = officer.bring(path)
            again = totals(second)
            assert again.imported == 0
            assert again.same + again.rejected == again.rows == first.rows
            assert "Tidak ada yang baru di lembar data ini." in officer.page.inner_text("main")
            assert content() == after
            undone(officer, batch)
            table.append(line(name, first, again.imported, "restored"))
        assert content() == before
        assert adds_up(first)
        assert officer.wrong == []
        officer.page.context.close()
    print("\n" + "\n".join(table))
