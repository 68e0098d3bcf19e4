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
# Those Django's own layers set too are repeated for answers that never reach them (413).
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "Permissions-Policy": PERMISSIONS,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# Letters only: the log hides long numbers, and a person may have to read it out.
_SAYABLE = str.maketrans("0123456789abcdef", "bcdfghjkmnpqrstw")
GetResponse = Callable[[HttpRequest], HttpResponse]


def new_request_id() -> str:
    """What a person may read out so that the line in the log is found."""
    return secrets.token_hex(6).translate(_SAYABLE)


class SecurityHeaders:
    """Sets the headers of reliability's B-7 on every answer, error pages included.

    A view that serves a file may set a stricter ``Content-Security-Policy`` (a sandbox) itself; an
    installable page names its manifest in ``response.policy_more``.
    Answers to a form, and every page for somebody the house knows more about than "anyone",
    are never kept by a cache. A request larger than ``REQUEST_MAX_BYTES`` is answered 413, one
    with a NUL in its address 400: nothing of ours has one, and PostgreSQL takes none.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer ``request``."""
        request.request_id = new_request_id()  # type: ignore[attr-defined]
        started = time.monotonic()
        response = self._refused(request) or self.get_response(request)
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
    def _refused(request: HttpRequest) -> HttpResponse | None:
        if too_large(request):
            return errors.too_large(request)
        if has_nul(request):
            return errors.bad_request(request)
        return None

    @staticmethod
    def _set_headers(request: HttpRequest, response: HttpResponse) -> None:
        more = getattr(response, "policy_more", "")
        if more:
            response.headers["Content-Security-Policy"] = f"{CONTENT_POLICY}; {more}"
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        viewer = getattr(request, "viewer", None)
        known = viewer is not None and viewer.role is not Role.PUBLIC
        if known or request.method not in ("GET", "HEAD"):
            response.headers["Cache-Control"] = "private, no-store"


def too_large(request: HttpRequest) -> bool:
    """Whether the announced body is larger than any form of ours may send."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    return announced.isdigit() and int(announced) > settings.REQUEST_MAX_BYTES


def has_nul(request: HttpRequest) -> bool:
    """Whether the path or the query holds the character NUL."""
    return "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", "")
