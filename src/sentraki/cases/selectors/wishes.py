"""Who stands on the list of a programme whose places are given by a stated rule."""

from dataclasses import dataclass

from sentraki.cases.models import Case, Programme
from sentraki.cases.rules.allocation import Wish
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.cases.rules.eligibility import is_eligible, judge, score_of
from sentraki.cases.selectors.eligibility import conditions_of, known_of
from sentraki.cases.selectors.papers import missing_now, states_of
from sentraki.cases.selectors.prices import Prices
from sentraki.cases.selectors.quota import turn_of, without_place

WAITS = (CaseStatus.SUBMITTED, CaseStatus.WAITLISTED)


@dataclass(frozen=True)
class Left:
    """A case that is not on the list: ``papers`` are the codes still missing, ``conditions`` those
    known not to be met."""

    case: Case
    papers: tuple[str, ...]
    conditions: tuple[str, ...]


@dataclass(frozen=True)
class Wishes:
    """The list, the cases behind it by code, and who is not on it and why."""

    listed: tuple[Wish, ...]
    cases: dict[str, Case]
    left_out: tuple[Left, ...]


def wishes_of(programme: Programme) -> Wishes:
    """Everybody who waits for a place and holds none. Six queries, whatever the length."""
    waiting = Case.unscoped.filter(programme=programme, status__in=WAITS)
    rows = list(
        without_place(waiting, programme)
        .select_related("business")
        .order_by("arrival_number", "pk")
    )
    known, states = known_of(rows, programme), states_of(rows)
    asked = conditions_of(programme)
    prices = Prices(programme)
    listed, left_out = [], []
    for case in rows:
        findings = judge(asked, known[case.pk])
        papers = tuple(state.requirement.code for state in missing_now(states[case.pk]))
        if papers or not is_eligible(findings):
            failed = (f.asked.condition.value for f in findings if f.stands_in_the_way)
            left_out.append(Left(case, papers, tuple(failed)))
            continue
        listed.append(
            Wish(
                code=case.code,
                arrival=case.arrival_number or turn_of(case).number,
                score=score_of(findings, programme.name_points, known[case.pk].band),
                district=case.business.district_code if case.business else "",
                rank=case.turn_rank,
                cost=prices.of(case),
            )
        )
    return Wishes(tuple(listed), {case.code: case for case in rows}, tuple(left_out))
