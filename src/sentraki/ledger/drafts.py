"""Drafts a person still edits: numbered points as PDF and as a Word file, the same words in both.

Not letters: no number, no signature, no seal. Whoever files one at DJKI signs it there.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from io import BytesIO

from docx import Document
from docx.shared import Pt

from sentraki.ledger.rendering import printable, render_pdf

TEMPLATE = "rancangan"


@dataclass(frozen=True)
class Draft:
    """``facts``: label and value; ``points``: heading ("" for none) and text; ``exhibits``: the
    list of attachments. Indonesian."""

    title: str
    warning: str
    facts: tuple[tuple[str, str], ...]
    to: str
    points: tuple[tuple[str, str], ...]
    place: str
    role: str
    signer: str
    exhibits: tuple[str, ...] = ()


def as_pdf(draft: Draft, stamp: datetime) -> bytes:
    """The draft as PDF; the same draft and ``stamp`` give the same bytes."""
    return render_pdf(TEMPLATE, {"paper": "a4", **asdict(draft)}, stamp=stamp)


def as_docx(draft: Draft) -> bytes:
    """The draft as a Word file to go on writing in."""
    page = Document()
    page.styles["Normal"].font.name = "Liberation Sans"
    page.styles["Normal"].font.size = Pt(11)
    page.add_paragraph(printable(draft.warning)).runs[0].italic = True
    page.add_heading(printable(draft.title), level=1)
    _table(page, draft.facts)
    page.add_paragraph(printable(draft.to))
    for heading, text in draft.points:
        paragraph = page.add_paragraph(style="List Number")
        if heading:
            paragraph.add_run(printable(heading)).bold = True
            paragraph.add_run().add_break()
        paragraph.add_run(printable(text))
    if draft.exhibits:
        page.add_paragraph("Lampiran:")
    for line in draft.exhibits:
        page.add_paragraph(printable(line), style="List Bullet")
    page.add_paragraph(printable(f"{draft.place}, .................."))
    page.add_paragraph(printable(f"{draft.role},"))
    page.add_paragraph("\n\n" + printable(draft.signer))
    written = BytesIO()
    page.save(written)
    return written.getvalue()


def _table(page: "Document", facts: Sequence[tuple[str, str]]) -> None:  # type: ignore[valid-type]
    rows = [fact for fact in facts if fact[1]]
    table = page.add_table(rows=0, cols=2)  # type: ignore[attr-defined]
    for label, value in rows:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = printable(label), printable(value)
