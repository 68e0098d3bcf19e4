"""What the records say about a programme's conditions for one case."""

from collections.abc import Iterable

from sentraki.cases.models import Case, CasePaper, Place, Programme
from sentraki.cases.rules.eligibility import Asked, Finding, Known, from_rows, judge, score_of
from sentraki.cases.selectors.evidence import bands_of
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.parties.rules import Scale

LABEL = "label"
_CLERK = Viewer.system("cases.eligibility")


def conditions_of(programme: Programme) -> list[Asked]:
    """The programme's conditions in its own order."""
    return from_rows(programme.eligibility)


def known_of(cases: Iterable[Case], programme: Programme) -> dict[int, Known]:
    """What is recorded of each case, by its key. Three queries, however many cases."""
    rows = list(cases)
    with_label = set(
        CasePaper.objects.filter(case__in=rows, requirement=LABEL, replaced_at=None).values_list(
            "case_id", flat=True
        )
    )
    persons = {row.business.nik_index for row in rows if row.business and row.business.nik_index}
    earlier: dict[str, list[int]] = {}
    places = Place.objects.filter(person_index__in=persons, released_at=None)
    for person, year in places.values_list("person_index", "programme__year"):
        if year < programme.year:
            earlier.setdefault(person, []).append(year)
    bands = bands_of(_CLERK, rows)
    today = clock.today(programme.office.zone)
    return {
        row.pk: Known(
            region_code=programme.region_code,
            today=today,
            district_code=row.business.district_code if row.business else "",
            nib=row.business.nib if row.business else "",
            scale=Scale(row.business.scale) if row.business else Scale.UNKNOWN,
            started_on=row.business.started_on if row.business else None,
            facilitated_in=tuple(
                sorted(earlier.get(row.business.nik_index, ())) if row.business else ()
            ),
            has_logo=row.pk in with_label,
            subsector=row.business.subsector if row.business else "",
            band=bands.get(row.pk, 0),
        )
        for row in rows
    }


def findings_of(case: Case) -> list[Finding]:
    """Each condition of the case's programme with the answer; none without a programme."""
    if case.programme is None or not case.programme.eligibility:
        return []
    return judge(conditions_of(case.programme), known_of([case], case.programme)[case.pk])


def scores_of(cases: Iterable[Case], programme: Programme) -> dict[int, int]:
    """Points of each case by the programme's criteria, by its key."""
    asked = conditions_of(programme)
    known = known_of(cases, programme)
    return {
        key: score_of(judge(asked, facts), programme.name_points, facts.band)
        for key, facts in known.items()
    }
