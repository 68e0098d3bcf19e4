"""Counting places, their money, and whose turn it is."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum

from sentraki.cases.models import Case, Place, Programme
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.cases.rules.place_flow import PlaceStatus
from sentraki.cases.rules.quota import (
    Money,
    Places,
    SelectionMode,
    Turn,
    Wave,
    ahead_of,
    next_number,
    open_places,
)
from sentraki.kernel.access import Viewer

P = PlaceStatus


def live_places(programme: Programme | None = None) -> QuerySet[Place]:
    """Places somebody holds or has used."""
    rows = Place.objects.filter(released_at=None)
    return rows if programme is None else rows.filter(programme=programme)


def without_place(cases: QuerySet[Case], programme: Programme) -> QuerySet[Case]:
    """Those of ``cases`` that neither hold nor have used a place of the programme."""
    # Asked case by case: "not in all places held" is worked out anew for every one of thousands.
    return cases.filter(~Exists(live_places(programme).filter(case=OuterRef("pk"))))


def waiting_list(programme: Programme) -> QuerySet[Case]:
    """The waiting cases of a programme that nobody has offered a place, in the order of turns."""
    rows = Case.unscoped.filter(programme=programme, status=CaseStatus.WAITLISTED)
    return without_place(rows, programme).order_by("turn_rank", "turn_number", "id")


def places_of(programme: Programme) -> Places:
    """The numbers of a programme. Two queries, whatever its size."""
    return with_places([programme])[0][1]


def with_places(programmes: Iterable[Programme]) -> list[tuple[Programme, Places]]:
    """Each programme with its numbers. Two queries more, however many they are."""
    rows = list(programmes)
    keys = [row.pk for row in rows]
    live = live_places().filter(programme__in=keys).order_by()
    counted = live.values_list("programme").annotate(
        held=Count("id", filter=~Q(status=P.USED)),
        filed=Count("id", filter=Q(status=P.USED)),
        confirmed=Count("id", filter=Q(status=P.CONFIRMED)),
    )
    taken = {key: counts for key, *counts in counted}
    offered = live.filter(case__status=CaseStatus.WAITLISTED).values("case")
    queue = Case.unscoped.filter(programme__in=keys, status=CaseStatus.WAITLISTED).order_by()
    waiting = {
        row["programme"]: row["n"]
        for row in queue.exclude(pk__in=offered).values("programme").annotate(n=Count("id"))
    }
    found = []
    for row in rows:
        held, filed, confirmed = taken.get(row.pk, (0, 0, 0))
        found.append((row, Places(row.quota, held, filed, waiting.get(row.pk, 0), confirmed)))
    return found


def money_of(programme: Programme) -> Money:
    """What the budget has promised to places held, and spent on places used. One query."""
    sums = live_places(programme).aggregate(
        promised=Sum("cost", filter=~Q(status=P.USED), default=0),
        spent=Sum("cost", filter=Q(status=P.USED), default=0),
    )
    return Money(programme.budget, sums["promised"], sums["spent"])


def waves_of(programme: Programme) -> tuple[Wave, ...]:
    """The waves in which the programme opens its places; none when all are open at once."""
    return tuple(
        Wave(date.fromisoformat(row["opens_on"]), int(row["places"])) for row in programme.waves
    )


def places_open(programme: Programme, today: date) -> int:
    """How many places may be given by ``today``."""
    return open_places(programme.quota, waves_of(programme), today)


def turn_of(case: Case) -> Turn:
    """The case's turn. One that came to no programme yet stands behind everybody."""
    number = case.turn_number or case.arrival_number
    return Turn(case.turn_rank, number if number is not None else 2**31)


def number_ahead(case: Case, programme: Programme) -> int:
    """How many waiting cases are served before this one. One query."""
    waiting = waiting_list(programme).exclude(pk=case.pk)
    rows = waiting.values_list("turn_rank", "turn_number", "arrival_number")
    turns = (Turn(rank, turn or arrival or 2**31) for rank, turn, arrival in rows)
    return ahead_of(turn_of(case), turns)


def is_allocated(programme: Programme) -> bool:
    """Whether places may be given one by one: first come, or the allocation is in force."""
    if programme.selection == SelectionMode.FIRST_COME:
        return True
    return programme.allocations.exclude(in_force_at=None).exists()


def next_place(programme: Programme) -> int | None:
    """The number the next case would get; ``None`` when the quota is used up.

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
