"""The log of the own region: what happened, never contents; and checkpoints to keep elsewhere."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from sentraki.desk import replies
from sentraki.desk.log_refs import abouts_of
from sentraki.kernel.access import Role
from sentraki.ledger.selectors.timeline import entries_for, rows_of
from sentraki.ledger.services import checkpoints
from sentraki.offices.doors import door
from sentraki.offices.viewers import viewer_on
from sentraki.offices.words import role_name

A_PAGE = 50


@door(get="checkpoint.view")
def log(request: HttpRequest) -> HttpResponse:
    """Entries, newest first, for auditors and administrators; a Kanwil keeps checkpoints only."""
    viewer = viewer_on(request)
    page = Paginator(entries_for(viewer), A_PAGE).get_page(request.GET.get("page"))
    rows = rows_of(page.object_list)
    refs = {entry.index: entry.on_ref for entry in page.object_list}
    abouts = abouts_of(viewer, refs.values())
    lang = replies.language()
    context = {
        "page": page,
        "rows": [
            (row, row.sentence(lang), abouts[refs[row.index]], role_name(row.role)) for row in rows
        ],
        "keeps_only": viewer.role is Role.KANWIL,
    }
    return replies.page(request, "desk/office/log.html", context)


@door(post="checkpoint.view")
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The signed statement of how long the log is now, to be kept outside this house."""
    made = checkpoints.make()
    name = f"titik-periksa-{made.size}.txt"
    return replies.download(made.text.encode(), "text/plain; charset=utf-8", name)
