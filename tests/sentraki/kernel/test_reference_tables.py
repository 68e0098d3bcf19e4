"""The tables in ``data/``: shape, keys and the marks a reader must see."""

import csv
import gzip
import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from sentraki.kernel.sheets import normalise_heading

DATA = Path(__file__).resolve().parents[3] / "data"
CONFIDENCE = {"high", "medium", "low"}
FORBIDDEN = re.compile(
    r"\b(aman|bebas|pasti|dijamin|peluang diterima|safe|clear|available|guaranteed)\b", re.I
)
OWN_TABLES = [
    "answer_blocks.csv",
    "document_requirements.csv",
    "dossier_checklist.csv",
    "refusal_reasons.csv",
    "right_changes.csv",
    "right_kinds.csv",
    "scales.csv",
    "subsectors.csv",
    "nice/classes.csv",
    "fees/pnbp-ki.csv",
    "djki-status/status-map.csv",
    "holidays/id-2025-2027.csv",
]


def _rows(name: str) -> list[dict[str, str]]:
    data = (DATA / name).read_bytes()
    text = (gzip.decompress(data) if name.endswith(".gz") else data).decode("utf-8")
    return list(csv.DictReader(text.splitlines()))


@pytest.mark.parametrize("name", OWN_TABLES)
def test_every_table_is_even_named_and_told_of_in_the_sources(name):
    rows = _rows(name)
    sources = (DATA / "SOURCES.md").read_text(encoding="utf-8")
    assert all(None not in row and None not in row.values() for row in rows)
    assert all(normalise_heading(head).replace(" ", "_") == head for head in rows[0])
    assert f"`{name}`" in sources


@pytest.mark.parametrize("name", OWN_TABLES)
def test_no_table_promises_what_nobody_can_promise(name):
    for row in _rows(name):
        for head in ("label_id", "label_en", "hint_id", "hint_en", "name_id", "name_en"):
            assert not FORBIDDEN.search(row.get(head, ""))


@pytest.mark.parametrize("name", ["fees/pnbp-ki.csv", "holidays/id-2025-2027.csv"])
def test_whatever_is_not_sure_says_so(name):
    for row in _rows(name):
        assert row["confidence"] in CONFIDENCE
        assert row["notice"] == ("" if row["confidence"] == "high" else "periksa kembali")


def test_holidays_are_days_with_a_name_and_a_kind():
    rows = _rows("holidays/id-2025-2027.csv")
    names = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]
    assert len(rows) == 79
    for row in rows:
        assert row["weekday"] == names[date.fromisoformat(row["date"]).weekday()]
        assert row["kind"] in {"libur_nasional", "cuti_bersama"}
        assert row["name_id"]
        assert row["name_en"]


def test_the_filing_fee_of_a_small_business_is_half_a_million():
    fees = {(row["code"], row["scheme"]): row for row in _rows("fees/pnbp-ki.csv")}
    assert len(fees) == 82
    assert fees["MRK-DAFTAR-ON", "umk"]["amount_idr"] == "500000"
    assert fees["MRK-DAFTAR-ON", "umum"]["amount_idr"] == "1800000"
    for row in fees.values():
        assert int(row["amount_idr"]) >= 0
        for head in ("valid_from", "valid_to"):
            assert not row[head] or date.fromisoformat(row[head])


def test_status_texts_are_unique_and_marked_as_unconfirmed():
    rows = _rows("djki-status/status-map.csv")
    assert len({row["raw_text"].casefold() for row in rows}) == len(rows) == 263
    assert {row["notice"] for row in rows} == {"belum dikonfirmasi"}
    assert {row["confidence"] for row in rows} == CONFIDENCE
    assert {row["group"] for row in rows} <= {
        "belum diajukan",
        "berjalan",
        "butuh tindakan",
        "selesai",
        "periksa",
    }


@pytest.mark.parametrize(
    ("name", "count", "shape", "parent"),
    [
        ("provinces", 38, r"\d\d", None),
        ("regencies", 514, r"\d\d\.\d\d", "province_code"),
        ("districts", 7277, r"\d\d\.\d\d\.\d\d", "regency_code"),
        ("villages", 83763, r"\d\d\.\d\d\.\d\d\.\d{4}", "district_code"),
    ],
)
def test_every_region_lies_in_the_one_its_code_says(name, count, shape, parent):
    rows = _rows(f"regions/{name}.csv.gz")
    assert len({row["code"] for row in rows}) == len(rows) == count
    for row in rows:
        assert re.fullmatch(shape, row["code"])
        assert row["name"].strip()
        assert parent is None or row["code"].rpartition(".")[0] == row[parent]


@pytest.mark.parametrize(
    "pair", [("regencies", "provinces"), ("districts", "regencies"), ("villages", "districts")]
)
def test_every_parent_of_a_region_exists(pair):
    inner, outer = ({row["code"] for row in _rows(f"regions/{name}.csv.gz")} for name in pair)
    assert {code.rpartition(".")[0] for code in inner} <= outer


def test_there_are_forty_five_classes_in_both_languages():
    rows = _rows("nice/classes.csv")
    assert [int(row["number"]) for row in rows] == list(range(1, 46))
    assert [row["kind"] for row in rows] == ["goods"] * 34 + ["services"] * 11
    assert all(row["name_id"] and row["name_en"] for row in rows)


def test_there_are_seventeen_subsectors():
    rows = _rows("subsectors.csv")
    assert [int(row["number"]) for row in rows] == list(range(1, 18))
    assert len({row["code"] for row in rows}) == 17


def test_the_limits_of_a_scale_begin_where_the_smaller_one_ends():
    rows = _rows("scales.csv")
    assert [row["code"] for row in rows] == ["micro", "small", "medium"]
    for smaller, larger in pairwise(rows):
        for measure in ("capital", "sales"):
            assert smaller[f"{measure}_up_to"] == larger[f"{measure}_over"]
    assert [row["umk_fee"] for row in rows] == ["yes", "yes", "no"]


def test_reasons_have_one_code_and_both_languages():
    rows = _rows("refusal_reasons.csv")
    assert len({row["code"] for row in rows}) == len(rows) == 23
    assert all(row["name_id"] and row["name_en"] for row in rows)


def test_papers_are_unique_and_use_the_words_the_program_knows():
    rows = _rows("document_requirements.csv")
    keys = {(row["code"], row["ip_kind"], row["applicant_kind"]) for row in rows}
    assert all(row["valid_until"] == "" for row in rows)
    assert len(keys) == len(rows) == 28
    for row in rows:
        assert row["ip_kind"] in {"mark", "collective_mark", "copyright"}
        assert row["applicant_kind"] in {"any", "person", "body", "community"}
        assert row["scheme"] in {"any", "umk", "umum"}
        assert row["supplied_by"] in {"applicant", "office", "system"}
        assert row["needed_for"] in {"submission", "filing"}
        assert row["required"] in {"yes", "no", "conditional"}
        assert set(row["accepts"].split()) <= {"jpg", "jpeg", "png", "webp", "pdf"}
        assert re.fullmatch(r"C[0-5]", row["secrecy"])
        assert int(row["max_mb"]) <= 15
        assert row["confidence"] in CONFIDENCE
        assert max(len(row["label_id"]), len(row["label_en"])) <= 120
        assert max(len(row["hint_id"]), len(row["hint_en"])) <= 300


@pytest.mark.parametrize("kind", ["mark", "collective_mark"])
def test_what_cannot_be_repaired_when_it_leaks_is_of_the_highest_class(kind):
    secrecy = {
        row["code"]: row["secrecy"]
        for row in _rows("document_requirements.csv")
        if row["ip_kind"] == kind
    }
    assert secrecy["label"] == secrecy["umk-letter"] == "C4"
    assert secrecy["ktp"] == secrecy["signature"] == "C3"


def test_points_of_the_checklist_are_unique():
    rows = _rows("dossier_checklist.csv")
    assert len({row["code"] for row in rows}) == len(rows) == 16
    for row in rows:
        assert row["checked_by"] in {"computed", "officer"}
        assert set(row["ip_kinds"].split()) <= {"mark", "collective_mark", "copyright"}
