"""Reading rows of a register of earlier cases: what each says, and why it may be doubted."""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sentraki.cases.selectors.refusals import reasons as refusal_reasons
from sentraki.kernel.errors import Invalid
from sentraki.kernel.numbers import check_registration_number
from sentraki.kernel.sheets import Cell, Row
from sentraki.parties.rules import business_key, cells
from sentraki.parties.rules.import_fields import PLACE_FIELDS, FieldSpec, squash
from sentraki.parties.rules.import_rows import no_data
from sentraki.parties.rules.places import PlaceBook
from sentraki.parties.rules.reasons import BUSINESS, N_, SHARED, Level, Reason, ReasonText
from sentraki.parties.services.import_kinds import Table

_FILING_NUMBER = re.compile(r"[A-Z0-9./-]{5,30}")
_FIRST_YEAR = 1990
_OF_A_BUSINESS = ("phone.", "nik.", "email.")

CASE_FIELDS: tuple[FieldSpec, ...] = (
    FieldSpec("year", N_("Year of the programme")),
    FieldSpec("name", N_("Name of the mark")),
    FieldSpec("classes", N_("Nice classes")),
    FieldSpec("goods", N_("Goods or services")),
    FieldSpec("trade_name", N_("Name of the business")),
    FieldSpec("owner_name", N_("Name of the owner")),
    FieldSpec("nik", N_("NIK"), secret=True),
    FieldSpec("phone", N_("Phone number"), secret=True),
    FieldSpec("email", N_("E-mail address"), secret=True),
    FieldSpec("gender", N_("Sex of the owner")),
    FieldSpec("scale", N_("Scale of the business")),
    FieldSpec("subsector", N_("Creative subsector")),
    FieldSpec("street", N_("Address")),
    FieldSpec("village", N_("Village or kelurahan")),
    FieldSpec("district", N_("District (kecamatan)")),
    FieldSpec("regency", N_("Regency or city")),
    FieldSpec("province", N_("Province")),
    FieldSpec("accepted_on", N_("Day of acceptance")),
    FieldSpec("result", N_("What became of it")),
    FieldSpec("number", N_("Application number")),
    FieldSpec("filed_on", N_("Day of receipt")),
    FieldSpec("registration", N_("Registration number")),
    FieldSpec("registered_on", N_("Day of registration")),
    FieldSpec("decided_on", N_("Day of the decision")),
    FieldSpec("reason_code", N_("Reason code")),
)
_DAYS = ("accepted_on", "filed_on", "registered_on", "decided_on")

REASONS: dict[str, ReasonText] = {
    **{code: text for code, text in BUSINESS.items() if code.startswith(_OF_A_BUSINESS)},
    **SHARED,
    "name.missing": ReasonText(Level.REJECT, N_("The name of the mark is missing.")),
    "owner.missing": ReasonText(
        Level.REJECT, N_("The name of the business and of its owner are missing.")
    ),
    "year.missing": ReasonText(Level.REJECT, N_("The year of the programme cannot be read.")),
    "programme.missing": ReasonText(
        Level.REJECT, N_("Your office has no programme of %(year)s. Set it up first.")
    ),
    "quota.full": ReasonText(
        Level.REJECT, N_("The programme of %(year)s has %(quota)s places, and they are taken.")
    ),
    "place.refused": ReasonText(
        Level.REJECT,
        N_("The programme has no place left for this row, or this person has one already."),
    ),
    "result.missing": ReasonText(
        Level.REJECT,
        N_(
            "What became of it cannot be read."
            " Write “terdaftar”, “ditolak”, “diproses” or “belum lengkap”."
        ),
    ),
    "filing.missing": ReasonText(
        Level.REJECT, N_("The application number or its day of receipt is missing.")
    ),
    "filing.unusual": ReasonText(Level.REJECT, N_("This is no application number.")),
    "filing.surplus": ReasonText(
        Level.REJECT, N_("An application number stands beside “belum lengkap”. Say what is right.")
    ),
    "registration.missing": ReasonText(
        Level.REJECT, N_("The registration number or the day of registration is missing.")
    ),
    "days.order": ReasonText(Level.REJECT, N_("The days do not follow one another.")),
    "reason.unknown": ReasonText(
        Level.FLAG, N_("There is no such reason code, so the reason was left out.")
    ),
    "classes.unreadable": ReasonText(
        Level.FLAG, N_("The classes cannot be read and were left out. Write numbers from 1 to 45.")
    ),
    "twin.differs": ReasonText(
        Level.REJECT, N_("Row %(row)s is the same mark of the same owner, with other data.")
    ),
    "number.twin": ReasonText(Level.REJECT, N_("Row %(row)s has the same number.")),
    "known.number": ReasonText(Level.REJECT, N_("This number is recorded already.")),
    "known.meanwhile": ReasonText(
        Level.REJECT, N_("This case was recorded by somebody else after the preview.")
    ),
    "undo.used": ReasonText(
        Level.NOTE, N_("Not undone: the office has worked on this file since, or it is at DJKI.")
    ),
}


class Result(StrEnum):
    """What the register says became of a case."""

    INCOMPLETE = "incomplete"
    PENDING = "pending"
    REGISTERED = "registered"
    REFUSED = "refused"


@dataclass(frozen=True)
class PastCase:
    """One row: a mark somebody was given a place for, as an earlier register tells it."""

    year: int = 0
    name: str = ""
    classes: str = ""
    goods: str = ""
    result: str = ""
    number: str = ""
    registration: str = ""
    reason_code: str = ""
    accepted_on: date | None = None
    filed_on: date | None = None
    registered_on: date | None = None
    decided_on: date | None = None
    business: tuple[tuple[str, str], ...] = ()

    @property
    def owner_key(self) -> str:
        """Which business it is, as ``parties`` tells businesses apart."""
        known = dict(self.business)
        names = ("trade_name", "owner_name", "phone", "district_code")
        return business_key(*(known.get(name, "") for name in names))

    @property
    def identity(self) -> tuple[int, str, str]:
        """Two rows with the same are one case."""
        return self.year, self.owner_key, squash(self.name)

    def packed(self) -> dict[str, Any]:
        """As it is kept until it is imported."""
        values = asdict(self) | {name: getattr(self, name) for name in _DAYS}
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in values.items()
            if value
        }

    @classmethod
    def unpacked(cls, kept: Mapping[str, Any]) -> "PastCase":
        """The row again."""
        values = dict(kept)
        for name in _DAYS:
            if name in values:
                values[name] = date.fromisoformat(values[name])
        values["business"] = tuple((name, text) for name, text in values.get("business", ()))
        return cls(**values)


@dataclass(frozen=True)
class Told:
    """A row's number, what it says, and the doubts about it."""

    row: int
    case: PastCase
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class CaseReader:
    """Reads rows of one register of cases; never raises, whatever the cells hold."""

    table: Table
    words: Mapping[str, Mapping[str, str]]
    places: PlaceBook
    today: date

    def read(self, row: Row) -> Told:
        """One row."""
        refused = no_data(row, self.table.headers)
        if refused:
            return Told(row.number, PastCase(), (refused,))
        given = {name: row.cell(place) for place, name in self.table.columns.items()}
        reasons: list[Reason] = []
        case = self._case(lambda name: given.get(name, Cell()), reasons)
        return Told(row.number, case, tuple(reasons))

    def _case(self, cell: Callable[[str], Cell], reasons: list[Reason]) -> PastCase:
        days: dict[str, date | None] = {}
        for name in _DAYS:
            told, why = cells.read_day(cell(name), name, self.today)
            days[name] = date.fromisoformat(told) if told else None
            reasons += why
        result, _why = cells.read_choice(cell("result"), "result", self.words.get("result", {}))
        case = PastCase(
            year=_year(cells.text_of(cell("year")), self.today.year),
            name=cells.text_of(cell("name"))[:255],
            classes=_classes(cell("classes").text, reasons),
            goods=cells.text_of(cell("goods"))[:255],
            result=result,
            number=_squeezed(cell("number")),
            registration=_registration(_squeezed(cell("registration"))),
            reason_code=_reason(cells.text_of(cell("reason_code")), reasons),
            business=self._business(cell, reasons),
            **days,
        )
        reasons += _missing(case)
        return case

    def _business(
        self, cell: Callable[[str], Cell], reasons: list[Reason]
    ) -> tuple[tuple[str, str], ...]:
        located = self.places.locate({name: cells.text_of(cell(name)) for name in PLACE_FIELDS})
        reasons += located.reasons
        values = {
            "trade_name": cells.text_of(cell("trade_name"))[:255],
            "owner_name": cells.text_of(cell("owner_name"))[:255],
            "street": cells.text_of(cell("street"))[:255],
            "district_code": located.district_code,
            "village_code": located.village_code,
        }
        reads = {
            "nik": cells.read_nik(cell("nik"), self.today),
            "phone": cells.read_phone(cell("phone")),
            "email": cells.read_email(cell("email")),
        } | {
            name: cells.read_choice(cell(name), name, self.words.get(name, {}))
            for name in ("gender", "scale", "subsector")
        }
        for name, (text, why) in reads.items():
            values[name] = text
            reasons += why
        return tuple(sorted((name, text) for name, text in values.items() if text))


def _year(text: str, latest: int) -> int:
    year = int(text) if re.fullmatch(r"[0-9]{4}", text) else 0
    return year if _FIRST_YEAR <= year <= latest else 0


def _squeezed(cell: Cell) -> str:
    return "".join(cells.text_of(cell).split()).upper()


def _registration(text: str) -> str:
    try:
        return check_registration_number(text).text if text else ""
    except Invalid:
        return ""


def _reason(text: str, reasons: list[Reason]) -> str:
    code = text.upper()
    if code and code not in refusal_reasons():
        reasons.append(Reason("reason.unknown"))
        return ""
    return code


def _classes(text: str, reasons: list[Reason]) -> str:
    numbers = sorted({int(number) for number in re.findall(r"[0-9]{1,9}", text)})
    if numbers and numbers[0] >= 1 and numbers[-1] <= 45 and len(numbers) <= 20:
        return ",".join(map(str, numbers))
    if squash(text):
        reasons.append(Reason("classes.unreadable"))
    return ""


def _missing(case: PastCase) -> list[Reason]:
    """What a row lacks for what it says became of it."""
    known = dict(case.business)
    found = [
        Reason(code)
        for code, is_given in (
            ("name.missing", squash(case.name)),
            ("owner.missing", known.get("trade_name") or known.get("owner_name")),
            ("year.missing", case.year),
            ("result.missing", case.result),
        )
        if not is_given
    ]
    filed = bool(case.number and case.filed_on)
    if case.result == Result.INCOMPLETE and case.number:
        found.append(Reason("filing.surplus"))
    if case.result in (Result.PENDING, Result.REGISTERED, Result.REFUSED) and not filed:
        found.append(Reason("filing.missing"))
    if case.number and not _FILING_NUMBER.fullmatch(case.number):
        found.append(Reason("filing.unusual"))
    if case.result == Result.REGISTERED and not (case.registration and case.registered_on):
        found.append(Reason("registration.missing"))
    days = [day for day in (case.accepted_on, case.filed_on, case.registered_on) if day]
    if days != sorted(days):
        found.append(Reason("days.order"))
    return found
