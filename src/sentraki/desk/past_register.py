"""An invented register of an office's earlier years, as a spreadsheet an office would bring.

Of Tangerang the quotas of 2020 to 2022, the city's 13 kecamatan and 104 kelurahan, and that half of
2020 still lacked papers are public news; of Bojonegoro that 120 of 347 places were taken. Every
person, mark and number is made up. NIK begin with 99, which no province has. The same arguments
give the same rows.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sentraki.offices.models import Region
from sentraki.offices.rules import RegionLevel

HEADINGS = (
    "Tahun Program", "Nama Merek", "Kelas", "Nama Pemilik", "NIK", "No HP", "JK", "Skala",
    "Subsektor", "Kecamatan", "Kelurahan", "Tanggal Diterima", "Hasil", "Nomor Permohonan",
    "Tanggal Penerimaan", "Nomor Pendaftaran", "Tanggal Pendaftaran", "Tanggal Putusan",
    "Kode Alasan",
)  # fmt: skip
#: Year → quota; 2020 to 2022 from ANTARA Banten (2023, undated), the later two are the differences
#: between printed totals and not quotas anybody has published.
QUOTAS: Mapping[int, int] = {2020: 1_000, 2021: 500, 2022: 250, 2023: 550, 2024: 720}
PRINTED = (2020, 2021, 2022)
#: Of 2020, 500 of 1,000 were filed (banten.antaranews.com/amp/berita/138600).
INCOMPLETE = {2020: 500, 2021: 70, 2022: 38, 2023: 90, 2024: 150}


class Year(NamedTuple):
    """Of one year: places taken, and how many of these still lack papers."""

    taken: int
    incomplete: int = 0


TANGERANG = {year: Year(QUOTAS[year], INCOMPLETE[year]) for year in QUOTAS}
#: 227 of 347 were idle in September 2024 (news of the regency); that 2026 stands the same is an
#: example.
BOJONEGORO = {2024: Year(120), 2026: Year(120, incomplete=18)}
# From this year on DJKI has decided nothing in the invented registers.
_UNDECIDED = 2024

_FIRST = (
    "Sari",
    "Budi",
    "Rina",
    "Agus",
    "Dewi",
    "Joko",
    "Lina",
    "Hadi",
    "Wati",
    "Eko",
    "Nur",
    "Yanti",
)
_LAST = ("Contoh", "Misalnya", "Umpama", "Teladan", "Andai", "Perumpamaan")
_SOUND = ("ra", "mi", "lo", "ka", "su", "ne", "ti", "ba", "du", "go", "pe", "wi")
_GOODS = (
    ("30", "Kuliner"),
    ("29", "Kuliner"),
    ("25", "Fesyen"),
    ("18", "Kriya"),
    ("43", "Kuliner"),
)
_REASONS = ("A1", "A1", "A1", "B1", "B3", "E2")


def rows(
    regency: str,
    years: Sequence[int] = PRINTED,
    seed: int = 2020,
    of: Mapping[int, Year] = TANGERANG,
) -> Iterator[tuple[str, ...]]:
    """The rows of ``years`` for the regency or city of this code, in the order of ``HEADINGS``.

    Raises ``LookupError`` where the table of regions has no villages of it.
    """
    chance = random.Random(f"{regency}:{seed}")
    villages = _villages(regency)
    number = 0
    for year in years:
        for place in range(of[year].taken):
            number += 1
            village = villages[number % len(villages)]
            yield _row(chance, number, year, village, is_filed=place >= of[year].incomplete)


def _villages(regency: str) -> list[tuple[str, str]]:
    found = Region.objects.filter(level=RegionLevel.VILLAGE, code__startswith=f"{regency}.")
    named = [
        (region.parent.name, region.name)
        for region in found.select_related("parent")
        if region.parent
    ]
    if not named:
        raise LookupError(f"no villages of {regency}")
    return named


def _row(
    chance: random.Random, number: int, year: int, village: tuple[str, str], *, is_filed: bool
) -> tuple[str, ...]:
    classes, sector = _GOODS[chance.randrange(len(_GOODS))]
    woman = chance.random() < 0.62
    day = chance.randrange(1, 28) + 40 * woman
    name = f"{chance.choice(_FIRST)} {chance.choice(_LAST)} {number}"
    mark = "".join(chance.choice(_SOUND) for _ in range(4)).title() + f" {number}"
    accepted = date(year, 2, 1) + timedelta(days=chance.randrange(90))
    start = (
        str(year), mark, classes, name, f"990101{day:02}0185{number:04}",
        f"0812{90_000_000 + number}", "P" if woman else "L",
        "mikro" if chance.random() < 0.85 else "kecil", sector, *village,
        accepted.strftime("%d/%m/%Y"),
    )  # fmt: skip
    if not is_filed:
        return (*start, "belum lengkap", "", "", "", "", "", "")
    return (*start, *_after(chance, number, year, accepted))


def _after(chance: random.Random, number: int, year: int, accepted: date) -> tuple[str, ...]:
    filed = accepted + timedelta(days=20 + chance.randrange(120))
    decided = filed + timedelta(days=200 + chance.randrange(400))
    at_djki = (f"DID{year}{900_000 + number:06}", filed.strftime("%d/%m/%Y"))
    lot = chance.random()
    if lot < 0.13 and year <= _UNDECIDED:
        return ("ditolak", *at_djki, "", "", decided.strftime("%d/%m/%Y"), chance.choice(_REASONS))
    if lot < 0.30 or year >= _UNDECIDED:
        return ("diproses", *at_djki, "", "", "", "")
    registered = (f"IDM{990_000_000 + number}", decided.strftime("%d/%m/%Y"))
    return ("terdaftar", *at_djki, *registered, "", "")
