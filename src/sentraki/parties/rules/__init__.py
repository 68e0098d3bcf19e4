"""What can be said about businesses, and about a sheet of them, on paper; no Django, no clock."""

from sentraki.parties.rules.businesses import (
    CONSENT_PURPOSES,
    UMK_SCALES,
    Address,
    HasMark,
    OwnerKind,
    Scale,
    business_key,
    place_key,
)
from sentraki.parties.rules.import_states import IMPORTED, ImportState, RowVerdict

__all__ = [
    "CONSENT_PURPOSES",
    "IMPORTED",
    "UMK_SCALES",
    "Address",
    "HasMark",
    "ImportState",
    "OwnerKind",
    "RowVerdict",
    "Scale",
    "business_key",
    "place_key",
]
