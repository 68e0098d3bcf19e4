"""Is everything there? Papers by their requirement rows, and the checklist before filing."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sentraki.cases.rules.dossier import LAST_CLASS, CheckPoint, DossierFacts, FeeScheme, MarkType
from sentraki.cases.rules.dossier import NO_TRANSLATION as NO_TRANSLATION
from sentraki.cases.rules.text import one_line


class Moment(StrEnum):
    """By when a paper must be there."""

    SUBMISSION = "submission"
    FILING = "filing"


@dataclass(frozen=True)
class Requirement:
    """One paper a case needs. ``accepts`` are file kinds, ``secrecy`` C0 to C5."""

    code: str
    label: str
    is_required: bool
    accepts: frozenset[str]
    secrecy: str
    when: Moment = Moment.SUBMISSION


def missing(
    requirements: Iterable[Requirement], present: Collection[str], at: Moment = Moment.FILING
) -> list[Requirement]:
    """The required papers not among the codes ``present``, in order.

    At submission those for the filing may still be owed; at filing everything counts.
    """
    return [
        row
        for row in requirements
        if row.is_required
        and row.code not in present
        and (at is Moment.FILING or row.when is Moment.SUBMISSION)
    ]


@dataclass(frozen=True)
class Known:
    """What the checklist needs beyond the dossier's facts; ``letter_until`` its last valid day."""

    label_is_normalised: bool
    goods_are_from_list: bool
    screened_with: str
    letter_until: date | None
    consent_is_recorded: bool
    is_micro_or_small: bool


def computed_points(facts: DossierFacts, known: Known) -> dict[str, bool]:
    """The points of the checklist a computer can tick, by code.

    A translation of :data:`NO_TRANSLATION` says that there are no foreign words.
    """
    in_colours = facts.mark_type is MarkType.WORD or bool(one_line(facts.colours))
    classes_hold = bool(facts.classes) and all(
        1 <= chosen.number <= LAST_CLASS and any(map(one_line, chosen.terms))
        for chosen in facts.classes
    )
    letter_holds = known.letter_until is not None and (
        facts.made_on <= known.letter_until and known.letter_until.year == facts.made_on.year
    )
    pays_umk = facts.scheme is FeeScheme.UMK
    return {
        "label-final": facts.label is not None and known.label_is_normalised,
        "colours-described": in_colours,
        "translation-given": bool(one_line(facts.translation)),
        "goods-chosen": classes_hold and known.goods_are_from_list,
        "screened": bool(known.screened_with),
        "letter-this-year": letter_holds or not pays_umk,
        "consent-recorded": known.consent_is_recorded,
        "umk-proven": known.is_micro_or_small or not pays_umk,
    }


@dataclass(frozen=True)
class PointRow:
    """One row of the checklist table; ``checked_by`` is ``computed`` or ``officer``."""

    code: str
    label: str
    kinds: frozenset[str]
    checked_by: str


def checklist(
    rows: Iterable[PointRow],
    kind: str,
    computed: Mapping[str, bool],
    ticked: Mapping[str, str],
) -> list[CheckPoint]:
    """The checklist of a case of ``kind`` in order.

    ``ticked`` maps the codes an officer ticked to a note (who, when). A computed point cannot be
    ticked by hand; one that nobody computed stays open.
    """
    return [
        CheckPoint(
            label=row.label,
            done=computed.get(row.code, False) if row.checked_by == "computed"
            else row.code in ticked,
            note="" if row.checked_by == "computed" else ticked.get(row.code, ""),
        )
        for row in rows
        if kind in row.kinds
    ]  # fmt: skip
