"""Reads: regions and offices for all, people for those who may."""

import pytest
from tests import factories

from sentraki.kernel.access import OFFICERS, Role, Viewer
from sentraki.offices import selectors
from sentraki.offices.rules import OfficeKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def regions():
    for code in ("16.71.01.1001", "16.71.02", "16.01.01", "17.71"):
        factories.make_region(code)


def codes(rows):
    return [row.code for row in rows]


def test_regions_are_found_from_above(regions):
    assert codes(selectors.provinces()) == ["16", "17"]
    assert codes(selectors.regencies()) == ["16.01", "16.71", "17.71"]
    assert codes(selectors.regencies("16")) == ["16.01", "16.71"]
    assert codes(selectors.districts_of("16.71")) == ["16.71.01", "16.71.02"]
    assert codes(selectors.districts_of("16")) == ["16.01.01", "16.71.01", "16.71.02"]
    assert codes(selectors.villages_of("16.71.01")) == ["16.71.01.1001"]


def test_a_region_tells_its_name_and_path(regions, django_assert_num_queries):
    assert selectors.region_name("16.71") == "Daerah 16.71"
    assert selectors.region_name("99") == ""
    with django_assert_num_queries(1):
        path = selectors.region_path_names("16.71.01")
    assert path == ["Daerah 16", "Daerah 16.71", "Daerah 16.71.01"]
    assert selectors.region_path_names("nowhere") == []


def test_the_zone_follows_the_province(regions):
    assert factories.make_region("64.71").zone == "WITA"
    assert factories.make_region("91.01").zone == "WIT"


def test_letters_come_from_offices_of_the_very_region():
    wanted = {"may_issue_umk_letter": True, "letter_basis": "x"}
    here = factories.make_office(region="16.71", **wanted)
    factories.make_office(region="16.71")
    factories.make_office(region="16", **wanted)

    assert list(selectors.letter_offices("16.71")) == [here]


def test_an_office_without_kanwil_hands_over_to_nobody():
    office = factories.make_office(parent=factories.make_office())

    assert selectors.handover_office(office) is None
    assert selectors.handover_office(factories.make_office()) is None


def test_an_officers_own_office_is_known():
    office = factories.make_office(kind=OfficeKind.CULTURE)

    assert selectors.own_office(factories.viewer(Role.INTAKE, office)) == office
    assert selectors.own_office(Viewer.public()) is None


@pytest.mark.parametrize("role", sorted(OFFICERS))
def test_people_of_the_own_office_are_seen_by_those_who_may(role):
    office = factories.make_office()
    membership = factories.make_membership(office=office)
    viewer = factories.viewer(role, office)
    may = role in {Role.ADMIN, Role.AUDITOR}

    assert selectors.members_of(viewer, office.pk).exists() is may
    assert (selectors.person_in_office(viewer, membership.person_id) is not None) is may


def test_two_objects_people_of_another_office_are_not_there():
    foreign = factories.make_membership(office=factories.make_office(region="17.71"))
    viewer = factories.viewer(Role.ADMIN, factories.make_office())

    assert not selectors.members_of(viewer, foreign.office_id).exists()
    assert selectors.person_in_office(viewer, foreign.person_id) is None
    assert selectors.person_in_office(Viewer.public(), foreign.person_id) is None
    assert selectors.person_in_office(factories.SYSTEM, foreign.person_id) == foreign.person


def test_the_list_of_people_asks_as_often_for_one_as_for_three(django_assert_num_queries):
    office = factories.make_office()
    viewer = factories.viewer(Role.ADMIN, office)
    for _ in range(3):
        factories.make_membership(office=office)
        with django_assert_num_queries(1):
            assert [
                str(row.person) + row.office.unit for row in selectors.members_of(viewer, office.pk)
            ]
