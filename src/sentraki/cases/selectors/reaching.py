"""Whom an office can reach about a programme: who is ready for a place, who still lacks what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from sentraki.cases.models import Case, Programme
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.cases.rules.idleness import Idle, idle_places
from sentraki.cases.rules.quota import Places
from sentraki.cases.rules.simulation import Forecast, Sample, forecast
from sentraki.cases.selectors.evidence import bands_of
from sentraki.cases.selectors.papers import PaperState, missing_now, states_of
from sentraki.cases.selectors.quota import without_place
from sentraki.kernel.access import Viewer
from serupa.score import unrelated, yields

READY = (CaseStatus.SUBMITTED, CaseStatus.WAITLISTED)
WITH_OFFICE = (*READY, CaseStatus.RETURNED, CaseStatus.ACCEPTED)
HOPEFUL = (*READY, CaseStatus.ACCEPTED, CaseStatus.READY)


def idle_of(programme: Programme, places: Places, today: date) -> Idle | None:
    """The alarm for a programme whose numbers are known; no query."""
    return idle_places(
        quota=programme.quota,
        taken=min(places.held + places.filed, programme.quota),
        opens=programme.opens_on,
        closes=max(programme.closes_on, programme.opens_on),
        today=today,
    )


def _cases(viewer: Viewer, programme: Programme, *statuses: CaseStatus) -> QuerySet[Case]:
    """Cases of the programme, and those of its office that came outside any window."""
    here = Q(programme=programme) | Q(programme=None, office_id=programme.office_id)
    rows = Case.objects.for_viewer(viewer).filter(here, status__in=statuses)
    return rows.select_related("business", "office", "programme").order_by(
        "turn_rank", "turn_number", "submitted_at", "pk"
    )


@dataclass(frozen=True)
class Reachable:
    """A complete, screened case without a place; ``band`` 0 where nothing was screened."""

    case: Case
    band: int


def ready_for_a_place(viewer: Viewer, programme: Programme) -> list[Reachable]:
    """Who could take an idle place today, in the order of turns. Four queries."""
    rows = list(without_place(_cases(viewer, programme, *READY), programme))
    states, bands = states_of(rows), bands_of(viewer, rows)
    return [
        Reachable(row, bands[row.pk])
        for row in rows
        if row.pk in bands and row.phone_index and not missing_now(states[row.pk])
    ]


@dataclass(frozen=True)
class Lacking:
    """A case and exactly what it lacks."""

    case: Case
    states: tuple[PaperState, ...]

    def items(self, lang: str = "id") -> str:
        """The missing papers in one line, by their names and nothing else."""
        return ", ".join(state.requirement.label(lang) for state in self.states)


def lacking(viewer: Viewer, programme: Programme) -> list[Lacking]:
    """Everybody whose file is with the office and still lacks a paper. Three queries."""
    rows = list(_cases(viewer, programme, *WITH_OFFICE))
    states = states_of(rows)
    return [
        Lacking(row, tuple(missing)) for row in rows if (missing := missing_now(states[row.pk]))
    ]


def measured_yields() -> Sample:
    """The bands' yields as the engine has them measured."""
    return Sample(
        similar={item.band: item.n for item in yields()},
        unrelated={item.band: item.n for item in unrelated()},
    )


def simulate(
    viewer: Viewer, programme: Programme, *, met_low: float, met_high: float
) -> tuple[int, Forecast | None]:
    """How many screened requests there are, and what they give. Two queries."""
    rows: Iterable[Case] = _cases(viewer, programme, *HOPEFUL)
    bands = list(bands_of(viewer, rows).values())
    return len(bands), forecast(bands, measured_yields(), met_low=met_low, met_high=met_high)
