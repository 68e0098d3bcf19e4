"""Noting which name stands on which permit of a business."""

from datetime import date

from django.utils.translation import gettext_noop

from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid
from sentraki.kernel.refs import ref_of
from sentraki.ledger.acts import act
from sentraki.parties.models import Business, Permit
from sentraki.parties.rules.permits import PermitKind

MOST = 60
_WRITE = gettext_noop("Write the name as it stands on the paper.")
_KNOWN = gettext_noop("This paper is noted already.")
_MANY = gettext_noop("A business has at most 60 papers here. Take out old ones first.")


def note_permit(
    *,
    business: Business,
    viewer: Viewer,
    kind: PermitKind,
    name: str,
    number: str = "",
    holder: str = "",
    valid_until: date | None = None,
    key: str = "",
) -> Permit:
    """Note a paper. Raises ``Invalid`` for one without a name and for one noted before."""
    clean, code = " ".join(name.split())[:255], " ".join(number.split())[:60]
    with act("permit.note", on=business, by=viewer, key=key) as deed:
        if not clean:
            raise Invalid(_WRITE, fields={"name": _WRITE})
        papers = business.permits.filter(dropped_at=None)
        if papers.count() >= MOST:
            raise Invalid(_MANY)
        if papers.filter(kind=kind, name=clean, number=code).exists():
            raise Invalid(_KNOWN, fields={"name": _KNOWN})
        permit = business.permits.create(
            kind=kind,
            name=clean,
            number=code,
            holder=" ".join(holder.split())[:255],
            valid_until=valid_until,
            noted_at=deed.at,
        )
        deed.record(permit=str(ref_of(permit)), kind=kind.value)
    return permit


def drop_permit(*, permit: Permit, viewer: Viewer, key: str = "") -> None:
    """Take a paper out again: noted by mistake, or replaced by a newer one."""
    with act("permit.drop", on=permit.business, by=viewer, key=key) as deed:
        deed.record(permit=str(ref_of(permit)), kind=permit.kind)
        permit.dropped_at = deed.at
        permit.save(update_fields=["dropped_at"])
