"""Things for tests: plain functions with keyword defaults and no surprises.

Each room has its own block; a block uses those above it, never those below.
"""

# ---- offices -----------------------------------------------------------------------------------

from datetime import date
from itertools import count
from typing import Any

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.account.internal.userkit import user_id_to_str
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from sentraki.kernel import clock
from sentraki.kernel.access import OFFICERS, Role, Viewer
from sentraki.offices import viewers
from sentraki.offices.models import Membership, Office, Person, Region
from sentraki.offices.rules import OfficeKind, level_of

PASSWORD = "sandi-uji-yang-panjang"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SYSTEM = Viewer.system("tests")
_numbers = count(1)


def make_region(code: str = "16.71", name: str = "") -> Region:
    """A region and, above it, whatever is missing."""
    parent = make_region(code.rpartition(".")[0]) if "." in code else None
    values = {"name": name or f"Daerah {code}", "level": level_of(code), "parent": parent}
    return Region.objects.get_or_create(code=code, defaults=values)[0]


def make_office(
    *,
    region: str = "16.71",
    slug: str = "",
    kind: OfficeKind = OfficeKind.COOPERATIVES,
    **more: Any,
) -> Office:
    """An office of ``region``; ``more`` are fields of the model."""
    slug = slug or f"kantor-{next(_numbers)}"
    values: dict[str, Any] = {
        "code": slug.upper(),
        "name": f"Pemerintah Daerah {region}",
        "unit": f"Dinas {slug}",
        "region": make_region(region),
    }
    return Office.objects.create(slug=slug, kind=kind, **(values | more))


def make_person(*, email: str = "", name: str = "Petugas Uji", **more: Any) -> Person:
    """A person with the password ``PASSWORD`` and a verified e-mail address, and no role."""
    email = email or f"petugas{next(_numbers)}@uji.test"
    person = Person.objects.create_user(email, more.pop("password", PASSWORD), name=name, **more)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def make_membership(
    *,
    person: Person | None = None,
    office: Office | None = None,
    role: Role = Role.VERIFIER,
    valid_from: date | None = None,
    **more: Any,
) -> Membership:
    """A role of a person at an office, since yesterday unless said otherwise."""
    return Membership.objects.create(
        person=person or make_person(),
        office=office or make_office(),
        role=role,
        valid_from=valid_from or date(2020, 1, 1),
        **more,
    )


def make_factor(person: Person) -> Authenticator:
    """An authenticator app with the secret ``TOTP_SECRET``; the one there already, if any."""
    held = Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.TOTP).first()
    return held or TOTP.activate(person, TOTP_SECRET).instance


def viewer(
    role: Role = Role.VERIFIER,
    office: Office | None = None,
    *,
    person: Person | None = None,
    grants: tuple[str, ...] = (),
    second_factor: bool = True,
    regions: tuple[str, ...] = (),
) -> Viewer:
    """A viewer as the middleware would make it; an officer's regions come from ``office``."""
    own = (office.region_code,) if office is not None and role in OFFICERS else regions
    return Viewer(
        role=role,
        name=person.name if person else str(role),
        person_id=person.pk if person else None,
        office_id=office.pk if office else None,
        regions=own,
        grants=frozenset(grants),
        second_factor=second_factor and role in OFFICERS,
    )


def log_in(client: Client, person: Person, *, second_factor: bool = True) -> Client:
    """Log ``client`` in as ``person``, by default with the second factor shown."""
    client.force_login(person)
    if second_factor:
        session = client.session
        record = {"method": "mfa", "at": 0.0, "id": make_factor(person).pk, "type": "totp"}
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [record]
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(person)
        session.save()
    return client


def officer_client(role: Role = Role.VERIFIER, office: Office | None = None) -> Client:
    """A fresh client, logged in as a new officer of ``role`` at ``office``."""
    membership = make_membership(role=role, office=office)
    return log_in(Client(), membership.person)


def applicant_client(*refs: str) -> Client:
    """A fresh client whose browser holds a right to each of ``refs``."""
    client = Client()
    session = client.session
    session[viewers.GRANTS] = {ref: clock.now().timestamp() for ref in refs}
    session.save()
    client.cookies["sessionid"] = session.session_key
    return client
