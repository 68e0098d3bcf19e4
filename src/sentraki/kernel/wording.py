"""How money, numbers, dates, phones and names are written for people, Indonesian first."""

import re
from datetime import date, datetime
from urllib.parse import quote

import phonenumbers

from sentraki.kernel.clock import in_zone
from sentraki.kernel.errors import Invalid

_MONTHS_ID = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]
_MONTHS_EN = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS_ID = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]
_UNITS = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]
_SCALES = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (10**3, "ribu"))
_LARGEST = 10**15 - 1
_KEEP_UPPER = frozenset({"PT", "CV", "UD", "PD", "DKI", "DI", "RT", "RW", "TNI", "II", "III", "IV"})
_KEEP_LOWER = frozenset({"bin", "binti", "dan", "van", "der"})
_WORD = re.compile(r"[^\W\d_]+(?:['’`][^\W\d_]+)*")


def number_id(number: int) -> str:
    """A whole number with Indonesian thousands: ``12661`` gives ``12.661``."""
    return f"{number:,}".replace(",", ".")


def rupiah(amount: int) -> str:
    """Whole rupiah: ``500000`` gives ``Rp500.000``, a debt ``-Rp500.000``."""
    return f"{'-' if amount < 0 else ''}Rp{number_id(abs(amount))}"


def rupiah_in_words(amount: int) -> str:
    """Whole rupiah in Indonesian words, as letters want them: ``seribu lima ratus rupiah``.

    Up to 999 trillion (triliun); anything larger raises ``ValueError``.
    """
    if abs(amount) > _LARGEST:
        raise ValueError("too large to be written in words")
    sign = "minus " if amount < 0 else ""
    return f"{sign}{_in_words(abs(amount))} rupiah"


def _in_words(number: int) -> str:
    for scale, name in _SCALES:
        if number >= scale:
            count, rest = divmod(number, scale)
            head = "seribu" if scale == 1000 and count == 1 else f"{_in_words(count)} {name}"
            return f"{head} {_in_words(rest)}" if rest else head
    hundreds, rest = divmod(number, 100)
    if hundreds:
        head = "seratus" if hundreds == 1 else f"{_UNITS[hundreds]} ratus"
        return f"{head} {_in_words(rest)}" if rest else head
    tens, rest = divmod(number, 10)
    if tens == 1:
        return {0: "sepuluh", 1: "sebelas"}.get(rest, f"{_UNITS[rest]} belas")
    if tens:
        return f"{_UNITS[tens]} puluh {_UNITS[rest]}" if rest else f"{_UNITS[tens]} puluh"
    return _UNITS[number]


def date_id(day: date) -> str:
    """``17 Agustus 2026``."""
    return f"{day.day} {_MONTHS_ID[day.month - 1]} {day.year}"


def date_en(day: date) -> str:
    """``17 August 2026``."""
    return f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year}"


def weekday_id(day: date) -> str:
    """The Indonesian name of the day of the week: ``Senin``."""
    return _DAYS_ID[day.weekday()]


def time_id(instant: datetime, zone: str = "WIB") -> str:
    """The time of an aware instant on the clocks of ``zone``: ``10.42 WIB``."""
    return f"{in_zone(instant, zone):%H.%M} {zone}"


def phone_e164(text: str) -> str:
    """A phone number as ``+6281234567890``; numbers without a country are Indonesian.

    ``0812…``, ``812…``, ``62812…`` and foreign numbers with ``+`` are read. Raises ``Invalid``
    when no subscriber can have the number.
    """
    try:
        number = phonenumbers.parse(text, "ID")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or len(text) > 40 or not phonenumbers.is_valid_number(number):
        raise Invalid("A mobile number has 10 to 13 digits. Example: 0812 3456 7890.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def phone_pretty(phone: str) -> str:
    """``0812 3456 7890`` for an Indonesian number in E.164, ``+60 12-345 6789`` for a foreign one.

    Raises ``Invalid`` for text that is no number.
    """
    number = phonenumbers.parse(phone_e164(phone))
    if number.country_code != 62:
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    style = phonenumbers.PhoneNumberFormat.NATIONAL
    return phonenumbers.format_number(number, style).replace("-", " ")


def mask_phone(phone: str) -> str:
    """A phone its owner recognises and nobody else can call: ``0812••••890``."""
    digits = re.sub(r"^\+?62(?=8)", "0", re.sub(r"[^\d+]", "", phone))
    return f"{digits[:4]}••••{digits[-3:]}" if len(digits) >= 10 else "••••"


def mask_nik(nik: str) -> str:
    """``3602**********01`` for a NIK; stars alone for anything that has not 16 digits."""
    return f"{nik[:4]}{'*' * 10}{nik[-2:]}" if re.fullmatch(r"\d{16}", nik) else "*" * 16


def wa_link(phone: str, text: str = "") -> str:
    """A link that opens a WhatsApp chat with ``phone`` and ``text`` already typed.

    Raises ``Invalid`` for text that is no number.
    """
    digits = phone_e164(phone).removeprefix("+")
    return f"https://wa.me/{digits}" + (f"?text={quote(text, safe='')}" if text else "")


def title_case_name(name: str) -> str:
    """A name that came in capitals or small letters only, as it is usually written.

    ``SITI NUR'AINI BINTI AHMAD`` gives ``Siti Nur'aini binti Ahmad``, ``KOTA PALEMBANG`` gives
    ``Kota Palembang``; legal forms such as PT stay in capitals. A name in mixed case is somebody's
    choice and is kept. Blanks are collapsed.
    """
    tidy = " ".join(name.split())
    if tidy != tidy.upper() and tidy != tidy.lower():
        return tidy
    return _WORD.sub(lambda found: _cased(found.group(), found.start() == 0), tidy)


def _cased(word: str, is_first: bool) -> str:
    if word.upper() in _KEEP_UPPER:
        return word.upper()
    if word.lower() in _KEEP_LOWER and not is_first:
        return word.lower()
    return word[:1].upper() + word[1:].lower()
