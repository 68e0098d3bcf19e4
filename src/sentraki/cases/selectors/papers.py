"""Which papers a case needs, has, and lacks."""

from collections.abc import Iterable
from dataclasses import dataclass

from sentraki.cases.models import Case, CasePaper, DocumentRequirement
from sentraki.cases.rules.dossier import FeeScheme
from sentraki.kernel import clock
from sentraki.parties.rules import UMK_SCALES, OwnerKind, Scale

OK = "ok"
REPLACE = "replace"


@dataclass(frozen=True)
class PaperState:
    """One requirement of a case and the paper given for it, if any."""

    requirement: DocumentRequirement
    paper: CasePaper | None
    promised: bool

    @property
    def is_missing(self) -> bool:
        """Nothing was given yet."""
        return self.paper is None

    @property
    def is_settled(self) -> bool:
        """Given and not to be replaced, or not required."""
        if self.paper is None:
            return not self.requirement.required
        return self.paper.checked != REPLACE


def applicant_kind_of(case: Case) -> str:
    """person, body or community: which papers an owner of this kind shows."""
    owner = case.business.owner_kind if case.business else case.answers.get("owner_kind", "person")
    if owner == OwnerKind.PERSON:
        return "person"
    return "community" if case.kind == "collective_mark" else "body"


def scheme_of(case: Case) -> FeeScheme:
    """Whose tariff the owner pays, by the scale of the business.

    While nobody knows the scale it is that of micro and small businesses, who the programmes are
    for; the letter's own guard asks for the scale before anything is signed.
    """
    if case.business is not None:
        scale = case.business.scale
    else:
        scale = case.answers.get("business", {}).get("scale")
    known = scale or Scale.UNKNOWN
    return FeeScheme.UMK if known in UMK_SCALES | {Scale.UNKNOWN} else FeeScheme.GENERAL


def wants_letter(case: Case) -> bool:
    """Whether the recommendation letter goes with the file: only the UMK tariff asks for it."""
    return scheme_of(case) is FeeScheme.UMK


def requirements_for(case: Case) -> list[DocumentRequirement]:
    """The papers the applicant brings, by the rows that hold today.

    Chosen by kind, owner kind and tariff, with the programme's own additions.
    """
    return _rows_for(case, DocumentRequirement.objects.filter(supplied_by="applicant"))


def _rows_for(case: Case, rows: Iterable[DocumentRequirement]) -> list[DocumentRequirement]:
    today = clock.today(clock.zone_of(case.region_code))
    owner, scheme = applicant_kind_of(case), scheme_of(case)
    return [
        row
        for row in rows
        if row.kind == case.kind
        and row.programme_id in (None, case.programme_id)
        and row.applicant_kind in ("any", owner)
        and row.scheme in ("any", scheme)
        and (row.valid_from is None or row.valid_from <= today)
        and (row.valid_until is None or today <= row.valid_until)
    ]


def states_of(cases: Iterable[Case]) -> dict[int, list[PaperState]]:
    """As :func:`paper_states` for many cases, by their keys. Two queries, however many."""
    listed = list(cases)
    rows = list(DocumentRequirement.objects.filter(supplied_by="applicant"))
    given: dict[int, dict[str, CasePaper]] = {}
    for paper in CasePaper.objects.filter(case__in=listed, replaced_at=None):
        given.setdefault(paper.case_id, {})[paper.requirement] = paper
    found = {}
    for case in listed:
        promised = set(case.answers.get("later", []))
        found[case.pk] = [
            PaperState(row, given.get(case.pk, {}).get(row.code), row.code in promised)
            for row in _rows_for(case, rows)
        ]
    return found


def paper_states(case: Case) -> list[PaperState]:
    """Every requirement of the case in order, with its valid paper. Two queries."""
    given = {
        paper.requirement: paper
        for paper in case.papers.filter(replaced_at=None).select_related("document")
    }
    promised = set(case.answers.get("later", []))
    return [
        PaperState(row, given.get(row.code), row.code in promised) for row in requirements_for(case)
    ]


def missing_now(states: list[PaperState]) -> list[PaperState]:
    """What stands in the way of accepting: required and neither given nor good."""
    return [state for state in states if not state.is_settled]


def may_be_sent(states: list[PaperState]) -> bool:
    """Whether the applicant may send: all that is needed now is given, or promised for later."""
    return all(
        state.is_settled or state.promised or state.requirement.needed_for != "submission"
        for state in states
    )
