"""The copy sheet: what to paste into which field of DJKI's e-form, in the form's order.

Labels and limits are rows (``data/eform_fields.csv``): screens change, and nobody has confirmed
those of today.
"""

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from io import StringIO

from sentraki.cases.rules.dossier import MARK_TYPE_LABELS, NO_TRANSLATION, DossierFacts, numbered
from sentraki.cases.rules.st96 import label_name
from sentraki.cases.rules.text import one_line


@dataclass(frozen=True)
class FormField:
    """One field of the form. ``limit`` is in characters, 0 when none is known."""

    step: int
    step_id: str
    step_en: str
    field: str
    label: str
    limit: int = 0
    note_id: str = ""
    note_en: str = ""
    notice: str = ""


@dataclass(frozen=True)
class CopyField:
    """A value to copy. ``notice`` is "belum dikonfirmasi" while nobody confirmed the field."""

    label: str
    value: str
    limit: int = 0
    note: str = ""
    notice: str = ""

    @property
    def is_too_long(self) -> bool:
        """Whether the form would cut or refuse the value."""
        return bool(self.limit) and len(self.value) > self.limit


@dataclass(frozen=True)
class Section:
    """One screen of the form."""

    step: int
    title: str
    fields: tuple[CopyField, ...]


def read_fields(text: str) -> list[FormField]:
    """The rows of the table of form fields. An unknown field raises ``ValueError``."""
    rows = [
        FormField(
            step=int(row["step"]),
            step_id=row["step_id"],
            step_en=row["step_en"],
            field=row["field"],
            label=row["label"],
            limit=int(row["limit"] or 0),
            note_id=row["note_id"],
            note_en=row["note_en"],
            notice=row["notice"],
        )
        for row in csv.DictReader(StringIO(text))
    ]
    unknown = {row.field for row in rows} - set(_VALUES)
    if unknown:
        raise ValueError(f"no such value of a dossier: {', '.join(sorted(unknown))}")
    return rows


def copy_sheet(facts: DossierFacts, fields: Iterable[FormField], lang: str = "id") -> list[Section]:
    """The screens in order, each with its fields; screens with nothing to fill are left out.

    Labels are the form's own words in any language; titles and notes follow ``lang``.
    """  # fmt: skip
    english = lang.startswith("en")
    screens: dict[int, tuple[str, list[CopyField]]] = {}
    for row in fields:
        title = row.step_en if english else row.step_id
        filled = screens.setdefault(row.step, (title, []))[1]
        note = row.note_en if english else row.note_id
        filled += [
            CopyField(f"{row.label} {suffix}".strip(), one_line(value), row.limit, note, row.notice)
            for suffix, value in _VALUES[row.field](facts)
            if one_line(value)
        ]
    return [
        Section(step, title, tuple(filled)) for step, (title, filled) in screens.items() if filled
    ]


_Pairs = list[tuple[str, str]]


def _one(read: Callable[[DossierFacts], str]) -> Callable[[DossierFacts], _Pairs]:
    return lambda facts: [("", read(facts))]


def _terms(facts: DossierFacts) -> _Pairs:
    return [(f"(kelas {chosen.number})", term) for chosen in facts.classes for term in chosen.terms]


def _papers(facts: DossierFacts) -> _Pairs:
    return [
        ("", f"{paper.label or paper.kind}: {name}")
        for name, paper in numbered(facts)
        if paper.kind != "label"
    ]


def _citizenship(facts: DossierFacts) -> str:
    code = facts.applicant.nationality
    return "Indonesia" if code == "ID" else code


def _translation(facts: DossierFacts) -> str:
    return "Tidak Ada Terjemahan" if facts.translation == NO_TRANSLATION else facts.translation


def _country(facts: DossierFacts) -> str:
    code = facts.applicant.address.country
    return "Indonesia" if code == "ID" else code


_VALUES: Mapping[str, Callable[[DossierFacts], _Pairs]] = {
    "application_type": _one(lambda facts: facts.application_type),
    "scheme_label": _one(lambda facts: facts.scheme_label),
    "class_count": _one(lambda facts: str(len(facts.classes))),
    "applicant_identity": _one(lambda facts: facts.applicant.identity),
    "applicant_name": _one(lambda facts: facts.applicant.name),
    "nationality": _one(_citizenship),
    "applicant_kind": _one(
        lambda facts: "Badan Hukum" if facts.applicant.is_body else "Perorangan"
    ),
    "country": _one(_country),
    "province": _one(lambda facts: facts.applicant.address.province),
    "city": _one(lambda facts: facts.applicant.address.city),
    "district": _one(lambda facts: facts.applicant.address.district),
    "address_short": _one(lambda facts: facts.applicant.address.short),
    "postcode": _one(lambda facts: facts.applicant.address.postcode),
    "phone": _one(lambda facts: facts.applicant.phone),
    "email": _one(lambda facts: facts.applicant.email),
    "others": lambda facts: [
        (f"({n})", name) for n, name in enumerate(facts.applicant.others, start=2)
    ],
    "mark_type": _one(lambda facts: MARK_TYPE_LABELS[facts.mark_type]),
    "label": _one(label_name),
    "mark_name": _one(lambda facts: facts.mark_name),
    "description": _one(lambda facts: facts.description),
    "colours": _one(lambda facts: facts.colours),
    "translation": _one(_translation),
    "transliteration": _one(lambda facts: facts.transliteration),
    "disclaimer": _one(lambda facts: facts.disclaimer),
    "class_number": lambda facts: [("", str(chosen.number)) for chosen in facts.classes],
    "class_terms": _terms,
    "paper": _papers,
    "amount": _one(lambda facts: str(facts.amount)),
}
