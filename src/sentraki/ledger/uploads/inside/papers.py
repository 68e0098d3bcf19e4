"""PDF: what can be seen on its pages is written into a new file, everything else stays behind.

Whatever a parser raises on the way ends the child, and the gate calls the file damaged.
"""

import io
import logging
from typing import Any

import pypdfium2
import pypdfium2.raw as raw
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from sentraki.kernel.limited import pack, unpack
from sentraki.ledger.uploads.inside import pictures
from sentraki.ledger.uploads.inside.rewriting import Rewriter, check, raw_fields, raw_items

logging.getLogger("pypdf").setLevel(logging.CRITICAL)
INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
# Annotations that show nothing of their own; all others are drawn into the page first.
SILENT = {"/Link", "/Popup"}
RENDERED_SIDE = 2048
MAX_DEPTH = 64
MAX_SEEN = 200_000


class Refused(Exception):
    """The file is not taken, for the reason (and details) the gate knows."""

    def __init__(self, reason: str, **facts: Any) -> None:
        super().__init__(reason)
        self.facts = {"refused": reason, **facts}


def sanitise(payload: bytes) -> bytes:
    """Order (``max_pages``) and PDF in; facts (``pages``, ``notes``) and the new PDF out."""
    order, data = unpack(payload)
    del payload
    try:
        return _sanitised(data, order["max_pages"])
    except Refused as stop:
        return pack(stop.facts)


def picture_of_first_page(payload: bytes) -> bytes:
    """Order and PDF in; the first page as the picture ``pictures.encode`` would give."""
    order, data = unpack(payload)
    del payload
    try:
        _reader(data)
        before, picture = _rendered(data)
    except Refused as stop:
        return pack(stop.facts)
    notes = ["first-page"]
    if max(picture.size) > order["long_side"]:
        side = order["long_side"]
        picture.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
        notes.append("resized")
    return pictures.written(picture, order, notes, before=before, lossless=False)


def _sanitised(data: bytes, max_pages: int) -> bytes:
    reader = _reader(data)
    pages = _pages(reader, max_pages)
    notes = _found(reader)
    if any(_shows_annotations(page) for page in pages):
        data = _flattened(data)
        notes.append("form-flattened")
        pages = _pages(_reader(data), max_pages)
    body = Rewriter().write(pages)
    check(body)
    _opens(body, len(pages))
    return pack({"mime": "application/pdf", "pages": len(pages), "notes": notes}, body)


def _reader(data: bytes) -> PdfReader:
    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted:
        raise Refused("locked")
    return reader


def _pages(reader: PdfReader, max_pages: int) -> list[DictionaryObject]:
    """The page dictionaries in order, with what they inherit; each node of the tree once."""
    catalog: Any = reader.trailer["/Root"]
    found: list[DictionaryObject] = []
    seen: set[int] = set()
    queue: list[tuple[Any, dict[str, Any], int]] = [(catalog.raw_get("/Pages"), {}, 0)]
    while queue:
        item, inherited, depth = queue.pop()
        node = item.get_object() if isinstance(item, IndirectObject) else item
        if not isinstance(node, DictionaryObject) or id(node) in seen or depth > MAX_DEPTH:
            raise Refused("damaged")
        seen.add(id(node))
        here = inherited | {key: node.raw_get(key) for key in INHERITED if key in node}
        kids = node.get("/Kids")
        if isinstance(kids, ArrayObject):
            queue += [(kid, here, depth + 1) for kid in reversed(raw_items(kids))]
            continue
        page = DictionaryObject(node)
        page.update(here)
        found.append(page)
        if len(found) > max_pages:
            raise Refused("pages", limit=max_pages)
    if not found:
        raise Refused("damaged")
    return found


def _found(reader: PdfReader) -> list[str]:
    """Notes about what the rewriting leaves behind, from every object the file can reach."""
    notes: set[str] = set()
    seen: set[tuple[int, int]] = set()
    queue: list[Any] = [reader.trailer.raw_get("/Root")]
    while queue and len(seen) < MAX_SEEN:
        item: Any = queue.pop()
        if isinstance(item, IndirectObject):
            address = (item.idnum, item.generation)
            if address in seen:
                continue
            seen.add(address)
            item = item.get_object()
        if isinstance(item, ArrayObject):
            queue += raw_items(item)
        elif isinstance(item, DictionaryObject):
            notes |= _notes_on(item)
            queue += raw_fields(item).values()
    return sorted(notes)


def _notes_on(item: DictionaryObject) -> set[str]:
    keys, notes = set(raw_fields(item)), set()
    action = item.get("/S")
    if keys & {"/JS", "/JavaScript", "/XFA", "/RichMedia", "/AA"} or action in {
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/Rendition",
        "/GoToE",
        "/GoToR",
    }:
        notes.add("active-removed")
    if keys & {"/EF", "/EmbeddedFiles"}:
        notes.add("attachments-dropped")
    if "/ByteRange" in keys or item.get("/Type") == "/Sig":
        notes.add("signature-dropped")
    if "/OCProperties" in keys:
        notes.add("layers-shown")
    return notes


def _shows_annotations(page: DictionaryObject) -> bool:
    annotations = page.get("/Annots")
    if not isinstance(annotations, ArrayObject):
        return False
    entries = [entry.get_object() for entry in raw_items(annotations)]
    return any(
        isinstance(entry, DictionaryObject) and entry.get("/Subtype") not in SILENT
        for entry in entries
    )


def _flattened(data: bytes) -> bytes:
    """Draw filled form fields, stamps and notes into their pages."""
    with pypdfium2.PdfDocument(data) as document:
        # A form's empty fields get their look; a page may carry stamps without any form.
        document.init_forms()
        for page in document:
            if not raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY):
                raise Refused("damaged")
            page.close()
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def _opens(body: bytes, pages: int) -> None:
    """A second, independent reader must find the same pages in what was written."""
    with pypdfium2.PdfDocument(body) as document:
        if len(document) != pages:
            raise Refused("damaged")
        for page in document:
            page.close()


def _rendered(data: bytes) -> tuple[tuple[int, int], Image.Image]:
    """Size of the first page in points, and its picture on white."""
    with pypdfium2.PdfDocument(data) as document:
        page = document[0]
        width, height = page.get_size()
        scale = RENDERED_SIDE / max(width, height, 1)
        picture = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
        page.close()
    return (round(width), round(height)), picture
