"""Fees by date, scale by law."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentraki.cases.rules.dossier import FeeScheme
from sentraki.cases.rules.fees import (
    PP_7_2021,
    FeeRow,
    ScaleLimit,
    fee_on,
    filing_cost,
    scale_of,
)
from sentraki.parties.rules import Scale

DATA = Path(__file__).resolve().parents[4] / "data"
MILLION, BILLION = 10**6, 10**9


def fee(
    amount: int, first: date | None = None, last: date | None = None, confidence: str = "high"
) -> FeeRow:
    return FeeRow(
        "MRK-DAFTAR-ON", FeeScheme.UMK, amount, "per kelas", "PP", first, last, confidence
    )


OLD = fee(400_000, date(2019, 5, 3), date(2024, 12, 17), "low")
NEW = fee(500_000, date(2024, 12, 18))


@pytest.mark.parametrize(
    ("day", "amount"),
    [(date(2019, 5, 3), 400_000), (date(2024, 12, 17), 400_000), (date(2024, 12, 18), 500_000)],
)
def test_the_fee_is_that_of_the_day(day: date, amount: int) -> None:
    assert fee_on([NEW, OLD], "MRK-DAFTAR-ON", FeeScheme.UMK, day).amount == amount


def test_of_two_in_force_the_later_one_counts() -> None:
    assert fee_on([fee(1), NEW], "MRK-DAFTAR-ON", FeeScheme.UMK, date(2026, 1, 1)) == NEW


@pytest.mark.parametrize(
    ("code", "scheme", "day"),
    [
        ("MRK-DAFTAR-ON", FeeScheme.UMK, date(2019, 5, 2)),
        ("MRK-DAFTAR-ON", FeeScheme.GENERAL, date(2026, 1, 1)),
        ("LAIN", FeeScheme.UMK, date(2026, 1, 1)),
    ],
)
def test_no_amount_is_guessed(code: str, scheme: FeeScheme, day: date) -> None:
    with pytest.raises(LookupError):
        fee_on([NEW, OLD], code, scheme, day)


def test_a_doubtful_fee_says_so() -> None:
    assert NEW.is_sure
    assert not OLD.is_sure


def shipped() -> list[FeeRow]:
    def day(text: str) -> date | None:
        return date.fromisoformat(text) if text else None

    with (DATA / "fees" / "pnbp-ki.csv").open(encoding="utf-8-sig", newline="") as handle:
        return [
            FeeRow(r["code"], FeeScheme(r["scheme"]), int(r["amount_idr"]), r["unit"],
                   r["legal_basis"], day(r["valid_from"]), day(r["valid_to"]), r["confidence"])
            for r in csv.DictReader(handle)
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("scheme", "classes", "cost"),
    [(FeeScheme.UMK, 1, 500_000), (FeeScheme.UMK, 3, 1_500_000), (FeeScheme.GENERAL, 2, 3_600_000)],
)
def test_filing_costs_count_per_class(scheme: FeeScheme, classes: int, cost: int) -> None:
    assert filing_cost(shipped(), scheme, classes, date(2026, 9, 15)) == cost


def test_a_filing_without_a_class_has_no_cost() -> None:
    with pytest.raises(ValueError, match="at least one class"):
        filing_cost([NEW], FeeScheme.UMK, 0, date(2026, 1, 1))


@given(st.dates(date(2019, 5, 3), date(2030, 1, 1)))
def test_there_is_a_fee_for_every_day_since_the_first(day: date) -> None:
    found = fee_on([OLD, NEW], "MRK-DAFTAR-ON", FeeScheme.UMK, day)
    assert found.holds_on(day)
    assert found.amount == (500_000 if day > date(2024, 12, 18) - timedelta(days=1) else 400_000)


@pytest.mark.parametrize(
    ("capital", "sales", "scale"),
    [
        (0, None, Scale.MICRO),
        (BILLION, None, Scale.MICRO),
        (BILLION + 1, None, Scale.SMALL),
        (5 * BILLION, None, Scale.SMALL),
        (5 * BILLION + 1, None, Scale.MEDIUM),
        (10 * BILLION + 1, None, Scale.LARGE),
        (None, 2 * BILLION, Scale.MICRO),
        (None, 2 * BILLION + 1, Scale.SMALL),
        (None, 15 * BILLION + 1, Scale.MEDIUM),
        (None, 50 * BILLION, Scale.MEDIUM),
        (None, 50 * BILLION + 1, Scale.LARGE),
        (None, None, Scale.UNKNOWN),
    ],
)
def test_the_scale_follows_pp_7_2021(capital: int | None, sales: int | None, scale: Scale) -> None:
    assert scale_of(capital, sales).scale is scale


def test_with_both_known_the_larger_counts_and_the_difference_is_told() -> None:
    found = scale_of(50 * MILLION, 3 * BILLION)
    assert (found.scale, found.by, found.criteria_differ) == (Scale.SMALL, "sales", True)
    assert not scale_of(1, 1).criteria_differ


@pytest.mark.parametrize(
    ("sales", "pays"), [(1, True), (15 * BILLION, True), (15 * BILLION + 1, False)]
)
def test_only_micro_and_small_pay_the_umk_tariff(sales: int, pays: bool) -> None:
    assert scale_of(None, sales).pays_umk is pays


def test_an_unknown_scale_does_not_pay_the_umk_tariff() -> None:
    assert not scale_of(None, None).pays_umk


amounts = st.one_of(st.none(), st.integers(0, 10**12))


@given(amounts, amounts)
def test_more_money_never_makes_a_smaller_business(capital: int | None, sales: int | None) -> None:
    order = [Scale.UNKNOWN, Scale.MICRO, Scale.SMALL, Scale.MEDIUM, Scale.LARGE]
    more = scale_of(None if capital is None else capital * 2, sales)
    assert order.index(more.scale) >= order.index(scale_of(capital, sales).scale)


@pytest.mark.parametrize(("capital", "sales"), [(-1, None), (None, -1), (5, -5)])
def test_a_negative_amount_is_refused(capital: int | None, sales: int | None) -> None:
    with pytest.raises(ValueError, match="negative"):
        scale_of(capital, sales)


def test_limits_that_do_not_rise_are_refused() -> None:
    with pytest.raises(ValueError, match="rise"):
        scale_of(1, 1, (ScaleLimit(Scale.MICRO, 10, 10), ScaleLimit(Scale.SMALL, 10, 20)))


def test_the_law_in_code_is_the_shipped_table() -> None:
    with (DATA / "scales.csv").open(encoding="utf-8", newline="") as handle:
        table = tuple(
            ScaleLimit(Scale(r["code"]), int(r["capital_up_to"]), int(r["sales_up_to"]))
            for r in csv.DictReader(handle)
        )
    assert table == PP_7_2021
