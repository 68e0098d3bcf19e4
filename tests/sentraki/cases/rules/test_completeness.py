"""Papers and checklist."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sentraki.cases.rules.samples import SOUND

from sentraki.cases.rules.completeness import (
    Known,
    Moment,
    PointRow,
    Requirement,
    checklist,
    computed_points,
    missing,
)
from sentraki.cases.rules.dossier import CheckPoint, ClassGoods, DossierFacts, FeeScheme, MarkType

TABLE = Path(__file__).resolve().parents[4] / "data" / "dossier_checklist.csv"
KNOWN = Known(
    label_is_normalised=True,
    goods_are_from_list=True,
    screened_with="demo 2026-09",
    letter_until=date(2026, 12, 31),
    consent_is_recorded=True,
    is_micro_or_small=True,
)


def row(code: str, *, required: bool = True, when: Moment = Moment.SUBMISSION) -> Requirement:
    return Requirement(code, code, required, frozenset({"pdf"}), "C3", when)


ROWS = (
    row("label"),
    row("ktp"),
    row("umk-letter", when=Moment.FILING),
    row("power-of-attorney", required=False),
)


def codes(rows: list[Requirement]) -> list[str]:
    return [requirement.code for requirement in rows]


def test_all_that_is_missing_is_named_at_once_and_in_order() -> None:
    assert codes(missing(ROWS, ())) == ["label", "ktp", "umk-letter"]


def test_papers_for_the_filing_may_be_owed_at_submission() -> None:
    assert codes(missing(ROWS, {"ktp"}, Moment.SUBMISSION)) == ["label"]


@given(st.sets(st.sampled_from([requirement.code for requirement in ROWS])))
def test_missing_and_present_make_up_what_is_required(present: set[str]) -> None:
    lacking = set(codes(missing(ROWS, present)))
    assert lacking.isdisjoint(present)
    assert lacking | present >= {"label", "ktp", "umk-letter"}


def rows() -> list[PointRow]:
    with TABLE.open(encoding="utf-8", newline="") as handle:
        return [
            PointRow(r["code"], r["label_id"], frozenset(r["ip_kinds"].split()), r["checked_by"])
            for r in csv.DictReader(handle)
        ]


def test_every_computed_point_of_the_table_is_computed() -> None:
    wanted = {point.code for point in rows() if point.checked_by == "computed"}
    assert set(computed_points(SOUND, KNOWN)) == wanted


def test_a_sound_case_ticks_every_computed_point() -> None:
    assert all(computed_points(SOUND, KNOWN).values())


@pytest.mark.parametrize(
    ("facts", "known", "code"),
    [
        (replace(SOUND, papers=()), KNOWN, "label-final"),
        (SOUND, replace(KNOWN, label_is_normalised=False), "label-final"),
        (replace(SOUND, colours=""), KNOWN, "colours-described"),
        (replace(SOUND, translation=" "), KNOWN, "translation-given"),
        (replace(SOUND, classes=()), KNOWN, "goods-chosen"),
        (replace(SOUND, classes=(ClassGoods(29, ("",)),)), KNOWN, "goods-chosen"),
        (SOUND, replace(KNOWN, goods_are_from_list=False), "goods-chosen"),
        (SOUND, replace(KNOWN, screened_with=""), "screened"),
        (SOUND, replace(KNOWN, letter_until=None), "letter-this-year"),
        (SOUND, replace(KNOWN, letter_until=date(2025, 12, 31)), "letter-this-year"),
        (SOUND, replace(KNOWN, consent_is_recorded=False), "consent-recorded"),
        (SOUND, replace(KNOWN, is_micro_or_small=False), "umk-proven"),
    ],
)
def test_one_gap_opens_one_point(facts: DossierFacts, known: Known, code: str) -> None:
    assert [name for name, done in computed_points(facts, known).items() if not done] == [code]


def test_a_word_mark_needs_no_colours_and_the_general_tariff_no_letter() -> None:
    facts = replace(SOUND, mark_type=MarkType.WORD, colours="", scheme=FeeScheme.GENERAL)
    known = replace(KNOWN, letter_until=None, is_micro_or_small=False)
    assert all(computed_points(facts, known).values())


@pytest.mark.parametrize(("kind", "count"), [("mark", 15), ("collective_mark", 16)])
def test_the_checklist_is_the_tables_for_the_kind(kind: str, count: int) -> None:
    assert len(checklist(rows(), kind, {}, {})) == count


def test_officers_tick_their_own_points_only() -> None:
    points: tuple[Any, ...] = (
        PointRow("screened", "Diperiksa", frozenset({"mark"}), "computed"),
        PointRow("pdki", "PDKI dicari", frozenset({"mark"}), "officer"),
        PointRow("rules", "Ketentuan", frozenset({"collective_mark"}), "officer"),
    )
    ticked = {"screened": "dicentang tangan", "pdki": "Rina, 1 September"}
    assert checklist(points, "mark", {"screened": False}, ticked) == [
        CheckPoint("Diperiksa", False),
        CheckPoint("PDKI dicari", True, "Rina, 1 September"),
    ]
