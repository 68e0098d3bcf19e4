"""The clear no to a file, one sentence for each reason."""

import math
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext_noop as _

from sentraki.kernel.errors import Invalid


class Reason(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    BIG = "big"
    KIND = "kind"
    LOCKED = "locked"
    DAMAGED = "damaged"
    PIXELS = "pixels"
    PAGES = "pages"
    INTRICATE = "intricate"
    BUSY = "busy"


TEXTS: Mapping[Reason, str] = MappingProxyType(
    {
        Reason.EMPTY: _("This file is empty. Choose another one."),
        Reason.BIG: _(
            "This file is %(size)s MB; the limit is %(limit)s MB. "
            "Take the photo here and we shrink it."
        ),
        Reason.KIND: _("We accept JPG, PNG, WebP or PDF. This is %(kind)s."),
        Reason.LOCKED: _("This PDF has a password. Save it without one, or photograph the page."),
        Reason.DAMAGED: _(
            "This file cannot be opened; it may be cut off. Send it again, or photograph the page."
        ),
        Reason.PIXELS: _(
            "This picture has %(size)s megapixels; the limit is %(limit)s. "
            "Take the photo here and we shrink it."
        ),
        Reason.PAGES: _(
            "This PDF has more than %(limit)s pages. Send only the pages that are needed."
        ),
        Reason.INTRICATE: _(
            "This file is too intricate to be opened here. Photograph the page and send the photo."
        ),
        Reason.BUSY: _("Many files are arriving right now. Send this one again in a minute."),
    }
)
KIND_TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "image": _("We accept JPG, PNG or WebP here. This is %(kind)s."),
        "image+pdf": TEXTS[Reason.KIND],
        "pdf": _("We accept PDF here. This is %(kind)s."),
        "sheet": _("We accept CSV or XLSX here. This is %(kind)s."),
    }
)
UNKNOWN_KIND_TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "image": _("We accept JPG, PNG or WebP here. This file is of another kind."),
        "image+pdf": _("We accept JPG, PNG, WebP or PDF. This file is of another kind."),
        "pdf": _("We accept PDF here. This file is of another kind."),
        "sheet": _("We accept CSV or XLSX here. This file is of another kind."),
    }
)
PHONE_ONLY_TEXT: str = _(
    "This is a HEIC photo, which only some phones can read. Take a screenshot of it and send that, "
    "or set the camera of an iPhone to Most Compatible (Settings, Camera, Formats)."
)


class UploadRefused(Invalid):
    """A file that is not taken, for one ``reason``; ``field`` on a form is named by the caller."""

    def __init__(self, reason: Reason, *, text: str = "", **params: Any) -> None:
        super().__init__(text or TEXTS[reason], **params)
        self.reason = reason


def too_big(size: int, limit: int) -> UploadRefused:
    """Refusal of a file of ``size`` bytes where ``limit`` bytes are allowed."""
    return UploadRefused(Reason.BIG, size=math.ceil(size / 1_000_000), limit=limit // 1_000_000)
