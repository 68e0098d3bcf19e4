"""Rules of use as paper: the page that is frozen and signed, and a Word copy to edit."""

from datetime import date, datetime
from typing import Any

from sentraki.cases.models import UsageRules
from sentraki.cases.rules.text import one_line
from sentraki.cases.selectors.collective import chapters
from sentraki.kernel import clock
from sentraki.kernel.wording import date_id
from sentraki.ledger import drafts
from sentraki.ledger.drafts import Draft
from sentraki.ledger.rendering import render_pdf
from sentraki.parties.rules.communities import BoardRole, Seat, signers

TEMPLATE = "ketentuan-merek-kolektif"
TITLE = "Ketentuan penggunaan merek kolektif"
ROLES = {
    BoardRole.CHAIR: "Ketua",
    BoardRole.SECRETARY: "Sekretaris",
    BoardRole.TREASURER: "Bendahara",
    BoardRole.SUPERVISOR: "Pengawas",
}
CLOSING = (
    "Ketentuan ini disetujui dan ditandatangani oleh seluruh pengurus. Anggota yang memakai merek"
    " menyatakan setuju secara tertulis."
)
COPY_WARNING = (
    "Salinan untuk disunting. Yang ditandatangani dan dilampirkan adalah naskah PDF versi yang"
    " sudah dikunci."
)


def board_of(rules: UsageRules, on: date) -> list[Seat]:
    """Everybody who signs on a day."""
    return signers([seat.as_seat() for seat in rules.community.seats.all()], on)


def as_pdf(rules: UsageRules, stamp: datetime) -> bytes:
    """The version as PDF; the same version and ``stamp`` give the same bytes."""
    return render_pdf(TEMPLATE, _data(rules, stamp), stamp=stamp)


def as_docx(rules: UsageRules) -> bytes:
    """The version as a Word file to go on writing in."""
    today = clock.today(rules.community.office.zone)
    board = board_of(rules, today)
    return drafts.as_docx(
        Draft(
            title=f"{TITLE} {rules.community.name}",
            warning=COPY_WARNING,
            facts=tuple(_facts(rules)),
            to="",
            points=tuple(_chapters(rules)),
            place=rules.community.office.signature_place or rules.community.office.region.name,
            role="Pengurus",
            signer="\n".join(f"{seat.name} ({ROLES[seat.role]})" for seat in board),
        )
    )


def _data(rules: UsageRules, stamp: datetime) -> dict[str, Any]:
    day = clock.in_zone(stamp, rules.community.office.zone).date()
    version = f"Versi {rules.number}, {date_id(day)}"
    return {
        "paper": "a4",
        "title": TITLE,
        "community": one_line(rules.community.name),
        "version": version,
        "facts": [list(pair) for pair in _facts(rules)],
        "chapters": [list(pair) for pair in _chapters(rules)],
        "closing": CLOSING,
        "signers": [[one_line(s.name), ROLES[s.role]] for s in board_of(rules, day)],
        "foot": f"{TITLE}, {one_line(rules.community.name)}, {version}",
    }


def _facts(rules: UsageRules) -> list[tuple[str, str]]:
    community = rules.community
    deed = one_line(community.deed_number)
    if deed and community.deed_on:
        deed = f"{deed}, {date_id(community.deed_on)}"
    return [
        ("Pemilik merek", one_line(community.name)),
        ("Akta atau SK", deed),
        ("Produk bersama", one_line(community.product)),
    ]


def _chapters(rules: UsageRules) -> list[tuple[str, str]]:
    texts = rules.chapters or {}
    return [
        (chapter.label_id, texts[chapter.code].strip())
        for chapter in chapters()
        if one_line(texts.get(chapter.code, ""))
    ]
