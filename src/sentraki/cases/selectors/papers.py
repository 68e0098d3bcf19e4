"""Which papers a case needs, has, and lacks."""

from dataclasses import dataclass

from django.db.models import Q

from sentraki.cases.models import Case, CasePaper, DocumentRequirement
from sentraki.parties.rules import OwnerKind

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


def requirements_for(case: Case) -> list[DocumentRequirement]:
    """The papers the applicant brings: by kind, owner kind, and the programme's own additions."""
    rows = DocumentRequirement.objects.filter(
        kind=case.kind,
        supplied_by="applicant",
        applicant_kind__in=("any", applicant_kind_of(case)),
    )
    return list(rows.filter(Q(programme=None) | Q(programme=case.programme_id)))


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
