"""Due numbers go out as a sheet and come back as news; doubtful rows come back with reasons."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tests import factories as make
from tests.sentraki.parties import sheets

from sentraki.cases.models import Deadline, Filing, FilingEvent
from sentraki.cases.rules.filing_flow import FilingStatus as F
from sentraki.cases.rules.status_texts import StatusReader
from sentraki.kernel import clock
from sentraki.kernel.access import Role
from sentraki.kernel.sheets import read_sheet
from sentraki.ledger.models import Entry
from sentraki.parties.selectors.imports import totals
from sentraki.parties.services import imports
from sentraki.parties.services.import_returns import give_back

HEADINGS = (
    "Nomor permohonan", "Tulisan DJKI", "Tanggal kabar", "Tanggal surat",
    "Hari terakhir menurut surat", "Kode alasan", "Dilihat di",
)  # fmt: skip
NUMBER = "DID2026000001"
REFUSAL = (NUMBER, "(TM) Pemberitahuan Usulan Penolakan", "20/11/2026", "16/11/2026", "", "",
           "PDKI, layar 1")  # fmt: skip
READ = StatusReader([("(TM) Konsep", "DRAFT"), ("(TM) Usulan Penolakan", "PROV_REFUSAL"),
                     ("(TM) Didaftar (P1)", "APPROVED"),
                     ("(TM) Didaftar", "REGISTERED")])  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        ("(TM) Usulan Penolakan", F.PROV_REFUSAL),
        ("usulan   PENOLAKAN", F.PROV_REFUSAL),
        ("(TM) Usulan Penolakan (New)", F.PROV_REFUSAL),
        ("(TM) Didaftar (P1)", F.APPROVED),
        ("(TM) Didaftar (P2)", F.REGISTERED),
        ("Didaftar sebagian", F.UNKNOWN),
        ("(TM) Konsep", F.UNKNOWN),
        ("", F.UNKNOWN),
    ],
)
def test_status_texts_are_matched_loosely_but_never_guessed(raw, status):
    assert READ(raw) is status


@given(st.text(max_size=60))
def test_reading_never_fails_and_names_only_known_statuses(raw):
    assert READ(raw) in F


@pytest.fixture
def filing(db):
    return make.make_filed(number=NUMBER)


@pytest.fixture
def who(filing):
    return make.make_officer(filing.case.office)


def bring(folder, filing, who, *rows, headings=HEADINGS):
    data = sheets.csv_of(*rows, headings=headings)
    office = filing.case.office
    return sheets.bring(folder, office, who, data, name="status.csv", kind="status")


def test_every_row_has_its_verdict(tmp_path, filing, who):
    def row(number=NUMBER, raw="(TM) Masa Pengumuman", *rest):
        return (number, raw, *rest, *[""] * (5 - len(rest)))

    cases = {
        "create": (row("", "(TM) Masa Pengumuman"), ["filing.missing"]),
        "unknown number": (row("DID2099000009"), ["filing.unknown"]),
        "blank": (row(NUMBER, ""), ["status.blank"]),
        "unknown words": (row(NUMBER, "Entah apa"), ["status.unknown"]),
        "registered": (row(NUMBER, "(TM) Didaftar"), ["status.certificate"]),
        "refused": (row(NUMBER, "(TM) Ditolak"), ["reason.missing"]),
        "no such reason": (row(NUMBER, "(TM) Ditolak", "", "", "", "Q9"), ["reason.unknown"]),
        "bad day": (row(NUMBER, "(TM) Masa Pengumuman", "kemarin"), ["day.unreadable"]),
        "order": (
            row(NUMBER, "(TM) Masa Pengumuman", "", "16/11/2026", "01/11/2026"), ["day.order"],
        ),
        "impossible": (row(NUMBER, "(TM) Kadaluarsa"), ["status.impossible"]),
    }  # fmt: skip
    for line, reasons in cases.values():
        batch = bring(tmp_path, filing, who, line)
        (found,) = sheets.verdicts(batch).values()
        assert found == ("same" if reasons == ["status.blank"] else "reject", reasons)


def test_a_row_becomes_news_with_raw_words_where_it_was_seen_and_its_deadline(
    tmp_path, filing, who
):
    batch = bring(tmp_path, filing, who, REFUSAL)
    assert sheets.verdicts(batch) == {2: ("update", [])}
    assert not FilingEvent.objects.exists()
    imports.apply(batch=batch, viewer=who)

    event = FilingEvent.objects.get()
    assert event.raw_text == "(TM) Pemberitahuan Usulan Penolakan"
    assert (event.status, event.seen_at) == ("PROV_REFUSAL", "PDKI, layar 1")
    assert event.source_ref == f"parties.importbatch:{batch.pk}"
    assert Deadline.unscoped.get().counted_from == date(2026, 11, 16)
    assert Filing.unscoped.get().status == F.PROV_REFUSAL


def test_the_same_sheet_again_changes_nothing(tmp_path, filing, who):
    imports.apply(batch=bring(tmp_path, filing, who, REFUSAL), viewer=who)
    again = bring(tmp_path, filing, who, REFUSAL)
    imports.apply(batch=again, viewer=who)

    assert (totals(again).same, totals(again).imported) == (1, 0)
    assert FilingEvent.objects.count() == 1


def test_an_interrupted_import_goes_on_and_doubles_nothing(tmp_path, filing, who):
    batch = bring(tmp_path, filing, who, REFUSAL)
    batch = imports.begin(batch=batch, viewer=who)
    for _ in range(2):
        imports.carry_on(batch=batch, viewer=who)
    assert FilingEvent.objects.count() == 1


def test_looked_up_without_news_is_noted_and_nothing_else(tmp_path, filing, who):
    imports.apply(batch=bring(tmp_path, filing, who, REFUSAL), viewer=who)
    Filing.unscoped.update(last_checked_at=clock.now() - timedelta(days=9))
    batch = bring(tmp_path, filing, who, REFUSAL)
    imports.apply(batch=batch, viewer=who)

    assert (clock.now() - Filing.unscoped.get().last_checked_at).days == 0
    assert FilingEvent.objects.count() == 1
    assert Entry.objects.filter(verb="filing.look-up").count() == 1


def test_a_number_twice_is_asked_about(tmp_path, filing, who):
    other = (NUMBER, "(TM) Masa Pengumuman", "", "", "", "", "")
    batch = bring(tmp_path, filing, who, REFUSAL, REFUSAL, other)
    assert sheets.verdicts(batch) == {
        2: ("update", []), 3: ("same", ["twin.same"]), 4: ("reject", ["twin.differs"]),
    }  # fmt: skip


def test_rejected_rows_come_back_with_their_reasons(tmp_path, filing, who):
    batch = bring(tmp_path, filing, who, (NUMBER, "Entah apa", "", "", "", "", ""))
    back = give_back(batch=batch, viewer=who, as_csv=True).decode("utf-8-sig")
    assert "Entah apa" in back
    assert "Catat di halaman permohonannya." in back


def test_another_office_cannot_touch_the_number(tmp_path, filing):
    stranger_office = make.make_issuing_office(region="36.71")
    stranger = make.make_officer(stranger_office)
    data = sheets.csv_of(REFUSAL, headings=HEADINGS)
    batch = sheets.bring(
        tmp_path, stranger_office, stranger, data, name="status.csv", kind="status"
    )
    assert sheets.verdicts(batch) == {2: ("reject", ["filing.unknown"])}


def test_undoing_keeps_the_news_and_says_so(tmp_path, filing, who):
    batch = bring(tmp_path, filing, who, REFUSAL)
    imports.apply(batch=batch, viewer=who)
    batch.refresh_from_db()
    imports.undo(batch=batch, viewer=who)
    assert FilingEvent.objects.count() == 1
    assert batch.rows.get().reasons[-1][0] == "undo.news"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_list_out_is_a_sheet_that_can_be_brought_back(tmp_path, filing, who, form):
    Filing.unscoped.update(last_checked_at=clock.now() - timedelta(days=31))
    client = make.officer_client(Role.VERIFIER, filing.case.office)
    answer = client.get(reverse("desk:filings-sheet", args=[form]))
    path = tmp_path / f"daftar.{form}"
    path.write_bytes(answer.content)

    assert answer["Content-Disposition"].endswith(f'cek-status.{form}"')
    assert Entry.objects.get(verb="filing.export").payload == {"rows": 1}
    assert NUMBER in [cell for row in read_sheet(path, path.name).rows for cell in row.texts()]
    office = filing.case.office
    batch = imports.preview(office=office, viewer=who, path=path, name=path.name, kind="status")
    assert sheets.verdicts(batch) == {2: ("same", ["status.blank"])}


def test_a_number_looked_up_yesterday_is_not_in_the_list(filing):
    client = make.officer_client(Role.VERIFIER, filing.case.office)
    sheet = reverse("desk:filings-sheet", args=["csv"])
    assert NUMBER not in client.get(sheet).content.decode()
    assert NUMBER in client.get(sheet, {"tampil": "semua"}).content.decode()
    assert client.get(reverse("desk:filings-sheet", args=["pdf"])).status_code == 404
