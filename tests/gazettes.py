"""Gazettes composed in the layout of the domain reference 11, with what trips readers on request.

Writes PDF by hand: width tables can be broken on purpose, and 20,000 pictures cost little.
"""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image, ImageDraw

PER_LIST_PAGE = 38
HEIGHT = 842


Drawn = tuple[int, int, int] | bytes


@dataclass(frozen=True)
class Published:
    """One application as it is composed."""

    number: str
    received: str
    classes: tuple[int, ...]
    name: str
    owner: str = "PT CONTOH REKAAN, Jalan Contoh 1, Jakarta"
    goods: str = "keripik singkong"
    has_picture: bool = True
    jpeg: bytes = b""


@dataclass(frozen=True)
class Flaws:
    """What goes wrong in a file."""

    zero_widths: bool = False
    glued_footers: bool = False
    slipped: frozenset[int] = frozenset()
    doubled: frozenset[int] = frozenset()
    letterhead: bool = False
    pictures_before: bool = False


def some(count: int, *, year: int = 2026, first: int = 1) -> list[Published]:
    """``count`` invented applications; every ninth has no words, every eleventh two classes."""
    syllables = ("ka", "ru", "mi", "so", "te", "la", "ngi", "po", "da", "wu", "ba", "ne")
    found = []
    for at in range(first, first + count):
        word = "".join(syllables[(at // 12**k) % 12] for k in range(4)).upper()
        classes = (30, 43) if at % 11 == 0 else (1 + at % 45,)
        name = "" if at % 9 == 0 else f"{word} {at % 7 + 2}" if at % 5 == 0 else word
        found.append(Published(f"DID{year}06{at:06d}", "15/07/2026", classes, name))
    return found


def colour_of(number: str) -> tuple[int, int, int]:
    """The colour of an application's label: told apart even after lossy packing."""
    digits = int("".join(c for c in number if c.isdigit())[-6:])
    return (40 + digits * 37 % 200, 40 + digits * 101 % 200, 40 + digits * 59 % 200)


def compose(
    entries: Sequence[Published],
    *,
    number: str = "141/P-M/VII/A/2026",
    period: str = "15 JULI 2026 - 15 SEPTEMBER 2026",
    flaws: Flaws | None = None,
) -> bytes:
    """A gazette of ``entries`` as the bytes of a PDF."""
    wrong = flaws or Flaws()
    out = _Pdf(wrong.zero_widths)
    out.page([(72, 700, "BERITA RESMI MEREK SERI-A"), (72, 680, f"No. {number}"),
              (72, 660, f"DIUMUMKAN TANGGAL {period}")])  # fmt: skip
    total = 1 + -(-len(entries) // PER_LIST_PAGE)
    for sheet in range(0, len(entries), PER_LIST_PAGE):
        texts = [(40, 800, "No  Nomor Permohonan  Tanggal Penerimaan  Kelas  Merek")]
        rows = entries[sheet : sheet + PER_LIST_PAGE]
        for at, row in enumerate(rows):
            classes = ", ".join(map(str, row.classes))
            text = f"{sheet + at + 1}  {row.number}  {row.received}  {classes}  {row.name}"
            footer = f"Halaman {2 + sheet // PER_LIST_PAGE} dari {total}"
            if at == len(rows) - 1 and wrong.glued_footers:
                text += footer
            texts.append((40, 780 - 19 * at, text.rstrip()))
        if not wrong.glued_footers:
            texts.append((260, 30, f"Halaman {2 + sheet // PER_LIST_PAGE} dari {total}"))
        out.page(texts)
    _details(out, entries, wrong)
    return out.finish()


def _details(out: "_Pdf", entries: Sequence[Published], wrong: Flaws) -> None:
    """Two applications a page; a slipped picture lies on top of the next page."""
    slipped: list[Published] = []
    for sheet in range(0, len(entries), 2):
        texts, pictures = [], []
        if wrong.letterhead:
            pictures.append((480, 800, 60, 30, (10, 10, 10)))
        pictures += [(60, 740, 60, 60, colour_of(row.number)) for row in slipped]
        slipped = []
        for at, row in enumerate(entries[sheet : sheet + 2]):
            top = 720 - 350 * at
            classes = ", ".join(map(str, row.classes))
            goods = "=== " + " === ".join(row.goods for _ in row.classes) + " ==="
            texts += [(60, top, f"210 Nomor Permohonan : {row.number}"),
                      (60, top - 18, f"511 Kelas Barang/Jasa : {classes}"),
                      (60, top - 36, f"510 Uraian Barang/Jasa : {goods}"),
                      (60, top - 54, f"730 Nama dan Alamat Pemohon : {row.owner}"),
                      (60, top - 72, f"540 Etiket{row.number}")]  # fmt: skip
            where = sheet + at
            if not row.has_picture:
                continue
            if where in wrong.slipped:
                slipped.append(row)
            else:
                below = top + 20 if wrong.pictures_before else top - 180
                pictures.append((60, below, 90, 90, row.jpeg or colour_of(row.number)))
            if where in wrong.doubled:
                pictures.append((200, top - 180, 90, 90, (200, 0, 0)))
        out.page(texts, pictures)
    if slipped:
        out.page([], [(60, 740, 60, 60, colour_of(row.number)) for row in slipped])


def _square(colour: tuple[int, int, int]) -> bytes:
    made = Image.new("RGB", (48, 48), colour)
    ImageDraw.Draw(made).rectangle((12, 12, 36, 36), outline=(255, 255, 255))
    written = BytesIO()
    made.save(written, "JPEG", quality=90)
    return written.getvalue()


@dataclass
class _Pdf:
    """Enough of PDF: Helvetica, lines of text, small JPEG pictures."""

    zero_widths: bool
    objects: list[bytes] = field(default_factory=lambda: [b"", b"", b""])
    pages: list[int] = field(default_factory=list)
    known: dict[Drawn, int] = field(default_factory=dict)

    def page(
        self,
        texts: Sequence[tuple[int, int, str]],
        pictures: Sequence[tuple[int, int, int, int, Drawn]] = (),
    ) -> None:
        """Add a page: texts at (x, y), pictures at (x, y, width, height, colour)."""
        drawn = []
        for x, y, text in texts:
            safe = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            drawn.append(f"BT /F1 10 Tf {x} {y} Td ({safe}) Tj ET")
        names = {}
        for at, (x, y, width, height, colour) in enumerate(pictures):
            names[f"I{at}"] = self._picture(colour)
            drawn.append(f"q {width} 0 0 {height} {x} {y} cm /I{at} Do Q")
        packed = zlib.compress("\n".join(drawn).encode("latin-1"))
        content = self._add(
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)
        )
        images = " ".join(f"/{name} {number} 0 R" for name, number in names.items())
        self.pages.append(
            self._add(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 {HEIGHT}] /Contents {content} 0 R"
                f" /Resources << /Font << /F1 3 0 R >> /XObject << {images} >> >> >>".encode()
            )
        )

    def _picture(self, drawn: Drawn) -> int:
        """A colour as a small square, or a JPEG as it is."""
        if drawn not in self.known:
            data = drawn if isinstance(drawn, bytes) else _square(drawn)
            with Image.open(BytesIO(data)) as picture:
                width, height = picture.size
            head = (
                f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height}"
                " /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode"
                f" /Length {len(data)} >>\nstream\n"
            )
            self.known[drawn] = self._add(head.encode() + data + b"\nendstream")
        return self.known[drawn]

    def _add(self, body: bytes) -> int:
        self.objects.append(body)
        return len(self.objects)

    def finish(self) -> bytes:
        """The whole file."""
        kids = " ".join(f"{number} 0 R" for number in self.pages)
        widths = " ".join(["0"] * 224) if self.zero_widths else ""
        table = f" /FirstChar 32 /LastChar 255 /Widths [{widths}]" if widths else ""
        self.objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
        self.objects[1] = f"<< /Type /Pages /Kids [{kids}] /Count {len(self.pages)} >>".encode()
        self.objects[2] = f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica{table} >>".encode()
        return b"".join(self._parts())

    def _parts(self) -> Iterator[bytes]:
        at, places = 9, []
        yield b"%PDF-1.4\n"
        for number, body in enumerate(self.objects, start=1):
            places.append(at)
            written = b"%d 0 obj\n%s\nendobj\n" % (number, body)
            at += len(written)
            yield written
        yield b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        yield b"".join(b"%010d 00000 n \n" % place for place in places)
        yield b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
            len(places) + 1,
            at,
        )
