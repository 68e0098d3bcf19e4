"""All answers of a draft as lines to read, each group with the page that changes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sentraki.cases.models import Case
from sentraki.cases.selectors.papers import PaperState
from sentraki.kernel.wording import mask_nik
from sentraki.offices.selectors import region_name
from sentraki.parties.rules import OwnerKind, Scale
from sentraki.parties.selectors.subsectors import subsectors
from sentraki.portal import steps
from sentraki.portal.forms.apply import MARK_TYPES, class_name
from sentraki.portal.forms.apply_owner import OWNER_KINDS, SCALES

Line = tuple[str, str]


@dataclass(frozen=True)
class Group:
    """One topic: heading, lines, the address that changes it, whether it lacks something."""

    slug: str
    title: Promise
    lines: tuple[Line, ...]
    url: str
    lacks: bool


def sheet_of(case: Case, states: list[PaperState]) -> list[Group]:
    """The groups in the order of the steps."""
    missing = {step.slug for step in steps.lacking(case.answers, states)}
    answers = case.answers
    lines: Mapping[str, list[Line]] = {
        "nama": [(_("Name of the mark"), _text(answers, "mark", "name"))],
        "barang": _goods(answers),
        "merek": _mark(answers),
        "pemilik": _owner(answers),
        "usaha": _business(answers),
        "alamat": _address(answers),
        steps.PAPERS: _papers(s for s in states if s.requirement.code != "signature"),
        steps.SIGNATURE: _papers(s for s in states if s.requirement.code == "signature"),
        "persetujuan": _consent(answers),
    }
    return [
        Group(
            step.slug,
            step.title,
            tuple((term, value or "–") for term, value in lines[step.slug]),
            steps.step_url(case, step.slug) + "?kembali=periksa",
            step.slug in missing,
        )
        for step in steps.STEPS
    ]


def _text(answers: Mapping[str, Any], section: str, name: str) -> str:
    return str((answers.get(section) or {}).get(name) or "")


def _goods(answers: Mapping[str, Any]) -> list[Line]:
    classes = (answers.get("goods") or {}).get("classes") or []
    return [
        (_("Goods or services"), _text(answers, "goods", "text")),
        (_("Class"), "; ".join(class_name(int(number)) for number in classes)),
    ]


def _mark(answers: Mapping[str, Any]) -> list[Line]:
    kinds = {kind.value: str(label) for kind, (label, _hint) in MARK_TYPES.items()}
    none = (answers.get("mark") or {}).get("no_translation")
    meaning = _("No foreign words") if none else _text(answers, "mark", "translation")
    lines = [
        (_("Type"), kinds.get(_text(answers, "mark", "mark_type"), "")),
        (_("Description"), _text(answers, "mark", "description")),
        (_("Colours"), _text(answers, "mark", "colours")),
        (_("Meaning of foreign words"), meaning),
    ]
    more = {
        "transliteration": _("How the letters are read"),
        "disclaimer": _("Words you claim no right to"),
    }
    return lines + [
        (term, _text(answers, "mark", name))
        for name, term in more.items()
        if _text(answers, "mark", name)
    ]


def _owner(answers: Mapping[str, Any]) -> list[Line]:
    kind = OwnerKind(answers.get("owner_kind") or OwnerKind.PERSON)
    nik = _text(answers, "owner", "nik")
    return [
        (_("Owner"), str(OWNER_KINDS[kind])),
        (_("Name"), _text(answers, "owner", "owner_name")),
        ("NIK", mask_nik(nik) if nik else ""),
    ]


def _business(answers: Mapping[str, Any]) -> list[Line]:
    scale = _text(answers, "business", "scale")
    known = Scale(scale) if scale in set(Scale) else None
    lang = get_language() or "id"
    fields = {row.code: row.name(lang) for row in subsectors()}
    return [
        (_("Name of the business"), _text(answers, "business", "trade_name")),
        ("NIB", _text(answers, "business", "nib")),
        (_("Size"), str(SCALES[known][0]) if known in SCALES else ""),
        (_("Field of work"), fields.get(_text(answers, "business", "subsector"), "")),
        (_("Since"), _text(answers, "business", "started_on")[:4]),
    ]


def _address(answers: Mapping[str, Any]) -> list[Line]:
    district = _text(answers, "address", "district_code")
    return [
        (_("Street"), _text(answers, "address", "street")),
        (_("RT/RW"), _text(answers, "address", "rt_rw")),
        (_("District"), region_name(district) if district else ""),
        (_("Postcode"), _text(answers, "address", "postcode")),
    ]


def _papers(states: Any) -> list[Line]:
    lang = get_language() or "id"
    return [
        (state.requirement.label(lang), paper_word(state))
        for state in states
        if state.requirement.required or not state.is_missing
    ]


def paper_word(state: PaperState) -> str:
    """What there is to say of one paper in a word or two."""
    if state.paper is None:
        return _("Follows later") if state.promised else ""
    return _("Here") if state.is_settled else _("To be replaced")


def _consent(answers: Mapping[str, Any]) -> list[Line]:
    terms = {
        "facilitate": _("Facilitation of this application"),
        "publish": _("Shown publicly after registration"),
        "messages": _("Deadline messages"),
    }
    given = answers.get("consent") or {}
    return [
        (term, _("Yes") if given.get(name) else (_("No") if given else ""))
        for name, term in terms.items()
    ]
