"""Official fees as they are shown to the public: amount, source, and whether it must be checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sentraki.cases.models import Fee
from sentraki.cases.rules.dossier import FeeScheme
from sentraki.cases.rules.fees import FeeRow, fee_on

# The units of ``data/fees`` that front pages show.
UNITS: Mapping[str, str | Promise] = {
    "per kelas": _("per class"),
    "per permohonan": _("per application"),
}


@dataclass(frozen=True)
class FeePair:
    """What one service costs a micro or small business, and what it costs everybody else.

    ``is_sure`` is false where a page must add "periksa kembali" (check again).
    """

    umk: FeeRow
    general: FeeRow
    source: str

    @property
    def unit(self) -> str | Promise:
        """What the amount is paid for, in the reader's language."""
        return UNITS.get(self.umk.unit, self.umk.unit)

    @property
    def is_sure(self) -> bool:
        """Whether both rows are confirmed."""
        return self.umk.is_sure and self.general.is_sure

    @property
    def is_free(self) -> bool:
        """Whether nobody pays."""
        return self.umk.amount == 0 and self.general.amount == 0

    @property
    def is_same(self) -> bool:
        """Whether everybody pays the same."""
        return self.umk.amount == self.general.amount


def fee_pair(code: str, day: date) -> FeePair | None:
    """The two tariffs of ``code`` in force on ``day``, or ``None`` when the table lacks one.

    One query. No amount is ever guessed.
    """
    rows = list(Fee.objects.filter(code=code))
    found: Mapping[str, FeeRow]
    try:
        found = {s: fee_on(map(_row, rows), code, s, day) for s in FeeScheme}
    except LookupError:
        return None
    return FeePair(found[FeeScheme.UMK], found[FeeScheme.GENERAL], rows[0].source)


def _row(fee: Fee) -> FeeRow:
    return FeeRow(
        code=fee.code,
        scheme=FeeScheme(fee.scheme),
        amount=fee.amount,
        unit=fee.unit,
        legal_basis=fee.legal_basis,
        valid_from=fee.valid_from,
        valid_to=fee.valid_to,
        confidence=fee.confidence,
    )
