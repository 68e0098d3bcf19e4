"""Reads of people; each is open to those the policy names and empty for everybody else."""

from django.db.models import Q, QuerySet

from sentraki.kernel import clock
from sentraki.kernel.access import Role, Viewer, decide
from sentraki.offices.models import Membership, Person


def live_memberships(person_id: int) -> QuerySet[Membership]:
    """What a person works as today, with offices; nothing for a person who was switched off."""
    rows = _live().filter(person_id=person_id).select_related("office")
    return rows.order_by("office_id", "id")


def heads_of(office_id: int) -> list[Person]:
    """Who leads an office's section today: its signatories, else its administrators."""
    rows = _live().filter(office_id=office_id).select_related("person").order_by("id")
    for role in (Role.SIGNATORY, Role.ADMIN):
        found = list({row.person_id: row.person for row in rows.filter(role=role)}.values())
        if found:
            return found
    return []


def officers_of(office_id: int, role: Role) -> list[Person]:
    """Who works for an office as ``role`` today, whoever began first."""
    rows = _live().filter(office_id=office_id, role=role).select_related("person")
    return [row.person for row in rows.order_by("valid_from", "id")]


def _live() -> QuerySet[Membership]:
    today = clock.today()
    return Membership.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=today),
        person__is_active=True,
        ended_at=None,
        valid_from__lte=today,
    )


def my_memberships(viewer: Viewer) -> list[Membership]:
    """The roles the viewer may choose between now; empty without a log-in."""
    return [] if viewer.person_id is None else list(live_memberships(viewer.person_id))


def members_of(viewer: Viewer, office_id: int) -> QuerySet[Membership]:
    """Every membership of an office, ended ones too, by name; none without the right to see."""
    if not decide("office.people.view", viewer, office_id=office_id).allowed:
        return Membership.objects.none()
    rows = Membership.objects.select_related("person", "office")
    return rows.filter(office_id=office_id).order_by("person__name", "id")


def person_in_office(viewer: Viewer, person_id: int) -> Person | None:
    """A person who works or worked for the viewer's office; ``None`` for everybody else.

    The system sees everybody.
    """
    if viewer.role is Role.SYSTEM:
        return Person.objects.filter(pk=person_id).first()
    if viewer.office_id is None:
        return None
    found = members_of(viewer, viewer.office_id).filter(person_id=person_id).first()
    return found.person if found else None
