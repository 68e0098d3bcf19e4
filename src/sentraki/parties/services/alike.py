"""An officer says that two businesses are one, or that they are two."""

from django.utils.translation import gettext_noop

from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Denied, Invalid
from sentraki.kernel.refs import ref_of
from sentraki.ledger.acts import act
from sentraki.parties.models import Apart, Business
from sentraki.parties.selectors.alike import differing
from sentraki.parties.services.businesses import fill

NOT_TWO = gettext_noop("These two businesses cannot be joined.")
LOOK_AGAIN = gettext_noop("NIK, phone or NIB differ. Tick that you have asked and it is one owner.")
_HIDDEN = "This belongs to another region."
_FILLED = (
    "owner_name", "trade_name", "nik", "nib", "npwp", "phone", "email", "street", "rt_rw",
    "village_code", "district_code", "postcode", "subsector", "activity", "gender", "has_mark",
)  # fmt: skip


def join(
    *, keep: Business, other: Business, viewer: Viewer, asked: bool = False, key: str = ""
) -> Business:
    """``other`` is the same business: ``keep`` gets what it lacks, ``other`` counts no more.

    Files and rights of ``other`` stay with it and are reached through it. Raises ``Invalid`` when
    one is joined already, and when NIK, phone or NIB differ unless the officer says to have
    ``asked``.
    """
    _must_be_mine(viewer, other)
    if keep.pk == other.pk:
        raise Invalid(NOT_TWO)
    with act("business.join", on=keep, by=viewer, key=key) as deed:
        rows = Business.objects.for_viewer(viewer).select_for_update().in_bulk([keep.pk, other.pk])
        kept, gone = rows[keep.pk], rows[other.pk]
        if kept.joined_to_id or gone.joined_to_id:
            raise Invalid(NOT_TWO)
        differ = differing(kept, gone)
        if differ and not asked:
            raise Invalid(LOOK_AGAIN, fields={"asked": LOOK_AGAIN})
        lacking = {
            name: getattr(gone, name)
            for name in _FILLED
            if not getattr(kept, name) and getattr(gone, name)
        }
        gone.match_key, gone.joined_to, gone.changed_at = "", kept, clock.now()
        gone.save()
        fill(kept, lacking).save()
        gone.joined.update(joined_to=kept)
        deed.record(other=ref_of(gone), differed=len(differ))
    return kept


def keep_apart(*, first: Business, second: Business, viewer: Viewer, key: str = "") -> Apart:
    """They are two: the pair is not shown again. Said again, nothing changes."""
    _must_be_mine(viewer, second)
    one, two = sorted((first, second), key=lambda row: row.pk)
    if one.pk == two.pk or viewer.person_id is None:
        raise Invalid(NOT_TWO)
    with act("business.keep-apart", on=first, by=viewer, key=key) as deed:
        row, _new = Apart.objects.for_viewer(viewer).get_or_create(
            first=one,
            second=two,
            defaults={"region_code": one.region_code, "said_by_id": viewer.person_id},
        )
        deed.record(other=ref_of(second))
    return row


def _must_be_mine(viewer: Viewer, business: Business) -> None:
    if not viewer.covers(business.region_code):
        raise Denied(_HIDDEN, hidden=True)
