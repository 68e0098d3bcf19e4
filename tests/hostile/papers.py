"""PDF: actions, attachments, loops, bombs, locks, and files cut off."""

import io
import zlib
from collections.abc import Iterator

from pypdf import PdfWriter
from tests.hostile.building import MARKER, SCRIPT, located, pdf, pdf_file, picture, stream, zipped
from tests.hostile.corpus import Hostile, cut, refuse, rewrite

CODE = b"app.alert('" + MARKER + b"')"
JS = b"<< /S /JavaScript /JS (" + CODE + b") >>"
FILESPEC = b"<< /Type /Filespec /F (a.exe) /EF << /F 11 0 R >> >>"


def files() -> Iterator[Hostile]:
    """All PDFs."""
    yield from _actions()
    yield from _attachments()
    yield from _annotations()
    yield from _hidden_words()
    yield from _outside()
    yield from _trees()
    yield from _bombs()
    yield from _locked()
    yield from _shapes()


def _actions() -> Iterator[Hostile]:
    launch = b"<< /S /Launch /F (/bin/sh) /Win << /F (cmd.exe) >> >>"
    names = b"/Names << /JavaScript << /Names [(x) 10 0 R] >> >>"
    yield rewrite("pdf-javascript-at-opening", "a.pdf", pdf(JS, catalog=b"/OpenAction 10 0 R"))
    yield rewrite("pdf-javascript-by-name", "a.pdf", pdf(JS, catalog=names))
    yield rewrite("pdf-javascript-of-page", "a.pdf", pdf(JS, page=b"/AA << /O 10 0 R >>"))
    yield rewrite("pdf-javascript-of-file", "a.pdf", pdf(JS, catalog=b"/AA << /WC 10 0 R >>"))
    yield rewrite(
        "pdf-javascript-stream",
        "a.pdf",
        pdf(b"<< /S /JavaScript /JS 11 0 R >>", stream(CODE), catalog=b"/OpenAction 10 0 R"),
    )
    yield rewrite(
        "pdf-javascript-written-oddly",
        "a.pdf",
        pdf(b"<< /S /J#61vaScript /#4aS (" + CODE + b") >>", catalog=b"/Open#41ction 10 0 R"),
    )
    yield rewrite("pdf-launch", "a.pdf", pdf(launch, catalog=b"/OpenAction 10 0 R"))
    yield rewrite(
        "pdf-other-file",
        "a.pdf",
        pdf(
            b"<< /S /GoToR /F (\\\\\\\\127.0.0.1\\\\x) /D [0 /Fit] >>",
            catalog=b"/OpenAction 10 0 R",
        ),
    )
    yield rewrite(
        "pdf-action-among-resources",
        "a.pdf",
        pdf(JS, page=b"/Group << /S /Transparency /Next 10 0 R /AA << /O 10 0 R >> >>"),
    )
    yield rewrite(
        "pdf-chained-actions",
        "a.pdf",
        pdf(
            b"<< /S /URI /URI (http://127.0.0.1:1/) /Next 10 0 R >>", catalog=b"/OpenAction 10 0 R"
        ),
    )


def _attachments() -> Iterator[Hostile]:
    names = b"/Names << /EmbeddedFiles << /Names [(a) 10 0 R] >> >>"
    program = stream(b"MZ" + MARKER, b"/Type /EmbeddedFile")
    pinned = b"<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS 10 0 R >>"
    rich = (
        b"/Annots [<< /Type /Annot /Subtype /RichMedia /Rect [0 0 9 9] /RichMediaContent 10 0 R >>]"
    )
    yield rewrite("pdf-attachment", "a.pdf", pdf(FILESPEC, program, catalog=names))
    yield rewrite("pdf-associated-file", "a.pdf", pdf(FILESPEC, program, page=b"/AF [10 0 R]"))
    yield rewrite(
        "pdf-attachment-on-page",
        "a.pdf",
        pdf(FILESPEC, program, page=b"/Annots [" + pinned + b"]"),
    )
    yield rewrite("pdf-rich-media", "a.pdf", pdf(FILESPEC, program, page=rich))
    yield rewrite(
        "pdf-portfolio", "a.pdf", pdf(FILESPEC, program, catalog=names + b"/Collection << >>")
    )


def _annotations() -> Iterator[Hostile]:
    form = b"/AcroForm << /Fields [] /XFA 10 0 R /NeedAppearances true >>"
    xfa = stream(b"<xdp:xdp><script>" + CODE + b"</script></xdp:xdp>")
    look = stream(b"0 0 1 rg 0 0 100 30 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 100 30]")
    field = (
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (nama) /V (" + MARKER + b") /F 4"
        b" /Rect [100 100 200 130] /AP << /N 11 0 R >> /AA << /K << /S /JavaScript /JS (x) >> >> >>"
    )
    signed = (
        b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (ttd) /F 4 /Rect [100 100 200 130]"
        b" /AP << /N 11 0 R >> /V << /Type /Sig /Filter /Adobe.PPKLite /ByteRange [0 9 9 9]"
        b" /Contents <00> >> >>"
    )
    link = (
        b"<< /Type /Annot /Subtype /Link /Rect [0 0 99 99] /A << /S /URI /URI (javascript:1) >> >>"
    )
    yield rewrite("pdf-xfa", "a.pdf", pdf(xfa, catalog=form))
    yield rewrite("pdf-form-field", "a.pdf", pdf(field, look, page=b"/Annots [10 0 R]"))
    yield rewrite("pdf-signed", "a.pdf", pdf(signed, look, page=b"/Annots [10 0 R]"))
    yield rewrite("pdf-link", "a.pdf", pdf(link, page=b"/Annots [10 0 R]"))
    yield rewrite("pdf-annotation-is-itself", "a.pdf", pdf(b"[10 0 R]", page=b"/Annots 10 0 R"))


def _hidden_words() -> Iterator[Hostile]:
    photo = b"/Type /XObject /Subtype /Image /Width 160 /Height 120 /BitsPerComponent 8"
    camera = stream(located(), photo + b" /ColorSpace /DeviceRGB /Filter /DCTDecode")
    draw = b"q 300 0 0 200 50 50 cm /Im Do Q"
    shown = b"/Resources << /XObject << /Im 10 0 R >> >>"
    xmp = stream(b"<x>" + MARKER + b"</x>", b"/Type /Metadata /Subtype /XML")
    yield rewrite(
        "pdf-info", "a.pdf", pdf(b"<< /Author (" + MARKER + b") >>", trailer=b"/Info 10 0 R")
    )
    yield rewrite("pdf-xmp", "a.pdf", pdf(xmp, catalog=b"/Metadata 10 0 R"))
    yield rewrite("pdf-xmp-of-page", "a.pdf", pdf(xmp, page=b"/Metadata 10 0 R /PieceInfo << >>"))
    yield rewrite("pdf-photo-with-position", "a.pdf", _one_page({10: camera}, shown, draw))
    yield rewrite("pdf-unused-object", "a.pdf", pdf(b"(" + MARKER + b")"))
    yield rewrite("pdf-earlier-version", "a.pdf", pdf() + b"\n" + _later_version())


def _one_page(more: dict[int, bytes], resources: bytes, content: bytes) -> bytes:
    return pdf_file(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            + resources
            + b" >>",
            4: stream(content),
        }
        | more
    )


def _later_version() -> bytes:
    """An update that hides new catalog entries behind the first version's table."""
    body = b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R /OpenAction " + JS + b" >>\nendobj\n"
    place = len(pdf()) + 1
    return (
        body
        + b"xref\n1 1\n%010d 00000 n \ntrailer\n<< /Size 6 /Root 1 0 R >>\n" % place
        + (b"startxref\n%d\n%%%%EOF\n" % (place + len(body)))
    )


def _outside() -> Iterator[Hostile]:
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 99 99]"
    shown = b"/Resources << /XObject << /Im 10 0 R >> >>"
    elsewhere = b"/Ref << /F (file:///etc/passwd) /Page 0 >>"
    for slug, body in {
        "external-stream": b"<< /Length 0 /F (/etc/passwd) /Type /XObject /Subtype /Form"
        b" /BBox [0 0 9 9] >>\nstream\n\nendstream",
        "reference-drawing": stream(b"0 0 9 9 re f", form + elsewhere),
        "postscript": stream(b"(" + MARKER + b") run", b"/Type /XObject /Subtype /PS"),
        "drawing-draws-itself": stream(b"/Im Do", form + shown),
        "opi": stream(b"", form + b"/OPI << /2.0 << /F (http://127.0.0.1:1/x) >> >>"),
    }.items():
        yield rewrite(f"pdf-{slug}", "a.pdf", _one_page({10: body}, shown, b"/Im Do"))


def _trees() -> Iterator[Hostile]:
    catalog = b"<< /Type /Catalog /Pages 2 0 R >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] >>"
    deep = {n: b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (n + 1) for n in range(2, 500)}
    many = b"<< /Type /Pages /Kids [%s] /Count 51 >>" % b" ".join(
        b"%d 0 R" % n for n in range(3, 54)
    )
    same = b"<< /Type /Pages /Kids [%s] /Count 99999 >>" % (b"3 0 R " * 99_999)
    yield refuse(
        "pdf-tree-loop", "a.pdf", pdf_file({1: catalog, 2: b"<< /Kids [2 0 R] /Count 1 >>"})
    )
    yield refuse("pdf-tree-deep", "a.pdf", pdf_file({1: catalog, 500: page} | deep))
    yield refuse(
        "pdf-51-pages", "a.pdf", pdf_file({1: catalog, 2: many} | dict.fromkeys(range(3, 54), page))
    )
    yield refuse("pdf-one-page-many-times", "a.pdf", pdf_file({1: catalog, 2: same, 3: page}))
    yield refuse("pdf-no-pages", "a.pdf", pdf_file({1: catalog, 2: b"<< /Kids [] /Count 0 >>"}))
    yield refuse("pdf-pages-missing", "a.pdf", pdf_file({1: catalog}))
    yield refuse("pdf-catalog-is-number", "a.pdf", pdf_file({1: b"7"}))
    yield rewrite(
        "pdf-count-lies",
        "a.pdf",
        pdf_file({1: catalog, 2: b"<< /Kids [3 0 R] /Count 1000000000 >>", 3: page}),
    )


def _bombs() -> Iterator[Hostile]:
    packed = stream(
        zlib.compress(b"0 " * 50_000_000, 9),
        b"/Type /ObjStm /N 9999999 /First 9 /Filter /FlateDecode",
    )
    nested = b"[" * 100_000 + b"]" * 100_000
    boxes = b"/MediaBox [0 0 1e30 1e30]"
    yield refuse("pdf-contents-bomb", "a.pdf", _contents_bomb)
    yield rewrite("pdf-object-stream-bomb", "a.pdf", pdf(packed, page=b"/Nothing 10 0 R"))
    yield rewrite("pdf-nested-arrays", "a.pdf", pdf(nested, page=b"/Resources 10 0 R"))
    yield rewrite("pdf-vast-page", "a.pdf", pdf().replace(b"/MediaBox [0 0 595 842]", boxes))
    yield rewrite("pdf-table-nowhere", "a.pdf", pdf(trailer=b"/Prev 99999999"))
    yield rewrite("pdf-table-loop", "a.pdf", pdf(trailer=b"/Prev %d" % pdf().index(b"xref\n0")))
    yield rewrite("pdf-vast-table", "a.pdf", pdf(trailer=b"/Size 2147483647"))
    yield rewrite(
        "pdf-stream-length-lies", "a.pdf", pdf().replace(b"/Length 84", b"/Length 99999999")
    )


def _contents_bomb() -> bytes:
    twice = zlib.compress(zlib.compress(bytes(200_000_000), 9), 9)
    zeros = stream(twice, b"/Filter [/FlateDecode /FlateDecode]")
    return pdf(zeros).replace(b"/Contents 4 0 R", b"/Contents 10 0 R")


def _locked() -> Iterator[Hostile]:
    for slug, password in {"password": "rahasia", "owner-only": ""}.items():
        writer = PdfWriter()
        writer.append(io.BytesIO(pdf()))
        writer.encrypt(user_password=password, owner_password="lain", algorithm="RC4-128")
        out = io.BytesIO()
        writer.write(out)
        yield refuse(f"pdf-{slug}", "a.pdf", out.getvalue())


def _shapes() -> Iterator[Hostile]:
    yield from cut("pdf", "a.pdf", pdf(), kept="5")
    yield refuse("pdf-only-header", "a.pdf", b"%PDF-1.7\n")
    yield refuse("pdf-noise", "a.pdf", b"%PDF-1.7\n" + picture("PNG") * 20)
    yield rewrite("pdf-then-zip", "a.zip", pdf() + zipped({"a.html": SCRIPT}))
    yield rewrite("pdf-html-first", "a.html", b"<html>" + SCRIPT + b"</html>\n" + pdf())
    yield rewrite("pdf-called-jpg", "a.jpg", pdf())
    yield refuse("pdf-beyond-the-limit", "a.pdf", pdf() + bytes(15_000_001))
