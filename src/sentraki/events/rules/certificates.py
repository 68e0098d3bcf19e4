"""The certificate of attendance on paper: who gets one, and the words it carries."""

import re
from collections.abc import Mapping
from datetime import date

from sentraki.events.rules.events import EventKind, Part
from sentraki.kernel.wording import date_id

TEMPLATE = "sertifikat-kehadiran"
NUMBER = "{n:03d}/SERT/{office_code}/{roman_month}/{year}"
KIND_WORDS: Mapping[str, str] = {
    EventKind.TALKSHOW: "gelar wicara",
    EventKind.DISSEMINATION: "sosialisasi",
    EventKind.CLINIC: "Klinik KI Keliling",
    EventKind.TRAINING: "pelatihan",
    EventKind.CEREMONY: "acara",
}
PART_WORDS: Mapping[str, str] = {
    Part.GUEST: "peserta",
    Part.SPEAKER: "narasumber",
    Part.COMPANION: "pendamping",
    Part.PRESS: "peliput",
}
_DIGITS = re.compile(r"\d[\d .-]{6,}\d")


def held_on(first: date, last: date) -> str:
    """``14 April 2027``, or both days of an event that lasts longer."""
    if first == last:
        return date_id(first)
    return f"{date_id(first)} s.d. {date_id(last)}"


def without_numbers(text: str) -> str:
    """``text`` for a page anybody reads; empty when it carries what may be a phone or a NIK."""
    return "" if _DIGITS.search(text) else text
