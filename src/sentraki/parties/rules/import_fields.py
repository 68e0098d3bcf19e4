"""What columns a sheet may have, and what kind of sheet it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sentraki.parties.rules.reasons import N_

#: A heading whose field begins so is known but not imported.
UNUSED = "x_"
#: A heading whose field begins so counts things: sheets of counts hold no single businesses.
COUNTED = "count_"
MOST_ROWS = 20_000


@dataclass(frozen=True)
class FieldSpec:
    """One thing a column may hold; ``label`` is an English text id. Secret ones are masked."""

    name: str
    label: str
    secret: bool = False
    hint: str = ""


BUSINESS_FIELDS: tuple[FieldSpec, ...] = (
    FieldSpec("trade_name", N_("Name of the business")),
    FieldSpec("owner_name", N_("Name of the owner")),
    FieldSpec("owner_kind", N_("Kind of owner")),
    FieldSpec("nik", N_("NIK"), secret=True),
    FieldSpec("nib", N_("NIB")),
    FieldSpec("npwp", N_("NPWP"), secret=True),
    FieldSpec("phone", N_("Phone number"), secret=True),
    FieldSpec("email", N_("E-mail address"), secret=True),
    FieldSpec("street", N_("Address")),
    FieldSpec("rt_rw", N_("RT and RW")),
    FieldSpec("village", N_("Village or kelurahan")),
    FieldSpec("district", N_("District (kecamatan)")),
    FieldSpec("regency", N_("Regency or city")),
    FieldSpec("province", N_("Province")),
    FieldSpec("postcode", N_("Postcode")),
    FieldSpec("scale", N_("Scale of the business")),
    FieldSpec("subsector", N_("Creative subsector")),
    FieldSpec("category", N_("Category or line of business")),
    FieldSpec("activity", N_("Activity")),
    FieldSpec("products", N_("Products")),
    FieldSpec("gender", N_("Sex of the owner")),
    FieldSpec("has_mark", N_("Has a registered mark (yes or no)")),
    FieldSpec("started_on", N_("Started on")),
    FieldSpec("row_code", N_("Row code of an earlier import")),
)
PLACE_FIELDS = ("province", "regency", "district", "village")


def wanted_columns(columns: Mapping[int, str], fields: Sequence[FieldSpec]) -> dict[int, str]:
    """Only the columns that will be imported."""
    names = {spec.name for spec in fields}
    return {place: name for place, name in columns.items() if name in names}


def is_aggregate(
    columns: Mapping[int, str],
    headers: Sequence[str],
    names: Sequence[str],
    regions: frozenset[str],
) -> bool:
    """Whether a sheet counts things per region or sector instead of naming them one by one.

    Without a column of names: a heading that counts, or three headings that are names of regions.
    With one: a heading that counts, and mostly names of regions where names of businesses belong.
    ``names`` are the cells read as names, ``regions`` squashed names of regions.
    """
    counts = any(field.startswith(COUNTED) for field in columns.values())
    if not {"trade_name", "owner_name", "name", "number"} & set(columns.values()):
        return counts or sum(squash(header) in regions for header in headers) >= 3
    given = [name for name in names if name]
    places = sum(squash_place(name) in regions for name in given)
    return counts and bool(given) and places >= 0.6 * len(given)


def squash(text: str) -> str:
    """Letters and digits only, small: for comparing what people wrote."""
    return "".join(ch for ch in text.casefold() if ch.isalnum())


_KINDS = (
    "provinsi", "propinsi", "prov", "kabupaten", "kab", "kota administrasi", "kotamadya", "kota",
    "kecamatan", "kec", "kapanewon", "kemantren", "distrik", "kelurahan", "kel", "desa", "ds",
    "kampung", "daerah istimewa", "daerah khusus ibukota", "daerah khusus", "dki", "di",
)  # fmt: skip


def squash_place(text: str) -> str:
    """Like :func:`squash`, without leading words for the kind of region."""
    words = " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())
    while kind := next((kind for kind in _KINDS if words.startswith(kind + " ")), ""):
        words = words.removeprefix(kind + " ")
    return words.replace(" ", "")
