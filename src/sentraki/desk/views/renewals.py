"""The rights ledger: every kind of right, and when the marks of the region must be renewed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from sentraki.cases.rules.right_change_flow import WINDOW_MONTHS, ChangeStatus
from sentraki.cases.selectors import renewals as selectors
from sentraki.cases.selectors.right_changes import due_renewals
from sentraki.desk import replies
from sentraki.desk.forms.after_registration import STANDING
from sentraki.desk.views.import_files import CSV, XLSX
from sentraki.kernel import clock
from sentraki.kernel.clock import add_months
from sentraki.kernel.sheets import Value, write_csv, write_xlsx
from sentraki.offices.doors import door
from sentraki.offices.viewers import viewer_on

MOST_DUE = 100


@door(get="right.list")
def renewals(request: HttpRequest) -> HttpResponse:
    """How many rights of each kind stand, and what ends in which year."""
    viewer, lang = viewer_on(request), replies.language()
    today = clock.today(replies.own_office(request).zone)
    context = {
        "kinds": [(kind.name(lang), kind, n) for kind, n in selectors.by_kind(viewer)],
        "waves": selectors.waves(viewer),
        "due": [
            (right, change, STANDING[ChangeStatus(change.status)] if change else _("not decided"))
            for right, change in due_renewals(viewer, today, MOST_DUE)
        ],
        "undated": selectors.undated(viewer),
    }
    return replies.page(request, "desk/rights/renewals.html", context)


@door(get="right.list")
def sheet(request: HttpRequest, form: str) -> HttpResponse:
    """Every renewable right with its last day and the months in which it can be renewed."""
    if form not in ("xlsx", "csv"):
        raise Http404
    headings = [
        _("Number"), _("Name"), _("Holder"), _("Classes"), _("Filed on"), _("May be renewed from"),
        _("Until"), _("Late, at double fee, until"),
    ]  # fmt: skip
    rows = selectors.renewable(viewer_on(request))
    lines: list[list[Value]] = [
        [
            row.number, row.name, row.holder, row.classes, row.filed_on,
            add_months(row.expires_on, -WINDOW_MONTHS), row.expires_on,
            add_months(row.expires_on, WINDOW_MONTHS),
        ]
        for row in rows.iterator(chunk_size=2000)
        if row.expires_on is not None
    ]  # fmt: skip
    content = write_csv(headings, lines) if form == "csv" else write_xlsx(headings, lines)
    return replies.download(content, CSV if form == "csv" else XLSX, f"perpanjangan.{form}")
