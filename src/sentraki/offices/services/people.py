"""Adding people to an office, giving and ending roles. Nothing is deleted: roles end by date."""

from datetime import date

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import F

from sentraki.kernel import clock
from sentraki.kernel.access import Role, Viewer, decide
from sentraki.kernel.errors import Denied, Invalid
from sentraki.offices.models import Membership, Office, Person
from sentraki.offices.rules import OfficeKind, role_fits

NO_ADDRESS = "Write an e-mail address."
HAS_ROLE = "This person already has this role here."


def add_officer(
    *,
    viewer: Viewer,
    office: Office,
    role: Role,
    email: str,
    name: str,
    nip: str = "",
    phone: str = "",
    position: str = "",
    password: str | None = None,
) -> Membership:
    """Add a person with a first role; a person known by this address gets the role added.

    Without ``password`` the person sets one by "forgot password". The address counts as verified
    (an administrator vouches for it), otherwise no second factor could be set up.
    Nobody adds a role to themselves. Raises ``Denied`` and ``Invalid``.
    """
    _ask("person.add", viewer, office)
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise Invalid(NO_ADDRESS, fields={"email": NO_ADDRESS}) from None
    if not name.strip():
        raise Invalid("Write the name.", fields={"name": "Write the name."})
    with transaction.atomic():
        person = Person.objects.filter(email=address).first()
        if person is None:
            person = Person.objects.create_user(
                address, password, name=name.strip(), nip=nip, phone=phone, is_demo=office.is_demo
            )
            EmailAddress.objects.create(user=person, email=address, verified=True, primary=True)
        else:
            _ask("membership.add", viewer, office, person)
        return _give(person, office, role, position, clock.today(office.zone), None)


def add_membership(
    *,
    viewer: Viewer,
    person: Person,
    office: Office,
    role: Role,
    position: str = "",
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> Membership:
    """Give ``person`` one more role at ``office``, from today unless said otherwise.

    Raises ``Denied`` and ``Invalid``.
    """
    _ask("membership.add", viewer, office, person)
    begin = valid_from or clock.today(office.zone)
    if valid_until is not None and valid_until < begin:
        reason = "The last day comes before the first."
        raise Invalid(reason, fields={"valid_until": reason})
    return _give(person, office, role, position, begin, valid_until)


def end_membership(*, viewer: Viewer, membership: Membership) -> Membership:
    """End a role now: the next click of that person is without it. Raises ``Denied``.

    Ending an ended role changes nothing.
    """
    _ask("membership.end", viewer, membership.office, membership.person)
    with transaction.atomic():
        row = Membership.objects.select_for_update().get(pk=membership.pk)
        if row.ended_at is None:
            row.ended_at = clock.now()
            row.valid_until = max(clock.today(membership.office.zone), row.valid_from)
            row.save(update_fields=["ended_at", "valid_until"])
    return row


def reset_second_factor(*, viewer: Viewer, person: Person, office: Office) -> None:
    """Forget the second factors of a person of ``office`` who lost them, and every log-in.

    Raises ``Denied``, hidden when the person does not work there.
    """
    _ask("person.reset-second-factor", viewer, office, person)
    if not person.memberships.filter(office=office, ended_at=None).exists():
        raise Denied("This person does not work at your office.", hidden=True)
    with transaction.atomic():
        Authenticator.objects.filter(user_id=person.pk).delete()
        Person.objects.filter(pk=person.pk).update(session_round=F("session_round") + 1)


def _ask(action: str, viewer: Viewer, office: Office, person: Person | None = None) -> None:
    person_id = person.pk if person else None
    decision = decide(action, viewer, office_id=office.pk, person_id=person_id)
    if not decision.allowed:
        raise Denied(decision.reason)


def _give(
    person: Person, office: Office, role: Role, position: str, begin: date, end: date | None
) -> Membership:
    if not role_fits(role, OfficeKind(office.kind)):
        reason = "An office of this kind has no such role."
        raise Invalid(reason, fields={"role": reason})
    try:
        with transaction.atomic():
            return Membership.objects.create(
                person=person,
                office=office,
                role=role,
                position=position,
                valid_from=begin,
                valid_until=end,
            )
    except IntegrityError:
        raise Invalid(HAS_ROLE, fields={"role": HAS_ROLE}) from None
