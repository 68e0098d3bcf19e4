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
    "event.set-duty": ("Petugas acara ditetapkan", "Officer of an event named"),
    "event.end-duty": ("Tugas di acara diakhiri", "Duty at an event ended"),
    "event.add-material": ("Materi acara ditambahkan", "Material of an event added"),
    "event.remove-material": ("Materi acara ditarik", "Material of an event taken away"),
    "event.draw-certificates": ("Sertifikat kehadiran dibuat", "Certificates drafted"),
    "event.print-letters": ("Surat acara dicetak", "Letters of an event printed"),
    "event.prepare-desk": ("Meja acara disiapkan", "Event desk prepared"),
    "event.receive-record": ("Catatan meja acara diterima", "Record of an event desk received"),
    "event.settle-record": ("Catatan meja acara dikerjakan", "Record of an event desk worked in"),
    "event.ask-about-record": ("Catatan meja acara dipertanyakan", "Doubt about a desk record"),
    "event.try-again": ("Catatan meja dicoba lagi", "Desk records tried again"),
    "event.revoke-desk": ("Meja acara dicabut", "Event desk revoked"),
    "event.answer-question": ("Keraguan catatan meja dijawab", "Doubt about a record answered"),
}


class EventsConfig(AppConfig):
    """Registers the room's policy rows and verbs."""

    name = "sentraki.events"
    label = "events"

    def ready(self) -> None:
        """Tell the lower floors what this room adds."""
        from sentraki.events import letters, messages
        from sentraki.events.policy import POLICY
        from sentraki.kernel import access
        from sentraki.ledger.verbs import declare

        access.register(POLICY)
        for verb, (indonesian, english) in VERBS.items():
            declare(verb, id=indonesian, en=english)
        messages.register()
        letters.register()
