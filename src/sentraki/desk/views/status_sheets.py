"""The numbers to look up, as a sheet that comes back filled in (see ``desk:import-new``)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from sentraki.cases.models import Filing
from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.cases.selectors.filings import filing_rows
from sentraki.cases.services.export import note_numbers
from sentraki.cases.services.status_sheets import STATUS_FIELDS
from sentraki.cases.voices import FILING
from sentraki.desk import replies
from sentraki.desk.views.import_files import CSV, XLSX
from sentraki.kernel.sheets import Value, write_csv, write_xlsx
from sentraki.offices.doors import door
from sentraki.offices.viewers import viewer_on


@door(get="filing.export")
def numbers(request: HttpRequest, form: str) -> HttpResponse:
    """The due numbers (or, with ``?tampil=semua``, all) with empty columns to fill in."""
    if form not in ("xlsx", "csv"):
        raise Http404
    viewer, office = viewer_on(request), replies.own_office(request)
    rows = list(filing_rows(viewer, only_due=request.GET.get("tampil") != "semua"))
    note_numbers(office=office, viewer=viewer, rows=len(rows))
    headings = [_(spec.label) for spec in STATUS_FIELDS]
    headings += [_("File"), _("Mark"), _("Status as we know it"), _("Looked up")]
    lines = [_line(row, len(STATUS_FIELDS)) for row in rows]
    content = write_csv(headings, lines) if form == "csv" else write_xlsx(headings, lines)
    return replies.download(content, CSV if form == "csv" else XLSX, f"cek-status.{form}")


def _line(row: Filing, fields: int) -> list[Value]:
    empty: list[Value] = [""] * (fields - 1)
    status = str(FILING[FilingStatus(row.status)].officer)
    return [
        row.number, *empty, row.case.code, row.case.mark_name, status, row.last_checked_at.date(),
    ]  # fmt: skip
