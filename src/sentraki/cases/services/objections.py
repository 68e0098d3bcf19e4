"""The draft of an objection against a published application, for an adviser to finish and file."""

from sentraki.cases.models import WatchHit
from sentraki.cases.selectors.watch import proposed_points
from sentraki.kernel.wording import date_id
from sentraki.ledger import drafts
from sentraki.ledger.drafts import Draft

WARNING = (
    "RANCANGAN, belum diajukan. Periksa setiap poin bersama pendamping, lengkapi yang di dalam"
    " kurung siku, lalu ajukan sendiri di laman DJKI sebelum hari terakhir. Keberatan dikenai biaya"
    " resmi (periksa kembali tarifnya)."
)


def draft_of(hit: WatchHit) -> Draft:
    """The draft with the points as they stand."""
    right, entry = hit.right, hit.entry
    return Draft(
        title="Keberatan atas permohonan pendaftaran merek",
        warning=WARNING,
        facts=(
            ("Merek terdaftar", right.name),
            ("Nomor pendaftaran", right.number),
            ("Kelas", right.classes),
            ("Permohonan yang diumumkan", entry.shown_name),
            ("Nomor permohonan", entry.number),
            ("Kelas yang dimohonkan", entry.classes.replace(",", ", ")),
            ("Pemohon", entry.owner),
            ("Berita Resmi Merek", entry.issue.number),
            ("Hari terakhir keberatan", date_id(hit.last_day)),
        ),
        to="Kepada Yth. Direktur Jenderal Kekayaan Intelektual c.q. Direktur Merek dan Indikasi"
        " Geografis, Jakarta",
        points=tuple(("", point) for point in proposed_points(hit)),
        place=right.office.signature_place or right.office.region.name,
        role="Pemilik merek",
        signer=right.holder or "(nama pemilik)",
    )


def as_pdf(hit: WatchHit) -> bytes:
    """The draft as PDF."""
    return drafts.as_pdf(draft_of(hit), hit.found_at)


def as_docx(hit: WatchHit) -> bytes:
    """The draft as a Word file."""
    return drafts.as_docx(draft_of(hit))
