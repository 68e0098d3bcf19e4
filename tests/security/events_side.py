"""What a side of the world has of events and of records that may be one business."""

from datetime import timedelta
from typing import Any

from tests import factories as make
from tests.events import make_event
from tests.laptops import Laptop

from sentraki.cases.models import Case
from sentraki.desk import event_sync
from sentraki.events.models import (
    Booking,
    Device,
    Duty,
    Event,
    Invitation,
    JoinQuestion,
    Material,
    Visit,
)
from sentraki.events.rules.desk import read_record
from sentraki.events.rules.duties import Audience, DutyPart
from sentraki.events.services import (
    bookings,
    certificates,
    devices,
    duties,
    invitations,
    materials,
    visits,
)
from sentraki.kernel import clock
from sentraki.kernel.access import Role, Viewer
from sentraki.kernel.refs import ref_of
from sentraki.ledger.models import Letter
from sentraki.ledger.services import letters
from sentraki.offices.models import Office
from sentraki.parties.models import Apart, Business
from sentraki.parties.services import alike


class EventThings:
    """Made when they are first asked for."""

    region: str
    number: int
    office: Office
    people: dict[Role, Any]
    cases: dict[str, Case]
    viewer: Any

    def event(self) -> Event:
        """An announced event that has begun, with somebody who booked and somebody who came."""
        kept = Event.unscoped.filter(office=self.office, is_announced=True).first()
        if kept is None:
            begun = clock.now() - timedelta(hours=1)
            kept = make_event(office=self.office, starts_at=begun)
            phone = f"0812340{self.number:05d}"
            bookings.book(event=kept, viewer=Viewer.public(), name="Ibu Pesan", phone=phone)
            who = visits.Arrival(name="Ibu Datang", phone=f"0812350{self.number:05d}")
            visits.check_in(event=kept, viewer=self.viewer(Role.INTAKE), arrival=who)
        return kept

    def invited(self) -> Invitation:
        """Somebody the office asked to come."""
        kept = Invitation.unscoped.filter(event=self.event()).first()
        if kept is None:
            who = invitations.Invitee("Ibu Undangan", f"0812360{self.number:05d}")
            me = self.viewer(Role.INTAKE)
            invitations.invite(event=self.event(), viewer=me, people=[who])
        return kept or Invitation.unscoped.get(event=self.event())

    def businesses(self) -> tuple[Business, Business]:
        """Two businesses that share a NIB."""
        first, second = (self.cases[stage].business for stage in ("submitted", "accepted"))
        assert first is not None
        assert second is not None
        return first, second

    def apart(self) -> Apart:
        """An officer's word that they are two."""
        first, second = self.businesses()
        return alike.keep_apart(first=first, second=second, viewer=self.viewer(Role.INTAKE))

    def booking(self) -> Booking:
        """The seat somebody booked there."""
        return Booking.unscoped.get(event=self.event())

    def visit(self) -> Visit:
        """The person who came there."""
        return Visit.unscoped.filter(event=self.event()).earliest("received_at")

    def device(self) -> Device:
        """A desk prepared for the event."""
        kept = Device.unscoped.filter(event=self.event()).first()
        who = self.viewer(Role.INTAKE)
        return kept or devices.prepare(event=self.event(), viewer=who).device

    def duty(self) -> Duty:
        """Who signs there."""
        kept = Duty.unscoped.filter(event=self.event(), ended_at=None).first()
        return kept or duties.set_duty(
            event=self.event(),
            viewer=self.viewer(Role.INTAKE),
            person=self.people[Role.SIGNATORY],
            part=DutyPart.SIGNATORY,
        )

    def material(self) -> Material:
        """A file for everybody who reads of it."""
        kept = Material.unscoped.filter(event=self.event(), removed_at=None).first()
        return kept or materials.add(
            event=self.event(),
            viewer=self.viewer(Role.INTAKE),
            title="Salindia",
            audience=Audience.PUBLIC,
            source=make.LABEL,
            name="salindia.png",
        )

    def certificate(self) -> Letter:
        """The signed certificate of the person who came."""
        kept = Letter.unscoped.filter(on_ref=ref_of(self.visit())).first()
        if kept is None:
            drawn = certificates.draw_up(event=self.event(), viewer=self.viewer(Role.INTAKE))
            kept = letters.sign(drawn[0], self.viewer(Role.SIGNATORY))
        return kept

    def question(self) -> JoinQuestion:
        """Two records of one person, over which an officer has to decide."""
        kept = JoinQuestion.unscoped.filter(record__device=self.device()).first()
        if kept is not None:
            return kept
        laptop = Laptop(self.device().name, "", seed=self.number)
        for n in (1, 1):
            laptop.register(n, district_code=f"{self.region}.01")
        for row in laptop.book:
            sent = read_record(row)
            assert sent is not None
            device, who = self.device(), self.viewer(Role.INTAKE)
            event_sync.take(device=device, viewer=who, sent=sent, offset=0)
        return JoinQuestion.unscoped.get(record__device=self.device())
