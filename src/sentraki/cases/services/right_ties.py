"""A right of an imported list and the business it belongs to: an officer says so, and can undo it.

The program only points; a right that grew out of a file has its business already, unless it was
given away since.
"""

from django.utils.translation import gettext_noop

from sentraki.cases.models import Right
from sentraki.cases.services.intake import recipient_of
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Denied, MoveRefused
from sentraki.kernel.refs import ref_of
from sentraki.ledger.acts import act
from sentraki.ledger.messages import Recipient
from sentraki.parties.models import Business

HAS_FILE = gettext_noop("This right grew out of a file of the office; its business is known.")
TIED = gettext_noop("This right is tied to a business already. Undo that first.")
LOOSE = gettext_noop("This right is not tied to a business.")
JOINED = gettext_noop("This business was joined to another one. Choose that one.")
_HIDDEN = "This belongs to another region."


def tie(*, right: Right, business: Business, viewer: Viewer, key: str = "") -> Right:
    """Say that ``right`` belongs to ``business``; its page shows it from now on.

    Raises ``MoveRefused`` for a right whose file says whose it is, one owned by a community, one
    that is tied, and a business that was joined to another.
    """
    if not viewer.covers(business.region_code):
        raise Denied(_HIDDEN, hidden=True)
    with act("right.tie", on=right, by=viewer, key=key) as deed:
        fresh = Right.objects.for_viewer(viewer).select_for_update().get(pk=right.pk)
        if fresh.is_of_its_file or fresh.community_id:
            raise MoveRefused(HAS_FILE)
        if fresh.business_id:
            raise MoveRefused(TIED)
        if business.joined_to_id:
            raise MoveRefused(JOINED)
        fresh.business = business
        fresh.save(update_fields=["business"])
        deed.record(business=ref_of(business))
    return fresh


def untie(*, right: Right, viewer: Viewer, key: str = "") -> Right:
    """Take the tie back; either step keeps its entry. ``MoveRefused`` when there is none."""
    with act("right.untie", on=right, by=viewer, key=key) as deed:
        fresh = Right.objects.for_viewer(viewer).select_for_update().get(pk=right.pk)
        if fresh.business is None:
            raise MoveRefused(LOOSE)
        deed.record(business=ref_of(fresh.business))
        fresh.business = None
        fresh.save(update_fields=["business"])
    return fresh


def reached_at(right: Right) -> Recipient | None:
    """Where the owner is reached: by the file, else at the e-mail of the business it is tied to."""
    if right.filing is not None and right.is_of_its_file:
        return recipient_of(right.filing.case)
    business = right.business
    if business is None or not business.email:
        return None
    return Recipient("email", business.email, right.region_code, name=business.owner_name)
