"""Paper is made from data and from nothing else."""

import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import docx
import pypdfium2
import pytest
import typst
import zxingcpp
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2.sandbox import SecurityError
from PIL import Image

from sentraki.ledger import rendering
from sentraki.ledger.paper import make_word_template

STAMP = datetime(2026, 9, 15, 3, 4, 5, tzinfo=UTC)
ADDRESS = "https://ki.contoh.id/verifikasi/7K4M-2XQ9-6HTD-ABCD-EF"
LETTER = "surat-rekomendasi-umk"
NASTY = [
    "#panic()",
    '#read("/etc/passwd")',
    "*tebal* _miring_ `kode` $x^2$ = judul <label> @acuan",
    "\\ \\u{41} // ulasan /* ulasan */",
    "\"kutip\" 'tunggal' ~ -- --- ...",
    "- butir + nomor / istilah: arti https://contoh.id",
    "]]] }}} ))) #[ #{ #(",
    "{{ 7*7 }} {% raw %}",
]


def picture(kind: str = "JPEG") -> bytes:
    written = BytesIO()
    Image.new("RGB", (300, 200), "#a0522d").save(written, kind)
    return written.getvalue()


def letter_data(**changes: Any) -> dict[str, Any]:
    data: dict[str, Any] = {
        "paper": "f4",
        "margins": {"top": 20, "right": 20, "bottom": 20, "left": 25},
        "letterhead": ["PEMERINTAH KOTA CONTOH", "DINAS KOPERASI", "Jalan Contoh Nomor 1"],
        "emblem": "",
        "number": "001/REK-UMK/DKUKM/IX/2026",
        "place": "Contoh",
        "dated_on": "15 September 2026",
        "signatory": {
            "name": "Nama Pejabat",
            "position": "Kepala Dinas",
            "unit": "Dinas",
            "nip": "1",
        },
        "scale": "usaha mikro",
        "applicant": {"name": "Ayu Lestari", "address": "Jalan Contoh 1", "nib": "0000000000000"},
        "goods_label": "Barang",
        "goods": "Kerupuk ikan (kelas 29)",
        "label": "label.jpg",
        "mark_name": "KEMPLANG CIK AYU",
        "valid_until": "31 Desember 2026",
        "seal_code": "7K4M-2XQ9-6HTD-ABCD-EF",
        "qr": "qr.svg",
    }
    return data | changes


def letter(**changes: Any) -> bytes:
    files = {"label.jpg": picture(), "qr.svg": rendering.qr_svg(ADDRESS)}
    return rendering.render_pdf(LETTER, letter_data(**changes), stamp=STAMP, files=files)


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def bare(text: str) -> str:
    return "".join(text.split())


def test_the_same_letter_is_the_same_file_again() -> None:
    assert letter() == letter()


def test_another_moment_or_value_is_another_file() -> None:
    later = rendering.render_pdf(
        LETTER,
        letter_data(),
        stamp=datetime(2026, 9, 16, tzinfo=UTC),
        files={"label.jpg": picture(), "qr.svg": rendering.qr_svg(ADDRESS)},
    )
    assert letter() != later
    assert letter() != letter(place="Contoh Lain")


def test_many_threads_make_the_same_file() -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: letter(), range(40)))
    assert set(made) == {letter()}


def test_threads_do_not_see_each_others_values() -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda n: letter(mark_name=f"MEREK {n}"), range(40)))
    for number, pdf in enumerate(made):
        assert f"MEREK {number}\r\n" in text_of(pdf)


@pytest.mark.parametrize("typed", NASTY)
def test_what_people_type_is_never_markup(typed: str) -> None:
    assert bare(typed) in bare(text_of(letter(mark_name=typed)))


@given(st.text(max_size=300))
@settings(max_examples=40)
def test_any_text_at_all_can_be_put_on_paper(typed: str) -> None:
    pdf = letter(mark_name=typed, goods=typed)
    assert len(pypdfium2.PdfDocument(pdf)) == 1


@pytest.mark.parametrize(
    "typed",
    ["مرحبا بالعالم", "שלום ‮ abc", "ꦲꦏ꧀ꦱꦫꦗꦮ", "商标", "🍜 Mi 🌶", "a\x00b\x0bc", "\ud800", "é" * 400],
    ids=["arabic", "hebrew", "javanese", "chinese", "emoji", "control", "surrogate", "long"],
)
def test_scripts_without_a_glyph_and_odd_characters_do_not_stop_a_letter(typed: str) -> None:
    assert len(pypdfium2.PdfDocument(letter(mark_name=typed))) == 1


def test_the_letter_is_f4_and_one_page() -> None:
    document = pypdfium2.PdfDocument(letter())
    width, height = document[0].get_size()
    assert len(document) == 1
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (215, 330)


def test_the_letter_can_be_a4() -> None:
    width, height = pypdfium2.PdfDocument(letter(paper="a4"))[0].get_size()
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (210, 297)


@pytest.mark.parametrize("size", ["f4", "a4"])
@pytest.mark.parametrize(
    ("line", "goods"),
    [
        ("Jalan Panjang " * 18, "keripik singkong rasa balado; " * 40),
        ("W" * 255, "W" * 1200),
        ("kata " * 51, "Makanan " * 150),
    ],
)
def test_the_longest_values_still_fit_one_page(line: str, goods: str, size: str) -> None:
    pdf = letter(
        paper=size,
        letterhead=["W" * 100, "W" * 100, "x" * 310],
        mark_name=line,
        goods=goods,
        applicant={"name": line, "address": line, "nib": "0" * 13},
        signatory={"name": line[:120], "position": line[:120], "unit": line[:120], "nip": "1"},
    )
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    assert bare(goods) in bare(text_of(pdf))
    assert nothing_in_the_margin(document[0])


def nothing_in_the_margin(page: pypdfium2.PdfPage) -> bool:
    drawn = page.render(scale=1).to_pil().convert("L")
    width, height = drawn.size
    edge = 40
    strips = [(0, 0, edge, height), (width - edge, 0, width, height), (0, 0, width, edge),
              (0, height - edge, width, height)]  # fmt: skip
    return all(drawn.crop(strip).getextrema()[0] > 250 for strip in strips)


def test_five_thousand_letters_without_a_blank_are_kept() -> None:
    typed = "abcdefghij" * 500
    assert bare(typed) in bare(text_of(letter(goods=typed)))


def test_a_draft_says_so_and_has_no_code() -> None:
    pdf = rendering.render_pdf(
        LETTER,
        letter_data(number="", seal_code="", qr=""),
        stamp=STAMP,
        files={"label.jpg": picture()},
    )
    assert "Draf. Belum ditandatangani" in text_of(pdf)
    assert "Periksa keaslian" not in text_of(pdf)


def test_the_code_reads_back_from_the_rendered_page() -> None:
    page = pypdfium2.PdfDocument(letter())[0].render(scale=150 / 72).to_pil()
    assert [found.text for found in zxingcpp.read_barcodes(page)] == [ADDRESS]


def test_the_code_reads_back_from_a_small_grey_print() -> None:
    page = pypdfium2.PdfDocument(letter())[0].render(scale=110 / 72).to_pil().convert("L")
    assert [found.text for found in zxingcpp.read_barcodes(page)] == [ADDRESS]


def test_the_code_as_a_picture_reads_back() -> None:
    drawn = Image.open(BytesIO(rendering.qr_png(ADDRESS)))
    assert [found.text for found in zxingcpp.read_barcodes(drawn)] == [ADDRESS]


def test_the_labels_own_bytes_lie_in_the_letter() -> None:
    assert picture()[200:400] in letter()


def test_an_emblem_may_stand_in_the_letterhead() -> None:
    files = {"label.jpg": picture(), "emblem.png": picture("PNG")}
    data = letter_data(emblem="emblem.png", seal_code="", qr="")
    pdf = rendering.render_pdf(LETTER, data, stamp=STAMP, files=files)
    assert len(pypdfium2.PdfDocument(pdf)) == 1


@pytest.mark.parametrize("path", ["/etc/passwd", "../rendering.py", "../../../../etc/passwd"])
def test_a_template_cannot_read_outside_its_folder(path: str) -> None:
    with pytest.raises(typst.TypstError):
        letter(label=path)


@pytest.mark.parametrize(
    "name", ["base.typ", "data.json", "../label.jpg", "a/b.png", "main.typ", "Label.jpg", "x.gif"]
)
def test_a_picture_cannot_take_the_place_of_something_else(name: str) -> None:
    with pytest.raises(ValueError, match="not a name for a picture"):
        rendering.render_pdf(LETTER, letter_data(), stamp=STAMP, files={name: picture()})


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(OSError, match="cannot identify"):
        rendering.render_pdf(
            LETTER, letter_data(qr=""), stamp=STAMP, files={"label.jpg": b"<svg/>"}
        )


@pytest.mark.parametrize("name", ["unknown", "../rendering", "base.typ", "", "Dossier"])
def test_an_unknown_template_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no such template"):
        rendering.render_pdf(name, {}, stamp=STAMP)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        rendering.render_pdf(LETTER, letter_data(), stamp=datetime(2026, 1, 1))


def test_only_bundled_fonts_are_used() -> None:
    used = rendering._compiler()
    assert used is rendering._compiler()
    assert b"LiberationSans" in letter()


def word(**changes: Any) -> bytes:
    files = {"label.jpg": picture(), "qr.png": rendering.qr_png(ADDRESS)}
    return rendering.render_docx(LETTER, letter_data(**changes), files)


def test_the_word_copy_holds_the_same_values_and_pictures() -> None:
    copy = docx.Document(BytesIO(word()))
    cells = [cell.text for table in copy.tables for row in table.rows for cell in row.cells]
    lines = [paragraph.text for paragraph in copy.paragraphs]
    assert ": Ayu Lestari" in cells
    assert "Nomor: 001/REK-UMK/DKUKM/IX/2026" in lines
    assert round(copy.sections[0].page_height / Mm(1)) == 330
    assert len([n for n in zipfile.ZipFile(BytesIO(word())).namelist() if "media/" in n]) == 2


def test_the_word_copy_shows_the_emblem_beside_the_lines_of_the_kop() -> None:
    tall = BytesIO()
    Image.new("RGB", (40, 400), "#1f4a86").save(tall, "PNG")
    files = {"label.jpg": picture(), "emblem.png": tall.getvalue()}
    data = letter_data(emblem="emblem.png", seal_code="", qr="")
    copy = docx.Document(BytesIO(rendering.render_docx(LETTER, data, files)))
    kop = copy.tables[0].rows[0].cells
    assert kop[1].text.splitlines()[:2] == ["PEMERINTAH KOTA CONTOH", "DINAS KOPERASI"]
    emblem = kop[0]._tc.xpath(".//wp:extent")[0]
    assert round(int(emblem.get("cy")) / Mm(1)) == 23
    lines = [paragraph.text for paragraph in docx.Document(BytesIO(word())).paragraphs]
    assert lines[:2] == ["PEMERINTAH KOTA CONTOH", "DINAS KOPERASI"]


@pytest.mark.parametrize("typed", [*NASTY, "A & B <w:p/>", "a\x00\x0b\ud800b"])
def test_the_word_copy_takes_text_as_text(typed: str) -> None:
    copy = docx.Document(BytesIO(word(mark_name=typed)))
    shown = "".join(ch for ch in typed if ch.isprintable())
    assert shown in [paragraph.text for paragraph in copy.paragraphs]


@pytest.mark.parametrize(
    "reach",
    [
        "{{ ''.__class__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ picture.__globals__ }}",
        "{% for c in [].__class__.__base__.__subclasses__() %}{{ c }}{% endfor %}",
    ],
)
def test_an_offices_own_template_cannot_reach_out(reach: str) -> None:
    template = docx.Document()
    template.add_paragraph(reach)
    written = BytesIO()
    template.save(written)
    with pytest.raises(SecurityError):
        rendering.fill_docx(written.getvalue(), {})


def test_a_picture_nobody_gave_leaves_a_gap() -> None:
    copy = docx.Document(BytesIO(rendering.render_docx(LETTER, letter_data())))
    assert "Label merek yang dimohonkan:" in [paragraph.text for paragraph in copy.paragraphs]


def test_the_word_template_is_what_its_recipe_makes() -> None:
    kept = docx.Document(str(make_word_template.TARGET))
    assert kept.element.xml == make_word_template.build().element.xml
