"""Sheets of members: one person or business a row, with the community it belongs to."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.refs import key_of, ref_of
from sentraki.kernel.sheets import Cell, Row
from sentraki.offices.models import Office
from sentraki.parties.models import Business, Community, CommunityMember, ImportBatch, ImportRow
from sentraki.parties.rules import RowVerdict, cells
from sentraki.parties.rules.import_fields import FieldSpec, squash
from sentraki.parties.rules.import_rows import no_data
from sentraki.parties.rules.reasons import BUSINESS, N_, SHARED, Level, Reason, ReasonText
from sentraki.parties.services.communities import NewMember, enrol, index_of
from sentraki.parties.services.import_kinds import Judged, Table, keep, refuse, verdict_of

MODEL = "parties.communitymember"
LONGEST = 255
MEMBER_FIELDS: tuple[FieldSpec, ...] = (
    FieldSpec("community", N_("Community")),
    FieldSpec("name", N_("Name of the member")),
    FieldSpec("phone", N_("Phone number"), secret=True),
    FieldSpec("nib", N_("NIB")),
    FieldSpec("product", N_("Products")),
    FieldSpec("joined_on", N_("Member since")),
)
REASONS: dict[str, ReasonText] = {
    **SHARED,
    "phone.unreadable": BUSINESS["phone.unreadable"],
    "phone.number": BUSINESS["phone.number"],
    "member.missing": ReasonText(Level.REJECT, N_("The name of the member is missing.")),
    "community.unknown": ReasonText(
        Level.REJECT,
        N_("Your office has no community of this name. Record the community first."),
    ),
    "nib.unknown": ReasonText(
        Level.NOTE, N_("No recorded business has this NIB; the member is kept by name only.")
    ),
    "member.known": ReasonText(Level.NOTE, N_("This member is recorded already.")),
    "undo.used": ReasonText(
        Level.NOTE, N_("Not undone: this member uses a collective mark already.")
    ),
}


class MemberSheets:
    """Members of communities; the same name and phone in one community is one member."""

    slug = "member"
    name_field = "name"
    fields = MEMBER_FIELDS
    reasons = REASONS
    slice_size = 60

    def judge(self, *, office: Office, viewer: Viewer, table: Table) -> list[Judged]:
        """A verdict for every row; a community is found by its name or short name."""
        known = _communities(viewer)
        taken = {
            (row["community_id"], row["match_key"]): 0
            for row in CommunityMember.objects.filter(
                community__in=set(known.values()), left_on=None
            ).values("community_id", "match_key")
        }
        businesses = _by_nib(viewer, table)
        today = clock.today(office.zone)
        return [self._judged(row, table, known, taken, businesses, today) for row in table.rows]

    def _judged(
        self,
        row: Row,
        table: Table,
        known: dict[str, int],
        taken: dict[tuple[int, str], int],
        businesses: dict[str, int],
        today: date,
    ) -> Judged:
        refused = no_data(row, table.headers)
        if refused:
            return Judged(row.number, RowVerdict.REJECT, (refused,))
        values, reasons = _read(row, table, today)
        community = known.get(squash(values["community"]))
        if community is None:
            reasons.append(Reason("community.unknown"))
        values["business"] = businesses.get(values["nib"])
        if values["nib"] and values["business"] is None:
            reasons.append(Reason("nib.unknown"))
        effect = RowVerdict.CREATE
        if community is not None and values["name"]:
            place = (community, index_of(values["name"], values["phone"]))
            first = taken.get(place)
            if first is not None:
                twin = Reason("twin.same", {"row": first}) if first else Reason("member.known")
                reasons.append(twin)
                effect = RowVerdict.SAME
            taken.setdefault(place, row.number)
        values["target"] = community
        return Judged(row.number, verdict_of(effect, reasons, self), tuple(reasons), values)

    def apply(self, *, batch: ImportBatch, viewer: Viewer, rows: Sequence[ImportRow]) -> None:
        """Enrol the members, community by community."""
        wanted = {int(row.values["target"]) for row in rows}
        found = Community.objects.for_viewer(viewer).filter(pk__in=wanted)
        for community in found.select_related("office"):
            mine = [row for row in rows if row.values["target"] == community.pk]
            made = enrol(
                community=community, viewer=viewer, people=[_person(batch, viewer, r) for r in mine]
            )
            by_key = {member.match_key: member for member in made}
            for row in mine:
                key = index_of(row.values["name"], row.values["phone"])
                member = by_key.pop(key, None)
                if member is None:
                    refuse(row, "member.known")
                    continue
                row.target_ref, row.before = ref_of(member), {"created": True}

    def undo(self, *, batch: ImportBatch, viewer: Viewer, rows: Sequence[ImportRow]) -> None:
        """Take the members out again, unless one uses a collective mark."""
        mine = Community.objects.for_viewer(viewer).values("pk")
        for row in rows:
            key = key_of(row.target_ref, MODEL)
            try:
                with transaction.atomic():
                    CommunityMember.objects.filter(pk=key or 0, community__in=mine).delete()
            except ProtectedError:
                keep(row, "undo.used")
            else:
                row.target_ref = ""


def _read(row: Row, table: Table, today: date) -> tuple[dict[str, Any], list[Reason]]:
    given = {name: row.cell(place) for place, name in table.columns.items()}

    def cell(name: str) -> Cell:
        return given.get(name, Cell())

    values: dict[str, Any] = {
        name: cells.text_of(cell(name)) for name in ("community", "name", "product")
    }
    reasons = [] if values["name"] else [Reason("member.missing")]
    for name, value in values.items():
        if len(value) > LONGEST:
            reasons.append(Reason("text.long", {"field": name, "limit": LONGEST}))
    values["phone"], why = cells.read_phone(cell("phone"))
    values["joined_on"], more = cells.read_day(cell("joined_on"), "joined_on", today)
    values["nib"] = "".join(ch for ch in cell("nib").text if ch.isdigit())
    return values, [*reasons, *why, *more]


def _communities(viewer: Viewer) -> dict[str, int]:
    """Squashed name or short name → key; a short name two communities share names neither."""
    found: dict[str, int] = {}
    shared = set()
    rows = Community.objects.for_viewer(viewer).values_list("pk", "name", "short_name")
    for pk, name, short in rows:
        for word in {squash(name), squash(short)} - {""}:
            if found.setdefault(word, pk) != pk:
                shared.add(word)
    return {word: pk for word, pk in found.items() if word not in shared}


def _by_nib(viewer: Viewer, table: Table) -> dict[str, int]:
    places = [place for place, name in table.columns.items() if name == "nib"]
    typed = {
        "".join(ch for ch in row.cell(place).text if ch.isdigit())
        for place in places
        for row in table.rows
    } - {""}
    rows = Business.objects.for_viewer(viewer).filter(nib__in=typed)
    return dict(rows.values_list("nib", "pk")) if typed else {}


def _person(batch: ImportBatch, viewer: Viewer, row: ImportRow) -> NewMember:
    told = row.values
    rows = Business.objects.for_viewer(viewer)
    business = rows.filter(pk=told["business"]).first() if told["business"] else None
    return NewMember(
        name=told["name"],
        phone=told["phone"],
        product=told["product"],
        joined_on=date.fromisoformat(told["joined_on"]) if told["joined_on"] else None,
        business=business,
        source_ref=str(ref_of(batch)),
    )


MEMBER_SHEETS = MemberSheets()
