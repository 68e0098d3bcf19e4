"""The same form sent twice: one effect, and the answer of the first time."""

import json
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve
from tests.security import addresses as urls
from tests.security.addresses import Address
from tests.security.sendings import SENDINGS, WITHOUT_KEY
from tests.security.visitors import Visitor, visitors
from tests.security.world import World

from sentraki.desk.play.pages import Form, Page
from sentraki.desk.play.visitor import filled, multipart
from sentraki.ledger.models import Entry, Message, Receipt

SITE = "http://testserver"
KEY = "idempotency_key"
ADDRESSES = {one.name: one for one in urls.with_doors()}


@pytest.fixture(scope="module")
def everybody(world: World) -> dict[str, Visitor]:
    return {visitor.name: visitor for visitor in visitors(world)}


def test_every_form_is_sent_twice_or_says_why_not() -> None:
    posting = {name for name, address in ADDRESSES.items() if "POST" in address.door}

    assert posting - set(SENDINGS) - set(WITHOUT_KEY) == set()
    assert (set(SENDINGS) | set(WITHOUT_KEY)) - posting == set()
    assert set(SENDINGS) & set(WITHOUT_KEY) == set()


@pytest.mark.parametrize("name", SENDINGS)
def test_a_form_sent_twice_has_one_effect(
    world: World, everybody: dict[str, Visitor], name: str
) -> None:
    with transaction.atomic():
        sending = SENDINGS[name]
        sending.prepare(world.here)
        client = browser_of(everybody[sending.who])
        path, body, kind = last_form(client, world, name)

        before = effects()
        first = client.post(path, body, content_type=kind)
        said = first.content.decode("utf-8", "replace")
        assert first.status_code in (200, 302), (first.status_code, wrong_in(said))
        after_one = effects()
        second = client.post(path, body, content_type=kind)

        assert after_one[0] > before[0], wrong_in(said)
        wanted = sending.later(world.here) or first.get("Location")
        assert (second.status_code, second.get("Location")) == (302, wanted)
        assert effects() == after_one
        transaction.set_rollback(True)


def browser_of(visitor: Visitor) -> Client:
    """A browser logged in like the visitor's, with cookies of its own."""
    client = Client()
    client.cookies = SimpleCookie(visitor.client.cookies.output(header="", sep=";"))
    return client


def effects() -> tuple[int, int, int, str]:
    """What was done so far: entries, messages, receipts, and which receipts."""
    receipts = Receipt.objects.order_by("pk").values_list("verb", "key", "on_ref")
    return (
        Receipt.objects.count(),
        Entry.objects.exclude(verb="document.read").count(),
        Message.unscoped.count(),
        json.dumps(list(receipts)),
    )


def last_form(client: Client, world: World, name: str) -> tuple[str, bytes, str]:
    """Walk to the form that carries the key; its address, body and content type."""
    sending = SENDINGS[name]
    address = ADDRESSES[sending.page or name]
    page = read(client.get(_path(address, name, world)))
    body, kind, path = b"", "", ""
    for number, values in enumerate(sending.steps, 1):
        is_last = number == len(sending.steps)
        form = form_for(page, name, with_key=is_last)
        photos = sending.photos if is_last else {}
        button = sending.button if is_last else ""
        pairs = filled(form, values(world.here), button)
        body, kind = multipart(pairs, photos)
        path = urlsplit(form.action).path + (f"?{q}" if (q := urlsplit(form.action).query) else "")
        if not is_last:
            page = read(client.post(path, body, content_type=kind))
    assert any(pair == KEY and value for pair, value in pairs), "the form carries no key"
    return path, body, kind


def _path(address: Address, name: str, world: World) -> str:
    """The page on which the form for the thing of address ``name`` stands."""
    if address.arguments and address.arguments == ADDRESSES[name].arguments:
        return urls.reverse(address.name, kwargs=ADDRESSES[name].recipe.arguments(world.here))
    return address.path(world.here)


def read(answer: Any) -> Page:
    """The page a browser would show, or a failure with its words."""
    assert answer.status_code == 200, (answer.status_code, answer.get("Location"))
    return Page.read(SITE + answer.request["PATH_INFO"], 200, answer.content.decode())


def form_for(page: Page, name: str, *, with_key: bool) -> Form:
    """The form of ``page`` that goes to the address ``name``."""
    there = [
        form
        for form in page.forms()
        if resolve(urlsplit(form.action).path).view_name == name
        and (form.method == "post" or not with_key)
        and (bool(form.named(KEY)) or not with_key)
    ]
    assert there, f"{page.path}: no form for {name}: {[form.action for form in page.forms()]}"
    return there[0]


def wrong_in(text: str) -> list[str]:
    """What a page says is wrong."""
    root = Page.read(SITE, 200, text).root
    marked = ("ki-error-summary", "error", "ki-error", "ki-alert", "alert", "is-error")
    return [node.words[:200] for mark in marked for node in root.all(marked=mark)]
