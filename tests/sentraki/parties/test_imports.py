"""Importing sheets of businesses: verdicts, imports, imports again, undoing."""

from datetime import date

import pytest
from django.db import connection
from tests import factories as make
from tests.sentraki.parties import sheets

from sentraki.kernel.access import Role
from sentraki.kernel.errors import AlreadyDone, Denied, Invalid, MoveRefused
from sentraki.kernel.sheets import read_sheet
from sentraki.ledger.models import Entry
from sentraki.parties.models import Business, Consent, ImportBatch
from sentraki.parties.selectors.imports import (
    batches,
    heading_words,
    returned_rows,
    targets_of_codes,
    totals,
)
from sentraki.parties.services import imports
from sentraki.parties.services.businesses import record
from sentraki.parties.services.import_kinds import kinds
from sentraki.parties.services.import_returns import give_back, row_code, template

pytestmark = pytest.mark.django_db
NIK = "0071014101800001"


def test_every_row_has_a_verdict_and_the_counts_make_up_all_rows(tmp_path):
    office, who = sheets.office_and_officer()
    batch = sheets.bring(tmp_path, office, who, sheets.csv_of(
        ("Dapur Ani", "Ani", "0812 3456 7890", "ilir barat dua", "Pempek"),
        ("Dapur Ani", "Ani", "0812 3456 7890", "ilir barat dua", "Pempek"),
        ("Kedai Budi", "Budi", "0000", "Antah", ""),
        ("", "", "0812 1111 1111", "", ""),
        ("Toko", "", "", "", ""),
        ("TOKO", "", "", "", "Sabun"),
    ))  # fmt: skip

    assert sheets.verdicts(batch) == {
        2: ("create", []),
        3: ("same", ["twin.same"]),
        4: ("flag", ["phone.unreadable", "place.unknown"]),
        5: ("reject", ["name.missing"]),
        6: ("create", []),
        7: ("reject", ["twin.unclear"]),
    }
    assert sheets.adds_up(batch)
    assert (batch.state, Business.unscoped.count()) == ("preview", 0)


def test_importing_records_the_good_rows_once_and_a_second_time_changes_nothing(tmp_path):
    office, who = sheets.office_and_officer()
    data = sheets.csv_of(*sheets.many(130), ("", "", "", "", "Kue"))
    batch = sheets.bring(tmp_path, office, who, data)
    imports.apply(batch=batch, viewer=who, key="k1")
    after = sheets.content()

    with pytest.raises(AlreadyDone):
        imports.apply(batch=batch, viewer=who, key="k1")
    again = sheets.bring(tmp_path, office, who, data)
    imports.apply(batch=again, viewer=who)

    assert Business.unscoped.count() == 130
    assert vars(totals(again)) == {
        "rows": 131, "created": 0, "updated": 0, "same": 130, "flagged": 0, "rejected": 1,
    }  # fmt: skip
    assert sheets.content() == after
    one = Business.unscoped.get(trade_name="Usaha 7")
    assert (one.district_code, one.phone) == ("16.71.01", "+6281200000007")
    assert sorted(one.products.values_list("name", flat=True)) == ["Keripik 7", "Kue 7"]


def test_undoing_restores_created_and_changed_businesses_exactly(tmp_path):
    office, who = sheets.office_and_officer()
    known = {"trade_name": "Usaha 3", "owner_name": "Pemilik 3", "phone": "+6281200000003"}
    record(viewer=who, region_code="16.71", values=known, products=("Keripik 3",))
    before = sheets.content()
    batch = sheets.bring(tmp_path, office, who, sheets.csv_of(*sheets.many(70)))
    imports.apply(batch=batch, viewer=who)
    changed = Business.unscoped.get(trade_name="Usaha 3")
    assert (changed.district_code, changed.products.count()) == ("16.71.01", 2)

    batch.refresh_from_db()
    imports.undo(batch=batch, viewer=who, key="u1")

    assert sheets.content() == before
    batch.refresh_from_db()
    assert batch.state == "undone"
    with pytest.raises(AlreadyDone):
        imports.undo(batch=batch, viewer=who, key="u1")


def test_rows_of_one_business_add_up_and_come_apart_again(tmp_path):
    office, who = sheets.office_and_officer()
    data = sheets.csv_of(
        ("Dapur Ani", "Ani", "0812 3456 7890", "", "Pempek"),
        ("Dapur Ani", "Ani", "0812 3456 7890", "", "Tekwan"),
    )
    batch = sheets.bring(tmp_path, office, who, data)
    assert sheets.verdicts(batch)[3] == ("update", ["twin.merge"])
    imports.apply(batch=batch, viewer=who)
    ani = Business.unscoped.get()
    assert sorted(ani.products.values_list("name", flat=True)) == ["Pempek", "Tekwan"]

    batch.refresh_from_db()
    imports.undo(batch=batch, viewer=who)
    assert sheets.content() == ([], [])


def test_what_was_used_or_changed_since_stays_and_says_so(tmp_path):
    office, who = sheets.office_and_officer()
    batch = sheets.bring(tmp_path, office, who, sheets.csv_of(*sheets.many(4)))
    imports.apply(batch=batch, viewer=who)
    used, agreed, changed = (Business.unscoped.get(trade_name=f"Usaha {n}") for n in (0, 1, 2))
    case = make.make_draft(office=make.make_issuing_office())
    case.business = used
    case.save(update_fields=["business"])
    Consent.objects.create(
        business=agreed, purpose="publish", text_version="2026-11", channel="desk"
    )
    values = {"trade_name": "Usaha 2", "owner_name": "Pemilik 2", "phone": "+6281200000002"}
    record(
        viewer=who,
        region_code="16.71",
        values=values | {"district_code": "16.71.01", "activity": "baru"},
    )

    batch.refresh_from_db()
    imports.undo(batch=batch, viewer=who)

    kept = set(Business.unscoped.values_list("pk", flat=True))
    assert {used.pk, agreed.pk, changed.pk} <= kept
    assert not Business.unscoped.filter(trade_name="Usaha 3").exists()
    assert [codes for _, codes in sheets.verdicts(batch).values()] == [
        ["products.split", "undo.used"],
        ["products.split", "undo.used"],
        ["products.split", "undo.changed"],
        ["products.split"],
    ]


def test_a_nik_kept_as_a_number_is_flagged_and_never_stored(tmp_path):
    office, who = sheets.office_and_officer()
    data = sheets.workbook(("Nama Usaha", "NIK"), ("Dapur Ani", int(NIK) + 10**15), ("Kedai", NIK))
    batch = sheets.bring(tmp_path, office, who, data, name="usaha.xlsx")
    assert sheets.verdicts(batch) == {2: ("flag", ["nik.number"]), 3: ("create", [])}

    imports.apply(batch=batch, viewer=who)

    niks = dict(Business.unscoped.values_list("trade_name", "nik"))
    assert niks == {"Dapur Ani": "", "Kedai": NIK}


def test_cells_and_headings_are_unreadable_in_the_database(tmp_path):
    office, who = sheets.office_and_officer()
    data = sheets.csv_of(("PENANDA", NIK, "", "", ""), headings=(*HEADLESS, "Kecamatan", "Produk"))
    sheets.bring(tmp_path, office, who, data)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM parties_importrow")
        rows = repr(cursor.fetchall())
        cursor.execute("SELECT * FROM parties_importbatch")
        rows += repr(cursor.fetchall())
    for secret in ("PENANDA", NIK, "0812999888777"):
        assert secret not in rows


HEADLESS = ("Nama", "NIK", "0812999888777")


def test_rows_to_repair_come_back_as_they_were_with_reasons_and_find_their_way(tmp_path):
    office, who = sheets.office_and_officer()
    batch = sheets.bring(tmp_path, office, who, sheets.csv_of(
        ("Dapur Ani", "Ani", "salah", "", ""),
        ("Kedai Budi", "Budi", "0812 3456 7890", "", ""),
        ("", "", "=1+1", "", "Kue"),
    ))  # fmt: skip
    imports.apply(batch=batch, viewer=who)
    for as_csv in (True, False):
        file = tmp_path / ("kembali.csv" if as_csv else "kembali.xlsx")
        file.write_bytes(give_back(batch=batch, viewer=who, as_csv=as_csv))
        sheet = read_sheet(file, file.name, heading_words("business"))
        assert [row.texts()[:3] for row in sheet.rows] == [
            ["Dapur Ani", "Ani", "salah"], ["", "", "=1+1"],
        ]  # fmt: skip
        assert "HP" in sheet.rows[0].cell(7).text or "phone" in sheet.rows[0].cell(7).text
    assert Entry.objects.filter(verb="import.export").count() == 2

    repaired = file.read_bytes()
    lines = [row.texts() for row in sheet.rows]
    lines[0][:3] = ["Dapur Bu Ani", "Ani", "0812 9999 0000"]
    lines[1][:3] = ["Kedai Citra", "Citra", ""]
    repaired = sheets.csv_of(*lines, headings=sheet.headers)
    second = sheets.bring(tmp_path, office, who, repaired)

    assert [verdict for verdict, _ in sheets.verdicts(second).values()] == ["update", "create"]
    imports.apply(batch=second, viewer=who)
    names = sorted(Business.unscoped.values_list("trade_name", flat=True))
    assert names == ["Dapur Bu Ani", "Kedai Budi", "Kedai Citra"]


def test_a_row_code_of_another_region_leads_nowhere(tmp_path):
    office, who = sheets.office_and_officer()
    batch = sheets.bring(tmp_path, office, who, sheets.csv_of(*sheets.many(1)))
    imports.apply(batch=batch, viewer=who)
    code = row_code(batch, batch.rows.get())
    _other, stranger = sheets.office_and_officer("35.22")

    assert targets_of_codes(who, "business", [code])
    assert targets_of_codes(stranger, "business", [code]) == {}
    assert targets_of_codes(who, "right", [code]) == {}
    assert targets_of_codes(who, "business", ["", "x", "x.y", f"{batch.public_id}.²"]) == {}


def test_another_region_sees_no_sheet_and_may_not_touch_it(tmp_path):
    office, who = sheets.office_and_officer()
    batch = sheets.bring(tmp_path, office, who, sheets.csv_of(*sheets.many(1)))
    other, stranger = sheets.office_and_officer("35.22")
    mixed = sheets.csv_of(*sheets.many(1))

    assert list(batches(stranger)) == []
    for act in (imports.apply, imports.undo, give_back):
        with pytest.raises(Denied):
            act(batch=batch, viewer=stranger)
    with pytest.raises(Denied):
        imports.remap(batch=batch, viewer=stranger, columns={0: "trade_name"})
    with pytest.raises(Denied):
        sheets.bring(tmp_path, office, stranger, mixed)
    with pytest.raises(Denied):
        sheets.bring(tmp_path, other, make.viewer(Role.AUDITOR, other), mixed)


def test_intake_may_look_but_only_a_verifier_or_administrator_imports(tmp_path):
    office, _who = sheets.office_and_officer()
    intake = make.make_officer(office, Role.INTAKE)
    batch = sheets.bring(tmp_path, office, intake, sheets.csv_of(*sheets.many(1)))
    with pytest.raises(Denied):
        imports.apply(batch=batch, viewer=intake)
    imports.apply(batch=batch, viewer=make.make_officer(office, Role.ADMIN))
    assert Business.unscoped.count() == 1


def test_columns_read_wrongly_are_corrected_and_judged_again(tmp_path):
    office, who = sheets.office_and_officer()
    data = sheets.csv_of(("Ani", "Dapur Ani"), headings=("Kolom A", "Kolom B"))
    batch = sheets.bring(tmp_path, office, who, data)
    assert sheets.verdicts(batch) == {2: ("reject", ["name.missing"])}

    with pytest.raises(Invalid):
        imports.remap(batch=batch, viewer=who, columns={0: "trade_name", 1: "trade_name"})
    with pytest.raises(Invalid):
        imports.remap(batch=batch, viewer=who, columns={0: "owner_name"})
    with pytest.raises(Invalid):
        imports.remap(batch=batch, viewer=who, columns={0: "trade_name", 1: "password"})
    imports.remap(batch=batch, viewer=who, columns={0: "owner_name", 1: "trade_name"})

    assert sheets.verdicts(batch) == {2: ("create", [])}
    imports.apply(batch=batch, viewer=who)
    business = Business.unscoped.get()
    assert (business.trade_name, business.owner_name) == ("Dapur Ani", "Ani")
    with pytest.raises(MoveRefused):
        imports.remap(batch=batch, viewer=who, columns={0: "trade_name"})


def test_a_sheet_of_counts_is_kept_as_refused_without_rows(tmp_path):
    office, who = sheets.office_and_officer()
    data = sheets.csv_of(("Palembang", 12), headings=("Kecamatan", "Jumlah UMKM"))
    batch = sheets.bring(tmp_path, office, who, data)
    assert (batch.state, batch.refusal, batch.rows.count()) == ("refused", "aggregate", 0)
    assert (totals(batch).rows, totals(batch).rejected) == (1, 1)
    with pytest.raises(MoveRefused):
        imports.apply(batch=batch, viewer=who)


def test_a_business_recorded_by_somebody_else_meanwhile_is_not_doubled(tmp_path):
    office, who = sheets.office_and_officer()
    batch = sheets.bring(tmp_path, office, who, sheets.csv_of(*sheets.many(2)))
    values = {"trade_name": "Usaha 0", "owner_name": "Pemilik 0", "phone": "+6281200000000"}
    record(viewer=who, region_code="16.71", values=values | {"district_code": "16.71.01"})

    imports.apply(batch=batch, viewer=who)

    assert sheets.verdicts(batch)[2] == ("reject", ["products.split", "known.meanwhile"])
    assert Business.unscoped.count() == 2
    assert sheets.adds_up(batch)


def test_the_log_has_an_entry_for_each_step_and_nothing_personal(tmp_path):
    office, who = sheets.office_and_officer()
    batch = sheets.bring(tmp_path, office, who, sheets.csv_of(*sheets.many(61)))
    imports.apply(batch=batch, viewer=who)
    stages = [
        entry.payload.get("stage", entry.verb)
        for entry in Entry.objects.filter(verb__startswith="import.").order_by("index")
    ]
    assert stages == ["import.preview", "import.preview", "begin", "rows", "rows", "end"]


def test_the_empty_sheet_is_text_throughout_and_reads_back_under_its_own_headings(tmp_path):
    for kind in kinds():
        file = tmp_path / f"{kind.slug}.xlsx"
        file.write_bytes(template(kind))
        filled = read_sheet(file, file.name, heading_words(kind.slug))
        offered = [spec.name for spec in kind.fields if spec.name != "row_code"]
        assert list(filled.columns.values()) == offered


def test_the_counts_of_the_list_need_one_query_for_any_number_of_sheets(
    tmp_path, django_assert_num_queries
):
    office, who = sheets.office_and_officer()
    for _ in range(3):
        sheets.bring(tmp_path, office, who, sheets.csv_of(*sheets.many(2)))
    with django_assert_num_queries(1):
        found = list(batches(who))
    assert [batch.created for batch in found] == [2, 2, 2]
    assert list(returned_rows(found[0])) == []
    assert ImportBatch.unscoped.count() == 3


def test_a_day_of_foundation_is_stored_as_a_day(tmp_path):
    office, who = sheets.office_and_officer()
    data = sheets.csv_of(("A", "17 Agustus 2019"), headings=("Nama Usaha", "Tanggal Berdiri"))
    batch = sheets.bring(tmp_path, office, who, data)
    imports.apply(batch=batch, viewer=who)
    assert Business.unscoped.get().started_on == date(2019, 8, 17)
    again = sheets.bring(tmp_path, office, who, data)
    assert totals(again).same == 1
