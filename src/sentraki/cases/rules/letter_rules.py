"""The recommendation letter for the small-business fee: contents and guards.

A letter holds for one mark in one filing and must be signed in the year of the filing. It names
the signatory with position and unit, the applicant, the address, the label and the kind of goods
or services (published requirements of DJKI and regional offices 2024-2025, read November 2026).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from sentraki.cases.rules import N_, Problem
from sentraki.cases.rules.dossier import FIRST_SERVICE_CLASS, LAST_CLASS, ClassGoods
from sentraki.cases.rules.text import one_line
from sentraki.kernel.wording import date_id
from sentraki.parties.rules import UMK_SCALES, Scale

TEMPLATE = "surat-rekomendasi-umk"
LONGEST_LINE = 255
LONGEST_TITLE = 120
LONGEST_GOODS = 1200
_UNTIL_OF_A_DRAFT = "31 Desember tahun penandatanganan"
_SCALE_WORDS: Mapping[Scale, str] = {Scale.MICRO: "usaha mikro", Scale.SMALL: "usaha kecil"}


@dataclass(frozen=True)
class Signatory:
    """Who signs; the first three are contents the letter must have."""

    name: str
    position: str
    unit: str
    nip: str = ""


@dataclass(frozen=True)
class Margins:
    """Margins of the page in millimetres."""

    top: int = 20
    right: int = 20
    bottom: int = 20
    left: int = 25


@dataclass(frozen=True)
class UmkLetter:
    """All that stands on the letter. A draft has no number, date and seal code yet.

    ``letterhead`` are the lines of the kop from top to bottom: the government, the office (bold),
    then address lines. ``label`` and ``emblem`` name pictures given to the renderer; ``emblem``
    may be empty. ``paper`` is ``f4`` or ``a4``.
    """

    letterhead: tuple[str, ...]
    signatory: Signatory
    applicant_name: str
    applicant_address: str
    mark_name: str
    classes: tuple[ClassGoods, ...]
    place: str
    scale: Scale = Scale.MICRO
    nib: str = ""
    number: str = ""
    dated_on: date | None = None
    seal_code: str = ""
    label: str = "label.jpg"
    emblem: str = ""
    paper: str = "f4"
    margins: Margins = field(default_factory=Margins)

    @property
    def goods_label(self) -> str:
        """*Barang*, *Jasa* or both, by the classes."""
        services = [chosen.number >= FIRST_SERVICE_CLASS for chosen in self.classes]
        if any(services):
            return "Jasa" if all(services) else "Barang dan jasa"
        return "Barang"

    @property
    def goods(self) -> str:
        """The terms by class: ``Kerupuk ikan, abon ikan (kelas 29)``."""
        named = (f"{', '.join(c.terms)} (kelas {c.number})" for c in self.classes)
        return one_line("; ".join(named))

    def data(self) -> Mapping[str, Any]:
        """What the template ``surat-rekomendasi-umk`` is filled with (JSON values)."""
        lines = {key: one_line(value) for key, value in asdict(self.signatory).items()}
        until = date_id(valid_until(self.dated_on)) if self.dated_on else _UNTIL_OF_A_DRAFT
        return {
            "paper": self.paper,
            "margins": asdict(self.margins),
            "letterhead": [one_line(line) for line in self.letterhead],
            "emblem": self.emblem,
            "number": one_line(self.number),
            "place": one_line(self.place),
            "dated_on": date_id(self.dated_on) if self.dated_on else "",
            "signatory": lines,
            "scale": _SCALE_WORDS.get(self.scale, "usaha mikro atau kecil"),
            "applicant": {
                "name": one_line(self.applicant_name),
                "address": one_line(self.applicant_address),
                "nib": one_line(self.nib),
            },
            "goods_label": self.goods_label,
            "goods": self.goods,
            "label": self.label,
            "mark_name": one_line(self.mark_name),
            "valid_until": until,
            "seal_code": one_line(self.seal_code),
            "qr": "qr.svg" if self.seal_code else "",
        }


def valid_until(signed_on: date) -> date:
    """The last day a letter can be used: 31 December of the year it was signed in."""
    return date(signed_on.year, 12, 31)


@dataclass(frozen=True)
class LetterUse:
    """What is known around a letter when it is signed (``filed_on`` empty) or used for a filing.

    ``marks`` counts the marks it names; ``used_for`` is the filing that used it before, ``filing``
    the one that wants it now.
    """

    may_issue: bool
    label_is_final: bool
    goods_are_final: bool
    marks: int = 1
    signed_on: date | None = None
    filed_on: date | None = None
    is_revoked: bool = False
    used_for: str = ""
    filing: str = ""


def letter_problems(letter: UmkLetter, use: LetterUse) -> list[Problem]:
    """Why the letter cannot be signed, or cannot be used for this filing; empty when it can."""
    return [*_content_problems(letter), *_use_problems(use)]


def _content_problems(letter: UmkLetter) -> list[Problem]:
    signatory = letter.signatory
    goods_given = bool(letter.classes) and all(
        any(one_line(term) for term in chosen.terms) and 1 <= chosen.number <= LAST_CLASS
        for chosen in letter.classes
    )
    needed = (
        (all(map(one_line, (signatory.name, signatory.position, signatory.unit))), "signatory",
         N_("The letter must name the signatory, with position and unit.")),
        (bool(one_line(letter.applicant_name)), "applicant_name",
         N_("The letter must name the applicant.")),
        (bool(one_line(letter.applicant_address)), "applicant_address",
         N_("The letter must give the applicant's address.")),
        (bool(one_line(letter.mark_name)), "mark_name", N_("The letter must name the mark.")),
        (bool(letter.label), "label", N_("The letter must show the mark's label.")),
        (goods_given, "goods",
         N_("The letter must name the goods or services, with a class from 1 to 45.")),
        (letter.scale in UMK_SCALES, "scale",
         N_("Only micro and small businesses get this letter.")),
        (_fits(letter), "length", N_("A text is too long for a letter of one page.")),
    )  # fmt: skip
    return [Problem(name, name, message) for holds, name, message in needed if not holds]


def _fits(letter: UmkLetter) -> bool:
    signatory = letter.signatory
    lines = (letter.applicant_name, letter.applicant_address, letter.mark_name)
    titles = (signatory.name, signatory.position, signatory.unit, letter.place, letter.number)
    return (
        all(len(line) <= LONGEST_LINE for line in lines)
        and all(len(title) <= LONGEST_TITLE for title in titles)
        and len(letter.goods) <= LONGEST_GOODS
        and sum(map(len, letter.letterhead)) <= 2 * LONGEST_LINE
    )


def _use_problems(use: LetterUse) -> list[Problem]:
    same_year = use.signed_on is None or use.filed_on is None or (
        use.signed_on <= use.filed_on <= valid_until(use.signed_on)
    )  # fmt: skip
    needed = (
        (use.may_issue, "issuer",
         N_("This office is not in the list of offices whose letter gives the UMK tariff.")),
        (use.label_is_final, "label_final", N_("The label is not final yet.")),
        (use.goods_are_final, "goods_final", N_("The goods and classes are not final yet.")),
        (use.marks == 1, "one_mark", N_("A letter is for one mark only.")),
        (not use.used_for or use.used_for == use.filing, "one_filing",
         N_("This letter was used for another filing.")),
        (not use.is_revoked, "revoked", N_("This letter was revoked.")),
        (use.filed_on is None or use.signed_on is not None, "unsigned",
         N_("This letter is not signed yet.")),
        (same_year, "same_year",
         N_("The letter must be signed in the year of the filing, and before it.")),
    )  # fmt: skip
    return [Problem(name, "letter", message) for holds, name, message in needed if not holds]
