"""Every page from the dossier to the right in real Chromium: fits, speaks, breaks nothing."""

from pathlib import Path
from urllib.parse import urljoin

import pytest
from django.urls import reverse
from tests import factories as make

from sentraki.cases.models import Deadline
from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.cases.services import filing as filings
from sentraki.cases.services import handover, rights
from sentraki.kernel import clock
from sentraki.kernel.access import Role
from sentraki.screening.models import GazetteReading

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
AXE = (Path(__file__).parents[2] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RUN_AXE = """() => axe.run(document, {resultTypes: ['violations']}).then(found =>
  found.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html).join(' | ')))"""
SIZES = {"1280": (1280, 800), "360": (360, 740)}


class Desk:
    """A browser with the log-ins of one office and its Kanwil, noting what is wrong."""

    def __init__(self, browser, site, size, folder, language):
        self.site, self.folder, self.size = site, folder, size
        width, height = SIZES[size]
        self.context = browser.new_context(viewport={"width": width, "height": height})
        self.speak = {"name": "django_language", "value": language, "url": site}
        self.tab = self.context.new_page()
        self.problems = []
        self.tab.on("console", self._console)
        self.tab.on("pageerror", lambda error: self.problems.append(str(error)))

    def _console(self, said):
        if said.type == "error":
            self.problems.append(f"{self.tab.url}: {said.text}")

    def become(self, role, office):
        """Go on as a fresh officer of ``role``."""
        cookie = make.officer_client(role, office).cookies["sessionid"].value
        session = {"name": "sessionid", "value": cookie, "url": self.site}
        self.context.clear_cookies()
        self.context.add_cookies([session, self.speak])

    def look(self, path, name):
        """Open a page; keep its picture and whatever is wrong with it."""
        answer = self.tab.goto(urljoin(self.site, path))
        assert answer.status == 200, f"{path}: {answer.status}"
        self.judge(name)

    def judge(self, name):
        """The page as it stands."""
        self.tab.screenshot(path=self.folder / f"{name}-{self.size}.png", full_page=True)
        wide, room = self.tab.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        if wide > room:
            self.problems.append(f"{name} scrolls sideways: {wide} on {room}")
        self.tab.evaluate(AXE)
        self.problems += [f"{name}: {found}" for found in self.tab.evaluate(RUN_AXE)]


@pytest.fixture(scope="session")
def folder(artefacts):
    place = artefacts / "desk"
    place.mkdir(exist_ok=True)
    return place


def story():
    """One office with a case at every step of the way."""
    office = make.make_issuing_office(letterhead_lines=["PEMERINTAH KOTA CONTOH", "DINAS CONTOH"])
    kanwil = make.make_kanwil(office)
    officer = make.make_officer(office)
    open_case = make.make_accepted(office=office, **make.somebody_else(5))
    ready = make.make_sealed(office=office, **make.somebody_else(6))
    sealed = [make.make_sealed(office=office, **make.somebody_else(n)) for n in (7, 8)]
    waiting = handover.send(cases=sealed, from_office=office, viewer=officer)
    done = handover.send(
        cases=[make.make_sealed(office=office, **make.somebody_else(9))],
        from_office=office,
        viewer=officer,
    )
    item = done.items.get()
    handover.answer(item=item, viewer=kanwil, accepted=True)
    filing = make.make_filed(office=office)
    today = clock.today()
    news = filings.News("(TM) Usulan Penolakan", today, today, today, "A1")
    filings.record_event(filing=filing, viewer=officer, news=news, status=FilingStatus.PROV_REFUSAL)
    known = rights.KnownRight(
        "IDM000000001", "Kemplang Bu Contoh", "Dapur Contoh", "30", registered_on=today
    )
    right = rights.record_known(office=office, viewer=make.SYSTEM, known=known)
    return office, open_case, ready, waiting, item.case, filing, right


@pytest.mark.parametrize(("size", "language"), [("1280", "id"), ("360", "id"), ("360", "en")])
def test_every_page_fits_and_is_open_to_all(browser, live_server, folder, size, language):
    office, open_case, ready, waiting, acknowledged, filing, right = story()
    desk = Desk(browser, live_server.url, size, folder, language)
    suffix = "" if language == "id" else "-en"

    desk.become(Role.VERIFIER, office)
    for name, thing in (
        ("case-lookalikes", open_case.code),
        ("dossier", open_case.code),
        ("dossier", ready.code),
        ("case-reopen", ready.code),
        ("handovers", None),
        ("handover", waiting.code),
        ("file-case", acknowledged.code),
        ("filings", None),
        ("filing", filing.pk),
        ("rights", None),
        ("right", right.public_id),
        ("right-end", right.public_id),
        ("right-sheet", right.public_id),
    ):
        sealed = "-sealed" if thing == ready.code and name == "dossier" else ""
        path = reverse(f"desk:{name}", args=[thing] if thing else [])
        desk.look(path, f"{name}{sealed}{suffix}")

    desk.look(reverse("desk:filing", args=[filing.pk]), f"filing{suffix}")
    desk.tab.fill("[name=raw_text]", "(TM) Didaftar")
    desk.tab.click("form[action$='/kabar/'] button[type=submit]")
    desk.judge(f"news{suffix}")

    deadline = Deadline.unscoped.filter(filing=filing).first()
    assert deadline is not None
    desk.look(reverse("desk:deadlines"), f"deadlines{suffix}")
    desk.look(reverse("desk:deadline", args=[deadline.public_id]), f"deadline{suffix}")
    desk.look(reverse("desk:registers"), f"registers{suffix}")
    hit = make.make_hit(right)
    for name in ("gazettes", "gazette-new", "watches"):
        desk.look(reverse(f"desk:{name}"), f"{name}{suffix}")
    reading = GazetteReading.objects.get().public_id
    desk.look(reverse("desk:gazette", args=[reading]), f"gazette{suffix}")
    desk.look(reverse("desk:watch", args=[hit.public_id]), f"watch{suffix}")
    desk.look(reverse("portal:watch", args=[hit.public_id]), f"watch-owner{suffix}")
    programme = filing.case.programme.public_id
    for name in ("programme-places", "programme-idle", "programme-incomplete", "allocation"):
        desk.look(reverse(f"desk:{name}", args=[programme]), f"{name}{suffix}")
    desk.look(reverse("desk:programme-simulation", args=[programme]), f"simulation{suffix}")

    desk.become(Role.KANWIL, office.parent)
    desk.look(reverse("desk:handover", args=[waiting.code]), f"handover-kanwil{suffix}")
    desk.look(reverse("desk:dossier", args=[acknowledged.code]), f"dossier-kanwil{suffix}")

    desk.become(Role.ADMIN, office)
    for name in ("office", "office-calendar", "people", "person-add", "log"):
        desk.look(reverse(f"desk:{name}"), f"{name}{suffix}")
    desk.context.close()

    assert desk.problems == []


def test_a_copied_value_lands_on_the_clipboard_and_the_button_says_so(browser, live_server, folder):
    office = make.make_issuing_office()
    case = make.make_accepted(office=office)
    desk = Desk(browser, live_server.url, "1280", folder, "id")
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=desk.site)
    desk.become(Role.INTAKE, office)
    desk.tab.goto(urljoin(desk.site, reverse("desk:dossier", args=[case.code])))

    row = desk.tab.locator(".ki-copy", has=desk.tab.locator("input[value='Sambal Mak Ijah']"))
    row.first.locator("button").click()

    assert desk.tab.evaluate("navigator.clipboard.readText()") == "Sambal Mak Ijah"
    assert "Tersalin" in row.first.inner_text() or "Disalin" in row.first.inner_text()
    desk.context.close()
