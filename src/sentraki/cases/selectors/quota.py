"""Counting places."""

from datetime import date

from django.db.models import Count, Max, Q, QuerySet

from sentraki.cases.models import Case, Place, Programme
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.cases.rules.quota import Places, next_number
from sentraki.kernel.access import Viewer

FILED = (CaseStatus.FILED, CaseStatus.CLOSED)


def places_of(programme: Programme) -> Places:
    """The four numbers of a programme. Two queries, whatever its size."""
    taken = Place.objects.filter(programme=programme, released_at=None).aggregate(
        held=Count("id", filter=~Q(case__status__in=FILED)),
        filed=Count("id", filter=Q(case__status__in=FILED)),
    )
    waiting = Case.unscoped.filter(programme=programme, status=CaseStatus.WAITLISTED).count()
    return Places(quota=programme.quota, held=taken["held"], filed=taken["filed"], waiting=waiting)


def next_place(programme: Programme) -> int | None:
    """The number the next accepted case would get; ``None`` when the quota is used up.

    A forecast for a page: the number is claimed when the case is accepted. Two queries.
    """
    rows = Place.objects.filter(programme=programme)
    free = rows.exclude(released_at=None).filter(given_again=False)
    highest = rows.aggregate(highest=Max("number"))["highest"] or 0
    return next_number(list(free.values_list("number", flat=True)), highest, programme.quota)


def programmes_of(viewer: Viewer) -> QuerySet[Programme]:
    """The programmes of the viewer's regions, newest year first."""
    rows = Programme.objects.for_viewer(viewer)
    return rows.select_related("office__region").order_by("-year", "name", "id")


def open_on(viewer: Viewer, day: date) -> QuerySet[Programme]:
    """The own office's programmes of the year of ``day``."""
    return programmes_of(viewer).filter(year=day.year, office_id=viewer.office_id or 0)
