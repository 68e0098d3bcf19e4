"""The seal a registered mark carries on its packets: word, name, QR and code in one colour."""

import textwrap
from dataclasses import dataclass
from xml.sax.saxutils import escape

import segno

WIDTH, HEIGHT = 66, 24
QR_SIDE, QR_AT = 20.0, 2.0
TEXT_AT = 24.5
LETTERS_A_LINE = 20
MOST_LINES = 2


@dataclass(frozen=True)
class PacketSeal:
    """What is printed. ``word`` is the seal's word, ``address`` what the QR opens."""

    word: str
    mark: str
    code: str
    address: str

    def svg(self) -> bytes:
        """A picture of 66 x 24 mm, its QR 20 mm wide; black on nothing, so any ground shows."""
        lines = textwrap.wrap(self.mark, LETTERS_A_LINE) or [""]
        size = 3.6 if len(lines) <= MOST_LINES else 2.4
        if len(lines) > MOST_LINES:
            lines = textwrap.wrap(self.mark, 30, max_lines=MOST_LINES + 1, placeholder="…")
        y = 6.5
        texts = [_text(y, 4.2, self.word, bold=True)]
        for line in lines:
            y += size + 0.8
            texts.append(_text(y, size, line))
        groups = self.code.split("-")
        texts.append(_text(18.6, 2.2, "-".join(groups[:3]) + ("-" if groups[3:] else "")))
        texts.append(_text(21.6, 2.2, "-".join(groups[3:])))
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}mm" height="{HEIGHT}mm" '
            f'viewBox="0 0 {WIDTH} {HEIGHT}" fill="#000" font-family="Arial, sans-serif">'
            f'<rect x="0.3" y="0.3" width="{WIDTH - 0.6}" height="{HEIGHT - 0.6}" rx="1.2" '
            f'fill="none" stroke="#000" stroke-width="0.5"/>'
            f"{_modules(self.address)}{''.join(texts)}</svg>"
        ).encode()


def _text(y: float, size: float, words: str, *, bold: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    return f'<text x="{TEXT_AT}" y="{y:g}" font-size="{size:g}"{weight}>{escape(words)}</text>'


def _modules(address: str) -> str:
    """The QR as one path; its quiet zone is the free ground around it."""
    matrix = segno.make(address, error="m", micro=False).matrix
    scale = QR_SIDE / len(matrix)
    path = "".join(
        f"M{column} {row}h1v1h-1z"
        for row, cells in enumerate(matrix)
        for column, dark in enumerate(cells)
        if dark
    )
    return f'<path transform="translate({QR_AT} {QR_AT}) scale({scale:.5f})" d="{path}"/>'
