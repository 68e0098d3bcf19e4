"""What an administrator changes about the own office, each as an act with its entry.

The room of offices lies below the log and knows no verbs; here the two meet.
"""

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any

from PIL import Image

from sentraki.cases.services.filing_papers import Sent
from sentraki.kernel.access import Role, Viewer
from sentraki.kernel.errors import Invalid
from sentraki.kernel.refs import ref_of
from sentraki.ledger.acts import act
from sentraki.ledger.models import Document
from sentraki.ledger.rules.secrecy import Secrecy
from sentraki.ledger.selectors.documents import EMBLEM
from sentraki.ledger.services import documents
from sentraki.ledger.services.documents import Made
from sentraki.ledger.uploads import Kind, Purpose, UploadRefused, decode
from sentraki.offices.models import Agency, Holiday, Membership, Office, Person
from sentraki.offices.services import agencies, offices, people

EMBLEM_SIDE = 600
_KEEPER = Viewer.system("desk.emblem")


def change_settings(
    *, office: Office, viewer: Viewer, changes: Mapping[str, Any], key: str = ""
) -> Office:
    """``offices.change_settings`` as an act; the entry names the fields, never their values."""
    with act("office.settings.change", on=office, by=viewer, key=key, office_id=office.pk) as deed:
        before = {name: getattr(office, name) for name in changes}
        changed = offices.change_settings(viewer=viewer, office=office, **changes)
        deed.record(fields=sorted(n for n, old in before.items() if getattr(changed, n) != old))
    return changed


def change_emblem(*, office: Office, viewer: Viewer, sent: Sent, key: str = "") -> Document:
    """Keep the emblem as a fresh PNG that anybody may see, and show it from now on.

    Raises ``UploadRefused`` for a file that is no picture.
    """
    return keep_emblem(office=office, viewer=viewer, picture=_as_png(sent), key=key)


def keep_emblem(*, office: Office, viewer: Viewer, picture: Made, key: str = "") -> Document:
    """Keep a PNG this program wrote itself as the office's emblem, and show it from now on."""
    with act("office.settings.change", on=office, by=viewer, key=key, office_id=office.pk) as deed:
        document = documents.store(
            data=picture,
            kind=EMBLEM,
            secrecy=Secrecy.C0,
            on=office,
            region_code=office.region_code,
            by=_KEEPER,
        )
        offices.change_settings(viewer=viewer, office=office, emblem_ref=str(ref_of(document)))
        deed.record(fields=["emblem_ref"], document=str(ref_of(document)))
    return document


def _as_png(sent: Sent) -> Made:
    try:
        fresh = decode(
            sent.source, accept=frozenset({Kind.IMAGE}), purpose=Purpose.LABEL, name=sent.name
        )
    except UploadRefused as refused:
        raise Invalid(
            refused.message, fields={"emblem": refused.message}, **refused.params
        ) from refused
    written = BytesIO()
    with Image.open(BytesIO(fresh.data), formats=("JPEG", "PNG")) as picture:
        picture.thumbnail((EMBLEM_SIDE, EMBLEM_SIDE))
        picture.save(written, "PNG", optimize=True)
    return Made(written.getvalue(), "image/png")


def add_day_off(
    *, office: Office, viewer: Viewer, day: date, name: str, source: str, key: str = ""
) -> Holiday:
    """``offices.add_day_off`` as an act."""
    with act("office.calendar.change", on=office, by=viewer, key=key, office_id=office.pk) as deed:
        row = offices.add_day_off(viewer=viewer, office=office, day=day, name=name, source=source)
        deed.record(added=day.isoformat())
    return row


def remove_day_off(*, office: Office, viewer: Viewer, day: date, key: str = "") -> None:
    """``offices.remove_day_off`` as an act; taking out what is not there is an error."""
    with act("office.calendar.change", on=office, by=viewer, key=key, office_id=office.pk) as deed:
        if not offices.remove_day_off(viewer=viewer, office=office, day=day):
            raise Invalid("This day is not in the office's calendar.")
        deed.record(removed=day.isoformat())


def add_officer(
    *, office: Office, viewer: Viewer, role: Role, values: Mapping[str, str], key: str = ""
) -> Membership:
    """``people.add_officer`` as an act; ``values``: email, name, nip, phone, position."""
    with act("person.add", on=office, by=viewer, key=key, office_id=office.pk) as deed:
        member = people.add_officer(viewer=viewer, office=office, role=role, **values)
        deed.record(person=str(ref_of(member.person)), role=str(role))
    return member


def add_agency(
    *, office: Office, viewer: Viewer, values: Mapping[str, Any], key: str = ""
) -> tuple[Agency, str]:
    """``agencies.add_agency`` as an act; ``values``: name, kind, scopes."""
    with act("agency.add", on=office, by=viewer, key=key, office_id=office.pk) as deed:
        agency, secret = agencies.add_agency(viewer=viewer, office=office, **values)
        deed.record(agency=str(ref_of(agency)), scopes=agency.scopes)
    return agency, secret


def end_agency(*, office: Office, viewer: Viewer, agency: Agency, key: str = "") -> None:
    """``agencies.end_agency`` as an act."""
    facts: dict[str, Any] = {"office_id": agency.office_id}
    with act("agency.end", on=office, by=viewer, key=key, **facts) as deed:
        agencies.end_agency(viewer=viewer, agency=agency)
        deed.record(agency=str(ref_of(agency)))


def end_membership(*, office: Office, viewer: Viewer, member: Membership, key: str = "") -> None:
    """``people.end_membership`` as an act."""
    facts: dict[str, Any] = {"office_id": member.office_id, "person_id": member.person_id}
    with act("membership.end", on=office, by=viewer, key=key, **facts) as deed:
        people.end_membership(viewer=viewer, membership=member)
        deed.record(person=str(ref_of(member.person)), role=member.role)


def reset_second_factor(*, office: Office, viewer: Viewer, person: Person, key: str = "") -> None:
    """``people.reset_second_factor`` as an act."""
    facts: dict[str, Any] = {"office_id": office.pk, "person_id": person.pk}
    with act("person.reset-second-factor", on=office, by=viewer, key=key, **facts) as deed:
        people.reset_second_factor(viewer=viewer, person=person, office=office)
        deed.record(person=str(ref_of(person)))
