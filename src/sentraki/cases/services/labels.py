"""The label of a registered mark, handed to the picture search."""

from sentraki.cases.models import CasePaper, Right
from sentraki.cases.services.papers import LABEL
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Refusal
from sentraki.kernel.refs import ref_of
from sentraki.ledger.services import documents
from sentraki.screening.pictures import describe_picture, remember_picture

PURPOSE = "register"
_SYSTEM = Viewer.system("cases.labels")


def remember_label(right: Right, status: str) -> None:
    """Let the picture search know the label of a right that was filed here.

    A right whose label is not here, was erased or is damaged is found by its name alone. Must run
    inside an act.
    """
    facts = {
        "name": right.name,
        "classes": right.classes,
        "number": right.number,
        "status": status,
    }
    if describe_picture(ref_of(right), **facts) or right.filing is None:
        return
    papers = CasePaper.objects.filter(case=right.filing.case, requirement=LABEL, replaced_at=None)
    paper = papers.select_related("document").first()
    if paper is None or paper.document.mime != "image/jpeg":
        return
    try:
        jpeg = documents.read(paper.document, _SYSTEM, PURPOSE)
    except Refusal:
        return
    remember_picture(ref=ref_of(right), jpeg=jpeg, **facts)
