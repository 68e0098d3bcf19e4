"""Story S9 in Chromium: a community of 42, first without a deed, to a seal that turns red."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page
from tests import factories as make
from tests import together
from tests.security.world import put_paper

from sentraki.cases.models import Case, MarkMember, Right
from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.cases.selectors.identity import readers_of
from sentraki.cases.services import decisions, filing, handover, mark_members, rights
from sentraki.cases.services.dossier import seal_dossier
from sentraki.cases.services.reference import load_reference
from sentraki.kernel import clock
from sentraki.kernel.access import Role, Viewer
from sentraki.kernel.refs import ref_of
from sentraki.ledger.models import Letter
from sentraki.ledger.services import documents, pages
from sentraki.ledger.services import letters as letter_services
from sentraki.offices.models import Office
from sentraki.offices.rules import AgencyKind, AgencyScope
from sentraki.offices.services.agencies import add_agency
from sentraki.parties.models import Community
from sentraki.parties.rules.permits import PermitKind
from sentraki.parties.services.permits import note_permit

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RUN_AXE = """() => axe.run(document, {resultTypes: ['violations']}).then(found =>
  found.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html).join(' | ')))"""
WIDTHS = (1280, 360)
A_MINUTE = 60_000
TEXTS = {
    "quality": together.CHAPTERS["quality"],
    "supervision": together.CHAPTERS["supervision"],
    "sanctions": together.CHAPTERS["sanctions"],
}


@pytest.fixture
def office() -> Office:
    load_reference()
    found = make.make_issuing_office(region="35.22", slug="bojonegoro")
    make.make_region("35.22.01", "Bojonegoro")
    make.make_programme(office=found)
    return found


def look(page: Page, name: str, folder: Path, wrong: list[str]) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.screenshot(path=folder / f"kolektif-{name}-{width}.png", full_page=True)
        page.evaluate(AXE)
        wrong += [f"{name} {width}: {found}" for found in page.evaluate(RUN_AXE)]
        if page.evaluate("() => document.documentElement.scrollWidth > innerWidth"):
            wrong.append(f"{name} {width}: scrolls sideways")
    page.set_viewport_size({"width": 1280, "height": 800})


def press(page: Page, what: str) -> None:
    with page.expect_navigation():
        page.click(what)


def officer_page(browser: Browser, site: str, office: Office) -> Page:
    client = make.officer_client(office=office)
    context = browser.new_context(locale="id-ID")
    context.set_default_timeout(120_000)
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
    return context.new_page()


def paper(name: str) -> dict[str, object]:
    return {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": make.make_picture()}


def test_a_community_from_no_deed_to_a_seal_that_turns_red(
    browser: Browser, live_server, office: Office, artefacts: Path, settings
) -> None:
    settings.SITE_URL = site = live_server.url
    wrong: list[str] = []
    community = together.make_community(
        office=office, name="Koperasi Ledre Contoh", members=42, with_deed=False
    )
    page = officer_page(browser, site, office)
    blocked_then_ready(page, site, community, artefacts, wrong)
    case = opened(page, site, community, artefacts, wrong)
    right = registered(office, case)
    use = admitted(page, site, right, artefacts, wrong)
    suspended(browser, page, use, artefacts, wrong)
    assert wrong == []


def blocked_then_ready(
    page: Page, site: str, community: Community, folder: Path, wrong: list[str]
) -> None:
    """Blocked with the list; the deed is added; the rules are written, fixed and signed."""
    here = f"{site}/kantor/komunitas/{community.public_id}/"
    page.goto(f"{here}merek/")
    assert page.locator(".alert-warning li").count() == 2
    assert page.locator("input[name=mark_name]").count() == 0
    look(page, "terhalang", folder, wrong)
    page.goto(f"{here}ubah/")
    page.fill("[name=deed_number]", "AHU-CONTOH-42")
    page.fill("[name=deed_on]", "2024-02-01")
    page.set_input_files("[name=deed] >> nth=-1", paper("akta"))
    press(page, "main form button[type=submit]")
    assert page.locator(".alert-warning li").count() == 1
    press(page, "form[action$='/ketentuan/'] button")
    for step, text in TEXTS.items():
        page.fill(f"[name={step}]", text)
        if step == "quality":
            page.wait_for_function("document.querySelector('[data-autosave-status]')"
                                   ".textContent.includes('Tersimpan')")  # fmt: skip
        look(page, f"ketentuan-{step}", folder, wrong)
        press(page, "main form button[type=submit]")
    press(page, "main form button[type=submit]")
    look(page, "naskah", folder, wrong)
    press(page, "form.card .btn-primary")
    press(page, "a[href$='/tanda-tangan/']")
    page.fill("[name=signed_on]", clock.today().isoformat())
    for box in page.locator("[name=names]").all():
        box.check()
    page.set_input_files("[name=copy] >> nth=-1", paper("ketentuan"))
    press(page, "main form button[type=submit]")
    assert page.locator(".alert-warning").count() == 0
    look(page, "siap", folder, wrong)


def opened(page: Page, site: str, community: Community, folder: Path, wrong: list[str]) -> Case:
    """The file is opened at the desk; its name is screened and the screening stands in the file."""
    page.click(f"a[href='/kantor/komunitas/{community.public_id}/merek/']")
    page.fill("[name=phone]", "081200000900")
    page.select_option("[name=scale]", "micro")
    page.fill("[name=mark_name]", "Jonegoroan Rekaan")
    page.fill("[name=description]", "Tulisan Jonegoroan Rekaan")
    page.fill("[name=colours]", "kuning, merah")
    page.fill("[name=goods]", "ledre pisang")
    page.fill("[name=nice_class]", "30")
    for box in ("facilitate", "publish"):
        page.check(f"[name={box}]")
    look(page, "merek", folder, wrong)
    press(page, "main form button[type=submit]")
    case = Case.unscoped.get(community=community)
    assert case.code in page.url
    look(page, "berkas", folder, wrong)
    return case


def registered(office: Office, case: Case) -> Right:
    """Papers, letter, dossier, Kanwil, filing, publication, certificate: the way of every file."""
    verifier, kanwil = make.make_officer(office), make.make_kanwil(office)
    for code in ("label", "signature", "ktp", "umk-statement"):
        put_paper(case, code)
    decisions.check_pdki(case=case, viewer=verifier, finding="Tidak ada", checked_on=clock.today())
    case = decisions.accept(case=case, viewer=verifier)
    letter = Letter.unscoped.get(on_ref=ref_of(case), status="requested")
    letter_services.sign(letter, make.make_signatory(office))
    pages.finish(letter.pk)
    dossier = seal_dossier(case=case, viewer=verifier)
    the_dossier_is_collective(documents.read(dossier.package, verifier, "test"))
    sent = handover.send(cases=[case], from_office=office, viewer=verifier)
    handover.answer(item=sent.items.get(), viewer=kanwil, accepted=True)
    filed = filing.file_case(
        case=case, viewer=kanwil, number="KID2026000042", received_on=clock.today(),
        receipt=make.make_receipt(case),
    )  # fmt: skip
    told(filed, verifier, FilingStatus.PUBLISHED, None)
    certificate = make.make_receipt(case, "certificate")
    number = rights.Certificate("IDM000000042", clock.today(), certificate)
    told(filed, verifier, FilingStatus.REGISTERED, number)
    return Right.unscoped.get(filing=filed)


def the_dossier_is_collective(packed: bytes) -> None:
    with ZipFile(BytesIO(packed)) as archive:
        xml = archive.read("permohonan_st96.xml").decode()
        assert any("ketentuan_penggunaan" in name for name in archive.namelist())
    assert "<tmk:MarkCategory>Collective trademark<" in xml


def told(
    filed: filing.Filing, viewer: Viewer, status: FilingStatus, paper: rights.Certificate | None
) -> None:
    news = filing.News(f"(TM) {status}", clock.today())
    filing.record_event(filing=filed, viewer=viewer, news=news, status=status, certificate=paper)


ASK = """async ([credentials, nib, purpose]) => {
  const form = new URLSearchParams({grant_type: 'client_credentials', ...credentials});
  const given = await fetch('/api/v1/token', {method: 'POST', body: form});
  const {access_token: token} = await given.json();
  const answer = await fetch('/api/v1/identitas', {
    method: 'POST', body: JSON.stringify({nib, purpose}),
    headers: {'Content-Type': 'application/json', Authorization: `Bearer ${token}`},
  });
  return [given.status, answer.status, await answer.json()];
}"""


def test_a_halal_officer_asks_by_nib_and_learns_what_differs(
    browser: Browser, live_server, artefacts: Path
) -> None:
    load_reference()
    wrong: list[str] = []
    case = make.make_filed().case
    site, office = live_server.url, case.office
    page = officer_page(browser, site, office)
    note_permit(
        business=case.business, viewer=make.make_officer(office), kind=PermitKind.HALAL,
        name="Sambal Mak Idjah", number="ID00110000000001",
    )  # fmt: skip
    agency, secret = add_agency(
        viewer=make.make_officer(office, Role.ADMIN), office=office, name="LP3H Contoh",
        kind=AgencyKind.HALAL, scopes=tuple(AgencyScope),
    )  # fmt: skip
    credentials = {"client_id": agency.client_id, "client_secret": secret}
    question = [case.business.nib, "Verifikasi sertifikat halal"]

    page.goto(f"{site}/")
    refused = page.evaluate(ASK, [credentials | {"client_secret": "salah"}, *question])
    assert refused[:2] == [401, 401]
    given, status, told = page.evaluate(ASK, [credentials, *question])

    assert (given, status) == (200, 200)
    (difference,) = told["differences"]
    assert (difference["what"], difference["change"]) == ("spelling", "halal")
    assert "Sambal Mak Idjah" in difference["sentence"]
    assert [(row.agency, row.purpose) for row in readers_of(case)] == [("LP3H Contoh", question[1])]
    page.goto(site + reverse("desk:permits", args=[case.business.public_id]))
    assert difference["sentence"] in page.inner_text("main")
    look(page, "identitas", artefacts, wrong)
    assert wrong == []


def admitted(page: Page, site: str, right: Right, folder: Path, wrong: list[str]) -> MarkMember:
    """All 42 on the list; one is admitted, accepts the rules, becomes active with a seal."""
    page.goto(f"{site}/kantor/hak/{right.public_id}/anggota/")
    press(page, "main form button[type=submit]")
    assert MarkMember.unscoped.filter(right=right).count() == 42
    look(page, "anggota", folder, wrong)
    page.click("main table a >> nth=0")
    for step in ("approve", "accept-rules", "activate"):
        page.select_option("[name=step]", step)
        page.check("[name=agreed]")
        page.check("[name=is_named]")
        press(page, "form[action*='/anggota-merek/'] .btn-primary")
    look(page, "anggota-aktif", folder, wrong)
    use = MarkMember.unscoped.get(right=right, status="active")
    assert use.seal is not None
    return use


def suspended(
    browser: Browser, page: Page, use: MarkMember, folder: Path, wrong: list[str]
) -> None:
    """A buyer's page, already open, turns red within a minute; one left and come back to, too."""
    address = mark_members.seals.address_of(use.seal.code)
    buyer = browser.new_context(locale="id-ID", java_script_enabled=False)
    left = browser.new_context(locale="id-ID")
    open_page, other = buyer.new_page(), left.new_page()
    other.goto(address)
    assert other.locator(".ki-seal.s-valid").count() == 1
    look(other, "stempel-aktif", folder, wrong)
    other.goto(address.rpartition("/verifikasi/")[0] + "/")
    open_page.goto(address)
    assert open_page.locator(".ki-seal.s-valid").count() == 1

    page.select_option("[name=step]", "freeze")
    page.fill("[name=reason]", "Mutu di bawah ketentuan")
    page.check("[name=is_grave]")
    press(page, "form[action*='/anggota-merek/'] .btn-primary")
    since = clock.now()
    other.go_back()
    assert other.locator(".ki-seal.s-void").count() == 1
    look(other, "stempel-beku", folder, wrong)
    open_page.locator(".ki-seal.s-void").wait_for(timeout=A_MINUTE)
    assert clock.now() - since <= timedelta(seconds=60)
