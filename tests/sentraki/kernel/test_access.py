import pytest

from sentraki.kernel import access
from sentraki.kernel.access import (
    NO_SECOND_FACTOR,
    OFFICERS,
    UNDECLARED,
    Role,
    Rule,
    Viewer,
    decide,
    register,
    row,
    rules,
)


def _own_region(viewer: Viewer, facts: access.Facts) -> bool:
    return viewer.covers(facts["region"])


@pytest.fixture
def declared():
    """Two rows of this test, taken out of the register again afterwards."""
    rows = (
        row("house.look", *Role),
        row("house.mend", Role.VERIFIER, Role.SYSTEM, reason="Not your house.", when=_own_region),
        row("house.enter", Role.APPLICANT, reason="Ring the bell."),
    )
    register(rows)
    yield rows
    for rule in rows:
        access._RULES.pop(rule.action)


def _officer(role: Role = Role.VERIFIER, **facts) -> Viewer:
    return Viewer(role, regions=("16.71",), **{"second_factor": True, **facts})


def test_an_undeclared_action_is_refused_to_everybody():
    for role in Role:
        answer = decide("house.burn", Viewer(role, second_factor=True))
        assert (answer.allowed, answer.reason) == (False, UNDECLARED)


@pytest.mark.parametrize("role", Role)
def test_a_row_opens_its_action_to_its_roles_alone(declared, role):
    answer = decide("house.enter", Viewer(role, second_factor=True))
    assert answer.allowed is (role == Role.APPLICANT)
    assert answer.reason == ("" if answer.allowed else "Ring the bell.")


@pytest.mark.parametrize(
    ("region", "allowed"), [("16.71", True), ("16.71.02", True), ("16.7", False), ("16.711", False)]
)
def test_a_condition_decides_by_the_facts(declared, region, allowed):
    answer = decide("house.mend", _officer(), region=region)
    assert (answer.allowed, answer.reason) == (allowed, "" if allowed else "Not your house.")


@pytest.mark.parametrize("role", sorted(OFFICERS))
def test_an_officer_without_a_second_factor_may_do_what_the_public_may(declared, role):
    assert decide("house.look", _officer(role, second_factor=False)).allowed
    answer = decide("house.mend", _officer(second_factor=False), region="16.71")
    assert (answer.allowed, answer.reason) == (False, NO_SECOND_FACTOR)


def test_the_system_needs_a_row_like_anybody(declared):
    part = Viewer.system("tick")
    assert (part.name, part.is_officer) == ("tick", False)
    assert not decide("house.enter", part).allowed
    assert not decide("house.mend", part, region="16.71").allowed


def test_the_public_has_no_region_and_no_grant():
    viewer = Viewer.public()
    assert (viewer.role, viewer.regions, viewer.grants) == (Role.PUBLIC, (), frozenset())
    assert not viewer.covers("16.71")


def test_an_empty_prefix_covers_nothing():
    assert not Viewer(Role.ADMIN, regions=("",)).covers("16.71")


def test_a_row_without_roles_is_a_mistake():
    with pytest.raises(ValueError, match="never be used"):
        Rule("house.look", frozenset(), "why")


def test_an_action_is_declared_once(declared):
    register(declared)
    assert rules()["house.look"] is declared[0]
    with pytest.raises(ValueError, match="declared twice"):
        register([row("house.look", Role.PUBLIC)])
