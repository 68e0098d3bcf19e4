"""The owner's statement that the business is micro or small, ready to be signed over stamp duty.

DJKI asks for it beside the office's letter when the small-business fee is paid (lists of DJKI and
its regional offices 2024-2025, read November 2026). Its wording here is this project's own; an
owner may use DJKI's form instead.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sentraki.cases.rules.text import one_line
from sentraki.parties.rules import Scale

TEMPLATE = "surat-pernyataan-umk"
PAPER = "umk-statement"
_SCALES: Mapping[Scale, str] = {Scale.MICRO: "usaha mikro", Scale.SMALL: "usaha kecil"}
_TOWNS = ("Kota Administrasi ", "Kabupaten Administrasi ", "Kota ", "Kabupaten ")


@dataclass(frozen=True)
class UmkStatement:
    """What is known of the owner; whatever is empty becomes a dotted line to write on."""

    owner_name: str = ""
    trade_name: str = ""
    address: str = ""
    mark_name: str = ""
    scale: Scale | None = None
    place: str = ""

    def data(self) -> Mapping[str, Any]:
        """What the template ``surat-pernyataan-umk`` is filled with (JSON values)."""
        return {
            "paper": "a4",
            "owner_name": one_line(self.owner_name),
            "trade_name": one_line(self.trade_name),
            "address": one_line(self.address),
            "mark_name": one_line(self.mark_name),
            "scale": _SCALES.get(self.scale, "") if self.scale else "",
            "place": one_line(self.place),
        }


def town_of(region: str) -> str:
    """The name people sign with: ``Kota Palembang`` is *Palembang*."""
    for kind in _TOWNS:
        if region.startswith(kind):
            return region.removeprefix(kind)
    return region
