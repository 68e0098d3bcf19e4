"""Who comes to the office, and what they sell."""

from sentraki.parties.models.business import Apart, Business, Consent, Product
from sentraki.parties.models.community import BoardSeat, Community, CommunityMember
from sentraki.parties.models.permit import Permit
from sentraki.parties.models.sheet import ImportBatch, ImportRow

__all__ = [
    "Apart",
    "BoardSeat",
    "Business",
    "Community",
    "CommunityMember",
    "Consent",
    "ImportBatch",
    "ImportRow",
    "Permit",
    "Product",
]
