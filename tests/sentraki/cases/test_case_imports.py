"""Registers of cases an office facilitated before it had this installation."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import factories as make
from tests.sentraki.parties import sheets

from sentraki.cases.models import Case, Filing, FilingEvent, Place, Programme, Right
from sentraki.cases.rules.place_flow import PlaceStatus
from sentraki.cases.selectors.quota import places_of
from sentraki.cases.selectors.reaching import lacking
from sentraki.cases.services.case_rows import CASE_FIELDS, REASONS, CaseReader, PastCase
from sentraki.kernel.access import Role
from sentraki.kernel.errors import Denied
from sentraki.kernel.sheets import Cell, Row
from sentraki.ledger.models import Entry, Seal
from sentraki.parties.models import Business
from sentraki.parties.rules.places import PlaceBook
from sentraki.parties.services import imports
from sentraki.parties.services.import_kinds import Table

HEADINGS = (
    "Tahun Program", "Nama Merek", "Nama Pemilik", "Nama Usaha", "No HP", "JK", "Skala",
    "Kecamatan", "Kelas", "Hasil", "Nomor Permohonan", "Tanggal Penerimaan",
    "Nomor Pendaftaran", "Tanggal Pendaftaran", "Kode Alasan",
)  # fmt: skip

SCALE = HEADINGS.index("Skala")
NAMES = [spec.name for spec in CASE_FIELDS]


def line(
    number, result="belum lengkap", *, year="2021", filing="", filed="", idm="", on="", why=""
):
    phone = f"08120000{number:04}"
    return (
        year, f"Merek Uji {number}", f"Pemilik {number}", f"Usaha {number}", phone, "P", "mikro",
        "Ilir Barat Dua", "30", result, filing, filed, idm, on, why,
    )  # fmt: skip


def filed(number, result="diproses", **more):
    return line(number, result, filing=f"DID2021{number:06}", filed="01/03/2021", **more)


@pytest.fixture
def desk():
    office, who = sheets.office_and_officer()
    make.make_programme(office=office, year=2021, quota=4, name="Fasilitasi 2021")
    return office, who


def programme_of(office):
    return Programme.unscoped.get(office=office)


def bring(folder, desk, *rows):
    data = sheets.csv_of(*rows, headings=HEADINGS)
    return sheets.bring(folder, *desk, data, name="berkas.csv", kind="case")


@pytest.mark.django_db
def test_every_row_has_its_verdict(tmp_path, desk):
    batch = bring(
        tmp_path, desk,
        line(1),
        line(1),
        filed(2),
        filed(2, "terdaftar"),
        line(3, "diproses"),
        line(4, "menghilang"),
        line(5, year="2019"),
        line(6, year="dulu"),
        filed(7, "ditolak", why="Q9"),
        filed(8, "terdaftar", idm="IDM000000008", on="01/02/2020"),
        line(9, "belum lengkap", filing="DID2021000009"),
    )  # fmt: skip

    assert sheets.verdicts(batch) == {
        2: ("create", []),
        3: ("same", ["twin.same"]),
        4: ("create", []),
        5: ("reject", ["registration.missing"]),
        6: ("reject", ["filing.missing"]),
        7: ("reject", ["result.missing"]),
        8: ("reject", ["programme.missing"]),
        9: ("reject", ["year.missing"]),
        10: ("flag", ["reason.unknown"]),
        11: ("reject", ["days.order"]),
        12: ("reject", ["filing.surplus"]),
    }
    assert sheets.adds_up(batch)


@pytest.mark.django_db
def test_what_became_of_a_case_is_recorded_with_its_place(tmp_path, desk):
    _office, who = desk
    batch = bring(
        tmp_path, desk,
        line(1),
        filed(2),
        filed(3, "terdaftar", idm="IDM000000003", on="01/02/2022"),
        filed(4, "ditolak", why="A1"),
    )  # fmt: skip
    imports.apply(batch=batch, viewer=who)

    assert [(place.number, place.status) for place in Place.objects.order_by("number")] == [
        (1, PlaceStatus.CONFIRMED),
        (2, PlaceStatus.USED),
        (3, PlaceStatus.USED),
        (4, PlaceStatus.USED),
    ]
    cases = Case.objects.for_viewer(who).order_by("pk")
    assert [case.status for case in cases] == ["accepted", "filed", "closed", "closed"]
    filings = Filing.objects.for_viewer(who).order_by("number")
    assert [row.status for row in filings] == ["FILED", "REGISTERED", "REFUSED"]
    assert Right.objects.for_viewer(who).get().filing.case.mark_name == "Merek Uji 3"
    assert sorted(Seal.objects.values_list("state", flat=True)) == ["applied", "registered", "void"]
    assert FilingEvent.objects.get().reason_code == "A1"
    assert Entry.objects.filter(verb="case.import").count() == 4


@pytest.mark.django_db
def test_a_sheet_cannot_pass_the_quota_of_a_year(tmp_path, desk):
    _office, who = desk
    batch = bring(tmp_path, desk, *(line(n) for n in range(1, 7)))

    assert [verdict for verdict, _why in sheets.verdicts(batch).values()] == (
        ["create"] * 4 + ["reject"] * 2
    )
    imports.apply(batch=batch, viewer=who)
    again = bring(tmp_path, desk, line(7))
    assert sheets.verdicts(again) == {2: ("reject", ["quota.full"])}
    programme = Case.objects.for_viewer(who).first().programme
    assert (places_of(programme).left, places_of(programme).held) == (0, 4)


@pytest.mark.django_db
def test_places_taken_after_the_preview_are_not_given_twice(tmp_path, desk):
    office, who = desk
    batch = bring(tmp_path, desk, *(line(n) for n in range(1, 5)))
    other = bring(tmp_path, desk, *(line(n) for n in range(11, 14)))
    imports.apply(batch=other, viewer=who)

    imports.apply(batch=batch, viewer=who)

    assert places_of(programme_of(office)).left == 0
    assert sheets.verdicts(batch)[2] == ("create", [])
    assert sheets.verdicts(batch)[3] == ("reject", ["place.refused"])


@pytest.mark.django_db
def test_the_same_register_twice_records_nothing_twice(tmp_path, desk):
    _office, who = desk
    rows = [line(1), filed(2)]
    imports.apply(batch=bring(tmp_path, desk, *rows), viewer=who)
    again = bring(tmp_path, desk, *rows)

    assert sheets.verdicts(again) == {2: ("same", []), 3: ("same", [])}
    imports.apply(batch=again, viewer=who)
    assert (Case.objects.for_viewer(who).count(), Business.objects.for_viewer(who).count()) == (
        2,
        2,
    )


@pytest.mark.django_db
def test_a_register_without_scales_takes_places_at_the_programmes_own_fee(tmp_path, desk):
    office, who = desk
    make.load_case_reference()
    rows = [tuple(v for at, v in enumerate(line(n)) if at != SCALE) for n in (1, 2)]
    headings = tuple(v for at, v in enumerate(HEADINGS) if at != SCALE)
    data = sheets.csv_of(*rows, headings=headings)
    imports.apply(batch=sheets.bring(tmp_path, *desk, data, name="b.csv", kind="case"), viewer=who)

    fee = programme_of(office).fee_per_class
    assert list(Place.objects.values_list("cost", flat=True)) == [fee, fee]


@pytest.mark.django_db
def test_undoing_frees_the_places_of_what_was_not_filed(tmp_path, desk):
    _office, who = desk
    batch = imports.apply(batch=bring(tmp_path, desk, line(1), filed(2)), viewer=who)
    imports.undo(batch=batch, viewer=who)

    cases = Case.objects.for_viewer(who).order_by("pk")
    assert [case.status for case in cases] == ["withdrawn", "filed"]
    assert sheets.verdicts(batch)[3] == ("create", ["undo.used"])
    assert places_of(cases[0].programme).left == 3
    assert Entry.objects.filter(verb="case.undo-import").count() == 1


@pytest.mark.django_db
def test_an_incomplete_case_is_listed_with_exactly_the_papers_it_lacks(tmp_path, desk):
    office, who = desk
    make.load_case_reference()
    imports.apply(batch=bring(tmp_path, desk, line(1), filed(2)), viewer=who)

    assert [one.case.mark_name for one in lacking(who, programme_of(office))] == ["Merek Uji 1"]


@pytest.mark.django_db
def test_only_a_verifier_or_administrator_of_the_region_imports_cases(tmp_path, desk):
    office, _who = desk
    batch = bring(tmp_path, desk, line(1))
    for stranger in (
        make.make_officer(office, Role.INTAKE),
        make.make_officer(make.make_office(region="36.71")),
    ):
        with pytest.raises(Denied):
            imports.apply(batch=batch, viewer=stranger)


@given(
    st.lists(st.one_of(st.text(max_size=12), st.sampled_from(["2021", "terdaftar"])), max_size=25),
    st.booleans(),
)
def test_no_row_of_text_makes_the_reader_fall(cells, shifted):
    columns = dict(enumerate(NAMES))
    reader = CaseReader(
        Table(list(columns.values()), columns, []), {}, PlaceBook("16.71", (), (), ()), date.today()
    )
    told = reader.read(Row(2, [Cell(text) for text in cells], shifted))

    assert {reason.code for reason in told.reasons} <= set(REASONS)
    assert PastCase.unpacked(told.case.packed()) == told.case
