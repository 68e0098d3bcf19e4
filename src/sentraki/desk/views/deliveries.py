"""Certificates handed over: one with a note and a photo, or many on one list."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sentraki.cases.models import Ceremony, Delivery
from sentraki.cases.selectors import right_changes as selectors
from sentraki.cases.services import deliveries
from sentraki.desk import replies
from sentraki.desk.forms.after_registration import CeremonyForm, HandingForm
from sentraki.desk.views.import_files import XLSX
from sentraki.desk.views.rights import right_or_404
from sentraki.kernel import clock
from sentraki.kernel.access import decide
from sentraki.kernel.errors import AlreadyDone, Invalid, Refusal
from sentraki.kernel.refs import key_of
from sentraki.kernel.sheets import write_xlsx
from sentraki.ledger.services import documents
from sentraki.offices.doors import door
from sentraki.offices.viewers import viewer_on

A_PAGE = 30
MOST_SHOWN = 200


@door(get="right.hand-over", post="right.hand-over")
def hand_over(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who received the certificate, when, with a note, and a photo where the person agrees."""
    row = right_or_404(request, public_id)
    posted = request.method == "POST"
    start = {"received_on": clock.today(row.office.zone)}
    form = HandingForm(request.POST, request.FILES) if posted else HandingForm(initial=start)
    if posted and form.is_valid():
        given = form.cleaned_data
        try:
            deliveries.hand_over(
                right=row,
                viewer=viewer_on(request),
                received=deliveries.Received(
                    receiver=given["receiver"],
                    received_on=given["received_on"],
                    note=given["note"],
                    photo=replies.sent_file(given["photo"]),
                    photo_agreed=given["photo_agreed"],
                ),
                key=replies.key_of(request),
            )
        except AlreadyDone:
            return redirect("desk:right", public_id=row.public_id)
        except Refusal as refusal:
            replies.put_on(form, refusal)
        else:
            replies.done(request, _("Recorded: the certificate was handed over."))
            return redirect("desk:right", public_id=row.public_id)
    context = {"right": row, "form": form}
    status = 422 if form.errors else 200
    return replies.page(request, "desk/rights/hand_over.html", context, status=status)


hand_over.accepts_upload = True  # type: ignore[attr-defined]  # walked by the upload tests


@door(get="right.hand-over")
def photo(request: HttpRequest, public_id: str) -> HttpResponse:
    """The photo of the handing over, to be kept; every reading is an entry."""
    row, viewer = right_or_404(request, public_id), viewer_on(request)
    rows = Delivery.objects.for_viewer(viewer).select_related("photo")
    kept = rows.filter(right=row).first()
    if kept is None or kept.photo is None:
        raise Http404
    content = documents.read(kept.photo, viewer, "handing")
    return replies.download(content, kept.photo.mime, f"serah-terima-{row.number}.jpg")


@door(get="ceremony.list", post="ceremony.draw-up")
def ceremonies(request: HttpRequest) -> HttpResponse:
    """The lists so far, and the certificates that wait for one."""
    viewer, office = viewer_on(request), replies.own_office(request)
    waiting = selectors.waiting_for_handing(viewer).filter(office=office)
    form = CeremonyForm(request.POST if request.method == "POST" else None)
    chosen = request.POST.getlist("chosen")[: deliveries.MOST_TOGETHER + 1]
    if request.method == "POST" and form.is_valid():
        try:
            made = deliveries.draw_up(
                office=office,
                viewer=viewer,
                chosen=chosen,
                key=replies.key_of(request),
                **form.cleaned_data,
            )
            return redirect("desk:ceremony", public_id=made.public_id)
        except AlreadyDone as again:
            pk = key_of(again.receipt, "cases.ceremony") or 0
            first = selectors.ceremonies_of(viewer).filter(pk=pk).first()
            if first is None:
                raise Http404 from again
            return redirect("desk:ceremony", public_id=first.public_id)
        except Refusal as refusal:
            replies.put_on(form, refusal)
    page = Paginator(selectors.ceremonies_of(viewer), A_PAGE).get_page(request.GET.get("page"))
    facts = {"region_code": office.region_code}
    context = {
        "form": form,
        "page": page,
        "waiting": [(row, selectors.owner_of(row)) for row in waiting[:MOST_SHOWN]],
        "count": waiting.count(),
        "most": MOST_SHOWN,
        "chosen": set(chosen),
        "may_draw": decide("ceremony.draw-up", viewer, **facts).allowed,
    }
    status = 422 if form.errors else 200
    return replies.page(request, "desk/rights/ceremonies.html", context, status=status)


@door(get="ceremony.view", post="ceremony.hand-over")
def ceremony(request: HttpRequest, public_id: str) -> HttpResponse:
    """One list to print and tick; what is ticked is handed over in one act."""
    row, viewer = _ceremony(request, public_id), viewer_on(request)
    error = ""
    if request.method == "POST":
        try:
            number = deliveries.hand_over_together(
                ceremony=row,
                viewer=viewer,
                receivers=_ticked(request),
                key=replies.key_of(request),
            )
        except AlreadyDone:
            return redirect("desk:ceremony", public_id=row.public_id)
        except Refusal as refusal:
            error = replies.words(refusal)
        else:
            text = ngettext("%(n)s certificate handed over.", "%(n)s certificates handed over.",
                            number)  # fmt: skip
            replies.done(request, text % {"n": number})
            return redirect("desk:ceremony", public_id=row.public_id)
    facts = {"region_code": row.region_code}
    may = row.handed_at is None and decide("ceremony.hand-over", viewer, **facts).allowed
    context = {
        "ceremony": row,
        "lines": _lines(request, row),
        "error": error,
        "may_hand": may,
        "is_early": row.held_on > clock.today(row.office.zone),
    }
    status = 422 if error else 200
    return replies.page(request, "desk/rights/ceremony.html", context, status=status)


def _lines(request: HttpRequest, row: Ceremony) -> list[dict[str, Any]]:
    """Each certificate with the receiver as typed before, else its owner."""
    posted = request.method == "POST"
    ticked = set(request.POST.getlist("item"))
    return [
        {
            "item": line.item,
            "owner": line.owner,
            "delivery": line.delivery,
            "receiver": request.POST.get(f"receiver_{line.item.pk}", line.owner),
            "is_ticked": str(line.item.pk) in ticked if posted else True,
        }
        for line in selectors.lines_of(viewer_on(request), row)
    ]


def _ticked(request: HttpRequest) -> dict[int, str]:
    """Key of each ticked item → the receiver's name."""
    keys = request.POST.getlist("item")
    if not all(key.isascii() and key.isdigit() and len(key) < 12 for key in keys):
        raise Invalid(deliveries.NOT_ON_LIST)
    return {int(key): request.POST.get(f"receiver_{key}", "") for key in keys}


@door(get="ceremony.view")
def sheet(request: HttpRequest, public_id: str) -> HttpResponse:
    """The list as a spreadsheet with an empty column to sign in."""
    row = _ceremony(request, public_id)
    headings = [_("Number"), _("Name"), _("Class"), _("Owner"), _("Received by"), _("Received on"),
                _("Signature")]  # fmt: skip
    lines = [
        [
            line.item.right.number,
            line.item.right.name,
            line.item.right.classes,
            line.owner,
            line.delivery.receiver if line.delivery else "",
            line.delivery.received_on if line.delivery else "",
            "",
        ]
        for line in selectors.lines_of(viewer_on(request), row)
    ]
    content = write_xlsx(headings, lines)
    return replies.download(content, XLSX, f"penyerahan-{row.held_on.isoformat()}.xlsx")


def _ceremony(request: HttpRequest, public_id: str) -> Ceremony:
    viewer = viewer_on(request)
    row = selectors.ceremonies_of(viewer).filter(public_id=public_id).first()
    if row is None or not decide("ceremony.view", viewer, region_code=row.region_code).allowed:
        raise Http404
    return row
