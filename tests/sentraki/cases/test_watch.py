"""The watch: an issue of 500 marks against protected ones, its owner told while it is of use."""

from datetime import timedelta
from importlib.util import find_spec
from io import BytesIO

import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from docx import Document as Word
from PIL import Image
from pypdf import PdfReader
from tests import factories as make
from tests import gazettes
from tests.gazettes import Published

from sentraki.cases.models import Right, WatchHit
from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.cases.selectors.watch import open_hits, proposed_points, reasons_of, words_of
from sentraki.cases.services import filing, objections, rights, watch
from sentraki.cases.services.gazette import read_to_the_end
from sentraki.cases.services.rights import KnownRight, record_known
from sentraki.kernel import clock
from sentraki.kernel.access import Role, Viewer
from sentraki.kernel.errors import Denied, Invalid, MoveRefused
from sentraki.kernel.refs import ref_of
from sentraki.kernel.wording import date_id
from sentraki.ledger import messages
from sentraki.ledger.models import Entry, Message
from sentraki.screening import gazette
from sentraki.screening import services as screening
from sentraki.screening.pictures import remember_picture

pytestmark = pytest.mark.django_db
LABELS = django_settings.DATA / "marks" / "labels"
needs_engine = pytest.mark.skipif(find_spec("onnxruntime") is None, reason="without the extra")
PLANTED = {
    "KERIPIK MBAK SITTY": "Keripik Mbak Siti",
    "BATIK LEUWI KANCIL": "Leuwi Kancil",
    "KOPIE TJIKUPA": "Kopi Cikupa",
}
OTHERS = ("Sambal Bu Marni", "Dodol Teh Ocih", "Tas Anyam Sepatan", "Emping Balaraja",
          "Bandeng Presto Kronjo", "Gula Semut Rajeg", "Kue Gipang Mauk")  # fmt: skip


@pytest.fixture(autouse=True)
def own_folders(tmp_path, settings):
    settings.CORPORA = tmp_path / "corpora"
    settings.GAZETTE_INBOX = tmp_path / "inbox"


@pytest.fixture
def office():
    return make.make_issuing_office(region="36.03", slug="tangerang")


def protect(office, name: str, classes: str = "30", number: str = ""):
    clerk = Viewer.system("tests")
    known = KnownRight(number or f"IDM{abs(hash(name)) % 10**9:09d}", name, "CONTOH", classes,
                       year=2021)  # fmt: skip
    return record_known(office=office, viewer=clerk, known=known)


def registered(office) -> Right:
    """A mark that went the whole way here."""
    row = make.make_filed(office=office)
    filing.record_event(
        filing=row,
        viewer=make.make_officer(office),
        news=filing.News("(TM) Didaftar", clock.today()),
        status=FilingStatus.REGISTERED,
        certificate=rights.Certificate("IDM000000777", clock.today(), make.make_receipt(row.case)),
    )
    return Right.unscoped.get(filing=row)


def period(days: int = 40) -> str:
    """The words of a cover whose last day lies so many days ahead."""
    months = ("JANUARI", "FEBRUARI", "MARET", "APRIL", "MEI", "JUNI", "JULI", "AGUSTUS",
              "SEPTEMBER", "OKTOBER", "NOVEMBER", "DESEMBER")  # fmt: skip
    first = clock.today("WIB") - timedelta(days=20)
    last = clock.today("WIB") + timedelta(days=days)
    return " - ".join(f"{d.day} {months[d.month - 1]} {d.year}" for d in (first, last))


def bring(tmp_path, office, entries, *, days: int = 40, **more):
    source = tmp_path / "brm"
    source.write_bytes(gazettes.compose(entries, period=period(days), **more))
    officer = make.make_officer(office)
    reading = gazette.receive(source=source, name="brm.pdf", viewer=officer)
    return read_to_the_end(reading.public_id)


def published(names, first: int = 900_001):
    return [
        Published(f"DID202606{first + at:06d}", "15/07/2026", (30,), name)
        for at, name in enumerate(names)
    ]


def test_of_five_hundred_marks_the_three_planted_ones_are_found_and_at_most_two_others(
    tmp_path, office
):
    for name in (*PLANTED.values(), *OTHERS):
        protect(office, name)
    names = [entry for entry in gazettes.some(700) if entry.name][:497]

    bring(tmp_path, office, [*names, *published(PLANTED)])

    found = {(hit.entry.name, hit.right.name) for hit in WatchHit.unscoped.all()}
    assert set(PLANTED.items()) <= found
    assert len(found) <= len(PLANTED) + 2


@needs_engine
def test_a_label_like_a_protected_one_is_found_though_its_words_differ(tmp_path, office):
    """The third planted look-alike of the story: another name under nearly the same picture."""
    right = protect(office, "Keripik Mbak Siti")
    label = Image.open(next(LABELS.glob("*.png"))).convert("RGB")
    remember_picture(
        ref=ref_of(right), jpeg=as_jpeg(label), name=right.name, classes="30", number=right.number,
        status="registered",
    )  # fmt: skip
    copied = as_jpeg(
        label.resize((label.width // 2, label.height // 2)).rotate(4, fillcolor="white")
    )
    planted = Published("DID202606900001", "15/07/2026", (30,), "WARUNG ZUMBRU", jpeg=copied)
    others = [entry for entry in gazettes.some(40, first=901) if entry.name]

    bring(tmp_path, office, [*others, planted])

    hit = WatchHit.unscoped.get()
    assert hit.entry.number == planted.number
    assert words_of(hit, "id").reasons
    assert words_of(hit, "en").reasons != words_of(hit, "id").reasons
    page = make.officer_client(office=office).get(reverse("desk:watch", args=[hit.public_id]))
    assert page.content.decode().count("data:image/jpeg") == 1


def as_jpeg(picture: Image.Image) -> bytes:
    written = BytesIO()
    picture.save(written, "JPEG", quality=85)
    return written.getvalue()


def test_the_owner_is_told_with_a_link_and_the_last_day_and_no_name(tmp_path, office):
    right = registered(office)

    bring(tmp_path, office, published([right.name.upper()]))

    hit = WatchHit.unscoped.get()
    told = Message.unscoped.get(slug="watch-found")
    assert hit.told == told.channel
    texts = messages.write(told.slug, told.fields, lang="id")
    for text in (texts.body, texts.short):
        assert watch.link_of(hit) in text
        assert right.name.lower() not in text.lower()
        assert date_id(hit.last_day) in text


def test_the_page_behind_the_link_shows_both_and_is_gone_after_the_last_day(
    tmp_path, office, client
):
    protect(office, "Keripik Mbak Siti")
    bring(tmp_path, office, published(["KERIPIK MBAK SITTY"]))
    hit = WatchHit.unscoped.get()
    page = reverse("portal:watch", args=[hit.public_id])

    shown = client.get(page).content.decode()
    picture = client.get(reverse("portal:watch-label", args=[hit.public_id]))

    assert "SITTY" in shown.replace("<mark>", "").replace("</mark>", "")
    assert picture["Content-Type"] == "image/webp"
    WatchHit.unscoped.update(last_day=clock.today("WIB") - timedelta(days=1))
    assert client.get(page).status_code == 404
    assert not open_hits(make.make_officer(office)).exists()


def test_the_same_issue_twice_finds_and_tells_nothing_twice(tmp_path, office):
    protect(office, "Keripik Mbak Siti")
    bring(tmp_path, office, published(["KERIPIK MBAK SITTY"]))
    before = (WatchHit.unscoped.count(), Message.unscoped.count())

    bring(tmp_path, office, published(["KERIPIK MBAK SITTY"]))

    assert (WatchHit.unscoped.count(), Message.unscoped.count()) == before


def test_an_issue_whose_time_is_over_alarms_nobody(tmp_path, office):
    protect(office, "Keripik Mbak Siti")

    bring(tmp_path, office, published(["KERIPIK MBAK SITTY"]), days=-1)

    assert not WatchHit.unscoped.exists()


def test_ones_own_application_is_no_alarm(tmp_path, office):
    right = registered(office)
    assert right.filing is not None
    own = Published(right.filing.number, "15/07/2026", (30,), right.name)

    bring(tmp_path, office, [own])

    assert not WatchHit.unscoped.exists()


def test_an_ended_right_is_watched_no_longer(tmp_path, office):
    right = protect(office, "Keripik Mbak Siti")
    right.ended_on = clock.today() - timedelta(days=3)
    right.save()

    bring(tmp_path, office, published(["KERIPIK MBAK SITTY"]))

    assert not WatchHit.unscoped.exists()


def test_name_checks_find_what_was_just_published(tmp_path, office):
    bring(tmp_path, office, published(["ZUMBRUKELA"]))

    report = screening.check(names=["Zumbrukela"], classes=(30,)).reports[0]

    assert report.findings[0].record.number or report.findings[0].record.id == "DID202606900001"
    assert "Berita Resmi Merek" in report.corpus.name


def test_what_was_killed_between_reading_and_watching_is_finished_the_next_time(tmp_path, office):
    protect(office, "Keripik Mbak Siti")
    source = tmp_path / "brm"
    source.write_bytes(gazettes.compose(published(["KERIPIK MBAK SITTY"]), period=period()))
    officer = make.make_officer(office)
    reading = gazette.read(gazette.receive(source=source, name="brm.pdf", viewer=officer))
    assert not WatchHit.unscoped.exists()

    read_to_the_end(reading.public_id)
    read_to_the_end(reading.public_id)

    assert WatchHit.unscoped.count() == 1


@pytest.fixture
def hit():
    return make.make_hit(registered(make.make_issuing_office()))


def officer_of(hit: WatchHit, role: Role = Role.VERIFIER) -> Viewer:
    return make.make_officer(hit.right.office, role)


def test_the_draft_names_both_marks_the_articles_and_why_they_resemble(hit):
    points = " ".join(proposed_points(hit))

    for part in (hit.right.name, hit.right.number, hit.entry.number, "Pasal 16", "Pasal 21"):
        assert part in points


def test_the_rule_stands_in_the_row_of_the_rule_as_on_every_other_page(hit):
    rows = dict(reasons_of(words_of(hit, "id")))
    assert rows["Aturan"].startswith("UU 20/2016 Pasal 21")
    assert not [term for term in rows if "Pasal" in term]


def test_an_edited_draft_stands_in_both_files(hit):
    watch.edit_draft(hit=hit, viewer=officer_of(hit), points=["Poin pertama.", "", "Poin <kedua>."])
    fresh = WatchHit.unscoped.get()

    pdf = PdfReader(BytesIO(objections.as_pdf(fresh))).pages[0].extract_text()
    word = "\n".join(p.text for p in Word(BytesIO(objections.as_docx(fresh))).paragraphs)

    for text in (pdf, word):
        assert "Poin pertama." in text
        assert "Poin <kedua>." in text
        assert "RANCANGAN" in text


def test_leaving_it_needs_a_reason_and_objecting_does_not(hit):
    with pytest.raises(Invalid):
        watch.answer(hit=hit, viewer=officer_of(hit), answered="left")
    with pytest.raises(Invalid):
        watch.answer(hit=hit, viewer=officer_of(hit), answered="won")

    assert watch.answer(hit=hit, viewer=officer_of(hit), answered="objected").answer == "objected"
    assert Entry.objects.filter(verb="watch.answer").count() == 1


def test_after_the_last_day_nothing_is_recorded_any_more(hit):
    WatchHit.unscoped.update(last_day=clock.today("WIB") - timedelta(days=1))

    with pytest.raises(MoveRefused):
        watch.answer(hit=hit, viewer=officer_of(hit), answered="objected")
    with pytest.raises(MoveRefused):
        watch.edit_draft(hit=hit, viewer=officer_of(hit), points=["x"])


def test_another_region_neither_sees_nor_answers(hit):
    stranger = make.make_officer(make.make_issuing_office(region="31.71", slug="lain"))

    assert not open_hits(stranger).exists()
    with pytest.raises(Denied):
        watch.answer(hit=hit, viewer=stranger, answered="objected")


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_asks_as_much_for_one_as_for_thirty(count, django_assert_max_num_queries):
    office = make.make_issuing_office()
    for number in range(count):
        right = protect(office, f"Merek Uji {number}")
        make.make_hit(right, number=f"DID20269{number:05d}1")
    client = make.officer_client(office=office)
    client.get(reverse("desk:watches"))

    with django_assert_max_num_queries(14):
        page = client.get(reverse("desk:watches"))

    assert page.content.decode().count("Merek Uji") >= count
