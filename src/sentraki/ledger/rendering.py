"""Paper: PDF by Typst, Word by docxtpl, QR by segno. Data in, bytes out; nothing is looked up.

Whatever people typed reaches a template as data and is never read as markup. A template sees the
folder ``paper/`` and the files it is given, and nothing else of the machine.
"""

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any

import segno
import typst
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from PIL import Image

PAPER = Path(__file__).parent / "paper"
_FONTS = PAPER / "fonts"
_MAIN = "main.typ"
_DATA = "data.json"
_TEMPLATE_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FILE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*\.(?:jpg|png|svg)")
_NO_PAPER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_compiling = Lock()


def render_pdf(
    template: str,
    data: Mapping[str, Any],
    *,
    stamp: datetime,
    files: Mapping[str, bytes] | None = None,
) -> bytes:
    """The PDF of ``paper/<template>.typ`` filled with ``data`` (JSON values).

    ``files`` are pictures by the names the template asks for (``label.jpg``, ``qr.svg``).
    ``stamp`` (aware) becomes the time of creation in the file: the same arguments give the same
    bytes. Raises ``ValueError`` for an unknown template, a bad file name or a naive ``stamp``,
    ``OSError`` for a file that is no picture.
    """
    if stamp.tzinfo is None:
        raise ValueError("the time of creation needs a zone")
    project = {
        _MAIN: _template(template, "typ").read_bytes(),
        _DATA: json.dumps(printable(data), ensure_ascii=False).encode(),
        **{name: _as_svg(name, content) for name, content in _checked(files or {}).items()},
    }
    with _compiling:
        pages: bytes = _compiler().compile(
            input=project, format="pdf", timestamp=stamp.replace(microsecond=0), sys_inputs=None
        )
    return pages


def render_docx(
    template: str, data: Mapping[str, Any], files: Mapping[str, bytes] | None = None
) -> bytes:
    """The Word file of ``paper/<template>.docx`` filled with ``data``.

    In the template ``{{ picture("label.jpg", 38) }}`` puts one of ``files``, so many millimetres
    wide, or smaller when a third value says how high it may be. Raises ``ValueError`` as
    :func:`render_pdf` does, ``jinja2.sandbox.SecurityError`` for a template that reaches for
    anything but its data, ``jinja2.UndefinedError`` for a value that is not among them.
    """
    return fill_docx(_template(template, "docx").read_bytes(), data, files)


def fill_docx(
    template: bytes, data: Mapping[str, Any], files: Mapping[str, bytes] | None = None
) -> bytes:
    """Like :func:`render_docx` for an office's own template, which is not trusted."""
    pictures = _checked(files or {})
    document = DocxTemplate(BytesIO(template))

    def picture(name: str, width_mm: float, height_mm: float = 0) -> Any:
        given = pictures.get(name)
        if not given:
            return ""
        with Image.open(BytesIO(given), formats=("JPEG", "PNG")) as opened:
            across, down = opened.size
        width = min(width_mm, height_mm * across / down) if height_mm else width_mm
        return InlineImage(document, BytesIO(given), width=Mm(width))

    context = {**printable(data), "picture": picture}
    sandbox = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    document.render(context, jinja_env=sandbox)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def qr_svg(text: str) -> bytes:
    """A QR code as SVG with its quiet zone: black on white, error correction M or better."""
    written = BytesIO()
    segno.make(text, error="m", micro=False).save(written, kind="svg", border=4, light="white")
    return written.getvalue()


def qr_png(text: str) -> bytes:
    """The same QR code as PNG, eight pixels a module."""
    written = BytesIO()
    segno.make(text, error="m", micro=False).save(written, kind="png", border=4, scale=8)
    return written.getvalue()


@cache
def _compiler() -> Any:
    # Its stub knows no files in memory, hence Any.
    return typst.Compiler(root=str(PAPER), font_paths=[str(_FONTS)], ignore_system_fonts=True)


def _template(name: str, kind: str) -> Path:
    path = PAPER / f"{name}.{kind}"
    if not _TEMPLATE_NAME.fullmatch(name) or not path.is_file():
        raise ValueError(f"no such template: {name}")
    return path


def _checked(files: Mapping[str, bytes]) -> dict[str, bytes]:
    for name in files:
        if not _FILE_NAME.fullmatch(name):
            raise ValueError(f"not a name for a picture: {name}")
    return dict(files)


def _as_svg(name: str, content: bytes) -> bytes:
    """A picture as text, all the compiler takes from memory; its own bytes stay as they are."""
    if name.endswith(".svg"):
        return content
    with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as picture:
        width, height = picture.size
        mime = Image.MIME[picture.format or ""]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" '
        f'href="data:{mime};base64,{b64encode(content).decode()}"/></svg>'
    ).encode()


def printable(value: Any) -> Any:
    """``value`` (texts, lists, mappings) without the characters no paper format can hold."""
    if isinstance(value, str):
        return _NO_PAPER.sub("", value)
    if isinstance(value, Mapping):
        return {key: printable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [printable(item) for item in value]
    return value
