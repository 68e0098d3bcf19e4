"""The statement of a micro or small business: the applicant's own filled in, and an empty one."""

from django.http import Http404, HttpRequest, HttpResponse

from sentraki.cases.selectors.statement import (
    asks_for_statement,
    blank_statement_pdf,
    statement_pdf,
)
from sentraki.offices.doors import door
from sentraki.portal.own_case import own_case

FILE_POLICY = "default-src 'none'; sandbox"


@door(get="case.own")
def filled(request: HttpRequest, code: str) -> HttpResponse:
    """The applicant's statement as a PDF; 404 when the case does not ask for one."""
    case = own_case(request, code)
    if not asks_for_statement(case):
        raise Http404
    response = _pdf(statement_pdf(case), f"surat-pernyataan-{case.code}.pdf")
    response["Cache-Control"] = "private, no-store"
    return response


@door(get="guide.read")
def blank(request: HttpRequest) -> HttpResponse:
    """The empty form for whoever writes by hand."""
    return _pdf(blank_statement_pdf(), "surat-pernyataan-umk.pdf")


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = FILE_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response
