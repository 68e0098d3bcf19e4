"""Kinds, colours, number patterns, validity."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentraki.kernel.access import Role
from sentraki.offices import rules
from sentraki.offices.rules import OfficeKind, RegionLevel

COLOURS = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")
DAY = date(2026, 6, 17)


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("16", RegionLevel.PROVINCE),
        ("16.71", RegionLevel.REGENCY),
        ("16.71.01", RegionLevel.DISTRICT),
        ("16.71.01.1001", RegionLevel.VILLAGE),
    ],
)
def test_the_code_of_a_region_tells_its_level(code, level):
    assert rules.level_of(code) == level


@pytest.mark.parametrize("code", ["", "1", "16.", "16.7", "16.71.1", "16.71.01.01", "Palembang"])
def test_what_is_no_region_code_is_refused(code):
    with pytest.raises(ValueError, match="not a region code"):
        rules.level_of(code)


@pytest.mark.parametrize(
    ("colour", "contrast"),
    [("#ffffff", 1.0), ("#000000", 21.0), ("#1f4a86", 8.8), ("#5d2f66", 10.2), ("#0d5c66", 7.7)],
)
def test_contrast_is_the_one_of_wcag(colour, contrast):
    assert rules.contrast_on_white(colour) == pytest.approx(contrast, abs=0.06)


@pytest.mark.parametrize("colour", ["", "blue", "#fff", "#FFFFFF", "#12345g"])
def test_what_is_no_colour_is_refused(colour):
    with pytest.raises(ValueError, match="not a colour"):
        rules.contrast_on_white(colour)


@given(COLOURS)
def test_the_suggested_shade_always_stands_out_and_is_never_lighter(colour):
    shade = rules.nearest_darker(colour)

    assert rules.contrast_on_white(shade) >= rules.LEAST_CONTRAST
    assert rules.contrast_on_white(shade) >= rules.contrast_on_white(colour)
    assert rules.nearest_darker(shade) == shade


@given(COLOURS.filter(lambda c: rules.contrast_on_white(c) >= rules.LEAST_CONTRAST))
def test_a_colour_that_stands_out_is_left_alone(colour):
    assert rules.nearest_darker(colour) == colour


@pytest.mark.parametrize(
    "pattern",
    [
        rules.DEFAULT_NUMBER_PATTERN,
        "{n}/{year}",
        "500.2/{n:04d}/{month:02d}/{year}",
    ],
)
def test_patterns_with_number_and_year_are_good(pattern):
    assert rules.is_number_pattern(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "", "{n}", "{year}", "{n}/{year", "{n}/{year}/{city}", "{n.__class__}/{year}",
        "{n[0]}/{year}", "{n!r}/{year}", "{n:>9999999}/{year}", "{n:{year}}/{year}",
        "{}/{n}/{year}", "{n}/{year}/{office_code:03d}",
    ],
)  # fmt: skip
def test_patterns_that_could_say_something_else_are_refused(pattern):
    assert not rules.is_number_pattern(pattern)
    with pytest.raises(ValueError, match="not a number pattern"):
        rules.letter_number(pattern, n=1, office_code="X", on=DAY)


def test_a_letter_number_is_filled_in():
    number = rules.letter_number(rules.DEFAULT_NUMBER_PATTERN, n=7, office_code="DISKOPUKM", on=DAY)

    assert number == "007/REK-UMK/DISKOPUKM/VI/2026"


@given(st.text(max_size=40))
def test_any_pattern_is_either_refused_or_filled_in(pattern):
    if rules.is_number_pattern(pattern):
        assert "2026" in rules.letter_number(pattern, n=1, office_code="X", on=DAY)


@pytest.mark.parametrize(
    ("begin", "end", "live"),
    [(0, None, True), (0, 0, True), (-1, 1, True), (1, None, False), (-2, -1, False)],
)
def test_validity_counts_both_its_days(begin, end, live):
    until = None if end is None else DAY + timedelta(days=end)

    assert rules.is_live(DAY + timedelta(days=begin), until, DAY) is live


@pytest.mark.parametrize("kind", OfficeKind)
@pytest.mark.parametrize("role", Role)
def test_roles_fit_their_kind_of_office(role, kind):
    everywhere = {Role.ADMIN, Role.AUDITOR}
    here = {Role.KANWIL} if kind is OfficeKind.KANWIL else {
        Role.INTAKE, Role.VERIFIER, Role.SIGNATORY
    }  # fmt: skip

    assert rules.role_fits(role, kind) is (role in everywhere | here)
