"""Batches of sealed dossiers: chosen, sent, acknowledged or returned; one receipt for both."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sentraki.cases.models import Case, Handover, HandoverItem
from sentraki.cases.selectors.handover import ready_to_send
from sentraki.cases.services import handover as handovers
from sentraki.desk import replies
from sentraki.kernel import ids
from sentraki.kernel.access import Role, Viewer, decide
from sentraki.kernel.errors import AlreadyDone, Invalid, Refusal
from sentraki.offices.doors import door
from sentraki.offices.viewers import viewer_on

MOST_BATCHES = 50


@door(get="handover.list")
def batches(request: HttpRequest) -> HttpResponse:
    """Dossiers ready to go, and the batches sent (for a Kanwil: received)."""
    viewer, office = viewer_on(request), replies.own_office(request)
    facts = {"region_code": office.region_code}
    may_send = decide("handover.send", viewer, **facts).allowed and office.parent is not None
    context = {
        "ready": ready_to_send(viewer) if viewer.role is not Role.KANWIL else (),
        "may_send": may_send,
        "kanwil": office.parent,
        "is_kanwil": viewer.role is Role.KANWIL,
        "batches": _counted(viewer)[:MOST_BATCHES],
    }
    return replies.page(request, "desk/handover/batches.html", context)


@door(post="handover.send")
def send(request: HttpRequest) -> HttpResponse:
    """The chosen dossiers once more as a list; with ``confirmed`` they are sent."""
    office = replies.own_office(request)
    cases = _chosen(request)
    error = "" if cases else _("Choose at least one file.")
    if cases and request.POST.get("confirmed"):
        try:
            batch = handovers.send(
                cases=cases,
                from_office=office,
                viewer=viewer_on(request),
                key=replies.key_of(request),
            )
        except AlreadyDone as again:
            return redirect("desk:handover", code=_code_of(request, again.receipt))
        except Invalid as refusal:
            error = replies.words(refusal)
        else:
            replies.done(request, _("Sent. Both offices see this receipt."))
            return redirect("desk:handover", code=batch.code)
    context = {"cases": cases, "kanwil": office.parent, "error": error, "has_errors": bool(error)}
    return replies.page(
        request, "desk/handover/confirm.html", context, status=422 if error else 200
    )


@door(get="handover.view")
def batch(request: HttpRequest, code: str) -> HttpResponse:
    """The receipt: what was sent, when, by whom, and what the Kanwil answered."""
    return _receipt(request, _batch(request, code))


@door(post="handover.answer")
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Acknowledge or return the chosen dossiers, or all that wait; all of them or none."""
    row = _batch(request, code)
    items = _chosen_items(request, row)
    accepted = request.POST.get("answer") != "return"
    reason = request.POST.get("reason", "")
    if not items:
        return _receipt(request, row, error=_("Choose at least one file."))
    key = replies.key_of(request)
    try:
        with transaction.atomic():
            for item in items:
                handovers.answer(
                    item=item,
                    viewer=viewer_on(request),
                    accepted=accepted,
                    reason=reason,
                    key=f"{key}-{item.pk}" if key else "",
                )
    except AlreadyDone:
        return redirect("desk:handover", code=row.code)
    except Refusal as refusal:
        return _receipt(request, row, error=replies.words(refusal), reason=reason)
    replies.done(request, _answered(len(items), accepted=accepted))
    return redirect("desk:handover", code=row.code)


def _answered(number: int, *, accepted: bool) -> str:
    if accepted:
        text = ngettext("%(n)s dossier acknowledged.", "%(n)s dossiers acknowledged.", number)
    else:
        text = ngettext("%(n)s dossier returned.", "%(n)s dossiers returned.", number)
    return text % {"n": number}


def _receipt(
    request: HttpRequest, row: Handover, *, error: str = "", reason: str = ""
) -> HttpResponse:
    items = row.items.select_related("case", "dossier", "answered_by").order_by("id")
    waiting = [item for item in items if not item.answer and not item.dossier.opened_again_at]
    facts = {"region_code": row.region_code, "to_office": row.to_office_id}
    context = {
        "batch": row,
        "items": items,
        "waiting": waiting,
        "may_answer": bool(waiting)
        and decide("handover.answer", viewer_on(request), **facts).allowed,
        "may_download": viewer_on(request).role is not Role.ADMIN,
        "error": error,
        "reason": reason,
        "has_errors": bool(error),
    }
    return replies.page(
        request, "desk/handover/receipt.html", context, status=422 if error else 200
    )


def _batch(request: HttpRequest, code: str) -> Handover:
    rows = Handover.objects.for_viewer(viewer_on(request))
    row = rows.select_related("from_office", "to_office", "sent_by").filter(
        code=ids.normalise_code(code)
    ).first()  # fmt: skip
    if row is None:
        raise Http404
    return row


def _code_of(request: HttpRequest, receipt: str) -> str:
    key = receipt.rpartition(":")[2]
    return Handover.objects.for_viewer(viewer_on(request)).get(pk=key).code


def _chosen(request: HttpRequest) -> list[Case]:
    """The cases of the ticked codes; one that is not the viewer's makes the whole request 404."""
    codes = {ids.normalise_code(code) for code in request.POST.getlist("case")}
    rows = Case.objects.for_viewer(viewer_on(request)).filter(code__in=codes)
    found = list(rows.select_related("business").order_by("code"))
    if len(found) != len(codes):
        raise Http404
    return found


def _chosen_items(request: HttpRequest, row: Handover) -> Sequence[HandoverItem]:
    """The ticked items of this very batch, or all that wait; an item of another batch is 404."""
    waiting = row.items.filter(answer="", dossier__opened_again_at=None).select_related("case")
    if request.POST.get("all"):
        return list(waiting)
    sent = request.POST.getlist("item")
    wanted = {text for text in sent if text.isascii() and text.isdigit() and len(text) < 19}
    if len(wanted) != row.items.filter(pk__in=wanted).count():
        raise Http404
    return list(row.items.filter(pk__in=wanted).select_related("case"))


def _counted(viewer: Viewer) -> QuerySet[Handover]:
    return (
        Handover.objects.for_viewer(viewer)
        .select_related("from_office", "to_office")
        .annotate(
            total=Count("items"),
            acknowledged=Count("items", filter=Q(items__answer=handovers.ACKNOWLEDGED)),
            returned=Count("items", filter=Q(items__answer=handovers.RETURNED)),
        )
        .order_by("-sent_at")
    )
