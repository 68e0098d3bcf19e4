"""The outermost layer: every answer gets an id, strict headers and one discreet log line."""

import logging
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from sentraki.config import errors
from sentraki.config.logs import route_of
from sentraki.kernel.access import Role

logger = logging.getLogger("sentraki.requests")

CONTENT_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "font-src 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
    ]
)
PERMISSIONS = "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"
GetResponse = Callable[[HttpRequest], HttpResponse]


class SecurityHeaders:
    """Sets the headers of reliability's B-7 on every answer, error pages included.

    A view that serves a file may set a stricter ``Content-Security-Policy`` (a sandbox) itself.
    Answers to a form, and every page for somebody the house knows more about than "anyone",
    are never kept by a cache. A request larger than ``REQUEST_MAX_BYTES`` is answered 413.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer ``request``."""
        request.request_id = secrets.token_hex(6)  # type: ignore[attr-defined]
        started = time.monotonic()
        response = errors.too_large(request) if too_large(request) else self.get_response(request)
        self._set_headers(request, response)
        logger.info(
            "%s %s %s %.0f ms id=%s",
            request.method,
            route_of(request),
            response.status_code,
            (time.monotonic() - started) * 1000,
            request.request_id,  # type: ignore[attr-defined]
        )
        return response

    @staticmethod
    def _set_headers(request: HttpRequest, response: HttpResponse) -> None:
        response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        viewer = getattr(request, "viewer", None)
        known = viewer is not None and viewer.role is not Role.PUBLIC
        if known or request.method not in ("GET", "HEAD"):
            response.headers["Cache-Control"] = "private, no-store"


def too_large(request: HttpRequest) -> bool:
    """Whether the announced body is larger than any form of ours may send."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    return announced.isdigit() and int(announced) > settings.REQUEST_MAX_BYTES
