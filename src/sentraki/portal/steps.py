"""The pages of an application in their order, and which of them still lack something."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _l

from sentraki.cases.models import Case
from sentraki.cases.selectors.papers import PaperState, paper_states
from sentraki.cases.services.intake import missing_answers
from sentraki.portal.forms.apply import GoodsForm, MarkForm, NameForm, StepForm
from sentraki.portal.forms.apply_owner import AddressForm, BusinessForm, ConsentForm, OwnerForm

PAPERS, SIGNATURE = "dokumen", "tanda-tangan"


@dataclass(frozen=True)
class Step:
    """One page: its word in the address, its heading and lead, the sections it answers.

    ``form`` is ``None`` for the pages of papers, which have views of their own.
    """

    slug: str
    title: Promise
    lead: Promise | str = ""
    sections: tuple[str, ...] = ()
    form: type[StepForm] | None = None


STEPS: tuple[Step, ...] = (
    Step("nama", _l("The name of your mark"), "", ("check",), NameForm),
    Step("barang", _l("Your goods or services"), "", ("goods",), GoodsForm),
    Step("merek", _l("What your mark looks like"), "", ("mark",), MarkForm),
    Step("pemilik", _l("The owner of the mark"), "", ("owner",), OwnerForm),
    Step("usaha", _l("Your business"), "", ("business",), BusinessForm),
    Step("alamat", _l("Address of the business"), "", ("address",), AddressForm),
    Step(PAPERS, _l("Papers")),
    Step(
        SIGNATURE,
        _l("The applicant's signature"),
        _l("Sign on white paper and photograph it, or draw it on the screen."),
    ),
    Step("persetujuan", _l("Your data and your consent"), "", ("consent",), ConsentForm),
)
TOTAL = len(STEPS)


def number_of(slug: str) -> int:
    """The place of a step, from 1; raises ``KeyError`` for an unknown one."""
    for number, step in enumerate(STEPS, start=1):
        if step.slug == slug:
            return number
    raise KeyError(slug)


def step_url(case: Case, slug: str) -> str:
    """The address of a step of ``case``."""
    if slug == PAPERS:
        return reverse("portal:apply-papers", args=[case.code])
    if slug == SIGNATURE:
        return reverse("portal:apply-signature", args=[case.code])
    return reverse("portal:apply-step", args=[case.code, slug])


def after(case: Case, slug: str) -> str:
    """The address of what follows a step: the next one, in the end the check of all answers."""
    number = number_of(slug)
    if number == TOTAL:
        return reverse("portal:apply-review", args=[case.code])
    return step_url(case, STEPS[number].slug)


def before(case: Case, slug: str) -> str:
    """The address of the step before; empty for the first."""
    number = number_of(slug)
    return step_url(case, STEPS[number - 2].slug) if number > 1 else ""


def lacking(answers: Mapping[str, Any], states: list[PaperState]) -> list[Step]:
    """The steps that stand in the way of sending, in order."""
    sections = set(missing_answers(answers))
    mark = answers.get("mark") or {}
    if not mark.get("name"):
        sections.add("check")
    if mark.get("mark_type"):
        sections.discard("mark")
    bare = [state for state in states if state_blocks(state)]
    signature = any(state.requirement.code == "signature" for state in bare)
    papers = any(state.requirement.code != "signature" for state in bare)
    return [
        step
        for step in STEPS
        if sections & set(step.sections)
        or (step.slug == PAPERS and papers)
        or (step.slug == SIGNATURE and signature)
    ]


def state_blocks(state: PaperState) -> bool:
    """Whether this paper keeps the application from being sent."""
    needed_now = state.requirement.needed_for == "submission"
    return needed_now and not state.is_settled and not state.promised


def first_open(case: Case) -> str:
    """Where to go on: the first step that lacks something, else the check of all answers."""
    found = lacking(case.answers, paper_states(case))
    if not found:
        return reverse("portal:apply-review", args=[case.code])
    return step_url(case, found[0].slug)
