"""Small makers of files: honest ones to start from, and the parts hostile ones are made of."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping

from PIL import Image, ImageDraw

MARKER = b"PENANDA-RAHASIA-7391"
SCRIPT = b"<script>alert('PENANDA-RAHASIA-7391')</script>"


def drawing(mode: str = "RGB", size: tuple[int, int] = (160, 120)) -> Image.Image:
    """A picture with flat and busy parts, in the mode asked for."""
    noise = random.Random(7391).randbytes(64 * 64)
    picture = Image.frombytes("L", (64, 64), noise).resize(size).convert("RGB")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((10, 10, size[0] // 2, size[1] // 2), fill=(200, 30, 40))
    pen.ellipse((size[0] // 3, size[1] // 3, size[0] - 10, size[1] - 10), fill=(20, 90, 160))
    if mode in {"RGBA", "LA"}:
        picture = picture.convert(mode)
        picture.putalpha(Image.linear_gradient("L").resize(size))
        return picture
    return picture.convert(mode)


def picture(form: str, mode: str = "RGB", size: tuple[int, int] = (160, 120), **options) -> bytes:
    """An honest picture as bytes."""
    out = io.BytesIO()
    drawing(mode, size).save(out, form, **options)
    return out.getvalue()


def jpeg_segment(marker: int, content: bytes) -> bytes:
    """One JPEG segment with its length."""
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def jpeg_with(*segments: bytes, after: bytes = b"") -> bytes:
    """An honest JPEG with more segments behind its start, and bytes behind its end."""
    data = picture("JPEG")
    return data[:2] + b"".join(segments) + data[2:] + after


def exif(entries: Iterable[tuple[int, int, int, bytes]], next_directory: int = 0) -> bytes:
    """An EXIF block (little endian): entries are tag, type, count and four bytes of value."""
    rows = [struct.pack("<HHI", tag, kind, count) + value for tag, kind, count, value in entries]
    directory = struct.pack("<H", len(rows)) + b"".join(rows) + struct.pack("<I", next_directory)
    return b"Exif\0\0II*\0\x08\0\0\0" + directory


def oriented(value: int) -> bytes:
    """A JPEG whose EXIF gives this orientation."""
    return jpeg_with(jpeg_segment(0xE1, exif([(0x0112, 3, 1, struct.pack("<HH", value, 0))])))


def located() -> bytes:
    """A JPEG with camera, owner and position, as a phone writes it."""
    data = Image.Exif()
    data[0x010F] = MARKER.decode()
    data[0x8298] = MARKER.decode()
    data[0x8825] = {1: "S", 2: (2.0, 59.0, 27.5), 3: "E", 4: (104.0, 45.0, 24.2)}
    return picture("JPEG", exif=data.tobytes())


def png_chunk(kind: bytes, content: bytes) -> bytes:
    """One PNG chunk with its length and checksum."""
    return (
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )


def png_with(*chunks: bytes, after: bytes = b"") -> bytes:
    """An honest PNG with more chunks behind its header, and bytes behind its end."""
    data = picture("PNG")
    return data[:33] + b"".join(chunks) + data[33:] + after


def png_of(width: int, height: int, *, depth: int = 1, colour: int = 0, rows: bytes = b"") -> bytes:
    """A PNG that claims this size; ``rows`` are its compressed rows."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", rows or zlib.compress(b"\0" * 1000))
        + png_chunk(b"IEND", b"")
    )


def gif_of_frames(frames: int, *, size: tuple[int, int] = (64, 64)) -> bytes:
    """A GIF with this many frames of one pixel each on a canvas of ``size``."""
    head = b"GIF89a" + struct.pack("<HHBBB", *size, 0x80, 0, 0) + b"\xff\0\0\0\0\xff"
    frame = b"\x21\xf9\x04\0\0\0\0\0" + b"\x2c" + bytes(4) + b"\x01\0\x01\0\0" + b"\x02\x02D\x01\0"
    return head + frame * frames + b";"


def zipped(
    parts: Mapping[str, bytes] | Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """A ZIP of named parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items() if isinstance(parts, Mapping) else parts:
            archive.writestr(name, content)
    return out.getvalue()


def pdf(
    *objects: bytes,
    page: bytes = b"",
    catalog: bytes = b"",
    trailer: bytes = b"",
    content: bytes = b"",
) -> bytes:
    """A PDF of one page that shows ``content``; further ``objects`` are numbered from 10.

    ``page`` and ``catalog`` are more entries of these dictionaries, ``trailer`` of the trailer.
    """
    drawn = (
        content
        or b"BT /F1 18 Tf 72 720 Td (Surat keterangan) Tj ET 0.8 0.1 0.1 rg 72 600 200 60 re f"
    )
    numbered = {
        1: b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> " + page + b" >>",
        4: stream(drawn),
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    }
    numbered |= {10 + place: body for place, body in enumerate(objects)}
    return pdf_file(numbered, trailer=trailer)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A PDF stream object's body."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def pdf_file(numbered: Mapping[int, bytes], *, trailer: bytes = b"") -> bytes:
    """A PDF of numbered objects with a proper cross-reference table; object 1 is the catalog."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in sorted(numbered.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), max(numbered) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        place = places.get(number)
        out += b"0000000000 00001 f \n" if place is None else b"%010d 00000 n \n" % place
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        trailer,
        start,
    )
    return bytes(out)


def xlsx(parts: Mapping[str, bytes] | None = None) -> bytes:
    """A minimal workbook; ``parts`` replace or add to its own."""
    spreadsheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    own = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{spreadsheet}" xmlns:r="{relation}"><sheets>'
        '<sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{relation}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{spreadsheet}"><sheetData><row r="1">'
        '<c r="A1" t="inlineStr"><is><t>Nama</t></is></c></row><row r="2"><c r="A2" '
        't="inlineStr"><is><t>Kopi Senja</t></is></c></row></sheetData></worksheet>',
    }
    return zipped({name: text.encode() for name, text in own.items()} | dict(parts or {}))
