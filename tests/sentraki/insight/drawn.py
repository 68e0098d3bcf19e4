"""Offices drawn at random for properties of figures, written in bulk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hypothesis import strategies as st
from tests import factories as make

from sentraki.cases.models import Case, Filing, FilingEvent, Place
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.insight.outcomes import Outcome
from sentraki.kernel import clock
from sentraki.offices.models import Office
from sentraki.parties.models import Business

YEARS, PLACES, CLASSES = (2020, 2021, 2022), ("36.71.01", "36.71.02"), ("25", "30")
GENDERS, REASONS, PRICE = ("f", "m"), ("A1", "B1"), 500_000
STATUS: dict[Outcome, FilingStatus | None] = {
    Outcome.NOT_FILED: None,
    Outcome.PENDING: FilingStatus.PUBLISHED,
    Outcome.REGISTERED: FilingStatus.REGISTERED,
    Outcome.REFUSED: FilingStatus.REFUSED,
    Outcome.ENDED: FilingStatus.WITHDRAWN,
}


@dataclass(frozen=True)
class Drawn:
    """One place, as far as figures know it."""

    year: int
    district: str
    classes: str
    gender: str
    outcome: Outcome
    reason: str


ONE = st.builds(
    Drawn,
    st.sampled_from(YEARS),
    st.sampled_from(PLACES),
    st.sampled_from(CLASSES),
    st.sampled_from(GENDERS),
    st.sampled_from(Outcome),
    st.sampled_from(REASONS),
)
GROUPS = st.lists(st.tuples(ONE, st.sampled_from((1, 2, 3, 4, 6, 9))), min_size=1, max_size=12)


def spread_out(groups: Sequence[tuple[Drawn, int]]) -> list[Drawn]:
    """Every place of the drawn groups."""
    return [one for one, n in groups for _ in range(n)]


def office_of(drawn: Sequence[Drawn], number: int) -> Office:
    """An office whose places are these."""
    office = make.make_office(region="36.71", slug=f"acak-{number}")
    programmes = {
        year: make.make_programme(office=office, year=year, quota=500, name=f"Tahun {year}")
        for year in YEARS
    }
    businesses = Business.objects.bulk_create(
        Business(
            region_code="36.71", owner_name=f"Pemilik {n}", trade_name=f"Usaha {n}",
            district_code=one.district, gender=one.gender, source_ref=f"tests.drawn:{number}",
        )
        for n, one in enumerate(drawn)
    )  # fmt: skip
    cases = Case.objects.bulk_create(
        Case(
            code=f"ACK-{number}-{n}", office=office, region_code="36.71", business=business,
            programme=programmes[one.year], classes=one.classes, status=CaseStatus.ACCEPTED,
        )
        for n, (one, business) in enumerate(zip(drawn, businesses, strict=True))
    )  # fmt: skip
    Place.objects.bulk_create(
        Place(programme=programmes[one.year], case=case, number=n + 1, cost=PRICE)
        for n, (one, case) in enumerate(zip(drawn, cases, strict=True))
    )
    _filings(drawn, cases, number)
    return office


def _filings(drawn: Sequence[Drawn], cases: Sequence[Case], number: int) -> None:
    filings = Filing.objects.bulk_create(
        Filing(
            region_code="36.71", case=case, number=f"DID{number}{case.pk:08}",
            received_on=date(one.year, 5, 1), status=STATUS[one.outcome],
            source_ref=f"tests.drawn:{number}",
        )
        for one, case in zip(drawn, cases, strict=True)
        if STATUS[one.outcome] is not None
    )  # fmt: skip
    clerk = make.make_person()
    wanted = [one for one in drawn if STATUS[one.outcome] is not None]
    FilingEvent.objects.bulk_create(
        FilingEvent(
            filing=filing, status=FilingStatus.REFUSED, reason_code=one.reason,
            raw_text="(TM) Ditolak", happened_on=date(one.year, 9, 1), recorded_at=clock.now(),
            recorded_by=clerk,
        )
        for one, filing in zip(wanted, filings, strict=True)
        if one.outcome is Outcome.REFUSED
    )  # fmt: skip
