"""Reads about businesses."""

from django.db.models import Q, QuerySet

from sentraki.kernel.access import Viewer
from sentraki.parties.models import Business


def business_list(viewer: Viewer, search: str = "") -> QuerySet[Business]:
    """Businesses of the viewer's regions, optionally by a part of a name or a whole NIB."""
    found = Business.objects.for_viewer(viewer).filter(joined_to=None)
    if search:
        wanted = Q(trade_name__icontains=search) | Q(owner_name__icontains=search) | Q(nib=search)
        found = found.filter(wanted)
    return found


def twins_of(viewer: Viewer, business: Business) -> QuerySet[Business]:
    """Other businesses with the same NIK or NIB in the viewer's regions."""
    same = Q(pk=None)
    if business.nik_index:
        same |= Q(nik_index=business.nik_index)
    if business.nib:
        same |= Q(nib=business.nib)
    return Business.objects.for_viewer(viewer).filter(same).exclude(pk=business.pk)
