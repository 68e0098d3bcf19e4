"""What can be said about a business on paper: scale, owner kinds, duplicate keys."""

from dataclasses import dataclass
from enum import StrEnum


class OwnerKind(StrEnum):
    """Who would own the right; the label on screen is Indonesian through gettext."""

    PERSON = "person"
    COMPANY = "company"
    COOPERATIVE = "cooperative"
    GROUP = "group"
    VILLAGE_ENTERPRISE = "village_enterprise"


class Scale(StrEnum):
    """Size by PP 7/2021 Pasal 35 (read 2026-11-21): capital or yearly sales."""

    UNKNOWN = "unknown"
    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class HasMark(StrEnum):
    """What an enumeration says of a business having a registered mark; empty: it says nothing."""

    UNTOLD = ""
    YES = "yes"
    NO = "no"


UMK_SCALES = frozenset({Scale.MICRO, Scale.SMALL})


CONSENT_PURPOSES = ("facilitate", "publish", "messages")


@dataclass(frozen=True)
class Address:
    """An address as DJKI's form splits it: the street never repeats city, province or postcode."""

    street: str = ""
    rt_rw: str = ""
    village_code: str = ""
    district_code: str = ""
    postcode: str = ""


def place_key(name: str, street: str) -> str:
    """The same name at the same address; empty unless both are known."""
    parts = ["".join(ch for ch in part.casefold() if ch.isalnum()) for part in (name, street)]
    return "|".join(parts) if all(parts) else ""


def business_key(trade_name: str, owner_name: str, phone: str, district: str) -> str:
    """A stable key that tells whether two rows of a sheet speak of one business.

    Case, spacing and punctuation do not count. Two rows with another phone or another owner are
    two businesses: joining people is never done silently.
    """
    parts = (trade_name, owner_name, phone, district)
    return "|".join("".join(ch for ch in part.casefold() if ch.isalnum()) for part in parts)
