"""Cleaning what people typed before it goes on paper or into XML."""

import re
import unicodedata

# Characters XML 1.0 cannot hold at all (W3C XML 1.0, section 2.2), surrogates included.
ILLEGAL_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Characters that turn the direction of writing and could make a name read otherwise than stored.
_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def one_line(text: str) -> str:
    """``text`` composed (NFC), without control and direction characters, blanks collapsed."""
    kept = _TURNS.sub("", ILLEGAL_IN_XML.sub("", text))
    plain = "".join(" " if unicodedata.category(ch) in ("Cc", "Zl", "Zp") else ch for ch in kept)
    return unicodedata.normalize("NFC", " ".join(plain.split()))
