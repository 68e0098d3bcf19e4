"""The applicant's own case: reached by its code, only with a right shown before."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from sentraki.cases.models import Case
from sentraki.cases.services.intake import OPEN, facts_of
from sentraki.kernel import ids
from sentraki.kernel.access import decide
from sentraki.offices.viewers import viewer_on


def own_case(request: HttpRequest, code: str) -> Case:
    """The case of ``code`` if this browser has shown a right to it, else 404. One query."""
    viewer = viewer_on(request)
    rows = Case.objects.for_viewer(viewer).select_related("office__region", "business")
    case = rows.filter(code=ids.normalise_code(code)).first()
    if case is None or not decide("case.own", viewer, **facts_of(case)).allowed:
        raise Http404
    return case


def is_open(case: Case) -> bool:
    """Whether the applicant may still change answers and papers."""
    return case.status in OPEN


def page_context(case: Case, **more: Any) -> dict[str, Any]:
    """What every page of a case shows: the case, and the office it belongs to as the frame."""
    return {
        "case": case,
        "office": case.office,
        "my_case_url": reverse("portal:my-case-page", args=[case.code]),
        **more,
    }
