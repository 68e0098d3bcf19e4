"""The page for somebody who asks more often than a person can."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sentraki.kernel import clock
from sentraki.offices.limits import HOUR


def too_many(request: HttpRequest) -> HttpResponse:
    """429 in plain words; ``Retry-After`` says in how many seconds the counting begins anew."""
    wait = HOUR - int(clock.now().timestamp()) % HOUR
    minutes = -(-wait // 60)
    again = ngettext(
        "Try again in %(n)s minute. Nothing you typed was kept.",
        "Try again in %(n)s minutes. Nothing you typed was kept.",
        minutes,
    )
    text = _("Very many questions have come from your connection within this hour.")
    context = {
        "status": 429,
        "title": _("Please wait a little"),
        "text": f"{text} {again % {'n': minutes}}",
    }
    response = render(request, "ui/error.html", context, status=429)
    response["Retry-After"] = str(wait)
    response["Cache-Control"] = "no-store"
    return response
