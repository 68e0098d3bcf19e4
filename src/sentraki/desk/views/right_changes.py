"""Changes of one right: begun when the owner decided, followed until DJKI's record."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sentraki.cases.models import RightChange
from sentraki.cases.rules.dossier import FeeScheme
from sentraki.cases.rules.right_change_flow import RENEWAL, RIGHT_CHANGE_FLOW, ChangeStatus
from sentraki.cases.selectors import right_changes as selectors
from sentraki.cases.services import right_changes as services
from sentraki.desk import replies
from sentraki.desk.forms.after_registration import STANDING, BeginForm, StepForm
from sentraki.desk.views.rights import right_or_404
from sentraki.kernel import clock
from sentraki.kernel.access import decide
from sentraki.kernel.errors import AlreadyDone, Refusal
from sentraki.kernel.refs import key_of
from sentraki.ledger.services import documents
from sentraki.offices.doors import door
from sentraki.offices.viewers import viewer_on


@door(get="right-change.begin", post="right-change.begin")
def begin(request: HttpRequest, public_id: str) -> HttpResponse:
    """What can change of this right, what it costs today, and the form that begins it."""
    row, viewer = right_or_404(request, public_id), viewer_on(request)
    lang, today = replies.language(), clock.today(row.office.zone)
    posted = request.method == "POST"
    kinds = selectors.kinds_for(viewer, row)
    # A form sent twice still names the kind that its first sending began.
    offered = selectors.change_kinds().values() if posted else kinds
    form = BeginForm(request.POST if posted else None, kinds=offered, lang=lang)
    if posted and form.is_valid():
        try:
            made = services.begin(
                right=row, viewer=viewer, key=replies.key_of(request), **form.cleaned_data
            )
            return redirect("desk:right-change", public_id=made.public_id)
        except AlreadyDone as again:
            return _first(request, again.receipt)
        except Refusal as refusal:
            replies.put_on(form, refusal)
    context = {
        "right": row,
        "form": form,
        "window": selectors.window(row),
        "prices": [
            (
                kind.name(lang),
                selectors.price(row, kind, FeeScheme.UMK, today),
                selectors.price(row, kind, FeeScheme.GENERAL, today),
                kind,
            )
            for kind in kinds
        ],
    }
    status = 422 if form.errors else 200
    return replies.page(request, "desk/rights/change_new.html", context, status=status)


def _first(request: HttpRequest, receipt: str) -> HttpResponse:
    """The change that the first sending of the form began: the newest of that right."""
    rows = selectors.changes_of(viewer_on(request))
    made = rows.filter(right_id=int(key_of(receipt, "cases.right") or 0)).first()
    if made is None:
        raise Http404
    return redirect("desk:right-change", public_id=made.public_id)


@door(get="right-change.view", post="right-change.move")
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Where one change stands, what was told, and the next step."""
    row, viewer = _change(request, public_id), viewer_on(request)
    lang, posted = replies.language(), request.method == "POST"
    may = decide("right-change.move", viewer, region_code=row.region_code).allowed
    steps = [one.verb for one in RIGHT_CHANGE_FLOW.open_to(status=row.status, role=viewer.role)]
    is_renewal = row.kind == RENEWAL
    if not is_renewal:
        steps = [step for step in steps if step != "let-lapse"]
    start = {
        "day": clock.today(row.right.office.zone),
        "scheme": FeeScheme.UMK,
        "expires_on": services.new_last_day(row.right),
    }
    form = StepForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        steps=steps,
        is_renewal=is_renewal,
        is_sent=posted,
        initial=start,
    )
    if posted and form.is_valid():
        told = services.Told(
            number=form.told("number") or "",
            day=form.told("day"),
            reason=form.told("reason") or "",
            proof=replies.sent_file(form.told("proof")),
            expires_on=form.told("expires_on"),
            scheme=FeeScheme(form.told("scheme") or FeeScheme.UMK),
        )
        try:
            services.move(
                change=row,
                viewer=viewer,
                step=form.cleaned_data["step"],
                told=told,
                key=replies.key_of(request),
            )
        except AlreadyDone:
            return redirect("desk:right-change", public_id=row.public_id)
        except Refusal as refusal:
            replies.put_on(form, refusal)
        else:
            replies.done(request, _("Recorded."))
            return redirect("desk:right-change", public_id=row.public_id)
    kind = selectors.change_kinds()[row.kind]
    context = {
        "change": row,
        "right": row.right,
        "kind": kind,
        "kind_name": kind.name(lang),
        "value_name": kind.value(lang),
        "standing": STANDING[ChangeStatus(row.status)],
        "window": selectors.window(row.right) if is_renewal else None,
        "form": form,
        "may_move": may and bool(steps),
    }
    status = 422 if form.errors else 200
    return replies.page(request, "desk/rights/change.html", context, status=status)


change.accepts_upload = True  # type: ignore[attr-defined]  # walked by the upload tests


@door(get="right-change.view")
def proof(request: HttpRequest, public_id: str) -> HttpResponse:
    """DJKI's letter or page that proves the record."""
    row = _change(request, public_id)
    if row.proof is None:
        raise Http404
    content = documents.read(row.proof, viewer_on(request), "right-change")
    ending = "pdf" if row.proof.mime == "application/pdf" else "jpg"
    return replies.download(content, row.proof.mime, f"bukti-{row.right.number}.{ending}")


def _change(request: HttpRequest, public_id: str) -> RightChange:
    viewer = viewer_on(request)
    row = selectors.changes_of(viewer).filter(public_id=public_id).first()
    if row is None or not decide("right-change.view", viewer, region_code=row.region_code).allowed:
        raise Http404
    return row
