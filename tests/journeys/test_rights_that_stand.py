"""After registration in Chromium: certificates handed over on one list, a mark renewed."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Browser
from tests import factories as make
from tests.journeys.test_tangerang_figures import browser_of, look, press
from tests.sentraki.cases.test_watch import registered

from sentraki.cases.models import Ceremony, Delivery, Right, RightChange
from sentraki.cases.services.reference import load_reference
from sentraki.kernel import clock
from sentraki.kernel.clock import add_months

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_certificate_is_handed_over_and_the_right_renewed(
    browser: Browser, live_server, artefacts: Path
) -> None:
    load_reference()
    site, wrong = live_server.url, []
    right = registered(make.make_issuing_office(region="36.71", slug="tangerang"))
    last = add_months(clock.today(), 2)
    Right.unscoped.update(expires_on=last)
    page = browser_of(browser, site, right.office)

    page.goto(site + reverse("desk:ceremonies"))
    look(page, "penyerahan", artefacts, wrong)
    page.fill("[name=title]", "Penyerahan 17 Agustus")
    page.fill("[name=held_on]", clock.today().isoformat())
    page.check("[name=chosen]")
    press(page, "main form button[type=submit]")
    look(page, "penyerahan-daftar", artefacts, wrong)
    press(page, "main form button[type=submit]")
    assert Ceremony.unscoped.get().handed_at is not None
    assert Delivery.unscoped.get().right == right

    page.goto(site + reverse("desk:renewals"))
    look(page, "perpanjangan", artefacts, wrong)
    press(page, "main a[href$='/perubahan/']")
    look(page, "perubahan-baru", artefacts, wrong)
    page.check("[name=kind][value=renewal]")
    press(page, "main form button[type=submit]")
    page.check("[name=step][value=file]")
    page.fill("[name=number]", "PJ2026000001")
    look(page, "perubahan", artefacts, wrong)
    press(page, "main form button[type=submit]")
    page.check("[name=step][value=record]")
    proof = {"name": "bukti.jpg", "mimeType": "image/jpeg", "buffer": make.make_picture()}
    page.set_input_files("[name=proof] >> nth=-1", proof)
    press(page, "main form button[type=submit]")
    assert RightChange.unscoped.get().status == "recorded"
    assert Right.unscoped.get().expires_on == add_months(last, 120)
    page.goto(site + reverse("desk:right", args=[right.public_id]))
    look(page, "hak-sesudah", artefacts, wrong)
    assert wrong == []
