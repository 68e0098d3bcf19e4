"""Recording what is known of a business."""

from collections.abc import Mapping
from typing import Any

from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid
from sentraki.kernel.secrets import blind_index
from sentraki.ledger.acts import act
from sentraki.parties.models import Business, Consent, Product
from sentraki.parties.rules import CONSENT_PURPOSES, business_key, place_key

FIELDS = frozenset(
    {
        "owner_kind", "owner_name", "trade_name", "nik", "nib", "npwp", "phone", "email",
        "street", "rt_rw", "village_code", "district_code", "postcode", "scale", "subsector",
        "activity", "gender", "started_on", "source_ref", "has_mark",
    }
)  # fmt: skip


def fill(business: Business, values: Mapping[str, Any]) -> Business:
    """Set ``values`` and the indexes that follow from them, without saving.

    Raises ``Invalid`` for a field a business does not have.
    """
    unknown = set(values) - FIELDS
    if unknown:
        raise Invalid("A business has no such field: %(name)s", name=", ".join(sorted(unknown)))
    for name, value in values.items():
        setattr(business, name, value)
    business.nik_index = blind_index(business.nik, "nik") if business.nik else ""
    business.phone_index = blind_index(business.phone, "phone") if business.phone else ""
    place = place_key(business.trade_name or business.owner_name, business.street)
    business.place_key = blind_index(place, "place") if place else ""
    key = business_key(
        business.trade_name, business.owner_name, business.phone, business.district_code
    )
    business.match_key = blind_index(key, "business")
    business.changed_at = clock.now()
    return business


def record(
    *,
    viewer: Viewer,
    region_code: str,
    values: Mapping[str, Any],
    products: tuple[str, ...] = (),
    consents: tuple[str, ...] = (),
    channel: str = "portal",
    case_ref: str = "",
) -> Business:
    """Record a business, or bring the one with the same names, phone and district up to date.

    ``case_ref`` is the grant an applicant acts under. Unknown consent purposes raise ``Invalid``.
    """
    if set(consents) - set(CONSENT_PURPOSES):
        raise Invalid("This consent is not one we ask for.")
    draft = fill(Business(region_code=region_code), values)
    known = (
        Business.unscoped.filter(region_code=region_code, match_key=draft.match_key)
        .order_by("id")
        .first()
    )
    business = fill(known, values) if known else draft
    facts = {"region_code": region_code, "about": case_ref}
    with act("business.record", on=known, by=viewer, **facts) as deed:
        business.save()
        deed.about(business)
        for name in products:
            Product.objects.get_or_create(business=business, name=name[:255])
        for purpose in consents:
            Consent.objects.get_or_create(
                business=business,
                purpose=purpose,
                withdrawn_at=None,
                defaults={"text_version": "2026-11", "channel": channel},
            )
    return business
