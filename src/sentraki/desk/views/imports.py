"""Imported sheets: the list, the preview with a verdict per row, importing, undoing."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from sentraki.desk import replies
from sentraki.desk.forms.imports import KINDS, ColumnsForm
from sentraki.desk.import_rows import VERDICTS, views_of
from sentraki.kernel.access import Viewer, decide
from sentraki.kernel.errors import AlreadyDone, Invalid
from sentraki.offices.doors import door
from sentraki.offices.viewers import viewer_on
from sentraki.parties import jobs
from sentraki.parties.models import ImportBatch
from sentraki.parties.rules import ImportState, RowVerdict
from sentraki.parties.selectors.imports import Totals, batch_or_404, batches, rows_of, totals
from sentraki.parties.services import imports as services

PER_PAGE = 50
PER_LIST = 30
#: Imports of more rows than this happen in the background.
INLINE = 500

STATES: Mapping[str, tuple[str, str | Promise]] = {
    ImportState.READING: ("waiting", pgettext_lazy("sheet", "Being read")),
    ImportState.PREVIEW: ("action", pgettext_lazy("sheet", "Preview")),
    ImportState.APPLYING: ("running", pgettext_lazy("sheet", "Being imported")),
    ImportState.APPLIED: ("running", pgettext_lazy("sheet", "Imported")),
    ImportState.UNDOING: ("running", pgettext_lazy("sheet", "Being undone")),
    ImportState.UNDONE: ("ended", pgettext_lazy("sheet", "Undone")),
    ImportState.REFUSED: ("ended", pgettext_lazy("sheet", "Refused")),
}
REFUSALS: Mapping[str, str | Promise] = {
    services.AGGREGATE: _l(
        "This sheet counts businesses per region or sector; it does not name them one by one, so"
        " there is nothing to record. Please send the list those counts come from: one business a"
        " row, with the name of the business or of its owner."
    ),
    services.TOO_LONG: _l(
        "This sheet has more than 20,000 rows. Divide it into several files and send them one"
        " after the other."
    ),
    services.EMPTY: _l("This sheet has headings but no rows. Fill it in and send it again."),
}


@door(get="import.list")
def imports(request: HttpRequest) -> HttpResponse:
    """Every sheet of the region, newest first. As many queries for 1 as for 30."""
    page = Paginator(batches(viewer_on(request)), PER_LIST).get_page(request.GET.get("page"))
    rows = [(batch, KINDS.get(batch.kind, batch.kind), *STATES[batch.state]) for batch in page]
    context = {"page": page, "rows": rows, "may_bring": _may(request, "import.preview")}
    return replies.page(request, "desk/imports/list.html", context)


@door(get="import.view")
def sheet(request: HttpRequest, public_id: str) -> HttpResponse:
    """The preview, the progress, or the result of one sheet."""
    batch = batch_or_404(viewer_on(request), public_id)
    return _page(request, batch, ColumnsForm(batch))


@door(post="import.preview")
def columns(request: HttpRequest, public_id: str) -> HttpResponse:
    """Read the sheet again with the columns as corrected."""
    viewer = viewer_on(request)
    batch = batch_or_404(viewer, public_id)
    form = ColumnsForm(batch, request.POST)
    if form.is_valid():
        try:
            services.remap(
                batch=batch, viewer=viewer, columns=form.columns(), key=replies.key_of(request)
            )
        except AlreadyDone:
            return redirect("desk:import", public_id=public_id)
        except Invalid as refusal:
            replies.put_on(form, refusal)
        else:
            replies.done(request, _("The sheet was read again."))
            return redirect("desk:import", public_id=public_id)
    return _page(request, batch, form, status=422)


@door(get="import.apply", post="import.apply")
def apply(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask once more, then import; many rows in the background."""
    viewer = viewer_on(request)
    batch = batch_or_404(viewer, public_id)
    if request.method == "POST":
        try:
            batch = services.begin(batch=batch, viewer=viewer, key=replies.key_of(request))
        except AlreadyDone:
            return redirect("desk:import", public_id=public_id)
        if services.pending(batch) > INLINE:
            jobs.carry_on_import.enqueue(*_keys(batch, viewer))
        else:
            services.carry_on(batch=batch, viewer=viewer)
        return redirect("desk:import", public_id=public_id)
    context = {"batch": batch, "totals": totals(batch)}
    return replies.page(request, "desk/imports/apply.html", context)


@door(get="import.undo", post="import.undo")
def undo(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask once more, then restore what was before."""
    viewer = viewer_on(request)
    batch = batch_or_404(viewer, public_id)
    if request.method == "POST":
        try:
            batch = services.begin_undo(batch=batch, viewer=viewer, key=replies.key_of(request))
        except AlreadyDone:
            return redirect("desk:import", public_id=public_id)
        if totals(batch).imported > INLINE:
            jobs.carry_on_undo.enqueue(*_keys(batch, viewer))
        else:
            services.carry_on_undo(batch=batch, viewer=viewer)
        return redirect("desk:import", public_id=public_id)
    context = {"batch": batch, "totals": totals(batch)}
    return replies.page(request, "desk/imports/undo.html", context)


def _keys(batch: ImportBatch, viewer: Viewer) -> tuple[int, int, int, str]:
    return batch.pk, int(viewer.person_id or 0), int(viewer.office_id or 0), str(viewer.role)


def _may(request: HttpRequest, action: str) -> bool:
    office = replies.own_office(request)
    return decide(action, viewer_on(request), region_code=office.region_code).allowed


def _page(
    request: HttpRequest, batch: ImportBatch, form: ColumnsForm, *, status: int = 200
) -> HttpResponse:
    counted = totals(batch)
    wanted = request.GET.get("putusan", "")
    wanted = wanted if wanted in VERDICTS else ""
    page = Paginator(rows_of(batch, wanted), PER_PAGE).get_page(request.GET.get("page"))
    facts = {"region_code": batch.region_code}
    look, word = STATES[batch.state]
    context = {
        "batch": batch,
        "kind_name": KINDS.get(batch.kind, batch.kind),
        "look": look,
        "word": word,
        "totals": counted,
        "refusal": REFUSALS.get(batch.refusal, ""),
        "notes": [_(message) % params for message, params in batch.notes],
        "filters": _filters(batch, counted, wanted),
        "page": page,
        "rows": views_of(batch, list(page)),
        "form": form,
        "has_errors": bool(form.errors),
        "left": services.pending(batch) if batch.state == ImportState.APPLYING else 0,
        "kept": _kept(batch),
        "may_apply": decide("import.apply", viewer_on(request), **facts).allowed,
        "may_undo": decide("import.undo", viewer_on(request), **facts).allowed,
    }
    return replies.page(request, "desk/imports/sheet.html", context, status=status)


def _kept(batch: ImportBatch) -> int:
    """How many rows could not be undone."""
    if batch.state != ImportState.UNDONE:
        return 0
    changed = (RowVerdict.CREATE, RowVerdict.UPDATE, RowVerdict.FLAG)
    return batch.rows.filter(verdict__in=changed).exclude(target_ref="").count()


def _filters(batch: ImportBatch, counted: Totals, wanted: str) -> list[dict[str, Any]]:
    """The verdicts with their counts, as links that narrow the list."""
    here = reverse("desk:import", args=[batch.public_id])
    counts = {
        RowVerdict.CREATE: counted.created,
        RowVerdict.UPDATE: counted.updated,
        RowVerdict.SAME: counted.same,
        RowVerdict.FLAG: counted.flagged,
        RowVerdict.REJECT: counted.rejected,
    }
    all_rows = {
        "count": counted.rows, "label": _("All rows"), "url": here, "current": not wanted,
    }  # fmt: skip
    return [all_rows] + [
        {
            "count": count,
            "label": VERDICTS[verdict][1],
            "url": f"{here}?putusan={verdict}",
            "current": verdict == wanted,
        }
        for verdict, count in counts.items()
    ]
