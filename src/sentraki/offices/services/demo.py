"""The five demo places: real structure, invented people (``data/demo/offices.toml``)."""

import time
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from allauth.mfa import app_settings as factor_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from sentraki.kernel.access import Role, Viewer
from sentraki.offices.models import Membership, Office, Person
from sentraki.offices.rules import OfficeKind
from sentraki.offices.services import offices, people

MAKER = Viewer.system("demo")
ADDRESS = "Jalan Contoh Nomor 1"


@dataclass(frozen=True)
class DemoLogin:
    """What the demo shows of a person: where, as what, and how to get in right now."""

    office: str
    role: str
    name: str
    email: str
    password: str
    code: str


def make_demo_offices() -> list[Office]:
    """Make the demo's offices and people where they are missing; all of them, in file order.

    Needs the regions and the letter issuers to be loaded. Safe to repeat.
    """
    with transaction.atomic():
        return [_office(row) for row in _plan()["office"]]


def demo_logins() -> list[DemoLogin]:
    """Every demo person's role with password and present code of the second factor."""
    rows = Membership.objects.filter(person__is_demo=True, ended_at=None)
    rows = rows.select_related("person", "office").order_by("office__region_id", "office_id", "id")
    password = _plan()["password"]
    return [
        DemoLogin(
            office=f"{row.office.unit}, {row.office.name}",
            role=row.role,
            name=row.person.name,
            email=row.person.email,
            password=password,
            code=present_code(row.person),
        )
        for row in rows
    ]


def present_code(person: Person) -> str:
    """The code a demo person's authenticator app shows now; empty for anybody else."""
    if not person.is_demo:
        return ""
    factor = Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.TOTP).first()
    if factor is None:
        return ""
    counter = int(time.time()) // factor_settings.TOTP_PERIOD  # noqa: TID251 - as the library
    return str(totp.format_hotp_value(totp.hotp_value(decrypt(factor.data["secret"]), counter)))


def _plan() -> dict[str, Any]:
    path = settings.DATA / "demo" / "offices.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _hashed(password: str) -> str:
    """One slow hash for the password all demo people share."""
    return make_password(password)


def _office(row: dict[str, Any]) -> Office:
    office = Office.objects.filter(slug=row["slug"]).first() or offices.create_office(
        viewer=MAKER,
        slug=row["slug"],
        code=row["code"],
        name=row["name"],
        unit=row["unit"],
        kind=OfficeKind(row["kind"]),
        region_code=row["region"],
        is_demo=True,
        **_settings(row),
    )
    for member in row["people"]:
        _member(office, member)
    return office


def _settings(row: dict[str, Any]) -> dict[str, Any]:
    address = f"{ADDRESS}, {row['place']}"
    chosen: dict[str, Any] = {
        "parent": Office.objects.get(slug=row["parent"]) if "parent" in row else None,
        "takes_applications": row.get("takes_applications", True),
        "address": address,
        "opening_hours": row.get("hours", ""),
        "letterhead_lines": [row["name"].upper(), row["unit"].upper(), address],
        "signature_place": row["place"],
        "signatory_title": row.get("title", ""),
        "may_issue_umk_letter": "basis" in row,
        "letter_basis": row.get("basis", ""),
    }
    return chosen | ({"colour": row["colour"]} if "colour" in row else {})


def _member(office: Office, member: dict[str, str]) -> None:
    role = Role(member["role"])
    if Membership.objects.filter(
        person__email=member["email"], office=office, role=role, ended_at=None
    ).exists():
        return
    membership = people.add_officer(
        viewer=MAKER,
        office=office,
        role=role,
        email=member["email"],
        name=member["name"],
        nip=member.get("nip", ""),
        position=member.get("position", ""),
    )
    Person.objects.filter(pk=membership.person_id).update(password=_hashed(_plan()["password"]))
    if not Authenticator.objects.filter(user_id=membership.person_id).exists():
        totp.TOTP.activate(membership.person, totp.generate_totp_secret())
