"""What this room declares: its verbs with their sentences, its messages with their fields."""

from sentraki.kernel import doctor
from sentraki.ledger import messages, transports, verbs
from sentraki.ledger.selectors import health
from sentraki.ledger.transports.email import EmailTransport
from sentraki.ledger.transports.folder import FolderTransport
from sentraki.ledger.transports.inbox import InboxTransport

_VERBS = (
    ("document.store", "Dokumen disimpan", "Document stored"),
    ("document.read", "Dokumen rahasia dibuka", "Guarded document opened"),
    ("document.hand-over", "membagikan dokumen kepada Kanwil", "shared a document with a Kanwil"),
    ("document.erase", "Isi dokumen dihapus", "Document erased"),
    ("letter.request", "Konsep surat disusun", "Letter drafted"),
    ("letter.withdraw", "Konsep surat ditarik", "Draft letter taken back"),
    ("letter.sign", "Surat ditandatangani", "Letter signed"),
    ("letter.attach", "Lembar surat dilampirkan", "The letter's page attached"),
    ("letter.revoke", "Surat dicabut", "Letter revoked"),
    ("letter.use", "Pemakaian surat dicatat", "Use of the letter noted"),
    ("letter.expire", "Masa berlaku surat berakhir", "The letter's validity ended"),
    ("seal.issue", "Stempel diterbitkan", "Seal issued"),
    ("seal.set-state", "Status stempel diubah", "The seal's status changed"),
    ("seal.check", "Stempel diperiksa ulang", "Seal checked again"),
    ("message.resend", "Pesan dikirim ulang", "Message sent again"),
    ("note.erase", "Catatan dihapus", "Note erased"),
    # The room below knows no verbs; what it does gets its sentences here.
    ("office.create", "Kantor ditambahkan", "Office added"),
    ("office.settings.change", "Pengaturan kantor diubah", "Office settings changed"),
    ("office.calendar.change", "Kalender kantor diubah", "Office calendar changed"),
    ("person.add", "Petugas ditambahkan", "Officer added"),
    ("person.reset-second-factor", "Pengaman kedua petugas disetel ulang", "Second factor reset"),
    ("agency.add", "Lembaga lain diberi akses", "Another agency let in"),
    ("agency.end", "Akses lembaga lain diakhiri", "Access of another agency ended"),
    ("membership.add", "Peran petugas ditambahkan", "Role given to an officer"),
    ("membership.end", "Peran petugas diakhiri", "Role of an officer ended"),
)


def declare_verbs() -> None:
    """Declare the room's verbs."""
    for name, sentence_id, sentence_en in _VERBS:
        verbs.declare(name, id=sentence_id, en=sentence_en)


def declare_messages() -> None:
    """Declare the room's messages."""
    messages.register("letter-issued", "office", "number", "until", "site")


def declare_channels() -> None:
    """Add the room's own ways for messages."""
    transports.register(EmailTransport())
    transports.register(InboxTransport())
    transports.register(FolderTransport())


def declare_doctor_checks() -> None:
    """Add what must hold in this room to the doctor's list."""
    for name, check in health.CHECKS.items():
        doctor.register(f"ledger.{name}", check)
