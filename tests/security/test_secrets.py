"""Marked words typed by a seller are found nowhere they must not be (the Palembang story).

The story is played over HTTP against a server of this process; the hunt stops once before the mark
is filed (its name is a trade secret until then) and once at the end.
"""

import io
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests import factories as make
from tests.security import addresses as urls
from tests.security.hunting import files, files_with, found_in, spellings, tables_with
from tests.security.recorder import Recorder

from sentraki.cases.models import Case
from sentraki.config.logs import Discreet, Plain
from sentraki.desk import demo
from sentraki.desk.play.cast import Seller
from sentraki.desk.play.story import Stage, Story
from sentraki.kernel import clock
from sentraki.kernel.access import OFFICERS, Role
from sentraki.kernel.refs import ref_of
from sentraki.ledger.models import Document, Seal
from sentraki.ledger.services import documents
from sentraki.offices.models import Office
from sentraki.offices.services.demo import demo_logins
from sentraki.offices.services.setup import load_reference

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
NAMES = ("Zumbikalo Pradungwe", "Kevomatri Sulobangi", "Wijurapo Telmakuni")
NIK = "0071014507850137"
PHONE = "081299873641"
FILE_NAME = "foto-vlorbexian"
DESCRIPTION = "EXIFQUORMBLE"
SECRETS = (NIK, PHONE, FILE_NAME, DESCRIPTION)
CALLS = ("https://wa.me/", "tel:")
FINDING = "tulisan dan bunyi yang sama"


class Watched(Story):
    """The story with marked words, and everything the house logged meanwhile."""

    def __init__(self, site: str) -> None:
        self.hands: dict[str, Recorder] = {}
        password = next(iter(demo_logins())).password
        stage = Stage(self._hand, _code_of, password, clock.today("WIB"))
        self.site = site
        super().__init__(stage)
        self.seller.seller = Seller(phone=PHONE, nik=NIK, names=NAMES)

    def _hand(self, name: str) -> Recorder:
        is_seller = name == "pelaku"
        self.hands[name] = Recorder(
            self.site,
            file_name=FILE_NAME if is_seller else "",
            description=DESCRIPTION if is_seller else "",
        )
        return self.hands[name]

    @property
    def case(self) -> Case:
        """The seller's case."""
        return Case.unscoped.get(code=self.seller.code)


def _code_of(email: str) -> str:
    return next(login.code for login in demo_logins() if login.email == email)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the house's own log handler writes, of everything there is to log."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(Plain("%(levelname)s %(name)s %(message)s"))
    handler.addFilter(Discreet())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def story(live_server: Any, settings: Any) -> Watched:
    settings.SITE_URL = live_server.url
    load_reference()
    demo.load()
    return Watched(live_server.url)


def test_marked_words_stay_where_they_belong(story: Watched, log: io.StringIO) -> None:
    found: dict[str, list[str]] = {}
    for step, line in story.play():
        if step == 9 and "acknowledges" in line:
            found = {f"before filing, {place}": here for place, here in before_filing(story, log)}
            _papers_are_unreadable(story.case)
    found |= {f"at the end, {place}": here for place, here in at_the_end(story, log)}

    assert found_in(own_page(story), [story.seller.chosen]) == [story.seller.chosen]
    assert story.case.phone in spellings(PHONE)
    assert story.case.business.nik == NIK
    assert {place: here for place, here in found.items() if here} == {}


def test_the_hunt_finds_what_is_planted(settings: Any) -> None:
    client = Client()
    session = client.session
    session["noted"] = NAMES[0].upper()
    session.save()
    person = make.make_person(name=f"Ibu {NAMES[1]} +6281299873641")
    planted = Path(settings.VAR) / "terlupa.bin"
    planted.write_bytes(b"\x00\x01" + NIK.encode("utf-16-le"))

    try:
        assert tables_with(NAMES) == [
            f"a session, decoded: {NAMES[0]}",
            f"offices_person: {NAMES[1]}",
        ]
        assert f"terlupa.bin: {NIK}" in files_with([NIK])
        assert f"offices_person: {PHONE}" in tables_with([PHONE])
    finally:
        planted.unlink()
        person.delete()


def before_filing(story: Watched, log: io.StringIO) -> Iterator[tuple[str, list[str]]]:
    """The mark's name, the names only asked for, and everything personal."""
    everything = (*NAMES, *SECRETS)
    yield "addresses", addresses_with(story, everything)
    yield "log", found_in(log.getvalue(), everything)
    yield "tables", tables_with((*everything, FINDING))
    yield "files", files_with(everything)
    yield "public pages", pages_with(Client(), everything)
    yield "strangers' pages", pages_of_strangers(everything)
    yield "name check", name_check_knows(story.seller.chosen)
    yield "seals", seals_with(everything)


def at_the_end(story: Watched, log: io.StringIO) -> Iterator[tuple[str, list[str]]]:
    """The mark is public now; the names not chosen and everything personal never are."""
    hidden = (*(name for name in NAMES if name != story.seller.chosen), *SECRETS)
    yield "addresses", addresses_with(story, (*NAMES, *SECRETS))
    yield "log", found_in(log.getvalue(), (*NAMES, *SECRETS))
    yield "tables", tables_with((*hidden, FINDING))
    yield "files", files_with(hidden)
    yield "public pages", pages_with(Client(), (*hidden, FINDING))
    yield "strangers' pages", pages_of_strangers(hidden)
    yield "seals", seals_with(hidden)
    yield "export", found_in(Client().get(reverse("portal:register-csv")).content.decode(), hidden)
    yield "officers' notes on the seller's pages", found_in(own_page(story), [FINDING])


def addresses_with(story: Watched, markers: Any) -> list[str]:
    """Addresses that carry a marker. Officers may be offered to ring or write to the applicant."""
    bad = []
    for name, hand in story.hands.items():
        for one in hand.addresses:
            is_call = one.startswith(CALLS) and name in ("verifikator", "penandatangan")
            bad += [] if is_call else [f"{name}: {one}" for _ in found_in(one, markers)]
    return sorted(set(bad))


def pages_with(client: Client, markers: Any) -> list[str]:
    """Pages without arguments, as ``client`` sees them, that show a marker."""
    bad = []
    for address in urls.with_doors():
        if "GET" in address.door and not address.has_arguments:
            answer = client.get(reverse(address.name))
            body = b"".join(answer) if answer.streaming else answer.content
            text = f"{answer.headers} {body.decode('utf-8', 'replace')}"
            bad += [f"{address.name}: {one}" for one in found_in(text, markers)]
    return bad


def pages_of_strangers(markers: Any) -> list[str]:
    """The same for officers of another region, and of a Kanwil of another province."""
    elsewhere = Office.objects.exclude(region__code__startswith="16").exclude(kind="kanwil").first()
    assert elsewhere is not None
    bad = []
    for role in sorted(OFFICERS - {Role.KANWIL}):
        bad += pages_with(make.officer_client(role, elsewhere), markers)
    foreign = make.make_office(region="36", kind="kanwil")
    return bad + pages_with(make.officer_client(Role.KANWIL, foreign), markers)


def name_check_knows(name: str) -> list[str]:
    """Rivals who check nearly the same name learn nothing of a mark that is not filed."""
    near = f"{name}s"
    answer = Client().post(
        reverse("portal:check"), {"name_1": near, "goods": "pempek", "classes": "30"}
    )
    assert answer.status_code == 200
    return found_in(answer.content.decode().replace(near, ""), [name])


def seals_with(markers: Any) -> list[str]:
    """Verification pages and their data that show a marker."""
    bad = []
    for code in Seal.objects.values_list("code", flat=True):
        for name in ("portal:verify-code", "portal:verify-json"):
            text = Client().get(reverse(name, args=[code])).content.decode()
            bad += [f"{name} {code}: {one}" for one in found_in(text, markers)]
    return bad


def own_page(story: Watched) -> str:
    """Everything the seller has been shown."""
    return "\n".join(text for _, text in story.hands["pelaku"].pages)


def _papers_are_unreadable(case: Case) -> None:
    """No piece of the photographed KTP lies readable in any file; no kept picture has a marker."""
    stored = Document.unscoped.filter(on_ref=ref_of(case))
    contents = {one.kind: documents.read(one, make.SYSTEM, "test") for one in stored}
    ktp = contents["ktp"]
    pieces = [ktp[at : at + 48] for at in range(len(ktp) // 4, len(ktp) - 48, len(ktp) // 8)]
    assert pieces
    for name, data in files():
        assert not any(piece in data for piece in pieces), name
    for kind, content in contents.items():
        assert DESCRIPTION.encode() not in content, kind
        assert FILE_NAME.encode() not in content, kind
