"""One's own case: the way in that tells nothing, and the page that tells its owner everything."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from tests import factories as make
from tests.sentraki.portal import walking
from tests.sentraki.portal.walking import address, begin, fill, send

from sentraki.cases.models import Case
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.cases.services import decisions, filing, rights
from sentraki.kernel import clock
from sentraki.kernel.refs import ref_of
from sentraki.portal import journey
from sentraki.portal.views import my_case
from sentraki.ui.icons import icon

pytestmark = pytest.mark.django_db


def owner_of(case: Case) -> Client:
    """A browser that has shown a right to ``case``."""
    return make.applicant_client(ref_of(case))


def page_of(case: Case) -> str:
    """The page of the case as its owner reads it."""
    answer = owner_of(case).get(f"/permohonan/{case.code}/")
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.fixture
def case() -> Case:
    walking.ready_office(whatsapp="081234567899")
    client = Client()
    draft = begin(client)
    fill(client, draft)
    send(client, draft)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def link() -> tuple[Case, str]:
    walking.ready_office()
    client = Client()
    draft = begin(client)
    kept = client.get(address(draft, "mulai")).content.decode()
    return draft, re.findall(r"/lanjut/[\w-]+/", kept)[0]


def node_of_now(page: str) -> str:
    """The node of the present in the thread."""
    return re.findall(r'<li class="now">(.*?)</span>', page, re.DOTALL)[0]


def test_the_present_wears_the_sign_of_its_state_and_a_warning_only_when_one_must_act(
    case: Case,
) -> None:
    assert icon("clock") in node_of_now(page_of(case))
    officer = make.make_officer(case.office)
    defects = [{"requirement": "", "text": "Ganti label"}]
    make.decisions.return_once(
        case=case, viewer=officer, defects=defects, due_on=make.clock.today()
    )
    assert icon("alert") in node_of_now(page_of(case))


def test_code_and_phone_open_the_case_however_they_are_typed(case: Case) -> None:
    for code in (case.code, case.code.lower(), case.code.replace("-", " ")):
        client = Client()
        form = {"code": code, "phone": "+62 812-3456-7890"}
        assert client.post("/permohonan/", form)["Location"] == f"/permohonan/{case.code}/"
        assert client.get(f"/permohonan/{case.code}/").status_code == 200


def test_a_wrong_phone_and_a_wrong_code_get_one_and_the_same_answer(case: Case) -> None:
    def answer(code: str, phone: str) -> str:
        page = Client().post("/permohonan/", {"code": code, "phone": phone})
        assert page.status_code == 200
        text = page.content.decode().replace(code, "").replace(phone, "")
        return re.sub(r'value="[\w-]*"', "", text)

    wrong_phone = answer(case.code, "081299999999")
    assert wrong_phone == answer("PAL-2222-2222", "081299999999")
    assert wrong_phone == answer("QQQQ", "081299999999")


def test_neither_phone_nor_name_stands_in_an_address(case: Case) -> None:
    links = re.findall(r'(?:href|action|src)="([^"]*)"', page_of(case))
    for word in ("6281234567890", "081234567890", "0071014101800001", "Sambal", "Ijah"):
        assert not [link for link in links if word in link]


def test_guessing_is_slowed_down_by_address_and_by_code(
    case: Case, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(my_case, "TRIES_PER_CODE", 2)
    wrong = {"code": case.code, "phone": "081299999999"}
    answers = [Client().post("/permohonan/", wrong).status_code for _ in range(3)]
    assert answers == [200, 200, 429]
    right = {"code": case.code, "phone": walking.PHONE}
    assert Client().post("/permohonan/", right).status_code == 429
    settings.LOOKUPS_PER_HOUR = 1  # type: ignore[attr-defined]
    assert Client().post("/permohonan/", {**wrong, "code": "PAL-3333-3333"}).status_code == 429


def test_a_code_in_the_address_alone_opens_nothing(case: Case) -> None:
    for path in ("", "tarik/", "data/", "sertifikat/", "surat/x/"):
        answer = Client().get(f"/permohonan/{case.code}/{path}")
        assert (answer.status_code, answer["Location"]) == (302, "/permohonan/")


def test_another_persons_case_is_not_there(case: Case) -> None:
    other = make.make_draft(office=case.office, phone="081298765432")
    for path in ("", "tarik/", "data/", "sertifikat/", "surat/x/"):
        assert owner_of(other).get(f"/permohonan/{case.code}/{path}").status_code == 404
    assert owner_of(other).post(f"/permohonan/{case.code}/tarik/").status_code == 404


def test_looking_at_the_secret_link_uses_up_nothing_and_tells_nothing(
    link: tuple[Case, str],
) -> None:
    case, path = link
    preview = Client()
    for _ in range(3):
        page = preview.get(path)
        assert page.status_code == 200
        assert case.code not in page.content.decode()
        assert page["Referrer-Policy"] == "strict-origin"
        assert page["X-Robots-Tag"] == "noindex"
    assert preview.head(path).status_code == 200
    assert preview.get(f"/permohonan/{case.code}/").status_code == 302


def test_the_button_of_the_secret_link_opens_the_draft(link: tuple[Case, str]) -> None:
    case, path = link
    client = Client()
    assert client.post(path)["Location"] == address(case, "nama")
    assert client.get(address(case, "nama")).status_code == 200


@pytest.mark.parametrize("secret", ["x", "a" * 500, "{{7*7}}", "\u202e"])
def test_an_unknown_link_is_told_politely(secret: str) -> None:
    answer = Client().post(f"/lanjut/{secret}/")
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()


def test_the_secret_is_stored_nowhere_in_the_clear(link: tuple[Case, str]) -> None:
    _case, path = link
    secret = path.split("/")[2]
    assert secret not in json.dumps(list(Case.unscoped.values()), default=str)


def test_the_page_tells_where_the_case_is_and_what_comes(case: Case) -> None:
    page = page_of(case)
    assert "Berkas Anda sedang diperiksa petugas." in page
    assert 'class="now"' in page
    assert "Nanti: diajukan ke DJKI" in page
    assert "https://wa.me/6281234567899?text=Halo" in page
    assert case.code in re.findall(r"wa\.me/[^\"]+", page)[0]
    assert "0812••••890" in page


def test_messages_of_the_office_stand_on_the_page(case: Case) -> None:
    assert f"Berkas {case.code} diterima" in page_of(case)


def test_a_returned_case_lists_what_to_mend_and_where(case: Case) -> None:
    officer = make.make_officer(case.office)
    defects = [
        {"requirement": "ktp", "text": "Alamat tidak terbaca"},
        {"requirement": "signature", "text": "Tanda tangan terpotong"},
        {"requirement": "", "text": "Jelaskan barangnya"},
        {"requirement": "goods", "text": "Kelas belum cocok"},
    ]
    due = clock.today() + timedelta(days=7)
    decisions.return_once(case=case, viewer=officer, defects=defects, due_on=due)
    page = page_of(case)
    assert "Perlu 4 perbaikan" in page
    for part in (
        address(case, "dokumen") + "?kembali=periksa&amp;ganti=ktp#ktp_title",
        address(case, "tanda-tangan") + "?kembali=periksa&amp;ganti=signature#signature_title",
        address(case, "barang") + "?kembali=periksa",
    ):
        assert part in page


def test_a_letter_can_be_downloaded_once_it_is_signed() -> None:
    case = make.make_sealed(office=make.make_issuing_office())
    url = re.findall(r'href="(/permohonan/[^"]+/surat/[^"]+)"', page_of(case))[0]
    answer = owner_of(case).get(url)
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert owner_of(case).get(url[:-3] + "x/").status_code == 404


def test_a_demand_of_djki_shows_both_days_and_that_they_differ() -> None:
    office = make.make_issuing_office()
    filed = make.make_filed(office=office)
    today = clock.today()
    news = filing.News(
        "(TM) Usulan Penolakan", today, letter_dated_on=today,
        due_in_letter=today + timedelta(days=12),
    )  # fmt: skip
    filing.record_event(
        filing=filed, viewer=make.make_officer(office), news=news, status=FilingStatus.PROV_REFUSAL
    )
    page = page_of(filed.case)
    assert "ki-deadline is-near" in page
    assert "hitungan kami" in page
    assert "(TM) Usulan Penolakan" in page


def test_nothing_is_green_before_registration_and_certificate_and_seal_come_with_it() -> None:
    office = make.make_issuing_office()
    filed = make.make_filed(office=office)
    before = page_of(filed.case)
    assert "is-registered" not in before
    assert "Terdaftar</h3>" not in before
    certificate = make.make_receipt(filed.case, kind="certificate")
    filing.record_event(
        filing=filed,
        viewer=make.make_officer(office),
        news=filing.News("(TM) Didaftar", clock.today()),
        status=FilingStatus.REGISTERED,
        certificate=rights.Certificate("IDM001234567", clock.today(), certificate),
    )
    after = page_of(filed.case)
    assert "is-registered" in after
    assert f"/verifikasi/{filed.seal.code}" in after
    answer = owner_of(filed.case).get(f"/permohonan/{filed.case.code}/sertifikat/")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("status", list(FilingStatus))
def test_every_status_of_djki_has_a_word_for_the_applicant(status: FilingStatus) -> None:
    assert str(journey.NEWS[status])


def test_withdrawing_asks_first_and_happens_once(case: Case) -> None:
    client, url = owner_of(case), f"/permohonan/{case.code}/tarik/"
    assert "Ya, tarik berkas" in client.get(url).content.decode()
    client.post(url, {})
    case.refresh_from_db()
    assert case.status == CaseStatus.SUBMITTED
    for _ in range(2):
        form = {"confirmed": "1", "idempotency_key": "w"}
        assert client.post(url, form)["Location"] == f"/permohonan/{case.code}/"
    case.refresh_from_db()
    assert case.status == CaseStatus.WITHDRAWN


def test_the_owner_takes_home_everything_stored(case: Case) -> None:
    answer = owner_of(case).get(f"/permohonan/{case.code}/data/")
    stored = json.loads(answer.content)
    assert answer["Content-Disposition"].startswith("attachment")
    assert stored["phone"] == "+6281234567890"
    assert stored["business"]["nik"] == "0071014101800001"
    assert {row["kind"] for row in stored["files"]} >= {"ktp", "label", "signature"}
    assert stored["consents"]
    assert stored["processing"]


def test_the_page_asks_the_database_the_same_for_long_and_short_stories(
    django_assert_max_num_queries,
) -> None:
    office = make.make_issuing_office()
    filed = make.make_filed(office=office)
    officer = make.make_officer(office)
    for day in range(12):
        filing.record_event(
            filing=filed,
            viewer=officer,
            news=filing.News("(TM) Pelayanan Teknis", clock.today() - timedelta(days=day)),
            status=FilingStatus.TECH_QUEUE,
        )
    client = owner_of(filed.case)
    with django_assert_max_num_queries(14):
        assert client.get(f"/permohonan/{filed.case.code}/").status_code == 200


def test_the_entrance_lists_what_is_open_in_this_browser(case: Case) -> None:
    assert case.code in owner_of(case).get("/permohonan/").content.decode()
    assert case.code not in Client().get("/permohonan/").content.decode()


def test_a_draft_leads_back_to_its_first_open_page() -> None:
    walking.ready_office()
    draft = begin(Client())
    answer = Client().post("/permohonan/", {"code": draft.code, "phone": walking.PHONE})
    assert answer["Location"] == address(draft, "nama")
    assert address(draft, "nama") in page_of(draft)
