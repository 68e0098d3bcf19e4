"""How a file reaches the addresses of what is owned together: deeds, signed rules, photos."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse
from tests import factories as make
from tests import together

from sentraki.cases.models import MarkMember, Right
from sentraki.cases.services import mark_members, right_changes, rights
from sentraki.kernel import clock
from sentraki.kernel.access import Role
from sentraki.parties.models import Community

COMMUNITY = {"name": "Paguyuban {number}", "kind": "group", "product": "ledre", "chair": "Bu Uji",
             "since": "2024-01-01", "deed_number": "A-1", "deed_on": "2024-02-01"}  # fmt: skip
SIGNED = {"signed_on": clock.today().isoformat(), "names": together.BOARD[0].name}
HANDED = {"receiver": "Ibu {number}", "received_on": clock.today().isoformat(),
          "photo_agreed": "on"}  # fmt: skip
RECORDED = {"step": "record", "day": clock.today().isoformat()}
VISITED = {"visited_on": clock.today().isoformat(), "finding": "Bersih {number}"}


def _community() -> tuple[Client, Community]:
    office = make.make_issuing_office()
    community = together.make_community(office=office, members=2)
    return make.officer_client(Role.VERIFIER, office), community


def new() -> tuple[Client, str]:
    """Where a community is recorded with its deed."""
    client, _ = _community()
    return client, reverse("desk:community-new")


def of_community(page: str) -> Callable[[], tuple[Client, str]]:
    """A page of a community that has rules of use in force."""

    def prepare() -> tuple[Client, str]:
        client, community = _community()
        together.make_signed_rules(community)
        return client, reverse(f"desk:{page}", args=(community.public_id,))

    return prepare


def rules() -> tuple[Client, str]:
    """Where the board's signed copy of the rules is brought."""
    client, community = _community()
    frozen = together.make_frozen_rules(community)
    return client, reverse("desk:rules-sign", args=(frozen.public_id,))


def of_member(page: str) -> Callable[[], tuple[Client, str]]:
    """A page of a member who uses a collective mark."""

    def prepare() -> tuple[Client, str]:
        client, community = _community()
        rules = together.make_signed_rules(community)
        officer = make.make_officer(community.office)
        known = rights.KnownRight("IDM999000001", "Milik Bersama", kind="collective_mark",
                                  classes="30", registered_on=clock.today())  # fmt: skip
        right = rights.record_known(office=community.office, viewer=officer, known=known)
        right.community = rules.community
        right.save(update_fields=["community"])
        mark_members.propose(right=right, viewer=officer)
        use = MarkMember.unscoped.filter(right=right).first()
        assert use is not None
        for step in ("approve", "accept-rules", "activate"):
            ground = mark_members.Ground(agreed=True, is_named=True)
            use = mark_members.move(use=use, viewer=officer, step=step, ground=ground)
        return client, reverse(f"desk:{page}", args=(use.public_id,))

    return prepare


def _right() -> tuple[Client, Right]:
    office = make.make_issuing_office()
    known = rights.KnownRight("IDM000000901", "Milik Uji", registered_on=clock.today())
    right = rights.record_known(office=office, viewer=make.SYSTEM, known=known)
    return make.officer_client(Role.VERIFIER, office), right


def of_right(page: str) -> Callable[[], tuple[Client, str]]:
    """A page of a registered right."""

    def prepare() -> tuple[Client, str]:
        client, right = _right()
        return client, reverse(f"desk:{page}", args=(right.public_id,))

    return prepare


def of_change() -> tuple[Client, str]:
    """A change of a right that was handed in at DJKI."""
    client, right = _right()
    me, today = make.make_officer(right.office), clock.today()
    change = right_changes.begin(right=right, viewer=me, kind="name", value="Baru")
    told = right_changes.Told(number="UN1", day=today)
    right_changes.move(change=change, viewer=me, step="file", told=told)
    return client, reverse("desk:right-change", args=(change.public_id,))
