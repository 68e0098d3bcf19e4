"""The page an owner is sent to when a similar mark was published; the address is the key."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sentraki.cases.models import WatchHit
from sentraki.cases.selectors.watch import hit_by_link, own_label, reasons_of, words_of
from sentraki.kernel import clock
from sentraki.kernel.errors import Invalid
from sentraki.kernel.wording import wa_link
from sentraki.offices.doors import door
from sentraki.screening.gazette import label_file
from serupa.explain import Language


@door(get="watch.see")
def hit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Both marks, why they resemble, the last day, whom to ask. Gone after the last day."""
    row = _hit(public_id)
    lang: Language = "en" if (get_language() or "id").startswith("en") else "id"
    words = words_of(row, lang)
    context = {
        "hit": row,
        "words": words,
        "rows": reasons_of(words),
        "own_label": own_label(row),
        "days": (row.last_day - clock.today("WIB")).days,
        "wa": _chat(row),
    }
    return render(request, "portal/watch/hit.html", context)


@door(get="watch.see")
def label(request: HttpRequest, public_id: str) -> HttpResponse:
    """The published label."""
    path = label_file(_hit(public_id).entry)
    if path is None:
        raise Http404
    return HttpResponse(path.read_bytes(), content_type="image/webp")


def _hit(public_id: str) -> WatchHit:
    row = hit_by_link(public_id)
    if row is None:
        raise Http404
    return row


def _chat(row: WatchHit) -> str:
    text = _("I ask about the published mark %(number)s.") % {"number": row.entry.number}
    try:
        return wa_link(row.right.office.phone, text)
    except Invalid:
        return ""
