"""Figures of marks owned together count what their definitions say."""

import pytest
from tests import factories as make
from tests import together

from sentraki.cases.models import MarkMember, Right
from sentraki.cases.services import mark_members, rights
from sentraki.insight.collective import collective_marks, members_using
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.offices.models import Office

pytestmark = pytest.mark.django_db


def right_of(office: Office, viewer: Viewer, number: str) -> Right:
    """A registered collective mark with two members on its list."""
    known = rights.KnownRight(number, "Milik", kind="collective_mark", registered_on=clock.today())
    right = rights.record_known(office=office, viewer=viewer, known=known)
    right.community = together.make_community(office=office, members=2)
    right.save()
    mark_members.propose(right=right, viewer=viewer)
    return right


def test_marks_in_force_and_members_who_may_use_them() -> None:
    make.make_region("35.22.01")
    make.make_region("36.71.01")
    office = make.make_office(region="35.22")
    viewer, elsewhere = make.make_officer(office), make.make_office(region="36.71")
    right, ended = right_of(office, viewer, "IDM1"), right_of(office, viewer, "IDM2")
    right_of(elsewhere, make.make_officer(elsewhere), "IDM3")
    for use, status in zip(
        MarkMember.unscoped.filter(right__in=(right, ended)).order_by("pk"),
        ("active", "frozen", "warned_1", "active"),
        strict=True,
    ):
        use.status = status
        use.save()
    rights.end(right=ended, viewer=viewer, cause="revoked", ended_on=clock.today())

    assert list(collective_marks(viewer).rows) == [right]
    assert (collective_marks(viewer).count, members_using(viewer).count) == (1, 1)
