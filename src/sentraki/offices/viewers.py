"""Who is looking: from the log-in, the role chosen for this log-in, and what was shown to us.

Nothing about rights is kept in the session but a choice: memberships, their validity and the
second factor are read again on every request, so a right that ended is gone at the next click.
"""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import logout
from django.db.models import Exists, OuterRef
from django.http import HttpRequest

from sentraki.kernel import clock
from sentraki.kernel.access import Role, Viewer
from sentraki.kernel.refs import ref_of
from sentraki.offices.models import Membership
from sentraki.offices.selectors.people import live_memberships

CHOSEN = "offices.membership"
GRANTS = "offices.grants"
SIGNED_IN_AT = "offices.signed_in_at"
SEEN_AT = "offices.seen_at"
SEEN_STEP = 60
MOST_GRANTS = 50


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer behind ``request``.

    A person without a live role, and one with several who has not chosen, looks as the public.
    """
    user = request.user
    if not user.is_authenticated:
        grants = grants_of(request)
        return Viewer(Role.APPLICANT, "applicant", grants=grants) if grants else Viewer.public()
    membership = _chosen(request, user.pk)
    if membership is None:
        return Viewer(Role.PUBLIC, user.name, person_id=user.pk)
    return Viewer(
        role=Role(membership.role),
        name=user.name,
        person_id=user.pk,
        office_id=membership.office_id,
        regions=_regions(membership),
        second_factor=membership.has_second_factor,
    )


def _regions(membership: Membership) -> tuple[str, ...]:
    """The office's region. A Kanwil answers for no region of its own: what it sees is handed over,
    and that is the business of its officers, not of its administrators and auditors."""
    office = membership.office
    if office.is_kanwil and membership.role != Role.KANWIL:
        return ()
    return (office.region_code,)


def viewer_on(request: HttpRequest) -> Viewer:
    """``request.viewer`` for those who want its type; the public where no middleware was."""
    viewer: Viewer = getattr(request, "viewer", None) or Viewer.public()
    return viewer


def _chosen(request: HttpRequest, person_id: int) -> Any:
    shown = Authenticator.objects.filter(pk__in=shown_factors(request))
    own = Exists(shown.filter(user_id=OuterRef("person_id")))
    rows = live_memberships(person_id).annotate(has_second_factor=own)
    wanted = request.session.get(CHOSEN)
    roles = list(rows)
    if len(roles) == 1 and wanted is None:
        return roles[0]
    return next((role for role in roles if role.pk == wanted), None)


def shown_factors(request: HttpRequest) -> list[int]:
    """Keys of the second factors this very log-in was shown."""
    records = get_authentication_records(request, request.user)
    return [r["id"] for r in records if r.get("method") == "mfa" and isinstance(r.get("id"), int)]


def choose_membership(request: HttpRequest, membership_id: int) -> bool:
    """Act as this membership from now on; ``False`` when it is not a live one of this person."""
    person = request.user
    if not person.is_authenticated:
        return False
    if not live_memberships(person.pk).filter(pk=membership_id).exists():
        return False
    request.session[CHOSEN] = membership_id
    request.session.cycle_key()
    return True


def grant(request: HttpRequest, ref: str) -> None:
    """This browser has shown a right to ``ref`` (code and phone, or a secret link).

    Lasts until the session ends or ``settings.GRANT_HOURS`` have passed. The session gets a new
    key, so a planted one is worth nothing. Raises ``ValueError`` for what is not a ref.
    """
    held = {**_held(request), str(ref_of(ref)): clock.now().timestamp()}
    newest = sorted(held.items(), key=lambda item: item[1])[-MOST_GRANTS:]
    request.session[GRANTS] = dict(newest)
    request.session.cycle_key()


def grants_of(request: HttpRequest) -> frozenset[str]:
    """The refs this browser holds a right to now."""
    return frozenset(_held(request))


def revoke_grants(request: HttpRequest) -> None:
    """Forget every grant of this browser."""
    if GRANTS in request.session:
        request.session.flush()


def _held(request: HttpRequest) -> dict[str, float]:
    oldest = clock.now().timestamp() - 3600 * settings.GRANT_HOURS
    held: dict[str, float] = request.session.get(GRANTS, {})
    return {ref: at for ref, at in held.items() if at > oldest}


def stamp_log_in(request: HttpRequest) -> None:
    """Start the clocks of a fresh log-in; an applicant's grants do not travel into it."""
    now = clock.now().timestamp()
    request.session[SIGNED_IN_AT] = now
    request.session[SEEN_AT] = now
    request.session.pop(GRANTS, None)
    request.session.pop(CHOSEN, None)


def end_idle_log_in(request: HttpRequest) -> bool:
    """Log out a person who was idle or logged in for too long; says whether that happened.

    Idle: ``settings.OFFICER_IDLE_MINUTES``; in all: ``settings.OFFICER_SESSION_HOURS``. A log-in
    without our stamps is ended too.
    """
    if not request.user.is_authenticated:
        return False
    now = clock.now().timestamp()
    seen = request.session.get(SEEN_AT, 0.0)
    began = request.session.get(SIGNED_IN_AT, 0.0)
    too_idle = now - seen > 60 * settings.OFFICER_IDLE_MINUTES
    if too_idle or now - began > 3600 * settings.OFFICER_SESSION_HOURS:
        logout(request)
        return True
    if now - seen > SEEN_STEP or now < seen:
        request.session[SEEN_AT] = now
    return False
