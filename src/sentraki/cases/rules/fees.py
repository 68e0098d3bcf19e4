"""Official fees by date, and who pays the small-business tariff. Amounts are whole rupiah."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from sentraki.cases.rules.dossier import FeeScheme
from sentraki.parties.rules import UMK_SCALES, Scale

FILING = "MRK-DAFTAR-ON"
SURE = "high"


@dataclass(frozen=True)
class FeeRow:
    """One tariff with its validity; an empty date is unknown and does not limit."""

    code: str
    scheme: FeeScheme
    amount: int
    unit: str
    legal_basis: str
    valid_from: date | None
    valid_to: date | None
    confidence: str

    @property
    def is_sure(self) -> bool:
        """Whether it may be shown without "periksa kembali"."""
        return self.confidence == SURE

    def holds_on(self, day: date) -> bool:
        """Whether the row is in force on ``day``."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


def fee_on(rows: Iterable[FeeRow], code: str, scheme: FeeScheme, day: date) -> FeeRow:
    """The tariff ``code`` in force on ``day``; of several the one that began last.

    Raises ``LookupError`` when the table has none: no amount is ever guessed.
    """
    held = [r for r in rows if r.code == code and r.scheme is scheme and r.holds_on(day)]
    if not held:
        raise LookupError(f"no fee {code} {scheme} on {day}")
    return max(held, key=lambda row: row.valid_from or date.min)


def filing_cost(rows: Iterable[FeeRow], scheme: FeeScheme, classes: int, day: date) -> int:
    """What filing a mark in so many classes costs on ``day``: fees count per class."""
    if classes < 1:
        raise ValueError("a filing has at least one class")
    return fee_on(rows, FILING, scheme, day).amount * classes


@dataclass(frozen=True)
class ScaleLimit:
    """The upper limits of one scale, included."""

    scale: Scale
    capital_up_to: int
    sales_up_to: int


# PP 7/2021 Pasal 35 (read November 2026): capital without land and building, yearly sales.
PP_7_2021 = (
    ScaleLimit(Scale.MICRO, 1_000_000_000, 2_000_000_000),
    ScaleLimit(Scale.SMALL, 5_000_000_000, 15_000_000_000),
    ScaleLimit(Scale.MEDIUM, 10_000_000_000, 50_000_000_000),
)


@dataclass(frozen=True)
class ScaleFinding:
    """The scale, by which of the two criteria, and whether the other one says otherwise."""

    scale: Scale
    by: str
    criteria_differ: bool = False

    @property
    def pays_umk(self) -> bool:
        """Whether the small-business tariff is meant for this scale."""
        return self.scale in UMK_SCALES


def scale_of(
    capital: int | None, sales: int | None, limits: tuple[ScaleLimit, ...] = PP_7_2021
) -> ScaleFinding:
    """The scale of a business by capital **or** yearly sales; the officer may override it.

    With both known the larger scale is taken and the difference flagged. Nothing known gives
    ``UNKNOWN``; a negative amount raises ``ValueError``, as do limits that do not rise.
    """
    if any(low.capital_up_to >= up.capital_up_to or low.sales_up_to >= up.sales_up_to
           for low, up in pairwise(limits)):  # fmt: skip
        raise ValueError("limits of scales must rise")
    if min(capital or 0, sales or 0) < 0:
        raise ValueError("an amount cannot be negative")
    order = [limit.scale for limit in limits] + [Scale.LARGE]
    found = {}
    if capital is not None:
        found["capital"] = sum(capital > limit.capital_up_to for limit in limits)
    if sales is not None:
        found["sales"] = sum(sales > limit.sales_up_to for limit in limits)
    if not found:
        return ScaleFinding(Scale.UNKNOWN, "")
    by = max(found, key=lambda criterion: found[criterion])
    return ScaleFinding(order[found[by]], by, len(set(found.values())) > 1)
