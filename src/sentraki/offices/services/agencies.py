"""Letting another agency ask, and ending that."""

from collections.abc import Iterable

from sentraki.kernel import clock, ids
from sentraki.kernel.access import Viewer, decide
from sentraki.kernel.errors import Denied, Invalid
from sentraki.offices.agencies import hash_of
from sentraki.offices.models import Agency, Office
from sentraki.offices.rules import AgencyKind, AgencyScope

WRITE_NAME = "Write the name of the agency."
CHOOSE_SCOPE = "Choose what it may learn."


def add_agency(
    *, viewer: Viewer, office: Office, name: str, kind: AgencyKind, scopes: Iterable[str]
) -> tuple[Agency, str]:
    """Let an agency ask about businesses of the office's region; returns it and its secret.

    The secret is not kept: it is shown once. Raises ``Denied`` and ``Invalid``.
    """
    _ask("agency.add", viewer, office)
    chosen = [scope.value for scope in AgencyScope if scope in set(scopes)]
    if not name.strip():
        raise Invalid(WRITE_NAME, fields={"name": WRITE_NAME})
    if not chosen:
        raise Invalid(CHOOSE_SCOPE, fields={"scopes": CHOOSE_SCOPE})
    secret = ids.new_secret()
    agency = Agency.objects.create(
        office=office,
        name=" ".join(name.split())[:120],
        kind=kind,
        scopes=chosen,
        secret_hash=hash_of(secret),
        made_by_id=viewer.acting_person,
    )
    return agency, secret


def end_agency(*, viewer: Viewer, agency: Agency) -> Agency:
    """Its next question is refused, whatever token it holds. Ending twice changes nothing."""
    _ask("agency.end", viewer, agency.office)
    if agency.ended_at is None:
        agency.ended_at = clock.now()
        agency.save(update_fields=["ended_at"])
    return agency


def _ask(action: str, viewer: Viewer, office: Office) -> None:
    decision = decide(action, viewer, office_id=office.pk)
    if not decision.allowed:
        raise Denied(decision.reason)
