"""Counting places."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Count, Max, Q, QuerySet

from sentraki.cases.models import Case, Place, Programme
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.cases.rules.quota import Places, next_number
from sentraki.kernel.access import Viewer

FILED = (CaseStatus.FILED, CaseStatus.CLOSED)


def places_of(programme: Programme) -> Places:
    """The four numbers of a programme. Two queries, whatever its size."""
    return with_places([programme])[0][1]


def with_places(programmes: Iterable[Programme]) -> list[tuple[Programme, Places]]:
    """Each programme with its four numbers. Two queries more, however many they are."""
    rows = list(programmes)
    keys = [row.pk for row in rows]
    live = Place.objects.filter(programme__in=keys, released_at=None).order_by()
    taken = {
        row["programme"]: (row["held"], row["filed"])
        for row in live.values("programme").annotate(
            held=Count("id", filter=~Q(case__status__in=FILED)),
            filed=Count("id", filter=Q(case__status__in=FILED)),
        )
    }
    queue = Case.unscoped.filter(programme__in=keys, status=CaseStatus.WAITLISTED).order_by()
    waiting = {
        row["programme"]: row["n"] for row in queue.values("programme").annotate(n=Count("id"))
    }
    return [(row, _places(row, taken, waiting)) for row in rows]


def _places(
    row: Programme, taken: Mapping[int, tuple[int, int]], waiting: Mapping[int, int]
) -> Places:
    held, filed = taken.get(row.pk, (0, 0))
    return Places(quota=row.quota, held=held, filed=filed, waiting=waiting.get(row.pk, 0))


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
