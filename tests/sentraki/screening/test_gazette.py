"""A gazette from its file to entries: read in the child, kept once, the newer issue wins."""

from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image
from tests import factories as make
from tests import gazettes
from tests.gazettes import Flaws

from sentraki.kernel.access import Role
from sentraki.kernel.errors import AlreadyDone, Denied, Invalid
from sentraki.kernel.sheets import write_csv, write_xlsx
from sentraki.ledger.models import Entry
from sentraki.screening import gazette
from sentraki.screening.models import GazetteEntry, GazetteIssue, GazetteReading
from sentraki.screening.rules.gazette import Cover

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folders(tmp_path, settings):
    settings.CORPORA = tmp_path / "corpora"
    settings.GAZETTE_INBOX = tmp_path / "inbox"


@pytest.fixture
def officer():
    return make.make_officer(make.make_issuing_office())


def received(tmp_path: Path, officer, data: bytes, name: str = "BRM.pdf", **more):
    source = tmp_path / "sent"
    source.write_bytes(data)
    return gazette.receive(source=source, name=name, viewer=officer, **more)


def read(tmp_path: Path, officer, entries, **more) -> GazetteReading:
    reading = received(tmp_path, officer, gazettes.compose(entries, **more))
    return gazette.read(reading)


def as_kept() -> list[tuple[object, ...]]:
    rows = GazetteEntry.objects.order_by("number")
    return [(row.number, row.class_numbers, row.name, bool(row.label)) for row in rows]


def as_composed(entries) -> list[tuple[object, ...]]:
    return [(row.number, row.classes, row.name, True) for row in entries]


def colour_in(entry: GazetteEntry) -> tuple[int, int, int]:
    path = gazette.label_file(entry)
    assert path is not None
    with Image.open(path) as picture:
        return picture.convert("RGB").getpixel((4, 4))


@pytest.mark.parametrize(
    "flaws",
    [
        Flaws(),
        Flaws(zero_widths=True),
        Flaws(glued_footers=True, letterhead=True),
        Flaws(zero_widths=True, glued_footers=True, letterhead=True),
        Flaws(slipped=frozenset({1, 5, 9})),
    ],
    ids=repr,
)
def test_fifty_applications_are_all_read_with_their_own_labels(tmp_path, officer, flaws):
    entries = gazettes.some(50)

    reading = read(tmp_path, officer, entries, flaws=flaws)

    assert reading.state == "read"
    assert as_kept() == as_composed(entries)
    assert reading.counts["applications"] == reading.counts["new"] == 50
    assert (reading.counts["unread"], reading.counts["refused_pictures"]) == (0, 0)
    for row in GazetteEntry.objects.all():
        wanted = gazettes.colour_of(row.number)
        assert all(abs(a - b) < 14 for a, b in zip(colour_in(row), wanted, strict=True))


def test_the_issue_has_its_number_and_the_last_day_of_opposition(tmp_path, officer):
    read(tmp_path, officer, gazettes.some(3))

    issue = GazetteIssue.objects.get()
    assert (issue.number, issue.series) == ("141/P-M/VII/A/2026", "A")
    assert issue.closes_on.isoformat() == "2026-09-15"


def test_after_a_missing_picture_none_is_kept_until_the_count_is_even_again(tmp_path, officer):
    entries = gazettes.some(30)
    entries[10] = gazettes.Published("DID202606000011", "15/07/2026", (11,), "X", has_picture=False)

    reading = read(tmp_path, officer, entries, flaws=Flaws(doubled=frozenset({20})))

    without = {row.number for row in GazetteEntry.objects.filter(label="")}
    assert without == {entries[at].number for at in range(10, 21)}
    assert reading.counts["refused_pictures"] == 11
    for row in GazetteEntry.objects.exclude(label=""):
        wanted = gazettes.colour_of(row.number)
        assert all(abs(a - b) < 14 for a, b in zip(colour_in(row), wanted, strict=True))


def test_a_file_whose_pictures_stand_above_their_numbers_keeps_its_text_alone(tmp_path, officer):
    reading = read(tmp_path, officer, gazettes.some(12), flaws=Flaws(pictures_before=True))

    assert reading.counts["applications"] == 12
    assert not GazetteEntry.objects.exclude(label="").exists()


def test_the_same_file_twice_changes_nothing(tmp_path, officer):
    read(tmp_path, officer, gazettes.some(20))
    before = list(GazetteEntry.objects.values())

    again = read(tmp_path, officer, gazettes.some(20))

    assert again.counts["same"] == 20
    assert not {"new", "changed", "older"} & set(again.counts)
    assert list(GazetteEntry.objects.values()) == before


def test_an_older_issue_read_later_overwrites_nothing_newer(tmp_path, officer):
    old, new = gazettes.some(20), gazettes.some(10)
    new = [gazettes.Published(r.number, r.received, r.classes, r.name + " BARU") for r in new]
    read(tmp_path, officer, new, number="150/P-M/VIII/A/2026",
         period="1 AGUSTUS 2026 - 1 OKTOBER 2026")  # fmt: skip

    later = read(tmp_path, officer, old)

    assert (later.counts["older"], later.counts["new"]) == (10, 10)
    assert GazetteEntry.objects.filter(name__endswith="BARU").count() == 10
    kept = {row.number: row.issue.number for row in GazetteEntry.objects.select_related("issue")}
    assert set(kept.values()) == {"150/P-M/VIII/A/2026", "141/P-M/VII/A/2026"}


def test_in_either_order_the_same_entries_are_kept(tmp_path, officer):
    old, new = gazettes.some(20), gazettes.some(10)
    read(tmp_path, officer, old)
    read(tmp_path, officer, new, number="150/P-M/VIII/A/2026",
         period="1 AGUSTUS 2026 - 1 OKTOBER 2026")  # fmt: skip

    kept = {row.number: row.issue.number for row in GazetteEntry.objects.select_related("issue")}
    assert list(kept.values()).count("150/P-M/VIII/A/2026") == 10
    assert list(kept.values()).count("141/P-M/VII/A/2026") == 10


HEADS = ["Nomor Permohonan", "Tanggal Penerimaan", "Kelas", "Merek", "Pemilik"]
COVER = Cover("9/P-M/I/A/2026", "A", *(make.date(2026, month, 2) for month in (1, 3)))


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_a_table_is_read_with_the_days_a_person_gave(tmp_path, officer, write):
    rows = [
        ["DID2026010001", "02/01/2026", "30", "KOPI REKAAN", "CONTOH A"],
        ["DID2026010001", "02/01/2026", "43", "KOPI REKAAN", "CONTOH A"],
        ["bukan nomor", "02/01/2026", "30", "TANPA NOMOR", ""],
        ["DID2026010002", "02/01/2026", "99", "TANPA KELAS", ""],
    ]
    name = "brm.csv" if write is write_csv else "brm.xlsx"

    reading = gazette.read(received(tmp_path, officer, write(HEADS, rows), name=name, told=COVER))

    assert reading.state == "read"
    entry = GazetteEntry.objects.get()
    assert (entry.class_numbers, entry.owner) == ((30, 43), "CONTOH A")
    assert reading.counts["unread"] == 2


def test_a_table_without_days_is_refused_with_what_to_do(tmp_path, officer):
    data = write_csv(HEADS, [["DID2026010001", "02/01/2026", "30", "KOPI", ""]])

    reading = gazette.read(received(tmp_path, officer, data, name="brm.csv"))

    assert reading.state == "refused"
    assert "cover" in reading.trouble
    assert not GazetteEntry.objects.exists()


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"", "a.pdf"), (b"GIF89a\x00\x01", "a.pdf"), (b"PK\x03\x04", "a.zip"), (b"teks", "a.html")],
)
def test_another_kind_of_file_is_refused_before_it_is_kept(tmp_path, officer, data, name):
    with pytest.raises(Invalid):
        received(tmp_path, officer, data, name=name)

    assert not GazetteReading.objects.exists()
    assert not list(Path(settings.GAZETTE_INBOX).glob("*"))


def test_a_broken_pdf_is_a_sentence_and_the_file_is_gone(tmp_path, officer):
    whole = gazettes.compose(gazettes.some(10))

    reading = gazette.read(received(tmp_path, officer, b"%PDF-1.4\n" + whole[300:900]))

    assert (reading.state, bool(reading.trouble)) == ("refused", True)
    assert not list(Path(settings.GAZETTE_INBOX).glob("*"))


def test_a_reading_that_was_killed_begins_anew_and_keeps_nothing_twice(tmp_path, officer):
    reading = received(tmp_path, officer, gazettes.compose(gazettes.some(20)))
    inbox = next(Path(settings.GAZETTE_INBOX).iterdir())
    content = inbox.read_bytes()
    gazette.read(reading)
    inbox.write_bytes(content)
    GazetteReading.objects.filter(pk=reading.pk).update(state="reading", issue=None)

    again = gazette.read(GazetteReading.objects.get(pk=reading.pk))

    assert again.counts["same"] == 20
    assert GazetteEntry.objects.count() == 20


def test_one_sending_is_one_reading_and_every_reading_is_an_entry(tmp_path, officer):
    data = gazettes.compose(gazettes.some(3))
    reading = received(tmp_path, officer, data, key="k")

    with pytest.raises(AlreadyDone):
        received(tmp_path, officer, data, key="k")
    gazette.read(reading)

    verbs = Entry.objects.filter(verb__startswith="gazette.").values_list("verb", flat=True)
    assert sorted(verbs) == ["gazette.keep", "gazette.receive"]


@pytest.mark.parametrize("role", [Role.INTAKE, Role.SIGNATORY, Role.AUDITOR])
def test_others_bring_no_gazette(tmp_path, role):
    somebody = make.make_officer(make.make_issuing_office(), role)

    with pytest.raises(Denied):
        received(tmp_path, somebody, gazettes.compose(gazettes.some(3)))
