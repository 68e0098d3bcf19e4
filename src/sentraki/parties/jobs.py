"""Background work of the room: long imports. Each calls one service and is safe to repeat."""

from django_tasks import task

from sentraki.kernel.access import Role, Viewer
from sentraki.kernel.errors import Denied
from sentraki.offices.selectors.people import live_memberships
from sentraki.parties.selectors.imports import batch_of_job
from sentraki.parties.services import imports

_GONE = "Whoever started this no longer works here. Somebody else has to go on."


@task()
def carry_on_import(batch_id: int, person_id: int, office_id: int, role: str) -> str:
    """Finish an import somebody began; returns the state reached."""
    viewer = _as_person(person_id, office_id, Role(role))
    batch = batch_of_job(viewer, batch_id)
    return imports.carry_on(batch=batch, viewer=viewer).state


@task()
def carry_on_undo(batch_id: int, person_id: int, office_id: int, role: str) -> str:
    """Finish undoing an import somebody began to undo; returns the state reached."""
    viewer = _as_person(person_id, office_id, Role(role))
    batch = batch_of_job(viewer, batch_id)
    return imports.carry_on_undo(batch=batch, viewer=viewer).state


def _as_person(person_id: int, office_id: int, role: Role) -> Viewer:
    """The person who began it, with what the role allows today.

    The second factor was shown when it began. Raises ``Denied`` when the role has ended since.
    """
    for membership in live_memberships(person_id):
        if membership.office_id == office_id and membership.role == role:
            return Viewer(
                role=role,
                name=membership.person.name,
                person_id=person_id,
                office_id=office_id,
                regions=(membership.office.region_code,),
                second_factor=True,
            )
    raise Denied(_GONE)
