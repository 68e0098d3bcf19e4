"""What a side of the world has of rights that stand: a certificate handed over, lists, changes."""

from typing import Any

from tests import factories as make

from sentraki.cases.models import Ceremony, Delivery, RightChange
from sentraki.cases.services import deliveries, right_changes
from sentraki.cases.services.filing_papers import Sent
from sentraki.cases.services.right_changes import Told
from sentraki.kernel import clock
from sentraki.kernel.access import Role
from sentraki.ledger.models import Document


class RightThings:
    """Made when they are first asked for."""

    office: Any
    viewer: Any
    right: Any
    collective: Any

    def ceremony(self) -> Ceremony:
        """A list with the registered right on it."""
        kept = Ceremony.unscoped.filter(office=self.office).first()
        return kept or deliveries.draw_up(
            office=self.office,
            viewer=self.viewer(Role.INTAKE),
            title="Penyerahan uji",
            held_on=clock.today(),
            chosen=[self.right().public_id],
        )

    def handed(self) -> Delivery:
        """The collective mark's certificate, handed over with a photo."""
        kept = Delivery.unscoped.filter(right=self.collective()).first()
        received = deliveries.Received(
            "Ibu Terima", clock.today(), photo=Sent(make.make_picture(), "foto.jpg"),
            photo_agreed=True,
        )  # fmt: skip
        return kept or deliveries.hand_over(
            right=self.collective(), viewer=self.viewer(Role.INTAKE), received=received
        )

    def handing_photo(self) -> Document:
        """That photo."""
        photo = self.handed().photo
        assert photo is not None
        return photo

    def change(self) -> RightChange:
        """The owner's decision to have a new name recorded, not handed in yet."""
        rows = RightChange.unscoped.filter(right=self.right(), kind="name")
        return rows.first() or right_changes.begin(
            right=self.right(), viewer=self.viewer(Role.VERIFIER), kind="name", value="Nama Baru"
        )

    def recorded(self) -> RightChange:
        """A new address that DJKI recorded, with its proof."""
        rows = RightChange.unscoped.filter(right=self.right(), kind="address")
        if found := rows.first():
            return found
        me, today = self.viewer(Role.VERIFIER), clock.today()
        made = right_changes.begin(right=self.right(), viewer=me, kind="address", value="Jalan 9")
        made = right_changes.move(
            change=made, viewer=me, step="file", told=Told(number="UA1", day=today)
        )
        told = Told(day=today, proof=Sent(make.make_picture(), "bukti.jpg"))
        return right_changes.move(change=made, viewer=me, step="record", told=told)

    def recorded_proof(self) -> Document:
        """That proof."""
        proof = self.recorded().proof
        assert proof is not None
        return proof
