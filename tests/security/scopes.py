"""What each kind of visitor sees of each scoped model, said once more in plain Python.

Nothing here uses the models' own scopes: rows are read without one and judged by their columns.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from tests import factories as make
from tests.events import make_event
from tests.security import event_desks
from tests.security.world import World

from sentraki.cases.models import (
    Case,
    Ceremony,
    Deadline,
    Delivery,
    Filing,
    Handover,
    HandoverItem,
    MarkMember,
    Programme,
    Reply,
    Right,
    RightChange,
    UsageRules,
    WatchHit,
)
from sentraki.events.models import (
    Booking,
    DeskRecord,
    Device,
    Duty,
    Event,
    Invitation,
    JoinQuestion,
    Material,
    Visit,
)
from sentraki.events.rules.duties import Audience
from sentraki.events.services import materials
from sentraki.insight.models import Snapshot
from sentraki.kernel.access import Role, Viewer
from sentraki.kernel.refs import ref_of
from sentraki.ledger.models import Document, Letter, Message
from sentraki.ledger.rules.secrecy import Secrecy
from sentraki.offices.scoping import Scoped
from sentraki.parties.models import Apart, Business, Community, ImportBatch
from sentraki.screening.models import ScreeningRun

Judge = Callable[[Viewer, Any], bool]


def nothing(viewer: Viewer, row: Any) -> bool:
    """Nobody of this kind sees a row."""
    return False


def everything(viewer: Viewer, row: Any) -> bool:
    """All of this kind see every row."""
    return True


def announced(viewer: Viewer, row: Any) -> bool:
    """The event is for everybody to read."""
    return bool(row.is_announced)


def for_everybody(viewer: Viewer, row: Any) -> bool:
    """The material is for everybody, at an announced event, and was not taken away."""
    event = Event.unscoped.get(pk=row.event_id)
    return row.audience == "public" and row.removed_at is None and event.is_announced


def granted(path: str) -> Judge:
    """The applicant holds a right to the case that ``path`` of the row names."""

    def judge(viewer: Viewer, row: Any) -> bool:
        value = getattr(row, path)
        ref = value if isinstance(value, str) else f"cases.case:{value}"
        return ref in viewer.grants

    return judge


def handed_deadline(viewer: Viewer, row: Any) -> bool:
    """The case of the deadline's filing has travelled to the viewer's Kanwil."""
    return handed("case_id")(viewer, Filing.unscoped.get(pk=row.filing_id))


def granted_deadline(viewer: Viewer, row: Any) -> bool:
    """The applicant holds a right to the case of the deadline's filing."""
    return granted("case_id")(viewer, Filing.unscoped.get(pk=row.filing_id))


def granted_letter(viewer: Viewer, row: Letter) -> bool:
    """As above, and the letter has been signed."""
    return row.on_ref in viewer.grants and row.sequence is not None


def handed(path: str) -> Judge:
    """The case that ``path`` names has travelled to the viewer's Kanwil."""

    def judge(viewer: Viewer, row: Any) -> bool:
        items = HandoverItem.objects.filter(handover__to_office_id=viewer.office_id)
        return items.filter(case_id=getattr(row, path)).exists()

    return judge


@dataclass(frozen=True)
class Sight:
    """Who sees which rows. ``kanwil`` is asked inside the own region only."""

    kanwil: Judge
    applicant: Judge
    public: Judge


SIGHTS: Mapping[type[Scoped], Sight] = {
    Programme: Sight(everything, everything, everything),
    Right: Sight(everything, everything, everything),
    Case: Sight(handed("pk"), granted("pk"), nothing),
    Handover: Sight(lambda v, r: r.to_office_id == v.office_id, nothing, nothing),
    Filing: Sight(handed("case_id"), granted("case_id"), nothing),
    Deadline: Sight(handed_deadline, granted_deadline, nothing),
    Reply: Sight(handed_deadline, nothing, nothing),
    ImportBatch: Sight(nothing, nothing, nothing),
    Business: Sight(nothing, nothing, nothing),
    Community: Sight(nothing, nothing, nothing),
    UsageRules: Sight(nothing, nothing, nothing),
    MarkMember: Sight(nothing, nothing, nothing),
    RightChange: Sight(nothing, nothing, nothing),
    Ceremony: Sight(nothing, nothing, nothing),
    Delivery: Sight(nothing, nothing, nothing),
    ScreeningRun: Sight(nothing, nothing, nothing),
    WatchHit: Sight(nothing, nothing, nothing),
    Event: Sight(announced, announced, announced),
    Booking: Sight(nothing, nothing, nothing),
    Visit: Sight(nothing, nothing, nothing),
    Device: Sight(nothing, nothing, nothing),
    DeskRecord: Sight(nothing, nothing, nothing),
    Duty: Sight(nothing, nothing, nothing),
    Material: Sight(for_everybody, for_everybody, for_everybody),
    JoinQuestion: Sight(nothing, nothing, nothing),
    Invitation: Sight(nothing, nothing, nothing),
    Apart: Sight(nothing, nothing, nothing),
    Snapshot: Sight(everything, everything, everything),
    Message: Sight(nothing, granted("on_ref"), nothing),
    Letter: Sight(nothing, granted_letter, nothing),
    Document: Sight(
        lambda v, r: r.handed_to_id == v.office_id,
        granted("on_ref"),
        lambda v, r: r.secrecy == "C0",
    ),
}


def watchers(world: World) -> dict[str, Viewer]:
    """One viewer of each kind that a scope tells apart."""
    here, there = world.here, world.there
    found = {
        "public": Viewer.public(),
        "applicant": here.applicant(),
        "applicant of one case": make.applicant_of(here.cases["signed"]),
        "applicant of nothing": Viewer(Role.APPLICANT),
        "kanwil": here.viewer(Role.KANWIL),
        "foreign kanwil": there.viewer(Role.KANWIL),
        "system": make.SYSTEM,
        "no region": make.viewer(Role.VERIFIER, regions=()),
        "second kanwil of the province": make.viewer(
            Role.KANWIL, make.make_office(region="16"), person=here.people[Role.KANWIL]
        ),
    }
    for role in here.people:
        found[str(role)] = here.viewer(role)
        found[f"{role} without second factor"] = here.viewer(role, second_factor=False)
    return found


def prepare(world: World) -> None:
    """What the world lacks: a public document, a guarded one and frozen figures on each side."""
    for side in (world.here, world.there):
        side.frozen()
        side.event()
        side.ceremony()
        side.handed()
        side.change()
        side.reply()
        event_desks.question(side)
        side.invited()
        side.duty()
        kept = side.material()
        materials.add(
            event=kept.event,
            viewer=side.viewer(Role.INTAKE),
            title="Untuk tamu",
            audience=Audience.GUESTS,
            source=make.LABEL,
            name="tamu.png",
        )
        side.apart()
        make_event(office=side.office, is_announced=False)
        case = side.cases["signed"]
        make.make_document(on=ref_of(case), secrecy=Secrecy.C0, region_code=side.region)
        make.make_document(on="cases.case:0", secrecy=Secrecy.C2, region_code=side.region)


def sees(viewer: Viewer, row: Any, sight: Sight) -> bool:
    """Whether ``viewer`` should see ``row``."""
    if viewer.role is Role.SYSTEM:
        return True
    if viewer.role is Role.APPLICANT:
        return sight.applicant(viewer, row)
    if not viewer.is_officer or not viewer.second_factor:
        return sight.public(viewer, row)
    mine = any(
        row.region_code == region or row.region_code.startswith(f"{region}.")
        for region in viewer.regions
    )
    return mine and (viewer.role is not Role.KANWIL or sight.kanwil(viewer, row))


@dataclass(frozen=True)
class Probe:
    """One model, one viewer, and the rows that viewer should see."""

    model: type[Scoped]
    who: str
    viewer: Viewer
    wanted: frozenset[int]

    def seen(self) -> frozenset[int]:
        """The rows the house shows."""
        rows: models.QuerySet[Any] = self.model.objects.for_viewer(self.viewer)
        return frozenset(rows.values_list("pk", flat=True))

    @property
    def holds(self) -> bool:
        """Whether the house shows what it should."""
        return self.seen() == self.wanted


def probes(world: World) -> list[Probe]:
    """All of them."""
    prepare(world)
    people = watchers(world)
    return [
        Probe(
            model,
            who,
            viewer,
            frozenset(row.pk for row in model.unscoped.all() if sees(viewer, row, sight)),
        )
        for model, sight in SIGHTS.items()
        for who, viewer in people.items()
    ]
