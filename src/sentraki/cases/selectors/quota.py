"""Counting places."""

from django.db.models import Count, Q

from sentraki.cases.models import Case, Place, Programme
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.cases.rules.quota import Places

FILED = (CaseStatus.FILED, CaseStatus.CLOSED)


def places_of(programme: Programme) -> Places:
    """The four numbers of a programme. Two queries, whatever its size."""
    taken = Place.objects.filter(programme=programme, released_at=None).aggregate(
        held=Count("id", filter=~Q(case__status__in=FILED)),
        filed=Count("id", filter=Q(case__status__in=FILED)),
    )
    waiting = Case.unscoped.filter(programme=programme, status=CaseStatus.WAITLISTED).count()
    return Places(quota=programme.quota, held=taken["held"], filed=taken["filed"], waiting=waiting)
