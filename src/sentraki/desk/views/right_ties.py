"""Tying a right of an imported list to its business: suggestions, a search, a person's word."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from sentraki.cases.models import Right
from sentraki.cases.selectors.right_ties import Suggestion, suggestions
from sentraki.cases.services import right_ties
from sentraki.desk import replies
from sentraki.kernel.access import decide
from sentraki.kernel.errors import AlreadyDone, Refusal
from sentraki.offices.doors import door
from sentraki.offices.scoping import get_or_404
from sentraki.offices.viewers import viewer_on
from sentraki.parties.models import Business
from sentraki.parties.selectors import business_list

MOST_HITS = 20
REASONS = {
    "owner": pgettext_lazy("agrees", "owner's name"),
    "trade": pgettext_lazy("agrees", "name of the business"),
    "product": pgettext_lazy("agrees", "name of a product"),
    "district": pgettext_lazy("agrees", "district"),
}


@door(get="right.tie", post="right.tie")
def choose(request: HttpRequest, public_id: str) -> HttpResponse:
    """Businesses it may belong to; a search by name or NIB comes by POST, out of the address."""
    right = _right(request, public_id)
    words = replies.searched(request)
    if request.method == "POST" and words:
        rows = business_list(viewer_on(request), words)[:MOST_HITS]
        return _page(request, right, [Suggestion(row, ()) for row in rows], is_search=True)
    return _page(request, right, suggestions(viewer_on(request), right))


@door(post="right.tie")
def tie(request: HttpRequest, public_id: str) -> HttpResponse:
    """The officer has looked and says whose it is."""
    right, viewer = _right(request, public_id), viewer_on(request)
    chosen = request.POST.get("business", "")
    if not chosen:
        return _page(request, right, suggestions(viewer, right), error=_("Choose a business."))
    business = get_or_404(Business, viewer, public_id=chosen)
    try:
        right_ties.tie(right=right, business=business, viewer=viewer, key=replies.key_of(request))
    except AlreadyDone:
        pass
    except Refusal as refusal:
        found = suggestions(viewer, right)
        return _page(request, right, found, error=replies.words(refusal))
    else:
        text = _("%(right)s belongs to %(business)s now.")
        replies.done(request, text % {"right": right.name, "business": business})
    return redirect("desk:right", public_id=right.public_id)


@door(post="right.untie")
def untie(request: HttpRequest, public_id: str) -> HttpResponse:
    """It was another business after all."""
    right, viewer = _right(request, public_id), viewer_on(request)
    try:
        right_ties.untie(right=right, viewer=viewer, key=replies.key_of(request))
    except AlreadyDone:
        pass
    except Refusal as refusal:
        replies.done(request, replies.words(refusal))
    else:
        replies.done(request, _("The right is tied to no business now."))
    return redirect("desk:right", public_id=right.public_id)


def _right(request: HttpRequest, public_id: str) -> Right:
    viewer = viewer_on(request)
    row = get_or_404(Right, viewer, public_id=public_id)
    if not decide("right.tie", viewer, region_code=row.region_code).allowed:
        raise Http404
    return row


def _page(
    request: HttpRequest,
    right: Right,
    found: list[Suggestion],
    *,
    is_search: bool = False,
    error: str = "",
) -> HttpResponse:
    rows = [(one.business, ", ".join(str(REASONS[r]) for r in one.reasons)) for one in found]
    context = {"right": right, "rows": rows, "is_search": is_search, "error": error}
    status = 422 if error else 200
    return replies.page(request, "desk/rights/tie.html", context, status=status)
