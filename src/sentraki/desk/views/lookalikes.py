"""The label of a file beside the labels that look like it."""

from django.http import Http404, HttpRequest, HttpResponse

from sentraki.cases.models import CasePaper
from sentraki.cases.services.papers import LABEL
from sentraki.desk import replies
from sentraki.desk.case_rows import name_of
from sentraki.desk.views.cases import viewed
from sentraki.kernel.refs import ref_of
from sentraki.ledger.services import documents
from sentraki.offices.doors import door
from sentraki.offices.viewers import viewer_on
from sentraki.screening import lookalikes

PURPOSE = "compare"


@door(get="case.view")
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """What looks like the label of a file; reading the label is noted as ever."""
    case = viewed(request, code)
    paper = CasePaper.objects.filter(case=case, requirement=LABEL, replaced_at=None).first()
    if paper is None:
        raise Http404
    content = documents.read(paper.document, viewer_on(request), PURPOSE)
    classes = case.class_numbers
    right = getattr(getattr(case, "filing", None), "right", None)
    names = [case.mark_name] if case.mark_name else []
    context = {
        "case": case,
        "name": name_of(case),
        "looked": lookalikes.section(
            content, classes=classes, names=names, besides=ref_of(right) if right else None
        ),
    }
    return replies.page(request, "desk/cases/lookalikes.html", context)
