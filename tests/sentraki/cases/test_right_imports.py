"""Sheets of rights that are registered already."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import factories as make
from tests.sentraki.parties import sheets

from sentraki.cases.models import Programme, Right
from sentraki.cases.services.right_imports import REASONS, RightReader
from sentraki.kernel.access import Role
from sentraki.kernel.errors import Denied
from sentraki.kernel.sheets import Cell, Row
from sentraki.ledger.models import Seal
from sentraki.parties.rules.places import PlaceBook
from sentraki.parties.selectors.imports import totals
from sentraki.parties.services import imports
from sentraki.parties.services.import_kinds import Table
from sentraki.screening.models import MarkRecord

HEADINGS = ("No. Pendaftaran", "Nama Merek", "Pemilik", "Kelas", "Tahun", "Tgl Penerimaan")
GOOD = ("IDM000000001", "Songket Uji", "Usaha Uji", "Kelas 24 dan 25", "2022", "01/03/2021")


def bring(folder, office, who, *rows, headings=HEADINGS):
    data = sheets.csv_of(*rows, headings=headings)
    return sheets.bring(folder, office, who, data, name="hak.csv", kind="right")


@pytest.mark.django_db
def test_every_row_has_its_verdict(tmp_path):
    office, who = sheets.office_and_officer()
    batch = bring(
        tmp_path, office, who,
        GOOD,
        GOOD,
        ("IDM000000001", "Nama Lain", "", "", "2022", ""),
        ("", "Tanpa Nomor", "", "", "2022", ""),
        ("IDM000000002", "", "", "", "2022", ""),
        ("IDM000000003", "Tanpa Tahun", "", "", "besok", ""),
        ("12345", "Nomor Aneh", "", "99", "2021", "kemarin"),
        ("IDM000000004", "Hub 081234567890", "", "", "2021", ""),
    )  # fmt: skip

    assert sheets.verdicts(batch) == {
        2: ("create", []),
        3: ("same", ["twin.same"]),
        4: ("reject", ["twin.differs"]),
        5: ("reject", ["number.missing"]),
        6: ("reject", ["name.missing"]),
        7: ("reject", ["year.missing"]),
        8: ("flag", ["number.unusual", "date.unreadable", "classes.unreadable"]),
        9: ("reject", ["text.personal"]),
    }
    assert sheets.adds_up(batch)


@pytest.mark.django_db
def test_an_imported_right_has_a_seal_and_is_found_by_checks_and_takes_no_place(tmp_path):
    office, who = sheets.office_and_officer()
    programme = make.make_programme(office=office, quota=1)
    batch = bring(tmp_path, office, who, GOOD, *rights(25))
    imports.apply(batch=batch, viewer=who)

    right = Right.unscoped.get(number="IDM000000001")
    assert (right.classes, right.year, right.filed_on) == ("24,25", 2022, date(2021, 3, 1))
    assert (right.seal.state, right.seal.facts["name"]) == ("registered", "Songket Uji")
    assert MarkRecord.objects.filter(ref=f"cases.right:{right.pk}").exists()
    assert Right.unscoped.count() == 26
    assert Programme.unscoped.get(pk=programme.pk).quota == 1

    again = bring(tmp_path, office, who, GOOD, *rights(25))
    assert (totals(again).same, totals(again).imported) == (26, 0)


def rights(count):
    return [(f"IDM0001{n:05}", f"Merek {n}", "", "30", "2023", "") for n in range(count)]


@pytest.mark.django_db
def test_undoing_removes_rights_and_voids_their_seals(tmp_path):
    office, who = sheets.office_and_officer()
    batch = bring(tmp_path, office, who, GOOD, *rights(12))
    imports.apply(batch=batch, viewer=who)
    kept = Right.unscoped.get(number="IDM000100003")
    kept.certificate = make.make_document(on=f"cases.right:{kept.pk}")
    kept.save(update_fields=["certificate"])

    batch.refresh_from_db()
    imports.undo(batch=batch, viewer=who)

    assert list(Right.unscoped.all()) == [kept]
    assert list(MarkRecord.objects.values_list("number", flat=True)) == ["IDM000100003"]
    states = sorted(Seal.objects.values_list("state", "cause"))
    assert states == [("registered", ""), *[("void", "revoked")] * 12]
    assert "undo.used" in sheets.verdicts(batch)[6][1]


@pytest.mark.django_db
def test_a_number_recorded_elsewhere_or_otherwise_is_given_back(tmp_path):
    office, who = sheets.office_and_officer()
    imports.apply(batch=bring(tmp_path, office, who, GOOD), viewer=who)
    other, stranger = sheets.office_and_officer("35.22")
    changed = (*GOOD[:1], "Songket Lain", *GOOD[2:])

    assert sheets.verdicts(bring(tmp_path, other, stranger, changed)) == {
        2: ("reject", ["known.differs"])
    }
    assert sheets.verdicts(bring(tmp_path, other, stranger, GOOD)) == {2: ("same", [])}


@pytest.mark.django_db
def test_a_number_taken_after_the_preview_is_not_recorded_twice(tmp_path):
    office, who = sheets.office_and_officer()
    first = bring(tmp_path, office, who, GOOD)
    second = bring(tmp_path, office, who, GOOD)
    imports.apply(batch=first, viewer=who)
    imports.apply(batch=second, viewer=who)
    assert sheets.verdicts(second) == {2: ("reject", ["known.meanwhile"])}
    assert Right.unscoped.count() == 1


@pytest.mark.django_db
def test_only_a_verifier_or_administrator_of_the_region_imports_rights(tmp_path):
    office, who = sheets.office_and_officer()
    batch = bring(tmp_path, office, who, GOOD)
    _other, stranger = sheets.office_and_officer("35.22")
    for nobody in (stranger, make.make_officer(office, Role.SIGNATORY)):
        with pytest.raises(Denied):
            imports.apply(batch=batch, viewer=nobody)
    assert Right.unscoped.count() == 0


FIELDS = ["number", "name", "holder", "classes", "year", "filed_on", "registered_on", "district"]
BOOK = PlaceBook("16.71", [], [], [])
CELLS = st.builds(Cell, st.text(max_size=60), st.booleans())


@given(st.lists(CELLS, max_size=9), st.booleans())
def test_no_row_of_text_makes_the_reader_fall(cells, shifted):
    table = Table(FIELDS, dict(enumerate(FIELDS)), [])
    told = RightReader(table, {}, BOOK, date(2026, 11, 22)).read(Row(2, cells, shifted))
    assert all(reason.code in REASONS for reason in told.reasons)
    assert all(1 <= int(number) <= 45 for number in told.right.classes.split(",") if number)
