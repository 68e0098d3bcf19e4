"""The official fees as the rules know them."""

from datetime import date

from sentraki.cases.models import Fee
from sentraki.cases.rules.dossier import FeeScheme
from sentraki.cases.rules.fees import FILING, FeeRow, fee_on


def fee_rows(code: str) -> list[FeeRow]:
    """The tariff ``code`` as the rules know it, every scheme and date."""
    return [
        FeeRow(
            code=row.code,
            scheme=FeeScheme(row.scheme),
            amount=row.amount,
            unit=row.unit,
            legal_basis=row.legal_basis,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            confidence=row.confidence,
        )
        for row in Fee.objects.filter(code=code)
    ]


def filing_fee(scheme: FeeScheme, on: date) -> FeeRow | None:
    """What filing costs per class on a day; ``None`` when the table does not say."""
    try:
        return fee_on(fee_rows(FILING), FILING, scheme, on)
    except LookupError:
        return None
