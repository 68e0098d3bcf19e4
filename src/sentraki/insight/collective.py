"""Figures of marks owned together: each one function, with its definition and its rows."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sentraki.cases.models import MarkMember, Right
from sentraki.cases.rules.member_flow import MAY_USE
from sentraki.cases.selectors.collective import COLLECTIVE
from sentraki.kernel.access import Viewer


@dataclass(frozen=True)
class Figure:
    """A number with what it means; ``rows`` are what was counted."""

    name: Promise
    definition: Promise
    rows: QuerySet[Right] | QuerySet[MarkMember]

    @property
    def count(self) -> int:
        """How many rows. One query."""
        return self.rows.count()


def collective_marks(viewer: Viewer) -> Figure:
    """Registered collective marks of the viewer's regions that have not ended."""
    return Figure(
        _("Registered collective marks"),
        _("Collective marks DJKI has registered in your region and that have not ended."),
        _in_force(viewer),
    )


def members_using(viewer: Viewer) -> Figure:
    """Members who may use such a mark today, warned ones included."""
    return Figure(
        _("Members using one"),
        _("Members who may use a collective mark today; whoever uses two marks counts twice."),
        MarkMember.objects.for_viewer(viewer).filter(
            status__in=MAY_USE, right__in=_in_force(viewer)
        ),
    )


def _in_force(viewer: Viewer) -> QuerySet[Right]:
    return Right.objects.for_viewer(viewer).filter(kind=COLLECTIVE, ended_on=None)
