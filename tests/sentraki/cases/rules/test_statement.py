"""The statement of a micro or small business as plain values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentraki.cases.rules.statement import UmkStatement, town_of
from sentraki.parties.rules import Scale


@pytest.mark.parametrize(
    ("region", "town"),
    [
        ("Kota Palembang", "Palembang"),
        ("Kabupaten Bojonegoro", "Bojonegoro"),
        ("Kota Administrasi Jakarta Pusat", "Jakarta Pusat"),
        ("Kotawaringin Timur", "Kotawaringin Timur"),
        ("", ""),
    ],
)
def test_people_sign_in_a_town_not_in_a_kind_of_region(region, town):
    assert town_of(region) == town


def test_a_scale_outside_the_tariff_is_never_declared():
    assert UmkStatement(scale=Scale.SMALL).data()["scale"] == "usaha kecil"
    assert UmkStatement(scale=Scale.MEDIUM).data()["scale"] == ""


@given(st.text(max_size=80))
def test_whatever_was_typed_stays_on_one_line(typed):
    said = UmkStatement(owner_name=typed, mark_name=typed).data()
    assert len(said["owner_name"].splitlines()) <= 1
    assert said["owner_name"] == said["mark_name"]
