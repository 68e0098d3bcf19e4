"""The gate every file from outside passes."""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings

from sentraki.kernel.limited import ChildFailed, LimitExceeded, pack, run_limited, unpack
from sentraki.ledger.uploads.kinds import PHONE_ONLY, Kind, Sniffed, sniff
from sentraki.ledger.uploads.purposes import LIMITS, MAX_PIXELS, Decoded, Limit, Purpose
from sentraki.ledger.uploads.refusals import (
    KIND_TEXTS,
    PHONE_ONLY_TEXT,
    UNKNOWN_KIND_TEXTS,
    Reason,
    UploadRefused,
    too_big,
)

INSIDE = "sentraki.ledger.uploads.inside"
MEMORY_MB = 256
SECONDS = 5
EXTENSIONS = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}


def decode(
    source: Path | bytes, *, accept: frozenset[Kind], purpose: Purpose, name: str = ""
) -> Decoded:
    """Return the file written anew, or raise ``UploadRefused`` with one clear sentence.

    ``source`` is a path or the bytes. ``name`` is the name it was sent under; it is believed only
    for plain text (CSV). Takes at most five processor seconds and 256 MiB in a child process.
    """
    limit = LIMITS[purpose]
    data = fetch(source, limit)
    sniffed = sniff(data, name)
    if sniffed.kind is None or sniffed.kind not in accept:
        raise other_kind(sniffed, accept)
    if sniffed.kind is Kind.SHEET:
        return _decoded(
            data, {"mime": sniffed.mime, "notes": ["as-sent"]}, extension=sniffed.called
        )
    if sniffed.kind is Kind.PDF:
        return _decoded(*ask("papers:sanitise", {"max_pages": limit.pages}, data))
    return _decoded(*ask("pictures:encode", picture_order(sniffed, limit), data))


def shrink_photo(source: Path | bytes, *, name: str = "") -> Decoded:
    """A photograph of a KTP or a paper as JPEG of at most 2000 pixels, without metadata."""
    return decode(source, accept=frozenset({Kind.IMAGE}), purpose=Purpose.IDENTITY, name=name)


def fetch(source: Path | bytes, limit: Limit) -> bytes:
    """Read the file, unless it is empty or larger than its purpose or the office allows."""
    most = min(limit.max_bytes, settings.UPLOAD_MAX_BYTES)
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size == 0:
        raise UploadRefused(Reason.EMPTY)
    if size > most:
        raise too_big(size, most)
    return source if isinstance(source, bytes) else source.read_bytes()


def other_kind(sniffed: Sniffed, accept: frozenset[Kind]) -> UploadRefused:
    """The refusal that says what is accepted here and what the file is."""
    if sniffed.called == PHONE_ONLY and Kind.IMAGE in accept:
        return UploadRefused(Reason.KIND, text=PHONE_ONLY_TEXT)
    wanted = "+".join(sorted(accept))
    if sniffed.called:
        return UploadRefused(Reason.KIND, text=KIND_TEXTS.get(wanted, ""), kind=sniffed.called)
    text = UNKNOWN_KIND_TEXTS.get(wanted, UNKNOWN_KIND_TEXTS["image+pdf"])
    return UploadRefused(Reason.KIND, text=text)


def picture_order(sniffed: Sniffed, limit: Limit) -> dict[str, Any]:
    """What the child is told about a picture."""
    return {
        "format": sniffed.pillow,
        "max_pixels": MAX_PIXELS,
        "long_side": limit.long_side,
        "quality": limit.quality,
        "lossless": limit.lossless,
    }


def ask(function: str, order: dict[str, Any], data: bytes) -> tuple[bytes, dict[str, Any]]:
    """Let the child carry out ``order``; its refusals and failures become ``UploadRefused``."""
    try:
        answer = run_limited(
            f"{INSIDE}.{function}", pack(order, data), memory_mb=MEMORY_MB, seconds=SECONDS
        )
    except LimitExceeded as stop:
        reason = Reason.BUSY if stop.what == "slots" else Reason.INTRICATE
        raise UploadRefused(reason) from stop
    except ChildFailed as stop:
        # A decoder in C that runs out of memory ends its process by a signal.
        is_crash = stop.cause.startswith("SIG")
        raise UploadRefused(Reason.INTRICATE if is_crash else Reason.DAMAGED) from stop
    facts, body = unpack(answer)
    if "refused" in facts:
        raise UploadRefused(Reason(facts.pop("refused")), **facts)
    return body, facts


def _decoded(data: bytes, facts: dict[str, Any], *, extension: str = "") -> Decoded:
    mime = facts["mime"]
    return Decoded(
        data=data,
        mime=mime,
        extension=EXTENSIONS.get(mime) or "." + extension.lower(),
        sha256=hashlib.sha256(data).hexdigest(),
        width=facts.get("width", 0),
        height=facts.get("height", 0),
        pages=facts.get("pages", 0),
        notes=tuple(facts.get("notes", ())),
    )
