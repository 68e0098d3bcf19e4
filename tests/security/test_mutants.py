"""Every broken rule of authorisation is noticed (also: ``python -m tests.security.mutants``)."""

import pytest
from tests.security import mutants, scopes, truth
from tests.security.telling import tell
from tests.security.world import World


@pytest.mark.slow
def test_every_broken_rule_is_noticed(world: World, request: pytest.FixtureRequest) -> None:
    made = mutants.all_mutants(world)
    assert all(question.is_answered_right for question in truth.questions())
    assert all(probe.holds for probe in scopes.probes(world))

    alive = mutants.survivors(made)

    tell(request.config, mutants.summary(made, alive))
    assert "\n".join(alive) == ""
