"""Taking in a whole application at the counter: an officer writes it down for its owner."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from sentraki.cases.models import Case
from sentraki.cases.selectors.papers import paper_states
from sentraki.cases.services import intake, papers
from sentraki.cases.services.filing_papers import Sent
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid
from sentraki.ledger.uploads import UploadRefused
from sentraki.offices.models import Office


@dataclass(frozen=True)
class Told:
    """What the owner told: name and phone, the answers by section, the papers at hand by code."""

    name: str
    phone: str
    sections: Mapping[str, Any]
    papers: Mapping[str, Sent]


def take_in(
    *, office: Office, viewer: Viewer, told: Told, origin_ref: str = "", key: str = ""
) -> Case:
    """Open, fill and send a file for somebody at the counter; all of it or nothing.

    ``origin_ref`` is the visit to an event it began at. Papers that were not brought count as
    promised. Raises what ``intake`` raises; ``Invalid`` names
    the paper whose file we do not take; ``AlreadyDone`` for a used key.
    """
    with transaction.atomic():
        case = intake.start(
            office=office,
            viewer=viewer,
            name=told.name,
            phone=told.phone,
            check=told.sections.get("check"),
            origin_ref=origin_ref,
            key=key,
        ).case
        for section, values in told.sections.items():
            given = values if isinstance(values, Mapping) else {"value": values}
            case = intake.save_answers(case=case, viewer=viewer, section=section, values=given)
        for code, sent in told.papers.items():
            attach(case, viewer, code, sent)
        lacking = [s.requirement.code for s in paper_states(case) if s.paper is None]
        case = intake.save_answers(
            case=case, viewer=viewer, section="later", values={"value": lacking}
        )
        return intake.submit(case=case, viewer=viewer)


def attach(case: Case, viewer: Viewer, code: str, sent: Sent) -> None:
    """Add a paper brought to the counter; ``Invalid`` names the one we do not take."""
    try:
        papers.add_paper(
            case=case, viewer=viewer, requirement=code, source=sent.source, name=sent.name
        )
    except UploadRefused as refused:
        reason = str(refused.message)
        raise Invalid(reason, fields={code: reason}, **refused.params) from refused
