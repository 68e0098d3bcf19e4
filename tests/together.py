"""Communities for tests: plain functions like those of ``tests.factories``."""

from datetime import date
from itertools import count
from typing import Any

from tests import factories as make

from sentraki.cases.models import UsageRules
from sentraki.cases.services import usage_rules
from sentraki.cases.services.filing_papers import Sent
from sentraki.kernel import clock
from sentraki.ledger.services import documents
from sentraki.offices.models import Office
from sentraki.parties.models import Community
from sentraki.parties.rules.communities import BoardRole, Seat
from sentraki.parties.services import communities

_numbers = count(1)
BOARD = (
    Seat("Ketua Contoh", BoardRole.CHAIR, date(2020, 1, 1)),
    Seat("Sekretaris Contoh", BoardRole.SECRETARY, date(2020, 1, 1)),
)
CHAPTERS = {
    "quality": "Ledre pisang tipis, renyah, tanpa pengawet.",
    "supervision": "Pengurus memeriksa setiap anggota dua kali setahun.",
    "sanctions": "Teguran pertama, teguran kedua, pembekuan, pencabutan.",
}


def make_community(
    *, office: Office, members: int = 3, with_deed: bool = True, **more: Any
) -> Community:
    """A community with board and product, a deed unless said otherwise, and invented members."""
    values: dict[str, Any] = {
        "name": f"Paguyuban Contoh {next(_numbers)}",
        "kind": "group",
        "product": "ledre pisang",
        "phone": "6281200000900",
        "street": "Jalan Contoh 9",
        "district_code": f"{office.region_code}.01",
        "postcode": "62111",
    }
    if with_deed:
        values |= {"deed_number": "AKTA-CONTOH-1", "deed_on": date(2024, 2, 1)}
    made = communities.record(
        office=office,
        viewer=make.SYSTEM,
        values=values | more,
        seats=BOARD,
        deed=documents.Made(make.make_picture(), "image/jpeg") if with_deed else None,
    )
    people = [communities.NewMember(f"Anggota Contoh {number}") for number in range(1, members + 1)]
    communities.enrol(community=made, viewer=make.SYSTEM, people=people)
    return made


def make_frozen_rules(community: Community) -> UsageRules:
    """Rules of use whose text is fixed, waiting for the board."""
    rules = usage_rules.start(community=community, viewer=make.SYSTEM)
    for code, text in CHAPTERS.items():
        rules = usage_rules.save(rules=rules, viewer=make.SYSTEM, step=code, texts={code: text})
    return usage_rules.freeze(rules=rules, viewer=make.SYSTEM)


def make_signed_rules(community: Community) -> UsageRules:
    """Rules of use in force."""
    return usage_rules.sign(
        rules=make_frozen_rules(community),
        viewer=make.SYSTEM,
        signed_on=clock.today(),
        names=[seat.name for seat in BOARD],
        copy=Sent(make.make_picture(), "ketentuan.jpg"),
    )
