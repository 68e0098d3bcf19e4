"""Watching the gazette: what an alarm is, and the points of an objection it suggests."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Answer(StrEnum):
    """What became of a hit."""

    NONE = ""
    OBJECTED = "objected"
    LEFT = "left"


# Days before the last one on which an unanswered hit is called to mind.
REMIND = (14, 7, 3, 1)


def mark_due(days_left: int, reminded: int | None) -> int | None:
    """The mark to speak at now, ``None`` for none: the newest one whose day has come, once each."""
    if days_left < 0:
        return None
    come = [mark for mark in REMIND if days_left <= mark and (reminded is None or mark < reminded)]
    return min(come, default=None)


@dataclass(frozen=True)
class Objection:
    """What the draft speaks of: the protected mark and the published one."""

    mark: str
    number: str
    classes: str
    other: str
    other_number: str
    other_classes: str
    issue: str


def points(about: Objection, reasons: Sequence[str]) -> list[str]:
    """The points of a draft, one paragraph each, for an adviser to edit; Indonesian.

    Law 20/2016: Pasal 16 gives anyone the time of the publication to object, Pasal 21 (1) names
    marks alike in substance or as a whole (domain reference 1.6, 1.8, read 2026-11-21).
    """
    seen = "; ".join(reason.rstrip(".") for reason in reasons)
    return [
        f"Pemilik merek terdaftar “{about.mark}”, nomor {about.number}, kelas {about.classes},"
        f" mengajukan keberatan terhadap permohonan “{about.other}”, nomor {about.other_number},"
        f" kelas {about.other_classes}, yang diumumkan dalam Berita Resmi Merek {about.issue}"
        " (Pasal 16 UU 20/2016).",
        "Merek yang dimohonkan mempunyai persamaan pada pokoknya atau keseluruhannya dengan merek"
        f" terdaftar tersebut (Pasal 21 ayat (1) UU 20/2016): {seen}.",
        f"Kelas yang dimohonkan ({about.other_classes}) dibandingkan dengan kelas yang dilindungi"
        f" ({about.classes}). [Uraikan barang/jasa mana yang sejenis.]",
        "Bukti yang dilampirkan: sertifikat merek, contoh pemakaian merek pada barang, kemasan atau"
        " papan nama, dan tanggal pemakaian. [Sebutkan bukti yang ada.]",
        "Pemilik memohon agar permohonan tersebut ditolak untuk kelas yang sejenis.",
    ]
