"""The page of the desk: light, installable, without a fact in it, and its package."""

import json
import re

import brotli
import pytest
from django.test import Client
from django.urls import reverse
from tests import factories as make
from tests.events import make_event
from tests.laptops import Laptop

from sentraki.desk import desk_package
from sentraki.events.models import Device
from sentraki.events.services import bookings
from sentraki.kernel.access import Role, Viewer

pytestmark = pytest.mark.django_db
MOST_CODE = 60_000
MOST_REQUIRED = 8
IMPORTED = re.compile(r"""(?:from|URL\()\s*["'](\.{1,2}/[^"']+\.js)["']""")


def code():
    return {
        path.relative_to(desk_package.OWN).as_posix(): path.read_text(encoding="utf-8")
        for path in desk_package.OWN.rglob("*.js")
    }


def test_all_code_of_the_desk_is_lighter_than_sixty_kilobytes():
    whole = "".join(code().values()) + Client().get(reverse("desk:event-desk")).content.decode()

    assert len(brotli.compress(whole.encode())) <= MOST_CODE


def test_the_worker_keeps_every_module_another_one_asks_for():
    kept = set(desk_package.scripts())
    for name, text in code().items():
        folder = name.rpartition("/")[0].split("/")
        for wanted in IMPORTED.findall(text):
            up = wanted.count("../")
            parts = folder[: len(folder) - up] if up else folder
            asked = "/".join([*parts, *wanted.replace("../", "").removeprefix("./").split("/")])
            assert desk_package.script(f"desk/{asked}") in kept, (name, wanted)


def test_no_more_than_eight_answers_are_required_of_a_person():
    page = Client().get(reverse("desk:event-desk")).content.decode()
    form = page[page.index('id="person-form"') : page.index('id="receipt"')]

    assert len(re.findall(r"<(?:input|select)[^>]*\brequired\b", form)) <= MOST_REQUIRED
    assert len(re.findall(r"<(?:input|select)\b", form)) == len(
        re.findall(r'<(?:input|select)[^>]*(?:autocomplete="off"|type="file")', form)
    )


def test_the_page_is_installable_and_may_load_nothing_but_its_manifest_more():
    page = Client().get(reverse("desk:event-desk"))
    manifest = json.loads(Client().get(reverse("desk:event-desk-manifest")).content)
    worker = Client().get(reverse("desk:event-desk-worker"))

    assert page["Content-Security-Policy"].endswith("object-src 'none'; manifest-src 'self'")
    assert manifest["start_url"] == manifest["scope"] == reverse("desk:event-desk")
    assert manifest["display"] == "standalone"
    assert worker["Content-Type"].startswith("text/javascript")
    assert page["X-Desk-Version"] in worker.content.decode()


def test_the_package_carries_the_guests_of_one_event_and_a_token_only_it_knows():
    office = make.make_issuing_office()
    make.make_region("16.71.01", "Ilir Barat Dua")
    make.make_programme(office=office, quota=9)
    event, other = make_event(office=office), make_event(office=office, title="Acara lain")
    for one, name in ((event, "Ibu Sini"), (other, "Ibu Sana")):
        bookings.book(event=one, viewer=Viewer.public(), name=name, phone="081234000001")
    client = make.officer_client(Role.INTAKE, office)
    address = reverse("desk:event-desk-prepare")

    choices = client.get(address).json()
    form = {"event": event.public_id, "classes": "30", "idempotency_key": "satu"}
    pack = client.post(address, form).json()

    assert [text.split(" · ")[0] for _, text in choices["events"]] == [event.title, other.title]
    assert [guest["name"] for guest in pack["guests"]] == ["Ibu Sini"]
    assert pack["quota"] == {"size": 9, "left": 9}
    assert pack["desk"] == "M1"
    assert pack["token"] not in str(list(Device.unscoped.values()))
    assert Laptop("M1", pack["token"]).send([]).status_code == 200
    assert client.post(address, form).status_code == 409
    assert Device.unscoped.count() == 1


def test_a_laptop_is_prepared_for_an_event_of_the_own_office_only():
    foreign = make_event(office=make.make_issuing_office(region="36.71"))
    client = make.officer_client(Role.INTAKE, make.make_issuing_office())
    address = reverse("desk:event-desk-prepare")

    assert client.post(address, {"event": foreign.public_id}).status_code == 404
    assert client.post(address, {"event": ""}).status_code == 422
