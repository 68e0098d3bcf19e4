"""Stories S3 and S10 in Chromium: a place goes to the next, an idle year calls the ready ones."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page
from tests import factories as make
from tests.journeys.test_tangerang_figures import browser_of, look, press
from tests.sentraki.cases.queueing import ready, three_hundred_ready

from sentraki.cases.models import Case, Place, Programme
from sentraki.cases.services import decisions, holds
from sentraki.kernel import clock
from sentraki.kernel.wording import date_id
from sentraki.ledger.models import Message
from sentraki.offices.models import Office

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
HELD_DAYS = 14
QUOTA, IDLE, READY = 347, 227, 300


def owner_of(browser: Browser, site: str, case: Case) -> Page:
    """The applicant's own phone, without scripts."""
    client = make.applicant_client(f"cases.case:{case.pk}")
    context = browser.new_context(
        locale="id-ID", java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
    page = context.new_page()
    page.goto(site + reverse("portal:my-case-page", args=[case.code]))
    return page


def told(slug: str) -> int:
    return Message.unscoped.filter(slug=slug).count()


def test_a_place_nobody_takes_within_fourteen_days_is_offered_to_the_next(
    browser: Browser, live_server, artefacts: Path
) -> None:
    site, wrong = live_server.url, []
    office = make.make_issuing_office(region="36.71", slug="tangerang")
    programme = make.make_programme(office=office, quota=1)
    officer = make.make_officer(office)
    first = decisions.accept(case=ready(office, 1, officer), viewer=officer)
    second = decisions.waitlist(case=ready(office, 2, officer), viewer=officer)
    until = clock.today("WIB") + timedelta(days=HELD_DAYS)
    page = owner_of(browser, site, first)
    assert date_id(until) in page.inner_text("main")

    Place.objects.update(held_until=clock.today("WIB") - timedelta(days=1))
    assert (holds.expire_holds(), holds.offer_on()) == (1, 1)
    assert (told("place-expired"), told("place-offered")) == (1, 2)

    page.reload()
    assert page.locator("form[action$='/tempat/']").count() == 0
    other = owner_of(browser, site, second)
    press(other, "form[action$='/tempat/'] button")
    assert "Tempat ini milik Anda" in other.inner_text("body")
    live = Place.objects.get(released_at=None)
    assert (live.case_id, live.number, live.status) == (second.pk, 1, "confirmed")
    desk = browser_of(browser, site, office)
    desk.goto(site + reverse("desk:programme-places", args=[programme.public_id]))
    assert second.code in desk.inner_text("main")
    look(desk, "tempat-bergilir", artefacts, wrong)
    assert wrong == []


def test_in_september_227_places_lie_idle_and_300_ready_owners_are_invited_with_one_press(
    browser: Browser, live_server, artefacts: Path
) -> None:
    site, wrong = live_server.url, []
    office = make.make_issuing_office(region="35.22", slug="bojonegoro")
    programme = make.make_programme(
        office=office,
        quota=QUOTA,
        opens_on=clock.today("WIB") - timedelta(days=257),
        closes_on=clock.today("WIB") + timedelta(days=107),
    )
    three_hundred_ready(office, programme)
    taken(office, programme, QUOTA - IDLE)
    page = browser_of(browser, site, office)

    page.goto(site + reverse("desk:today"))
    assert "227 dari 347 tempat menganggur" in page.inner_text("main")
    look(page, "hari-ini-menganggur", artefacts, wrong)
    page.goto(site + reverse("desk:programme-idle", args=[programme.public_id]))
    assert "300 berkas lengkap dapat mengambil tempat" in page.inner_text("main")
    look(page, "menganggur", artefacts, wrong)
    press(page, "main form button[type=submit]")

    assert told("places-left") == READY
    press(page, "main form button[type=submit]")
    assert told("places-left") == READY
    assert wrong == []


def taken(office: Office, programme: Programme, count: int) -> None:
    """So many places of the programme are filed ones' already."""
    cases = Case.objects.bulk_create(
        Case(
            code=f"TMP-{n:04d}", office=office, region_code=office.region_code,
            programme=programme, status="accepted",
        )
        for n in range(1, count + 1)
    )  # fmt: skip
    Place.objects.bulk_create(
        Place(programme=programme, case=case, number=n, status="confirmed")
        for n, case in enumerate(cases, 1)
    )
