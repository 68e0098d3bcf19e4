"""The room of events."""

from django.apps import AppConfig

VERBS: dict[str, tuple[str, str]] = {
    "event.set": ("Acara ditetapkan", "Event set"),
    "event.book": ("Tempat duduk dipesan", "Seat booked"),
    "event.leave": ("Pesanan dibatalkan", "Booking cancelled"),
    "event.promote": ("Daftar tunggu naik", "Waiting list moved up"),
    "event.invite": ("Undangan dikirim", "People invited"),
    "event.check-in": ("Tamu hadir", "Guest checked in"),
    "event.join-visits": ("Dua catatan kehadiran disatukan", "Two visits joined by an officer"),
    "event.follow-up": ("Hasil kunjungan dicatat", "Outcome of a visit recorded"),
    "event.prepare-desk": ("Meja acara disiapkan", "Event desk prepared"),
    "event.receive-record": ("Catatan meja acara diterima", "Record of an event desk received"),
    "event.settle-record": ("Catatan meja acara dikerjakan", "Record of an event desk worked in"),
    "event.ask-about-record": ("Catatan meja acara dipertanyakan", "Doubt about a desk record"),
    "event.revoke-desk": ("Meja acara dicabut", "Event desk revoked"),
    "event.answer-question": ("Keraguan catatan meja dijawab", "Doubt about a record answered"),
}


class EventsConfig(AppConfig):
    """Registers the room's policy rows and verbs."""

    name = "sentraki.events"
    label = "events"

    def ready(self) -> None:
        """Tell the lower floors what this room adds."""
        from sentraki.events import messages
        from sentraki.events.policy import POLICY
        from sentraki.kernel import access
        from sentraki.ledger.verbs import declare

        access.register(POLICY)
        for verb, (indonesian, english) in VERBS.items():
            declare(verb, id=indonesian, en=english)
        messages.register()
