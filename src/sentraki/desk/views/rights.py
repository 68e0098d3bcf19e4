"""Registered rights of the own region: the list, one right, its seal for packets, its end."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sentraki.cases.models import Delivery, Right
from sentraki.cases.rules.right_change_flow import ChangeStatus
from sentraki.cases.selectors.right_changes import change_kinds, changes_of
from sentraki.cases.selectors.right_ties import owner_of, untied
from sentraki.cases.services import rights as services
from sentraki.desk import replies
from sentraki.desk.forms.after_registration import STANDING
from sentraki.desk.forms.filings import CAUSES, EndRightForm
from sentraki.desk.packet import PacketSeal
from sentraki.kernel import clock
from sentraki.kernel.access import decide
from sentraki.kernel.errors import AlreadyDone, Refusal
from sentraki.ledger.rules.seal_states import SealState
from sentraki.ledger.services import seals
from sentraki.offices.doors import door
from sentraki.offices.viewers import viewer_on

A_PAGE = 30
A_SHEET = 12


@door(get="right.list")
def rights(request: HttpRequest) -> HttpResponse:
    """Every right of the region, newest first; those that ended on request."""
    viewer, shown = viewer_on(request), request.GET.get("tampil", "")
    ended, loose = shown == "berakhir", shown == "tanpa-usaha"
    every = Right.objects.for_viewer(viewer).filter(ended_on__isnull=not ended)
    rows = untied(viewer) if loose else every
    page = Paginator(rows.select_related("seal", "office"), A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {"page": page, "ended": ended, "loose": loose, "untied": untied(viewer).count()}
    return replies.page(request, "desk/rights/rights.html", context)


@door(get="right.view")
def right(request: HttpRequest, public_id: str) -> HttpResponse:
    """One right with its seal, when it was last compared with PDKI, and what may be done."""
    row = right_or_404(request, public_id)
    viewer, facts = viewer_on(request), {"region_code": row.region_code}
    kinds = change_kinds()
    changeable = {kind for one in kinds.values() for kind in one.kinds}
    context = {
        "right": row,
        "is_printable": _is_printable(row),
        "address": seals.address_of(row.seal.code) if row.seal else "",
        "owner": owner_of(row),
        "sees_owner": decide("business.view", viewer, **facts).allowed,
        "may_tie": decide("right.tie", viewer, **facts).allowed,
        "cause": CAUSES.get(row.end_cause, row.end_cause),
        "delivery": Delivery.objects.for_viewer(viewer).filter(right=row).first(),
        "changes": [
            (one, kinds[one.kind].name(replies.language()), STANDING[ChangeStatus(one.status)])
            for one in changes_of(viewer).filter(right=row)
        ],
        "may_hand": row.ended_on is None and decide("right.hand-over", viewer, **facts).allowed,
        "may_change": row.ended_on is None
        and row.kind in changeable
        and decide("right-change.begin", viewer, **facts).allowed,
        "may_end": row.ended_on is None and decide("right.end", viewer, **facts).allowed,
        "may_check": row.seal is not None and decide("seal.check", viewer, **facts).allowed,
    }
    return replies.page(request, "desk/rights/right.html", context)


@door(post="seal.check")
def compare(request: HttpRequest, public_id: str) -> HttpResponse:
    """Note that the officer has just looked the right up in PDKI and found it there."""
    row = right_or_404(request, public_id)
    if row.seal is None:
        raise Http404
    try:
        seals.refresh_checked(
            row.seal, viewer_on(request), at=clock.now(), key=replies.key_of(request)
        )
    except AlreadyDone:
        pass
    else:
        replies.done(request, _("Recorded: compared with PDKI today."))
    return redirect("desk:right", public_id=row.public_id)


@door(get="right.end", post="right.end")
def end(request: HttpRequest, public_id: str) -> HttpResponse:
    """Since when the right no longer stands and why; its seal says so at once."""
    row = right_or_404(request, public_id)
    form = EndRightForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.end(
                right=row,
                viewer=viewer_on(request),
                cause=given["cause"],
                ended_on=given["ended_on"],
                note=given["note"],
                key=replies.key_of(request),
            )
        except AlreadyDone:
            return redirect("desk:right", public_id=row.public_id)
        except Refusal as refusal:
            replies.put_on(form, refusal)
        else:
            replies.done(request, _("Recorded. The seal now says “not valid”."))
            return redirect("desk:right", public_id=row.public_id)
    return replies.page(request, "desk/rights/end.html", {"right": row, "form": form})


@door(get="right.view")
def packet(request: HttpRequest, public_id: str) -> HttpResponse:
    """The seal for packets as a picture; only a right in force has one."""
    row = _printable(request, public_id)
    return replies.download(_packet(row).svg(), "image/svg+xml", f"stempel-{row.number}.svg")


@door(get="right.view")
def sheet(request: HttpRequest, public_id: str) -> HttpResponse:
    """A sheet of packet seals to print and cut."""
    row = _printable(request, public_id)
    context: dict[str, Any] = {"right": row, "copies": range(A_SHEET)}
    return replies.page(request, "desk/rights/sheet.html", context)


def right_or_404(request: HttpRequest, public_id: str) -> Right:
    """The right of ``public_id`` if the officer may know of it, else 404."""
    rows = Right.objects.for_viewer(viewer_on(request))
    known = rows.select_related("seal", "office__region", "filing__case__business", "business")
    row = known.filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row


def _is_printable(row: Right) -> bool:
    """Only a registered mark in force goes on packets: never one that is merely applied for."""
    seal = row.seal
    if seal is None or seal.state != SealState.REGISTERED:
        return False
    return services.is_in_force(row, row.office.zone)


def _printable(request: HttpRequest, public_id: str) -> Right:
    row = right_or_404(request, public_id)
    if not _is_printable(row):
        raise Http404
    return row


def _packet(row: Right) -> PacketSeal:
    assert row.seal is not None
    return PacketSeal(
        word=pgettext("seal", "REGISTERED"),
        mark=row.name,
        code=row.seal.code,
        address=seals.address_of(row.seal.code),
    )
