"""Official numbers: what can be told from their shape alone. Nothing here repairs a number.

A clear typing error is refused (``Invalid``); whatever may well be right is a warning, an English
text id an officer or the person reads and may pass over.
"""

import re
from dataclasses import dataclass
from datetime import date

from sentraki.kernel import clock
from sentraki.kernel.errors import Invalid

NIK_NUMERIC = (
    "The spreadsheet kept this NIK as a number, so its last digit may be lost. Check it on the KTP."
)
NIK_NO_DATE = "The birth date inside this NIK does not exist. Compare it with the KTP."
NIK_OTHER_DATE = (
    "The birth date in the NIK differs from your entry. You may go on; an officer will compare."
)
NIK_NO_SERIAL = "A NIK does not end in 0000. Compare it with the KTP."
DJKI_UNUSUAL = "This does not look like a DJKI application number. Compare it with the receipt."
REGISTRATION_UNUSUAL = (
    "This does not look like a DJKI registration number. Compare it with the certificate."
)

_DJKI = re.compile(r"(?P<kind>D|J|K|R|V|M|MT|MR)(ID|IB|OO|\d{2})(?P<year>(19|20)\d{2})\d{6}")
_REGISTRATION = re.compile(r"IDM\d{9}")
_DJKI_KINDS = {
    "D": "goods",
    "J": "services",
    "K": "collective",
    "R": "renewal",
    "V": "renewal",
    "M": "madrid",
    "MT": "madrid",
    "MR": "madrid",
}
_LONGEST = 40
_POSTCODE = "A postcode has 5 digits. Example: 30113."


@dataclass(frozen=True)
class NikCheck:
    """A NIK of 16 digits and what is doubtful about it.

    ``region`` is the district code of first registration (``16.71.02``), which says nothing about
    where the person lives now. ``birth_on`` is ``None`` when the digits give no date; its century
    is a guess (nobody born in the future).
    """

    digits: str
    region: str
    birth_on: date | None
    is_female: bool
    warnings: tuple[str, ...] = ()

    @property
    def is_synthetic(self) -> bool:
        """Whether the province is 00 or 99: made for examples, nobody's number."""
        return self.digits[:2] in {"00", "99"}


@dataclass(frozen=True)
class DjkiCheck:
    """A DJKI number in capitals without blanks; ``kind`` and ``year`` when its shape tells them.

    ``kind`` is ``goods``, ``services``, ``collective``, ``renewal`` or ``madrid``, else empty.
    """

    text: str
    kind: str = ""
    year: int | None = None
    warnings: tuple[str, ...] = ()


def check_nik(
    text: str,
    *,
    birth_on: date | None = None,
    was_number: bool = False,
    today: date | None = None,
) -> NikCheck:
    """Read a NIK; blanks, dots and hyphens between the digits do not matter.

    16 digits: region of first registration, birth date DDMMYY with 40 added to the day for women,
    serial. No check digit exists, old data may disagree with the birth date, and a person who moved
    keeps the number: so all but a wrong length is a warning. ``was_number`` says that a spreadsheet
    kept it as a number; ``today`` decides the century (default: the day it is in WIB).
    Raises ``Invalid`` (param ``typed``: digits counted) for another length or another sign.
    """
    digits = _digits(text, 16, "A NIK has 16 digits. You typed %(typed)s.")
    day, month, year = (int(digits[i : i + 2]) for i in (6, 8, 10))
    found = _birth(day - 40 if day > 40 else day, month, year, today or clock.today())
    warnings = [
        text_id
        for doubtful, text_id in (
            (was_number, NIK_NUMERIC),
            (found is None, NIK_NO_DATE),
            (_differ(found, birth_on), NIK_OTHER_DATE),
            (digits.endswith("0000"), NIK_NO_SERIAL),
        )
        if doubtful
    ]
    region = f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}"
    return NikCheck(digits, region, found, day > 40, tuple(warnings))


def check_nib(text: str) -> str:
    """The 13 digits of a NIB; raises ``Invalid`` for another length. No check digit is public."""
    return _digits(text, 13, "An NIB has 13 digits. You typed %(typed)s.")


def check_postcode(text: str) -> str:
    """The 5 digits of an Indonesian postcode; raises ``Invalid`` for anything else."""
    digits = _digits(text, 5, _POSTCODE)
    if digits[0] == "0":
        raise Invalid(_POSTCODE)
    return digits


def check_djki_number(text: str) -> DjkiCheck:
    """An application number such as ``DID2020010182``; another shape is a warning only.

    Kind letter, origin, year, six digits; older shapes exist. Raises ``Invalid`` when empty or
    longer than 40 signs.
    """
    tidy = _tidy(text)
    found = _DJKI.fullmatch(tidy)
    if found is None:
        return DjkiCheck(tidy, warnings=(DJKI_UNUSUAL,))
    return DjkiCheck(tidy, _DJKI_KINDS[found["kind"]], int(found["year"]))


def check_registration_number(text: str) -> DjkiCheck:
    """A registration number, ``IDM`` and nine digits; another shape is a warning only.

    Raises ``Invalid`` when empty or longer than 40 signs.
    """
    tidy = _tidy(text)
    return DjkiCheck(
        tidy, warnings=() if _REGISTRATION.fullmatch(tidy) else (REGISTRATION_UNUSUAL,)
    )


def _digits(text: str, length: int, complaint: str) -> str:
    bare = re.sub(r"[\s.\-]", "", text)
    if not re.fullmatch(rf"[0-9]{{{length}}}", bare):
        raise Invalid(complaint, typed=len(re.findall(r"[0-9]", bare)))
    return bare


def _tidy(text: str) -> str:
    tidy = "".join(text.split()).upper()
    if not 0 < len(tidy) <= _LONGEST:
        raise Invalid("Write the number as it stands on the paper, at most 40 signs.")
    return tidy


def _birth(day: int, month: int, short_year: int, today: date) -> date | None:
    year = today.year // 100 * 100 + short_year
    for candidate in (year, year - 100):
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if found <= today:
            return found
    return None


def _differ(found: date | None, told: date | None) -> bool:
    """Whether two birth dates differ in what a NIK can say: day, month, year without century."""
    if found is None or told is None:
        return False
    return (found.day, found.month, found.year % 100) != (told.day, told.month, told.year % 100)
