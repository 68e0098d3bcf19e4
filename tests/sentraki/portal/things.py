"""What tests of the public pages share: registered rights, seals, and what a page weighs."""

import re
from datetime import date
from itertools import count
from typing import Any

import brotli
from django.contrib.staticfiles import finders
from django.test import Client
from tests.factories import SYSTEM, make_region

from sentraki.cases.models import Right
from sentraki.cases.services.rights import remember
from sentraki.kernel import clock
from sentraki.ledger.models import Seal
from sentraki.ledger.rules.seal_states import SealPurpose, SealState
from sentraki.ledger.services import seals
from sentraki.offices.models import Office

_numbers = count(1)
ASSET = re.compile(r'(?:href|src)="(/static/[^"]+|/kantor-css/[^"]+)"')


def make_right(office: Office, **more: Any) -> Right:
    """A registered mark in the register and in the name check."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "number": f"IDM{number:09d}",
        "name": f"Merek Contoh {number}",
        "classes": "30",
        "subsector": "culinary",
        "district_code": make_region(f"{office.region_code}.01", "Ilir Barat Dua").code,
        "year": 2022,
        "registered_on": date(2022, 5, 6),
        "expires_on": date(2031, 3, 4),
    }
    right = Right.objects.create(office=office, region_code=office.region_code, **(values | more))
    remember(right)
    return right


def make_seal(on: Any = "cases.filing:1", **more: Any) -> Seal:
    """A seal of a mark in Palembang, applied for unless said otherwise."""
    facts = {
        "name": "Kemplang Cik Ayu",
        "holder": "Usaha Kemplang Cik Ayu",
        "classes": "29,30",
        "filing_number": "DID2025000417",
        "filed_on": "2025-03-04",
        "office": "Bappeda Litbang",
        "government": "Pemerintah Kota Palembang",
        "stage": "PUBLISHED",
    } | more.pop("facts", {})
    state = more.pop("state", SealState.APPLIED)
    return seals.issue(
        more.pop("purpose", SealPurpose.MARK),
        on,
        facts,
        more.pop("valid_until", None),
        SYSTEM,
        state=state,
        region_code="16.71",
        checked_at=more.pop("checked_at", clock.now()),
    )


def weight_of(client: Client, path: str, content: bytes) -> int:
    """Bytes of a first view of ``content``: itself and all it loads, each brotli-compressed."""
    total = len(brotli.compress(content))
    for address in sorted(set(ASSET.findall(content.decode()))):
        if address.startswith("/static/"):
            found = finders.find(address.removeprefix("/static/"))
            assert isinstance(found, str), f"{path} names {address}, which is not there"
            with open(found, "rb") as handle:
                total += len(brotli.compress(handle.read()))
        else:
            total += len(brotli.compress(client.get(address).content))
    return total


def scripts_in(content: bytes) -> list[str]:
    """The scripts a page loads."""
    return re.findall(r"<script[^>]*>", content.decode())
