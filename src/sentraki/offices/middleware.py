"""Puts the viewer and the office of the public pages on every request."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from sentraki.offices import public, viewers


class ViewerMiddleware:
    """Sets ``request.viewer`` (a Viewer) and ``request.office`` (an Office or nothing).

    Both are worked out when first used, so a page that needs neither asks the database nothing.
    Ask ``if request.office``, not ``is None``: it is a stand-in until used.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """End idle log-ins, attach viewer and office, go on."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            viewers.end_idle_log_in(request)
        holder: Any = request
        holder.viewer = SimpleLazyObject(lambda: viewers.viewer_of(request))
        holder.office = SimpleLazyObject(lambda: public.office_of(request))
        return self.get_response(request)


def _on_log_in(request: HttpRequest, **_: Any) -> None:
    viewers.stamp_log_in(request)


user_logged_in.connect(_on_log_in, dispatch_uid="offices.middleware.stamp_log_in")
