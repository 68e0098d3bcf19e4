"""Write ``surat-rekomendasi-umk.docx``, the Word copy of the letter, for docxtpl to fill.

Run it after a change: ``python -m sentraki.ledger.paper.make_word_template``. The places to fill
have the names of the Typst template's data, so one set of data serves both.
"""

from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

TARGET = Path(__file__).with_name("surat-rekomendasi-umk.docx")
FONT = "Arial"
KOP = (
    ("{{ letterhead[:1] | join }}", 12.5, False),
    ("{{ letterhead[1:2] | join }}", 14.5, True),
    ("{{ letterhead[2:] | join(' · ') }}", 9.0, False),
)
SIGNATORY = (
    ("Nama", "signatory.name"),
    ("Jabatan", "signatory.position"),
    ("Unit organisasi", "signatory.unit"),
)
APPLICANT = (
    ("Nama pemohon", "applicant.name"),
    ("Alamat", "applicant.address"),
    ("NIB", "applicant.nib"),
    ("{{ goods_label }}", "goods"),
)


def build() -> WordDocument:
    """The template: F4, the letter's margins, kop, values, label, signature field, foot."""
    word = Document()
    _page(word)
    _kop(word)
    title = "SURAT REKOMENDASI\nUSAHA MIKRO DAN KECIL BINAAN"
    _centred(word, title, size=12.5, bold=True)
    _centred(word, "Nomor: {{ number or '…………………………' }}")
    _line(word, "Yang bertanda tangan di bawah ini:")
    _values(word, SIGNATORY)
    _line(word, "menerangkan bahwa pemohon berikut adalah {{ scale }} binaan kami:")
    _values(word, APPLICANT)
    _centred(word, "Label merek yang dimohonkan:")
    _centred(word, "{{ picture(label, 38) }}")
    _centred(word, "{{ mark_name }}", bold=True)
    _line(
        word,
        "Surat ini diberikan untuk mendapat tarif usaha mikro dan kecil, dan berlaku untuk satu "
        "merek dalam satu permohonan yang diajukan sampai {{ valid_until }}.",
    )
    _signing(word)
    _foot(word)
    return word


def _page(word: WordDocument) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(215), Mm(330)
    section.top_margin = section.right_margin = section.bottom_margin = Mm(20)
    section.left_margin = Mm(25)
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(11.5)
    normal.paragraph_format.space_after = Pt(6)
    word.core_properties.author = ""
    word.core_properties.title = "Surat rekomendasi UMK"


def _line(word: WordDocument, text: str, *, size: float = 11.5, bold: bool = False) -> Paragraph:
    return _set_in(word.add_paragraph(), text, size=size, bold=bold)


def _set_in(paragraph: Paragraph, text: str, *, size: float, bold: bool) -> Paragraph:
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    return paragraph


def _centred(word: WordDocument, text: str, *, size: float = 11.5, bold: bool = False) -> Paragraph:
    paragraph = _line(word, text, size=size, bold=bold)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def _kop(word: WordDocument) -> None:
    """The lines of the kop, beside the emblem when the office has one, and the double rule."""
    _line(word, "{%p if emblem %}")
    cells = word.add_table(rows=1, cols=2).rows[0].cells
    cells[0].width, cells[1].width = Mm(24), Mm(146)
    cells[0].paragraphs[0].add_run("{{ picture(emblem, 20, 23) }}")
    for paragraph, (text, size, bold) in zip(
        [cells[1].paragraphs[0], cells[1].add_paragraph(), cells[1].add_paragraph()],
        KOP,
        strict=True,
    ):
        _set_in(paragraph, text, size=size, bold=bold)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(1)
    _line(word, "{%p else %}")
    for text, size, bold in KOP:
        paragraph = _centred(word, text, size=size, bold=bold)
        paragraph.paragraph_format.space_after = Pt(1)
    _line(word, "{%p endif %}")
    _rule(word)


def _rule(word: WordDocument) -> None:
    paragraph = _line(word, "", size=2)
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "thickThinSmallGap"), ("sz", "18"), ("space", "4")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    paragraph._p.get_or_add_pPr().append(borders)
    paragraph.paragraph_format.space_after = Pt(12)


def _values(word: WordDocument, rows: tuple[tuple[str, str], ...]) -> None:
    table = word.add_table(rows=0, cols=2)
    for label, name in rows:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, f": {{{{ {name} }}}}"
        cells[0].width, cells[1].width = Mm(42), Mm(128)
    _line(word, "").paragraph_format.space_after = Pt(0)


def _signing(word: WordDocument) -> None:
    for text, bold in (
        ("{{ place }}, {{ dated_on }}", False),
        ("{{ signatory.position }},", False),
        ("\n[ruang tanda tangan, basah atau elektronik]\n", False),
        ("{{ signatory.name }}", True),
        ("{% if signatory.nip %}NIP {{ signatory.nip }}{% endif %}", False),
    ):
        paragraph = _line(word, text, bold=bold)
        paragraph.paragraph_format.left_indent = Mm(90)
        paragraph.paragraph_format.space_after = Pt(0)


def _foot(word: WordDocument) -> None:
    _line(word, "")
    _line(
        word,
        "{% if seal_code %}{{ picture('qr.png', 24) }}\nPeriksa keaslian surat: pindai QR, atau "
        "ketik kode {{ seal_code }} di halaman verifikasi. Stempel ini bukan tanda tangan "
        "elektronik. Salinan Word ini bukan surat yang ditandatangani.{% else %}Draf. Belum "
        "ditandatangani, belum bernomor, dan belum berlaku.{% endif %}",
        size=9.0,
    )


if __name__ == "__main__":
    build().save(str(TARGET))
