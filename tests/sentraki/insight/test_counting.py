"""Figures about places: parts make the whole, and public tables do not single anybody out."""

from itertools import combinations

import pytest
from tests import factories as make
from tests.sentraki.insight.drawn import PRICE, Drawn, office_of
from tests.sentraki.insight.past import load_past, past

from sentraki.cases.models import Place
from sentraki.insight.counting import (
    Published,
    Scope,
    anonymous_rows,
    crossed,
    figure_value,
    rows_of,
    totals,
)
from sentraki.insight.dimensions import DIMENSIONS
from sentraki.insight.outcomes import Outcome
from sentraki.insight.protection import is_small
from sentraki.insight.registry import FIGURES, MAIN, PARTS
from sentraki.insight.stages import money, refusal_reasons

pytestmark = pytest.mark.django_db
DISTRICTS = ("16.71.01", "16.71.02", "16.71.03")
WAYS = list(DIMENSIONS.values())


@pytest.fixture
def office():
    office = make.make_office()
    for number, code in enumerate(DISTRICTS):
        make.make_region(code, f"Kecamatan {number}")
    load_past(
        office,
        [
            past(
                n,
                year=2020 + n * 5 % 17 % 3,
                district=DISTRICTS[n % 7 % 3],
                result=("incomplete", "pending", "registered", "refused")[n * n % 11 % 4],
                classes=("30", "25", "30,43")[n * 7 % 13 % 3],
                gender="P" if n % 4 else "L",
            )
            for n in range(60)
        ],
    )
    return office


def test_the_parts_of_a_figure_make_the_whole_in_every_way(office):
    scope = Scope(office)
    counted = totals(scope)
    whole = figure_value(counted, FIGURES["difasilitasi"])

    assert whole == Place.objects.count() == 60
    assert sum(figure_value(counted, FIGURES[slug]) for slug in PARTS) == whole
    for way in WAYS:
        cells = crossed(scope, way)
        assert sum(cells.values()) == whole
        for outcome in Outcome:
            by_way = sum(n for (_value, found), n in cells.items() if found == outcome)
            assert by_way == counted[outcome]


@pytest.mark.parametrize("slug", FIGURES)
def test_a_figure_is_the_count_of_exactly_its_rows(office, slug):
    scope = Scope(office)

    assert rows_of(scope, FIGURES[slug]).count() == figure_value(totals(scope), FIGURES[slug])


def test_the_four_main_figures_follow_one_another(office):
    found = [figure_value(totals(Scope(office)), FIGURES[slug]) for slug in MAIN]

    assert found[0] > found[1] > found[2]
    assert found[1] >= found[2] + found[3]


def test_no_two_published_numbers_differ_by_a_few_people(office):
    """A reader takes two pages and subtracts, wherever one group of rows holds the other."""
    public = Published(Scope(office))
    told, outcome = numbers_of(public)

    assert len(told) > 30
    assert is_small(7 - 3)
    for (one, few), (other, many) in combinations([(frozenset(), 0), *told.items()], 2):
        if one < other or other < one:
            between = one ^ other
            in_register = all(outcome[pk] == "registered" for pk in between)
            assert in_register or not is_small(abs(many - few)), (few, many)


def numbers_of(public):
    """(rows, number) of everything published; the rows as their keys, which no reader has."""
    places = list(
        Place.objects.select_related("programme", "case__business", "case__filing").order_by("pk")
    )
    outcome = {row.pk: found for row, found in zip(places, outcomes_of(public), strict=True)}
    told = [(frozenset(outcome), public.total)]
    for way in WAYS:
        by_outcome, by_year = public.by(way), public.by_year(way)
        groups = public.groups(way, crossed(public.scope, way))
        years = public.groups(DIMENSIONS["tahun"], crossed(public.scope, DIMENSIONS["tahun"]))
        value = {row.pk: groups[way.value_of(stored(row, way.path))] for row in places}
        for row in by_outcome.rows:
            here = frozenset(pk for pk, found in value.items() if found == row)
            told.append((here, by_outcome.row_totals[row]))
            if way.is_listed:
                known = frozenset(pk for pk in here if outcome[pk] == "registered")
                told.append((known, len(known)))
            for column in by_outcome.columns:
                shown = by_outcome.cells[row, column]
                if shown is not None and (column != "registered" or way.is_listed):
                    told.append(
                        (
                            frozenset(
                                pk for pk in here if public.outcome_groups[outcome[pk]] == column
                            ),
                            shown,
                        )
                    )
            for column in by_year.columns:
                shown = by_year.cells[row, column]
                if shown is not None:
                    inside = {p.pk for p in places if years[str(p.programme.year)] == column}
                    told.append((here & inside, shown))
    return dict(told), outcome


def outcomes_of(public):
    rows = dict(rows_of(public.scope, FIGURES["difasilitasi"]).values_list("pk", "outcome"))
    return [rows[pk] for pk in sorted(rows)]


def stored(row, path):
    for part in path.split("__"):
        row = getattr(row, part)
    return row


def test_values_with_few_people_are_joined_alike_on_every_page(office):
    make.make_region("16.71.09", "Kecamatan Kecil")
    load_past(office, [past(n, district="16.71.09") for n in range(900, 903)])
    public = Published(Scope(office))
    way = DIMENSIONS["kecamatan"]

    assert public.by(way).rows[-1] == public.by_year(way).rows[-1] == "others"
    assert "16.71.09" not in public.by(way).rows
    assert public.by(way).row_totals == public.by_year(way).row_totals


def test_an_office_with_few_places_shows_no_number():
    office = make.make_office()
    load_past(office, [past(n) for n in range(3)])
    public = Published(Scope(office))

    assert not public.is_open
    assert public.value(FIGURES["difasilitasi"]) is None


def test_a_figure_of_a_few_is_not_told_and_cannot_be_reckoned():
    office = make.make_office()
    load_past(office, [past(n, result="pending") for n in range(20)])
    load_past(office, [past(n, result="refused") for n in range(20, 22)])
    load_past(office, [past(n, result="incomplete") for n in range(30, 40)])
    public = Published(Scope(office))

    assert public.value(FIGURES["ditolak"]) is None
    assert public.value(FIGURES["difasilitasi"]) == 32
    told = [public.value(FIGURES[slug]) for slug in PARTS]
    assert sum(1 for value in told if value is None) >= 2


def test_the_reasons_do_not_tell_what_the_figure_of_refused_ones_withholds():
    """Two ended and six refused are joined to eight; the six reasons would leave the two."""
    drawn = [
        Drawn(2021, "36.71.01", "30", "f", outcome, "A1")
        for outcome, n in ((Outcome.PENDING, 20), (Outcome.REFUSED, 6), (Outcome.ENDED, 2))
        for _ in range(n)
    ]
    public = Published(Scope(office_of(drawn, 1)))

    assert public.value(FIGURES["ditolak"]) is None
    assert refusal_reasons(public) == {}


def test_the_cost_of_a_year_of_few_places_is_not_told():
    """Divided by the price of a place it would be their number."""
    drawn = [Drawn(year, "36.71.01", "30", "f", Outcome.PENDING, "A1")
             for year, n in ((2020, 12), (2021, 3), (2022, 20)) for _ in range(n)]  # fmt: skip
    told = {row.year: row.committed for row in money(Published(Scope(office_of(drawn, 1))))}

    assert told == {2022: 20 * PRICE, 2021: None, 2020: None}


def test_the_anonymous_rows_are_as_many_as_the_places(office):
    table = Published(Scope(office)).by(DIMENSIONS["kecamatan"])

    assert len(list(anonymous_rows(table))) == 60


def test_the_number_of_queries_does_not_depend_on_the_number_of_places(
    office, django_assert_num_queries
):
    with django_assert_num_queries(2):
        Published(Scope(office)).by(DIMENSIONS["kecamatan"])
