"""Putting values into message texts so that a value can never become anything but plain text."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

Field = str | int | Sequence[str] | Mapping[str, str]
_TOKEN = re.compile(r"\{([a-z_]+)\}")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?=//)")
_WWW = re.compile(r"(?i)\bwww\.(?=\w)")
_INERT = str.maketrans(
    {"<": "‹", ">": "›", "[": "(", "]": ")", "{": "(", "}": ")", "`": "'", "*": "·", "\\": "/"}
)
_LONGEST = 300


def plain(value: str) -> str:
    """``value`` on one line, without control or direction marks, markup or anything a mail
    program would turn into a link; at most 300 characters.
    """
    kept = "".join(
        " " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign
        for sign in value
        if unicodedata.category(sign) not in {"Cf", "Cs", "Co", "Cn"}
    )
    inert = _WWW.sub("www ", _SCHEME.sub(r"\1 ", kept.translate(_INERT)))
    return " ".join(inert.split())[:_LONGEST]


def _shown(value: Field, *, own_site: str) -> str:
    if isinstance(value, Mapping):
        address = value["link"]
        if not (address == own_site or address.startswith(own_site.rstrip("/") + "/")):
            raise ValueError("a message may only link to this site")
        if re.search(r"[\s<>\"{}\\]", address):
            raise ValueError("not an address")
        return address
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, int):
        return str(value)
    return "\n".join(f"{number}. {plain(item)}" for number, item in enumerate(value, 1))


def fill(text: str, fields: Mapping[str, Field], *, own_site: str) -> str:
    """``text`` with each ``{name}`` replaced by its field, in one pass.

    A string becomes plain text, a list a numbered list, ``{"link": address}`` an address of
    ``own_site``. A token without a field raises ``KeyError``; braces in a value stay inert.
    """
    return _TOKEN.sub(lambda hit: _shown(fields[hit.group(1)], own_site=own_site), text)


def tokens(text: str) -> frozenset[str]:
    """The names a text asks for."""
    return frozenset(_TOKEN.findall(text))
