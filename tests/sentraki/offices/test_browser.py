"""Log-in in a real browser: password and code, then a passkey, at 360 pixels and with no errors."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from tests import factories

from sentraki.offices.models import Person

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.sentraki.offices.faces"),
]
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(browser, live_server, settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    address = live_server.url.replace("127.0.0.1", "localhost")
    context = browser.new_context(base_url=address, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.errors = []
    page.on("console", lambda m: m.type == "error" and page.errors.append(m.text))
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    yield page
    context.close()


def present_code(secret):
    counter = next(totp.yield_hotp_counters_from_time())
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def type_password(page, person):
    page.goto("/akun/masuk/?next=/meja/")
    page.fill("#id_login", person.email)
    page.fill("#id_password", factories.PASSWORD)
    page.click("form[action='/akun/masuk/'] button[type=submit]")


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_an_officer_sets_up_the_app_and_then_logs_in_with_a_passkey(page, artefacts):
    person = factories.make_membership().person

    page.goto("/akun/masuk/")
    assert fits(page)
    page.screenshot(path=artefacts / "masuk-360.png", full_page=True)
    type_password(page, person)
    page.goto("/akun/dua-langkah/")
    assert fits(page)
    page.screenshot(path=artefacts / "dua-langkah-360.png", full_page=True)
    page.goto("/akun/dua-langkah/aplikasi/")
    assert fits(page)
    page.screenshot(path=artefacts / "aplikasi-360.png", full_page=True)
    page.fill("#id_code", present_code(page.inner_text("main code")))
    page.click("form[action='/akun/dua-langkah/aplikasi/'] button[type=submit]")
    page.wait_for_url("**/akun/dua-langkah/cadangan/")
    assert page.locator("main li code").count() == 10
    assert page.goto("/meja/").status == 200

    browser_tools = page.context.new_cdp_session(page)
    browser_tools.send("WebAuthn.enable")
    browser_tools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    page.goto("/akun/kunci/tambah/")
    page.check("#id_passwordless")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/akun/dua-langkah/")
    assert Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).count() == 1

    page.goto("/akun/keluar/")
    page.click("form[action='/akun/keluar/'] button[type=submit]")
    page.goto("/akun/masuk/")
    page.click("#passkey_login")
    page.wait_for_url("**/kantor/meja/")
    assert page.inner_text("body") == "desk"
    assert page.errors == []
    assert Person.objects.get().last_login
