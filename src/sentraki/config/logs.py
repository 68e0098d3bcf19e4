"""Logs that cannot tell a secret: no query strings, no bodies, no addresses with codes in them.

A line names the route (``berkas/<code>/``), never the address that was asked for, and a traceback
names classes and lines of code, never the text of an exception, which may quote what was typed.
"""

import logging
import re
import traceback

from django.template.exceptions import TemplateDoesNotExist
from django.urls import Resolver404, resolve

_QUERY = re.compile(r"\?[^\s\"']*")
_SERVERS_WORDS = re.compile(r"(Error handling request|Invalid request from ip=\S+).*", re.DOTALL)
_REQUEST_LINE = re.compile(r'("[A-Z]+ )(/[^\s"?]*)')
_LONG_NUMBER = re.compile(r"\d{8,}")
# What these say names modules and templates, never anything typed.
SPEAK_OF_CODE = (ImportError, TemplateDoesNotExist)


def route_of(request: object) -> str:
    """The pattern that matched ``request``, or ``-``."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match is not None else "-"


def _routed(line: re.Match[str]) -> str:
    """The start of a request line with the route in place of the address."""
    try:
        return f"{line[1]}/{resolve(line[2]).route}"
    except Resolver404:
        return f"{line[1]}-"


def discreet_traceback(error: BaseException, depth: int = 0) -> str:
    """Where ``error`` came from, without what it says; causes included, at most five."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    own = f"{frames}{type(error).__module__}.{type(error).__qualname__}"
    own += f": {error}" if isinstance(error, SPEAK_OF_CODE) else ""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is None or depth == 5:
        return own
    return f"{discreet_traceback(cause, depth + 1)}\nled to\n{own}"


class Discreet(logging.Filter):
    """Rewrites a record so that no query string, requested address or long number stays in it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the (rewritten) record through."""
        text = record.getMessage()
        request = getattr(record, "request", None)
        path = getattr(request, "path", "")
        if len(path) > 1:
            text = text.replace(path, route_of(request))
        text = _REQUEST_LINE.sub(_routed, text)
        text = _SERVERS_WORDS.sub(r"\1", text)
        text = _LONG_NUMBER.sub("#", _QUERY.sub("?…", text))
        record.msg, record.args = text, ()
        return True


class Plain(logging.Formatter):
    """One line a record; tracebacks without the exceptions' own words."""

    def formatException(self, ei: object) -> str:
        """The traceback of ``ei`` (as from ``sys.exc_info()``), discreetly."""
        error = ei[1] if isinstance(ei, tuple) else None
        return discreet_traceback(error) if isinstance(error, BaseException) else ""
