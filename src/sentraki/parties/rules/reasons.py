"""Why a row is doubtful or cannot be taken: codes, how much each weighs, and its sentence.

A reason holds no cell's text: reasons lie unencrypted beside the encrypted cells.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum


class Level(IntEnum):
    """A note is for information; a flag leaves the value out; a rejection leaves the row out."""

    NOTE = 1
    FLAG = 2
    REJECT = 3


@dataclass(frozen=True)
class Reason:
    """A reason's code and the numbers or field names its sentence needs."""

    code: str
    params: Mapping[str, int | str] = field(default_factory=dict)

    def packed(self) -> list[object]:
        """As it is stored: code and params."""
        return [self.code, dict(self.params)]


@dataclass(frozen=True)
class ReasonText:
    """How a reason weighs, and its English text id."""

    level: Level
    message: str


def N_(text: str) -> str:
    """Mark ``text`` as a text id, so that it is collected for translation."""
    return text


def _note(text: str) -> ReasonText:
    return ReasonText(Level.NOTE, text)


def _flag(text: str) -> ReasonText:
    return ReasonText(Level.FLAG, text)


def _reject(text: str) -> ReasonText:
    return ReasonText(Level.REJECT, text)


#: Reasons any sheet may have.
SHARED: dict[str, ReasonText] = {
    "row.shifted": _reject(
        N_(
            "This row has more cells than there are headings, so its values may stand in the wrong"
            " columns. Put text with a comma between quotation marks."
        )
    ),
    "row.headings": _reject(N_("This row repeats the headings.")),
    "row.total": _reject(N_("This is a row of totals.")),
    "text.long": _reject(N_("%(field)s is longer than %(limit)s letters.")),
    "place.other": _reject(N_("%(field)s lies outside the region of your office.")),
    "place.unknown": _flag(N_("%(field)s was not found in the table of regions and was left out.")),
    "place.ambiguous": _flag(
        N_("%(field)s exists more than once in your region and was left out. Add the regency.")
    ),
    "place.city": _note(N_("%(field)s holds the name of the regency or city; it was left out.")),
    "place.number": _note(N_("%(field)s holds a number of another system; it was left out.")),
    "date.unreadable": _flag(N_("%(field)s is no date we can read. Write 17/08/2026.")),
    "date.year": _flag(N_("%(field)s holds a year only, so no day was recorded.")),
    "date.future": _flag(N_("%(field)s lies in the future and was left out.")),
    "choice.unknown": _flag(N_("%(field)s is not one of the words we know and was left out.")),
    "twin.same": _note(N_("The same as row %(row)s.")),
}

#: Reasons of a sheet of businesses.
BUSINESS: dict[str, ReasonText] = {
    **SHARED,
    "name.missing": _reject(N_("The name of the business and of its owner are missing.")),
    "name.owner": _flag(
        N_("The name of the business is missing; it was recorded under its owner's name.")
    ),
    "phone.unreadable": _flag(
        N_("The phone number cannot be read. A mobile number has 10 to 13 digits. It was left out.")
    ),
    "phone.number": _flag(
        N_("The phone number was stored as a number and has lost digits. It was left out.")
    ),
    "phone.shared": _flag(
        N_("The same phone number stands in %(rows)s rows of different owners. It was left out.")
    ),
    "nik.number": _flag(
        N_("The NIK was stored as a number; Excel may change its last digits. Check it again.")
    ),
    "nik.length": _flag(N_("A NIK has 16 digits; this one has %(typed)s. It was left out.")),
    "nik.doubtful": _note(N_("The birth date inside the NIK is unusual. Compare it with the KTP.")),
    "nib.length": _flag(N_("An NIB has 13 digits; this one has %(typed)s. It was left out.")),
    "npwp.length": _flag(N_("An NPWP has 15 or 16 digits; this one was left out.")),
    "postcode.unreadable": _flag(N_("A postcode has 5 digits; this one was left out.")),
    "email.unreadable": _flag(N_("The e-mail address cannot be read and was left out.")),
    "street.place": _note(N_("The address holds the name of a region only; it was left out.")),
    "street.parts": _note(N_("RT and RW were taken out of the address into their own field.")),
    "products.split": _note(
        N_("One cell named %(count)s products; they were recorded one by one.")
    ),
    "twin.merge": _note(
        N_("The same business as row %(row)s; what that row lacks was added to it.")
    ),
    "twin.unclear": _reject(
        N_(
            "It cannot be told whether this is the same business as row %(row)s. If it is another"
            " one, add its owner or phone number."
        )
    ),
    "known.unclear": _reject(
        N_(
            "A business of this name is recorded already with other data, and it cannot be told"
            " whether it is the same. Add its owner or phone number."
        )
    ),
    "known.several": _reject(
        N_("More than one recorded business fits this row. Add its owner, phone number or NIB.")
    ),
    "known.meanwhile": _reject(
        N_("This business was changed by somebody else after the preview. Send the row again.")
    ),
    "undo.used": _note(
        N_("Not undone: a case has used this business since, or its owner has given consent.")
    ),
    "undo.changed": _note(N_("Not undone: this business was changed after the import.")),
}


def weight(reasons: Iterable[Reason], texts: Mapping[str, ReasonText]) -> Level | None:
    """The heaviest level among ``reasons``; ``None`` without any. Unknown codes raise KeyError."""
    return max((texts[reason.code].level for reason in reasons), default=None)
