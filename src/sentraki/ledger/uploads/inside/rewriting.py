"""Writing a PDF anew from its pages: contents and resources are copied, keys that act are not.

The new file has a catalog, one page list, the pages, and what these need to be drawn. Nothing of
the old trailer, catalog, names, outlines, forms, annotations, metadata or attachments is reachable.
"""

import io
from collections import deque
from typing import Any

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from sentraki.ledger.uploads.inside.jpeg import bare_jpeg

PAGE_KEYS = ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources", "/Contents", "/Group")
# Dictionaries under these keys map names chosen by the file's author to objects.
NAME_MAPS = frozenset(
    {
        "/CharProcs",
        "/ColorSpace",
        "/Colorants",
        "/ExtGState",
        "/Font",
        "/Pattern",
        "/Properties",
        "/Shading",
        "/XObject",
    }
)
FORBIDDEN_KEYS = frozenset(
    {
        "/AcroForm",
        "/Alternates",
        "/Annots",
        "/EmbeddedFiles",
        "/JS",
        "/JavaScript",
        "/LastModified",
        "/Metadata",
        "/OPI",
        "/OpenAction",
        "/Outlines",
        "/PieceInfo",
        "/RichMedia",
        "/StructParent",
        "/StructParents",
        "/XFA",
    }
)
FORBIDDEN_FIELDS = FORBIDDEN_KEYS | {
    "/A",
    "/AA",
    "/AF",
    "/Dest",
    "/EF",
    "/F",
    "/FDecodeParms",
    "/FFilter",
    "/Names",
    "/PS",
    "/Parent",
    "/Ref",
    "/URI",
}
FORBIDDEN_TYPES = frozenset(
    {"/Action", "/Annot", "/Catalog", "/EmbeddedFile", "/Filespec", "/Metadata", "/Sig"}
)
ACTIONS = frozenset(
    {
        "/GoTo3DView",
        "/GoToE",
        "/GoToR",
        "/ImportData",
        "/JavaScript",
        "/Launch",
        "/Movie",
        "/Rendition",
        "/RichMediaExecute",
        "/Sound",
        "/SubmitForm",
        "/URI",
    }
)
PLAIN = (
    BooleanObject,
    ByteStringObject,
    FloatObject,
    NameObject,
    NullObject,
    NumberObject,
    TextStringObject,
)
MAX_OBJECTS = 100_000
HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


class Forbidden(Exception):
    """The written file holds something it must not, or the old one something that cannot be."""


class Rewriter:
    """Copies pages into a new file; one use."""

    def __init__(self) -> None:
        self.written: dict[int, PdfObject] = {}
        self.numbers: dict[tuple[int, int, bool], int] = {}
        self.waiting: deque[tuple[int, IndirectObject, bool]] = deque()
        self.count = 2

    def write(self, pages: list[DictionaryObject]) -> bytes:
        """Return the bytes of a new PDF with ``pages`` (inherited values filled in)."""
        numbers = []
        for page in pages:
            self.count += 1
            numbers.append(self.count)
            self.written[numbers[-1]] = self._page(page)
        while self.waiting:
            number, source, is_map = self.waiting.popleft()
            self.written[number] = self._copy(source.get_object(), is_map=is_map)
        self.written[1] = _dictionary({"/Type": NameObject("/Catalog"), "/Pages": _reference(2)})
        self.written[2] = _dictionary(
            {
                "/Type": NameObject("/Pages"),
                "/Count": NumberObject(len(numbers)),
                "/Kids": ArrayObject(_reference(number) for number in numbers),
            }
        )
        return self._bytes()

    def _page(self, page: DictionaryObject) -> PdfObject:
        kept = {key: self._copy(page.raw_get(key)) for key in PAGE_KEYS if key in page}
        return _dictionary({"/Type": NameObject("/Page"), "/Parent": _reference(2)} | kept)

    def _copy(self, value: Any, *, is_map: bool = False) -> PdfObject:
        if isinstance(value, IndirectObject):
            return self._promise(value, is_map=is_map)
        if isinstance(value, ArrayObject):
            return ArrayObject(self._copy(item) for item in raw_items(value))
        if isinstance(value, DictionaryObject):
            return self._copied_dictionary(value, is_map=is_map)
        return value if isinstance(value, PLAIN) else NullObject()

    def _promise(self, source: IndirectObject, *, is_map: bool) -> PdfObject:
        """A reference to the copy, which is made when its turn comes."""
        address = (source.idnum, source.generation, is_map)
        if address not in self.numbers:
            self.count += 1
            if self.count > MAX_OBJECTS:
                raise Forbidden("too many objects")
            self.numbers[address] = self.count
            self.waiting.append((self.count, source, is_map))
        return _reference(self.numbers[address])

    def _copied_dictionary(self, value: DictionaryObject, *, is_map: bool) -> PdfObject:
        if not is_map and _acts(value):
            return NullObject()
        dropped = FORBIDDEN_KEYS if is_map else FORBIDDEN_FIELDS
        kept = {
            key: self._copy(item, is_map=not is_map and key in NAME_MAPS)
            for key, item in raw_fields(value).items()
            if key not in dropped
        }
        if not isinstance(value, StreamObject):
            return _dictionary(kept)
        stream = StreamObject()
        stream.update(_dictionary(kept))
        raw = StreamObject.get_data(value)
        is_jpeg = value.get("/Filter") in ("/DCTDecode", ["/DCTDecode"])
        stream.set_data(bare_jpeg(raw) if is_jpeg else raw)
        return stream

    def _bytes(self) -> bytes:
        out = io.BytesIO()
        out.write(HEADER)
        places = []
        for number in range(1, self.count + 1):
            places.append(out.tell())
            out.write(b"%d 0 obj\n" % number)
            self.written[number].write_to_stream(out)
            out.write(b"\nendobj\n")
        start = out.tell()
        out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (self.count + 1))
        out.writelines(b"%010d 00000 n \n" % place for place in places)
        out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (self.count + 1))
        out.write(b"startxref\n%d\n%%%%EOF\n" % start)
        return out.getvalue()


def check(body: bytes) -> None:
    """Read the written file again and walk all it reaches; raises ``Forbidden``."""
    reader = PdfReader(io.BytesIO(body), strict=True)
    if reader.trailer.keys() != {"/Size", "/Root"}:
        raise Forbidden("trailer")
    catalog: Any = reader.trailer["/Root"]
    if catalog.keys() != {"/Type", "/Pages"}:
        raise Forbidden("catalog")
    queue: list[tuple[Any, bool]] = []
    for page in raw_items(catalog["/Pages"]["/Kids"]):
        fields = raw_fields(page.get_object())
        if fields.keys() - {*PAGE_KEYS, "/Type", "/Parent"}:
            raise Forbidden("page")
        queue += [(item, False) for key, item in fields.items() if key != "/Parent"]
    seen: set[tuple[int, bool]] = set()
    while queue:
        value, is_map = queue.pop()
        if isinstance(value, IndirectObject):
            if (value.idnum, is_map) in seen:
                continue
            seen.add((value.idnum, is_map))
            value = value.get_object()
        if isinstance(value, ArrayObject):
            queue += [(item, False) for item in raw_items(value)]
        elif isinstance(value, DictionaryObject):
            fields = raw_fields(value)
            forbidden = FORBIDDEN_KEYS if is_map else FORBIDDEN_FIELDS
            if fields.keys() & forbidden or (not is_map and _acts(value)):
                raise Forbidden("key")
            queue += [(item, not is_map and key in NAME_MAPS) for key, item in fields.items()]


def raw_items(array: ArrayObject) -> list[Any]:
    """The items of an array with references left unresolved."""
    return list(list.__iter__(array))


def raw_fields(dictionary: DictionaryObject) -> dict[str, Any]:
    """The entries of a dictionary with references left unresolved."""
    return dict(dict.items(dictionary))


def _acts(value: DictionaryObject) -> bool:
    """Whether this dictionary is an action, a file or PostScript instead of something drawn."""
    return (
        value.get("/Type") in FORBIDDEN_TYPES
        or value.get("/S") in ACTIONS
        or value.get("/Subtype") == "/PS"
    )


def _reference(number: int) -> IndirectObject:
    return IndirectObject(number, 0, None)


def _dictionary(items: dict[str, PdfObject]) -> DictionaryObject:
    return DictionaryObject({NameObject(key): value for key, value in items.items()})
