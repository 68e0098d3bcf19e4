"""Everybody sees the own rows of every scoped model, and no others."""

import pytest
from tests.security import scopes
from tests.security.world import World

from sentraki.offices.scoping import scoped_models


@pytest.fixture(scope="module")
def probes(world: World) -> list[scopes.Probe]:
    return scopes.probes(world)


def test_every_scoped_model_is_probed() -> None:
    ours = {model for model in scoped_models() if model.__module__.startswith("sentraki.")}
    assert ours == set(scopes.SIGHTS)


def test_every_model_has_rows_on_both_sides(world: World, probes: list[scopes.Probe]) -> None:
    for model in scopes.SIGHTS:
        regions = set(model.unscoped.values_list("region_code", flat=True))
        assert {world.here.region, world.there.region} <= regions, model


def test_nobody_sees_more_or_less_than_the_own_rows(probes: list[scopes.Probe]) -> None:
    wrong = [
        f"{probe.who} sees {sorted(probe.seen() - probe.wanted)} too many and "
        f"{sorted(probe.wanted - probe.seen())} too few of {probe.model.__name__}"
        for probe in probes
        if not probe.holds
    ]

    assert wrong == []
