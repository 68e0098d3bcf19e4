"""Story S4 in Chromium: 500 published marks, three of them too near, and what becomes of it."""

import re
from datetime import timedelta
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.management import call_command
from django.urls import reverse
from docx import Document as Word
from PIL import Image
from playwright.sync_api import Browser, Page
from pypdf import PdfReader
from tests import factories as make
from tests import gazettes
from tests.gazettes import Published
from tests.journeys.test_tangerang_figures import browser_of, look, press
from tests.sentraki.cases.test_watch import OTHERS, as_jpeg, period, protect, registered

from sentraki.cases.models import Right, WatchHit
from sentraki.kernel import clock
from sentraki.kernel.refs import ref_of
from sentraki.kernel.wording import date_id
from sentraki.ledger import messages
from sentraki.ledger.models import Message
from sentraki.offices.models import Office
from sentraki.screening.pictures import remember_picture

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(find_spec("onnxruntime") is None, reason="labels need the extra"),
]
MARKS, PLANTED, MOST_OTHERS = 500, 3, 2
SOUND, SPELLING, LOGO = "SAMBAL MAK IDJAH", "KERIPIK MBAK SITTY", "WARUNG ZUMBRU"
POINT = "Pemohon memakai merek ini sejak 2021 di pasar yang sama."
REWRITTEN = "Bunyi kedua merek sama bila diucapkan pembeli di pasar."


@pytest.fixture
def office(settings, tmp_path) -> Office:
    settings.CORPORA = tmp_path / "corpora"
    settings.GAZETTE_INBOX = tmp_path / "inbox"
    return make.make_issuing_office(region="36.71", slug="tangerang")


def bulletin(folder: Path, label: bytes) -> Path:
    """An issue of 500 marks: one that sounds alike, one spelt alike, one that looks alike."""
    planted = [
        Published("DID202606900001", "15/07/2026", (30,), SOUND),
        Published("DID202606900002", "15/07/2026", (30,), SPELLING),
        Published("DID202606900003", "15/07/2026", (30,), LOGO, jpeg=label),
    ]
    others = [entry for entry in gazettes.some(700) if entry.name][: MARKS - PLANTED]
    path = folder / "brm.pdf"
    path.write_bytes(gazettes.compose([*others[:250], *planted, *others[250:]], period=period()))
    return path


def labelled(right: Right) -> bytes:
    """Let the right have a label; what comes back is a smaller, slightly turned copy of it."""
    label = Image.open(next((configured.DATA / "marks" / "labels").glob("*.png"))).convert("RGB")
    remember_picture(ref=ref_of(right), jpeg=as_jpeg(label), name=right.name, classes="30",
                     number=right.number, status="registered")  # fmt: skip
    half = label.resize((label.width // 2, label.height // 2))
    return as_jpeg(half.rotate(4, fillcolor="white"))


def test_a_look_alike_is_hunted_until_the_last_day(
    browser: Browser, live_server, office: Office, tmp_path: Path, artefacts: Path, settings
) -> None:
    settings.SITE_URL = site = live_server.url
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    wrong: list[str] = []
    own = registered(office)
    assert own.name == "Sambal Mak Ijah"
    protect(office, "Keripik Mbak Siti")
    label = labelled(protect(office, "Dapur Cisadane"))
    for name in OTHERS:
        protect(office, name)
    page = browser_of(browser, site, office)

    brought(page, site, bulletin(tmp_path, label))
    page.goto(site + reverse("desk:watches"))
    look(page, "pantauan", artefacts, wrong)
    hits = {hit.entry.name: hit for hit in WatchHit.unscoped.select_related("right", "entry")}
    assert page.locator("main tbody tr").count() == len(hits)
    assert {SOUND, SPELLING, LOGO} <= set(hits)
    assert len(hits) <= PLANTED + MOST_OTHERS
    assert hits[SOUND].right == own

    told = the_owner_reads(browser, hits[SOUND], artefacts, wrong)
    drafted(page, site, hits[SOUND], artefacts, wrong)
    gone_after_the_last_day(browser, page, site, hits[SOUND], told)
    assert wrong == []


def brought(page: Page, site: str, path: Path) -> None:
    """The officer brings the issue; every mark in it is read."""
    page.goto(site + reverse("desk:gazette-new"))
    page.set_input_files("input[type=file]", path)
    press(page, "main form button[type=submit]")
    call_command("db_worker", batch=True, startup_delay=False, interval=0.1, verbosity=0)
    page.reload()
    assert str(MARKS) in page.inner_text("main")


def the_owner_reads(browser: Browser, hit: WatchHit, folder: Path, wrong: list[str]) -> str:
    """A text in plain words with the last day and a link; behind it both marks with a picture."""
    message = Message.unscoped.get(slug="watch-found")
    text = messages.write(message.slug, message.fields, lang="id").short
    assert date_id(hit.last_day) in text
    link = re.search(r"https?://\S+", text)
    assert link is not None
    address = link.group().rstrip(".")
    phone = browser.new_context(locale="id-ID", viewport={"width": 360, "height": 740}).new_page()
    phone.goto(address)
    shown = phone.inner_text("main")
    assert date_id(hit.last_day) in shown
    assert "IDJAH" in shown
    for picture in phone.locator("main img").all():
        assert picture.evaluate("one => one.complete && one.naturalWidth > 0")
    assert phone.locator("main img").count() >= 1
    look(phone, "pantauan-pemilik", folder, wrong)
    phone.context.close()
    return address


def drafted(page: Page, site: str, hit: WatchHit, folder: Path, wrong: list[str]) -> None:
    """The draft has points from the start; the adviser edits them, and both files say so."""
    page.goto(site + reverse("desk:watch", args=[hit.public_id]))
    look(page, "pantauan-petugas", folder, wrong)
    points = page.input_value("[name=points]").strip().split("\n\n")
    assert len(points) >= 2
    page.fill("[name=points]", "\n\n".join([REWRITTEN, *points[1:], POINT]))
    press(page, "form:has([name=points]) button[type=submit]")
    for form in ("docx", "pdf"):
        answer = page.request.get(site + reverse("desk:watch-paper", args=[hit.public_id, form]))
        assert answer.ok
        (folder / f"keberatan.{form}").write_bytes(answer.body())
        words = written(form, answer.body())
        assert POINT in words
        assert REWRITTEN in words
        assert points[0].replace("\n", " ") not in words


def written(form: str, content: bytes) -> str:
    if form == "docx":
        text = "\n".join(one.text for one in Word(BytesIO(content)).paragraphs)
    else:
        text = "\n".join(one.extract_text() for one in PdfReader(BytesIO(content)).pages)
    return " ".join(text.split())


def gone_after_the_last_day(
    browser: Browser, page: Page, site: str, hit: WatchHit, link: str
) -> None:
    """The owner's page, the officer's, the draft and the list no longer offer it."""
    WatchHit.unscoped.filter(pk=hit.pk).update(last_day=clock.today("WIB") - timedelta(days=1))
    owner = browser.new_context().new_page()
    answer = owner.goto(link)
    assert answer is not None
    assert answer.status == 404
    owner.context.close()
    for name, more in (("desk:watch", ()), ("desk:watch-paper", ("pdf",))):
        path = reverse(name, args=[hit.public_id, *more])
        assert page.request.get(site + path).status == 404
    page.goto(site + reverse("desk:watches"))
    assert SOUND not in page.inner_text("main")
