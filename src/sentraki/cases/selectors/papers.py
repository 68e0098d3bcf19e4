"""Which papers a case needs, has, and lacks."""

from dataclasses import dataclass

from django.db.models import Q

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

    While the scale was not answered yet it is that of micro and small businesses, who the
    programmes are for.
    """
    if case.business is not None:
        scale = case.business.scale
    else:
        scale = case.answers.get("business", {}).get("scale") or Scale.MICRO
    return FeeScheme.UMK if scale in UMK_SCALES else FeeScheme.GENERAL


def requirements_for(case: Case) -> list[DocumentRequirement]:
    """The papers the applicant brings, by the rows that hold today.

    Chosen by kind, owner kind and tariff, with the programme's own additions.
    """
    today = clock.today(clock.zone_of(case.region_code))
    rows = DocumentRequirement.objects.filter(
        Q(programme=None) | Q(programme=case.programme_id),
        Q(valid_from=None) | Q(valid_from__lte=today),
        Q(valid_until=None) | Q(valid_until__gte=today),
        kind=case.kind,
        supplied_by="applicant",
        applicant_kind__in=("any", applicant_kind_of(case)),
        scheme__in=("any", scheme_of(case)),
    )
    return list(rows)


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
