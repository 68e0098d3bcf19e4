"""JPEG inside a PDF keeps its picture data as it is; its comments and EXIF go."""

START = b"\xff\xd8"
SCAN = 0xDA
# JFIF and Adobe's colour transform are needed to draw the picture; other APPn and COM are not.
NEEDED_APPS = {0xE0: b"JFIF\0", 0xEE: b"Adobe"}
COMMENT = 0xFE


def bare_jpeg(data: bytes) -> bytes:
    """Return ``data`` without APPn segments and comments that do not change how it looks.

    What is no well-formed JPEG header raises ``ValueError``.
    """
    if not data.startswith(START):
        raise ValueError("no JPEG")
    kept, place = [START], 2
    while True:
        if data[place : place + 1] != b"\xff" or len(data) < place + 4:
            raise ValueError("JPEG header is cut off")
        marker = data[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        end = place + 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        if marker == SCAN:
            return b"".join(kept) + data[place:]
        if not _is_remark(marker, data[place + 4 : end]):
            kept.append(data[place:end])
        place = end


def _is_remark(marker: int, content: bytes) -> bool:
    if marker == COMMENT:
        return True
    if 0xE0 <= marker <= 0xEF:
        wanted = NEEDED_APPS.get(marker)
        return wanted is None or not content.startswith(wanted)
    return False
