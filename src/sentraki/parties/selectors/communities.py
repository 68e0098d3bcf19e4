"""Reads about communities."""

from django.db.models import Count, Q, QuerySet

from sentraki.kernel.access import Viewer
from sentraki.parties.models import Community
from sentraki.parties.rules.communities import Standing

_LIVE = Count("members", filter=Q(members__left_on=None), distinct=True)


def communities(viewer: Viewer) -> QuerySet[Community]:
    """Communities of the viewer's regions by name, each with ``how_many`` members. One query."""
    return Community.objects.for_viewer(viewer).annotate(how_many=_LIVE).order_by("name", "pk")


def standing_of(community: Community, *, rules_are_signed: bool) -> Standing:
    """The community as the readiness rule reads it; rules of use are kept a floor above."""
    return Standing(
        deed_number=community.deed_number,
        deed_on=community.deed_on,
        deed_until=community.deed_until,
        deed_is_kept=community.deed_id is not None,
        seats=tuple(seat.as_seat() for seat in community.seats.all()),
        product=community.product,
        members=community.members.filter(left_on=None).count(),
        rules_are_signed=rules_are_signed,
    )
