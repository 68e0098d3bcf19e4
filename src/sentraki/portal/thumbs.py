"""Small pictures of what an applicant sent, made from what we wrote ourselves."""

from io import BytesIO

from PIL import Image

SIDE = 900
QUALITY = 80


def thumbnail(jpeg: bytes) -> bytes:
    """A JPEG of at most 900 pixels without any metadata, from a JPEG or PNG of our own making."""
    with Image.open(BytesIO(jpeg), formats=("JPEG", "PNG")) as picture:
        picture.draft("RGB", (SIDE, SIDE))
        small = picture.convert("RGB")
        small.thumbnail((SIDE, SIDE))
        written = BytesIO()
        small.save(written, "JPEG", quality=QUALITY)
        return written.getvalue()
