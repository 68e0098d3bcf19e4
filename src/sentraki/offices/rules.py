"""Plain facts about offices: kinds, switches, colours, number patterns."""

import re
import string
from datetime import date
from enum import StrEnum

from sentraki.kernel.access import OFFICERS, Role


class OfficeKind(StrEnum):
    """What an office is in its government."""

    PLANNING = "planning"
    COOPERATIVES = "cooperatives"
    INDUSTRY_TRADE = "industry-trade"
    TOURISM_CREATIVE = "tourism-creative"
    CULTURE = "culture"
    KANWIL = "kanwil"
    MINISTRY = "ministry"
    OTHER = "other"


class RegionLevel(StrEnum):
    """The four floors of the administrative table; the length of the dotted code follows."""

    PROVINCE = "province"
    REGENCY = "regency"
    DISTRICT = "district"
    VILLAGE = "village"


class AgencyKind(StrEnum):
    """Other agencies that ask about a business's identity."""

    HALAL = "halal"
    PIRT = "pirt"
    OTHER = "other"


class AgencyScope(StrEnum):
    """What an agency may learn of a business."""

    MARKS = "merek"
    PRODUCTS = "produk"
    PERMITS = "izin"


class ScreeningMode(StrEnum):
    """How much of the look-alike search the public gets at this office."""

    FULL = "full"
    CLASS_ONLY = "class_only"
    OFFICERS_ONLY = "officers_only"


class SuggestionMode(StrEnum):
    """Whether the screening names directions of change only, or concrete variants too."""

    DIRECTIONS = "directions"
    VARIANTS = "variants"


class PaperSize(StrEnum):
    """Paper of the office's letters; F4 is 215 x 330 mm."""

    F4 = "f4"
    A4 = "a4"


class HolidayKind(StrEnum):
    """Kinds of days off."""

    NATIONAL = "national"
    JOINT_LEAVE = "joint-leave"
    OFFICE = "office"


MEMBER_ROLES: tuple[Role, ...] = tuple(role for role in Role if role in OFFICERS)
SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
REGION_CODE = re.compile(r"^\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?$")
NUMBER_PLACES = frozenset({"n", "office_code", "roman_month", "month", "year"})
DEFAULT_NUMBER_PATTERN = "{n:03d}/REK-UMK/{office_code}/{roman_month}/{year}"
LEAST_CONTRAST = 3.0
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_COLOUR = re.compile(r"^#[0-9a-f]{6}$")


def level_of(code: str) -> RegionLevel:
    """The level of a dotted region code; raises ``ValueError`` for another shape."""
    if not REGION_CODE.match(code):
        raise ValueError(f"not a region code: {code!r}")
    return tuple(RegionLevel)[code.count(".")]


def contrast_on_white(colour: str) -> float:
    """The WCAG 2 contrast of ``#rrggbb`` on white, 1.0 to 21.0; raises ``ValueError``."""
    if not _COLOUR.match(colour):
        raise ValueError(f"not a colour: {colour!r}")
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


def nearest_darker(colour: str) -> str:
    """``colour`` itself when it stands out enough on white, else the nearest darker shade of it.

    The shade keeps the proportions of red, green and blue; enough is 3:1.
    """
    if contrast_on_white(colour) >= LEAST_CONTRAST:
        return colour
    parts = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    for percent in range(99, -1, -1):
        shade = "#" + "".join(f"{part * percent // 100:02x}" for part in parts)
        if contrast_on_white(shade) >= LEAST_CONTRAST:
            return shade
    return "#000000"


def is_number_pattern(pattern: str) -> bool:
    """Whether ``pattern`` can number letters: it has ``{n}``, ``{year}`` and no other names.

    Attribute access, indexing and conversions inside the braces are refused.
    """
    try:
        parts = list(string.Formatter().parse(pattern))
    except ValueError:
        return False
    names = [name for _, name, _, _ in parts if name is not None]
    plain = all(
        name in NUMBER_PLACES and conversion is None and re.fullmatch(r"(0\dd)?", spec or "")
        for _, name, spec, conversion in parts
        if name is not None
    )
    numbers_only = all(
        not spec or name in {"n", "month", "year"} for _, name, spec, _ in parts if name is not None
    )
    return plain and numbers_only and {"n", "year"} <= set(names)


def letter_number(pattern: str, *, n: int, office_code: str, on: date) -> str:
    """The number of the office's ``n``-th letter of the year; raises ``ValueError``."""
    if not is_number_pattern(pattern):
        raise ValueError(f"not a number pattern: {pattern!r}")
    return pattern.format(
        n=n,
        office_code=office_code,
        roman_month=_ROMAN[on.month - 1],
        month=on.month,
        year=on.year,
    )


def lies_in(region_code: str, region: str) -> bool:
    """Whether ``region_code`` is ``region`` or lies in it (``16.7`` holds no ``16.71``)."""
    return bool(region) and (region_code == region or region_code.startswith(f"{region}."))


def role_fits(role: Role, kind: OfficeKind) -> bool:
    """Whether an office of ``kind`` has people of ``role``.

    A Kanwil receives files: it has its own role, administrators and auditors, and nobody else
    has its role. Every other office has everything but that.
    """
    if role not in MEMBER_ROLES:
        return False
    if kind is OfficeKind.KANWIL:
        return role in {Role.KANWIL, Role.ADMIN, Role.AUDITOR}
    return role is not Role.KANWIL


def is_live(valid_from: date, valid_until: date | None, on: date) -> bool:
    """Whether a validity of ``valid_from`` to ``valid_until`` (included; open if None) covers."""
    return valid_from <= on and (valid_until is None or on <= valid_until)
