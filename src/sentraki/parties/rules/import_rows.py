"""One row of a sheet of businesses: what it says, cleanly, and what is doubtful about it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sentraki.kernel.sheets import Cell, Row
from sentraki.parties.rules import cells
from sentraki.parties.rules.import_fields import PLACE_FIELDS, squash
from sentraki.parties.rules.places import PlaceBook
from sentraki.parties.rules.reasons import Reason

LONGEST_NAME = 255
LONGEST_TEXT = 4_000
LONGEST_RT_RW = 20
SHARED_BY = 3
_TOTALS = frozenset({"jumlah", "total", "grandtotal", "subtotal", "jumlahtotal", "ratarata"})
#: Field of a choice column → squashed word → code.
Words = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Reading:
    """What one row says. ``values`` holds no empty text; ``is_read`` is false for no data row."""

    number: int
    values: Mapping[str, str] = field(default_factory=dict)
    products: tuple[str, ...] = ()
    region_code: str = ""
    row_code: str = ""
    reasons: tuple[Reason, ...] = ()
    is_read: bool = True


def no_data(row: Row, headers: Sequence[str]) -> Reason | None:
    """Why a row is no row of data at all: shifted, headings once more, totals."""
    if row.is_shifted:
        return Reason("row.shifted")
    texts = [squash(text) for text in row.texts()]
    filled = [text for text in texts if text]
    if filled and texts[: len(headers)] == [squash(header) for header in headers]:
        return Reason("row.headings")
    return Reason("row.total") if filled and filled[0] in _TOTALS else None


@dataclass(frozen=True)
class BusinessReader:
    """Reads rows of one sheet: its headings, its columns, the words and places known."""

    headers: Sequence[str]
    columns: Mapping[int, str]
    words: Words
    places: PlaceBook
    today: date

    def read_all(self, rows: Iterable[Row]) -> list[Reading]:
        """Every row, and phones that stand beside too many owners left out."""
        return without_shared_phones([self.read(row) for row in rows])

    def read(self, row: Row) -> Reading:
        """One row; never raises, whatever the cells hold."""
        refused = no_data(row, self.headers)
        if refused:
            return Reading(row.number, reasons=(refused,), is_read=False)
        given = {name: row.cell(place) for place, name in self.columns.items()}
        return self._read(row.number, lambda name: given.get(name, Cell()))

    def _read(self, number: int, cell: Callable[[str], Cell]) -> Reading:
        reasons: list[Reason] = []
        values = self._numbers(cell, reasons) | self._choices(cell, reasons)
        values |= self._texts(cell, reasons)
        located = self.places.locate({name: cells.text_of(cell(name)) for name in PLACE_FIELDS})
        reasons += located.reasons
        values |= {"district_code": located.district_code, "village_code": located.village_code}
        products = cells.split_products(cell("products"))
        if len(products) > 1:
            reasons.append(Reason("products.split", {"count": len(products)}))
        if not values.get("trade_name"):
            code = "name.owner" if values.get("owner_name") else "name.missing"
            reasons.insert(0, Reason(code))
        return Reading(
            number,
            {name: value for name, value in values.items() if value},
            tuple(products),
            located.region_code,
            cells.text_of(cell("row_code")),
            tuple(reasons),
        )

    def _numbers(self, cell: Callable[[str], Cell], reasons: list[Reason]) -> dict[str, str]:
        read = {
            "nik": cells.read_nik(cell("nik"), self.today),
            "nib": cells.read_nib(cell("nib")),
            "npwp": cells.read_npwp(cell("npwp")),
            "phone": cells.read_phone(cell("phone")),
            "email": cells.read_email(cell("email")),
            "postcode": cells.read_postcode(cell("postcode")),
            "started_on": cells.read_day(cell("started_on"), "started_on", self.today),
        }
        for _, why in read.values():
            reasons += why
        return {name: value for name, (value, _) in read.items()}

    def _choices(self, cell: Callable[[str], Cell], reasons: list[Reason]) -> dict[str, str]:
        found = {}
        for name in ("scale", "subsector", "gender", "owner_kind"):
            found[name], why = cells.read_choice(cell(name), name, self.words.get(name, {}))
            reasons += why
        # "Belum ada" is an answer here, no empty cell; a brand name is none and left out.
        answer = squash(cell("has_mark").text)
        found["has_mark"] = self.words.get("has_mark", {}).get(answer, "")
        return found

    def _texts(self, cell: Callable[[str], Cell], reasons: list[Reason]) -> dict[str, str]:
        values = {name: cells.text_of(cell(name)) for name in ("trade_name", "owner_name")}
        activity, category = cells.text_of(cell("activity")), cells.text_of(cell("category"))
        values["activity"] = activity or ("" if self.places.is_region(category) else category)
        if not cell("subsector").text:
            code = self.words.get("subsector", {}).get(squash(category))
            values |= {"subsector": code} if code else {}
        street = cells.text_of(cell("street"))
        if self.places.is_region(street):
            located = self.places.locate({"province": street})
            other = [Reason("place.other", {"field": "street"})]
            reasons += other if located.reasons else [Reason("street.place")]
            street = ""
        rest, rt_rw = cells.split_address(street)
        told = cells.text_of(cell("rt_rw"))
        if rt_rw and not told:
            reasons.append(Reason("street.parts"))
            street, told = rest, rt_rw
        values |= {"street": street, "rt_rw": told}
        limits = {"trade_name": LONGEST_NAME, "owner_name": LONGEST_NAME, "rt_rw": LONGEST_RT_RW}
        for name, value in values.items():
            limit = limits.get(name, LONGEST_TEXT)
            if len(value) > limit:
                reasons.append(Reason("text.long", {"field": name, "limit": limit}))
        return values


def without_shared_phones(readings: Sequence[Reading]) -> list[Reading]:
    """A phone of three or more owners is an enumerator's or a filler: flagged, not recorded."""
    users: dict[str, set[str]] = defaultdict(set)
    rows: dict[str, int] = defaultdict(int)
    for reading in readings:
        phone = reading.values.get("phone")
        if phone:
            owner = reading.values.get("owner_name") or reading.values.get("trade_name", "")
            users[phone].add(squash(owner))
            rows[phone] += 1
    return [
        _without_phone(reading, rows[reading.values["phone"]])
        if len(users.get(reading.values.get("phone", ""), ())) >= SHARED_BY
        else reading
        for reading in readings
    ]


def _without_phone(reading: Reading, rows: int) -> Reading:
    values = {name: value for name, value in reading.values.items() if name != "phone"}
    reason = Reason("phone.shared", {"rows": rows})
    return replace(reading, values=values, reasons=(*reading.reasons, reason))
