"""Recording a community, its board and its members."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop

from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid
from sentraki.kernel.secrets import blind_index
from sentraki.ledger.acts import act
from sentraki.ledger.rules.secrecy import Secrecy
from sentraki.ledger.services import documents
from sentraki.ledger.services.documents import Decoded
from sentraki.offices.models import Office
from sentraki.offices.rules import lies_in
from sentraki.parties.models import BoardSeat, Business, Community, CommunityMember
from sentraki.parties.rules.communities import CommunityKind, Seat, member_key

FIELDS = frozenset(
    {
        "name", "short_name", "kind", "deed_number", "deed_on", "deed_until", "nib", "product",
        "phone", "street", "district_code", "postcode", "guided_by",
    }
)  # fmt: skip
DEED = "community-deed"
NAME_TAKEN = gettext_noop("A community of this name is recorded already.")
NOT_HERE = gettext_noop("This community belongs to another region.")
NO_NAME = gettext_noop("Write the name of the community.")
DEED_ORDER = gettext_noop("The deed ends before it begins.")
_NO_SUCH = gettext_noop("There is no such member in this community.")


@dataclass(frozen=True)
class NewMember:
    """Somebody who joins: a name, perhaps a phone, a product, a business the office knows."""

    name: str
    phone: str = ""
    product: str = ""
    joined_on: date | None = None
    business: Business | None = None
    source_ref: str = ""


def record(
    *,
    office: Office,
    viewer: Viewer,
    values: Mapping[str, Any],
    community: Community | None = None,
    seats: Sequence[Seat] | None = None,
    deed: Decoded | None = None,
    key: str = "",
) -> Community:
    """Record a community of ``office``, or bring ``community`` up to date.

    ``seats`` replace the board when given; ``deed`` is a copy that was decoded before. Raises
    ``Invalid`` for an unknown field, an empty or taken name, or a deed that ends before it begins.
    """
    unknown = set(values) - FIELDS
    if unknown:
        raise Invalid("A community has no such field: %(name)s", name=", ".join(sorted(unknown)))
    region = community.region_code if community else office.region_code
    if not lies_in(region, office.region_code):
        raise Invalid(NOT_HERE)
    with act("community.record", on=community, by=viewer, key=key, region_code=region) as deed_act:
        row = (
            _locked(community, viewer)
            if community
            else Community(office=office, region_code=region)
        )
        for name, value in values.items():
            setattr(row, name, value)
        row.kind = CommunityKind(row.kind)
        _must_hold(row, viewer)
        row.changed_at = deed_act.at
        row.save()
        deed_act.about(row)
        if seats is not None:
            row.seats.all().delete()
            BoardSeat.objects.bulk_create(
                BoardSeat(community=row, name=s.name, role=s.role, since=s.since, until=s.until)
                for s in seats
            )
        if deed is not None:
            row.deed = documents.store(
                data=deed, kind=DEED, secrecy=Secrecy.C2, on=row, region_code=region, by=viewer
            )
            row.save(update_fields=["deed"])
        deed_act.record(kind=row.kind, board=-1 if seats is None else len(seats))
    return row


def _must_hold(row: Community, viewer: Viewer) -> None:
    if not row.name.strip():
        raise Invalid(NO_NAME, fields={"name": NO_NAME})
    twins = Community.objects.for_viewer(viewer).filter(region_code=row.region_code, name=row.name)
    if twins.exclude(pk=row.pk).exists():
        raise Invalid(NAME_TAKEN, fields={"name": NAME_TAKEN})
    if row.deed_on and row.deed_until and row.deed_until < row.deed_on:
        raise Invalid(DEED_ORDER, fields={"deed_until": DEED_ORDER})


def _locked(community: Community, viewer: Viewer) -> Community:
    rows = Community.objects.for_viewer(viewer).select_for_update()
    return rows.get(pk=community.pk)


def enrol(
    *, community: Community, viewer: Viewer, people: Iterable[NewMember], key: str = ""
) -> list[CommunityMember]:
    """Record members; one of the same name and phone who is a member already is left as he is.

    Returns the new ones only.
    """
    facts = {"region_code": community.region_code}
    with act("community.enrol", on=community, by=viewer, key=key, **facts) as deed:
        fresh = _locked(community, viewer)
        known = set(fresh.members.filter(left_on=None).values_list("match_key", flat=True))
        made = []
        for person in people:
            name = " ".join(person.name.split())[:255]
            index = index_of(name, person.phone)
            if not name or index in known:
                continue
            known.add(index)
            made.append(
                CommunityMember(
                    community=fresh,
                    business=_in_region(person.business, fresh),
                    name=name,
                    phone=person.phone,
                    product=person.product[:255],
                    joined_on=person.joined_on,
                    match_key=index,
                    source_ref=person.source_ref,
                )
            )
        stored = CommunityMember.objects.bulk_create(made)
        deed.record(members=len(stored))
    return stored


def _in_region(business: Business | None, community: Community) -> Business | None:
    if business is not None and business.region_code != community.region_code:
        raise Invalid(_NO_SUCH)
    return business


def index_of(name: str, phone: str) -> str:
    """The keyed index by which a member is found again."""
    return blind_index(member_key(name, phone), "member")


def leave(
    *, community: Community, viewer: Viewer, number: int, left_on: date | None = None, key: str = ""
) -> CommunityMember:
    """Record that member ``number`` (its key) has left; the row stays. Raises ``Invalid``."""
    facts = {"region_code": community.region_code}
    with act("community.enrol", on=community, by=viewer, key=key, **facts) as deed:
        row = community.members.select_for_update().filter(pk=number, left_on=None).first()
        if row is None:
            raise Invalid(_NO_SUCH)
        row.left_on = left_on or clock.today(community.office.zone)
        row.save(update_fields=["left_on"])
        deed.record(left=row.pk)
    return row
