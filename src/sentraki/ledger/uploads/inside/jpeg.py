"""JPEG inside a PDF keeps its picture data as it is; comments, EXIF and trailing bytes go."""

import re

START, END = b"\xff\xd8", b"\xff\xd9"
SCAN = 0xDA
COMMENT = 0xFE
# What JFIF and Adobe say about colours and density, without JFIF's small preview picture.
JFIF, JFIF_LENGTH = b"JFIF\0", 12
ADOBE, ADOBE_LENGTH = b"Adobe", 12
# Inside a scan, a marker is FF followed by neither a stuffed zero nor a restart marker.
_NEXT_MARKER = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]", re.DOTALL)


def bare_jpeg(data: bytes) -> bytes:
    """Return ``data`` with only the segments that are needed to draw it.

    A picture that ends before its end marker is closed. What is no well-formed JPEG raises
    ``ValueError``.
    """
    if not data.startswith(START):
        raise ValueError("no JPEG")
    kept, place = [START], 2
    while data[place : place + 2] != END:
        if data[place : place + 1] != b"\xff" or len(data) < place + 4:
            raise ValueError("JPEG header is cut off")
        marker = data[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        end = place + 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        content = _needed(marker, data[place + 4 : end])
        if content is not None:
            kept.append(bytes((0xFF, marker)) + (len(content) + 2).to_bytes(2, "big") + content)
        place = end
        if marker == SCAN:
            after = _NEXT_MARKER.search(data, place)
            if after is None:
                kept.append(data[place:])
                break
            kept.append(data[place : after.start()])
            place = after.end() - 2
    return b"".join(kept) + END


def _needed(marker: int, content: bytes) -> bytes | None:
    """The part of a segment that is needed; None for a remark."""
    if marker == 0xE0 and content.startswith(JFIF):
        return content[:JFIF_LENGTH].ljust(JFIF_LENGTH, b"\0") + b"\0\0"
    if marker == 0xEE and content.startswith(ADOBE):
        return content[:ADOBE_LENGTH]
    return None if marker == COMMENT or 0xE0 <= marker <= 0xEF else content
