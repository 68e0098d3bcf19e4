"""Stories S2 and S10 in Chromium: a talkshow and what it led to; the list and its clock."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Page
from tests import factories as make
from tests.events import make_event
from tests.journeys.test_tangerang_figures import browser_of, look, press

from sentraki.cases.models import Case
from sentraki.desk.enumeration import HEADINGS, ROWS, WITH_MARK, rows
from sentraki.events.models import Booking, Event, Visit
from sentraki.kernel.sheets import write_xlsx
from sentraki.offices.models import Office
from sentraki.parties.models import Business, ImportBatch
from sentraki.parties.selectors.subsectors import subsectors

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
CODES = [sector.code for sector in subsectors()]
BOOKED, WALKED_IN, BEGAN = 40, 20, 12


@pytest.fixture
def office(settings: Any) -> Office:
    """Bojonegoro with two kecamatan and its 347 places."""
    settings.QUEUE_BURST = 10_000
    office = make.make_issuing_office(region="35.22", slug="bojonegoro")
    for number, name in enumerate(("Kecamatan Satu", "Kecamatan Dua"), 1):
        make.make_region(f"35.22.0{number}", name)
    make.make_programme(office=office, quota=347)
    return office


def fill(page: Page, values: dict[str, str]) -> None:
    for name, value in values.items():
        box = page.locator(f"main [name={name}]").first
        if box.evaluate("box => box.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.fill(value)


def test_the_talkshow_of_the_17_subsectors(browser, live_server, office, artefacts):
    site, wrong = live_server.url, []
    page = browser_of(browser, site, office)
    page.goto(site + reverse("desk:event-new"))
    fill(page, {"kind": "talkshow", "title": "Bincang 17 subsektor", "place": "Aula kantor",
                "call": "Untuk semua pelaku usaha. Bawa contoh label.", "capacity": "60",
                "starts_at": "2027-04-14T08:00", "ends_at": "2027-04-14T12:00",
                "agreement": "180/12/PKS/2027"})  # fmt: skip
    page.check("main [name=is_announced]")
    press(page, "main form button[type=submit]")
    event = Event.unscoped.get()

    guest = browser.new_context(locale="id-ID", java_script_enabled=False).new_page()
    for n in range(BOOKED):
        guest.goto(site + reverse("portal:event", args=[event.public_id]))
        fill(guest, {"name": f"Tamu {n}", "phone": f"08123400{n:04d}", "subsector": CODES[n % 9]})
        press(guest, "main form button[type=submit]")
    assert Booking.unscoped.filter(status="seated").count() == BOOKED
    guests = browser.new_context(locale="id-ID").new_page()
    guests.goto(site + reverse("portal:event", args=[event.public_id]))
    look(guests, "acara-publik", artefacts, wrong)
    seat = Booking.unscoped.first()
    guests.goto(site + reverse("portal:event-ticket", args=[event.public_id, seat.code]))
    look(guests, "acara-pesanan", artefacts, wrong)

    door = site + reverse("desk:event-door", args=[event.public_id])
    page.goto(door)
    for code in Booking.unscoped.values_list("code", flat=True):
        fill(page, {"code": code})
        press(page, "main form button[type=submit]")
    for n in range(WALKED_IN):
        fill(page, {"name": f"Datang {n}", "subsector": CODES[n % 5]})
        press(page, "main form button[type=submit]")
    look(page, "acara-pintu", artefacts, wrong)
    assert Visit.unscoped.count() == BOOKED + WALKED_IN

    for n, visit in enumerate(Visit.unscoped.order_by("received_at")[:BEGAN]):
        page.goto(site + reverse("desk:case-new") + f"?kunjungan={visit.pk}")
        fill(page, {"owner_name": f"IBU CONTOH {n}", "phone": f"08123450{n:04d}",
                    "nik": f"00710141018{n:05d}", "trade_name": f"Dapur {n}", "scale": "micro",
                    "district_code": "35.22.01", "street": f"Jalan Contoh {n}",
                    "mark_name": f"Nama Contoh {n}", "mark_type": "word",
                    "description": "Tulisan", "colours": "merah", "goods": "sambal",
                    "nice_class": "30"})  # fmt: skip
        page.check("main [name=facilitate]")
        press(page, "main form button.btn-primary[type=submit]")
    assert Case.unscoped.filter(origin_ref__startswith="events.visit:").count() == BEGAN

    page.goto(site + reverse("desk:event", args=[event.public_id]))
    told = page.inner_text("main")
    look(page, "acara", artefacts, wrong)
    assert f"{BEGAN} berkas dimulai" in told
    assert "20 dari seratus; 60 tamu hadir" in told
    rows = page.locator("main table").first.locator("tr").all()
    cells = [[one.strip() for one in row.locator("th, td").all_text_contents()] for row in rows]
    numbers = {row[0]: row[-1] for row in cells}
    assert len(numbers) == len(CODES) + 2
    assert numbers["Musik"] == "0"
    assert wrong == []


def test_the_list_of_12661_and_its_clock(
    browser, live_server, office, tmp_path: Path, artefacts, settings
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    site, wrong = live_server.url, []
    page = browser_of(browser, site, office)
    path = tmp_path / "pendataan.xlsx"
    path.write_bytes(write_xlsx(HEADINGS, list(rows(("Kecamatan Satu", "Kecamatan Dua")))))
    page.goto(f"{site}/kantor/impor/baru/")
    page.check("input[name=kind][value=business]")
    page.set_input_files("input[type=file]", path)
    press(page, "main form button[type=submit]")
    press(page, "a[href$='/terapkan/']")
    press(page, "main form button[name=confirmed]")
    call_command("db_worker", batch=True, startup_delay=False, interval=0.1, verbosity=0)
    batch = ImportBatch.unscoped.get()
    assert batch.state == "applied"
    assert Business.unscoped.count() == ROWS
    assert Business.unscoped.filter(has_mark="yes").count() == WITH_MARK

    event = make_event(office=office)
    page.goto(site + reverse("desk:office-list"))
    told = page.inner_text("main")
    look(page, "daftar-usaha", artefacts, wrong)
    assert "34 tahun" in told
    assert "12.661" in told
    assert "11.793" in told
    assert "26 tahun" in told
    page.select_option("main [name=event]", event.public_id)
    page.select_option("main [name=district]", "35.22.01")
    press(page, "main form button[type=submit]")
    look(page, "undangan", artefacts, wrong)
    assert (
        event.invitations.count()
        == Business.unscoped.filter(has_mark="no", district_code="35.22.01").count()
    )
    report = page.request.get(site + reverse("desk:figures-pdf"))
    assert report.ok
    (artefacts / "laporan-bupati.pdf").write_bytes(report.body())

    page.goto(site + reverse("desk:office-list-alike"))
    look(page, "mirip", artefacts, wrong)
    assert wrong == []
