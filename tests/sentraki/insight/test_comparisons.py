"""Ranking by a stated method, printed totals beside ours, and the years that are left."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import factories as make
from tests.sentraki.insight.past import load_past, past

from sentraki.insight.comparisons import (
    METHODS,
    Compared,
    answered,
    backlogs,
    by_businesses,
    by_count,
    by_share,
    ranked,
    years_for,
)
from sentraki.insight.counting import Published, Scope
from sentraki.insight.regions import compared, load_comparisons, periods
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid


def region(code, facilitated=None, registered=None, businesses=None):
    return Compared(code, f"Daerah {code}", facilitated, registered, businesses, "contoh")


def test_the_highest_number_comes_first_and_equals_share_a_rank():
    found = ranked(
        [region("36.71", 9), region("32.73", 12), region("36.72", 9), region("36.01", 4)], by_count
    )

    assert [(one.row.region_code, one.rank, one.rank_in_province) for one in found] == [
        ("32.73", 1, 1),
        ("36.71", 2, 1),
        ("36.72", 2, 1),
        ("36.01", 4, 3),
    ]


def test_a_region_without_data_has_no_rank_and_is_not_nought():
    found = ranked([region("36.71", 0), region("36.72")], by_count)

    assert [(one.row.region_code, one.rank) for one in found] == [("36.71", 1), ("36.72", None)]


def test_the_three_methods_say_different_things():
    small, large = region("36.71", 50, 40, 1_000), region("36.72", 90, 30, 90_000)

    assert [ranked([small, large], way)[0].row.region_code for way in METHODS.values()] == [
        "36.72", "36.71", "36.71",
    ]  # fmt: skip
    assert by_businesses(small) == 500
    assert by_share(small) == 80


@given(st.lists(st.one_of(st.none(), st.integers(0, 50)), min_size=1, max_size=20))
def test_a_rank_is_one_more_than_the_regions_with_a_higher_value(counts):
    found = ranked([region(f"36.{n:02}", count) for n, count in enumerate(counts)], by_count)

    for one in found:
        higher = [c for c in counts if c is not None and one.value is not None and c > one.value]
        assert one.rank == (None if one.value is None else len(higher) + 1)


def test_the_published_numbers_of_bojonegoro_give_thirty_four_years():
    clock = backlogs()["35.22"]

    assert (clock.businesses, clock.with_mark, clock.places_a_year) == (12_661, 868, 347)
    assert (clock.without, clock.years) == (11_793, 34)
    assert [clock.years_with(30, members) for members in (25, 50, 100)] == [32, 30, 26]


@given(st.integers(0, 10_000), st.integers(1, 500))
def test_years_are_counted_up(people, pace):
    years = years_for(people, pace)

    assert years * pace >= people > (years - 1) * pace or people == years == 0


def test_nobody_is_served_at_no_pace():
    with pytest.raises(ValueError, match="nobody is ever served"):
        years_for(5, 0)


@pytest.mark.django_db
def test_three_printed_totals_are_three_periods_of_one_data_set():
    office = make.make_office(region="36.71")
    per_year = {2020: 10, 2021: 5, 2022: 7, 2023: 6, 2024: 8}
    for year, count in per_year.items():
        load_past(office, [past(year * 100 + n, year=year) for n in range(count)])
    found = answered(Published(Scope(office)))

    assert [(one.said.value, one.said.until, one.ours) for one in found] == [
        (1_750, 2022, 22),
        (2_300, 2023, 28),
        (3_020, 2024, 36),
    ]
    assert found[0].difference == 1_728


@pytest.mark.django_db
def test_a_year_with_few_people_is_not_told_by_a_period_either():
    office = make.make_office(region="36.71")
    load_past(office, [past(n, year=2020) for n in range(10)])
    load_past(office, [past(n, year=2023) for n in range(20, 22)])

    assert {one.ours for one in answered(Published(Scope(office)))} == {None}


TABLE = "region_code,period,facilitated,registered,businesses,source\n"


@pytest.mark.django_db
def test_a_table_of_regions_is_loaded_and_loaded_again(tmp_path):
    make.make_region("36.71")
    path, system = tmp_path / "daerah.csv", Viewer.system("tests")
    path.write_text(TABLE + "36.71,2020-2022,1750,,30000,berita\n")
    assert load_comparisons(path=path, viewer=system) == 1
    path.write_text(TABLE + "36.71,2020-2022,1751,,30000,berita\n")
    load_comparisons(path=path, viewer=system)

    assert periods() == ["2020-2022"]
    assert [(row.facilitated, row.registered) for row in compared("2020-2022")] == [(1751, None)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "line",
    [
        "99.99,2020,1,,,x",
        "36.71,2020,satu,,,x",
        "36.71,2020,1,,,",
        "36.71,,1,,,x",
        "36.71,2020,-1,,,x",
    ],
)
def test_a_line_that_cannot_be_read_loads_nothing(tmp_path, line):
    make.make_region("36.71")
    path = tmp_path / "daerah.csv"
    path.write_text(TABLE + "36.71,2020-2022,1750,,,berita\n" + line + "\n")
    with pytest.raises(Invalid) as no:
        load_comparisons(path=path, viewer=Viewer.system("tests"))

    assert no.value.params["line"] == 3
    assert periods() == []
