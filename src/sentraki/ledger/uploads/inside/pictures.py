"""Pictures: opened by the one decoder their first bytes ask for, and written anew.

Whatever the decoder raises on the way ends the child, and the gate calls the file damaged.
"""

import io
from typing import Any

from PIL import Image, ImageCms, ImageOps

from sentraki.kernel.limited import pack, unpack

# Pillow's own warning is replaced by the exact check in ``_opened``.
Image.MAX_IMAGE_PIXELS = None
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
WHITE = (255, 255, 255)
# A lighter pixel than this is paper, a darker one ink, when a signature is cut out.
PAPER = 200
# Decoders that need several copies of the whole picture get fewer pixels in the same memory.
SHARE = {"JPEG": 1, "PNG": 1, "GIF": 2, "WEBP": 3}
TRANSPARENT_SHARE = 2
SHRINKABLE = {"CMYK", "L", "LA", "RGB", "RGBA"}


def encode(payload: bytes) -> bytes:
    """Order and picture in, facts and new picture out (see ``gate.picture_order``)."""
    order, data = unpack(payload)
    del payload
    try:
        picture, notes = _opened(data, order)
        before = picture.size
        picture = _shrunk(picture, order["long_side"], notes)
    except TooManyPixels as stop:
        return pack({"refused": "pixels", "size": stop.size, "limit": stop.limit})
    lossless = order["lossless"] and order["format"] in {"PNG", "GIF"}
    return written(picture, order, notes, before=before, lossless=lossless)


class TooManyPixels(Exception):
    """The picture has ``size`` megapixels where ``limit`` are allowed."""

    def __init__(self, pixels: int, limit: int) -> None:
        super().__init__(pixels)
        self.size = -(-pixels // 1_000_000)
        self.limit = limit // 1_000_000


def written(
    picture: Image.Image,
    order: dict[str, Any],
    notes: list[str],
    *,
    before: tuple[int, int],
    lossless: bool,
) -> bytes:
    """Write ``picture`` as JPEG on white, or as PNG, with nothing but its pixels."""
    if lossless:
        mime, body = "image/png", _saved(picture, "PNG", compress_level=6)
    else:
        picture = _on_white(picture, notes)
        if order.get("crop"):
            picture = _cut_to_ink(picture)
        mime, body = "image/jpeg", _jpeg(picture, order["quality"], order.get("max_bytes"))
    facts = {
        "mime": mime,
        "width": picture.width,
        "height": picture.height,
        "before": before,
        "notes": notes,
    }
    return pack(facts, body)


def _opened(data: bytes, order: dict[str, Any]) -> tuple[Image.Image, list[str]]:
    picture = Image.open(io.BytesIO(data), formats=[order["format"]])
    share = SHARE[order["format"]]
    if picture.mode in {"RGBA", "LA"} or "transparency" in picture.info:
        share = max(share, TRANSPARENT_SHARE)
    limit = order["max_pixels"] // share
    if picture.width * picture.height > limit:
        raise TooManyPixels(picture.width * picture.height, limit)
    notes = ["first-frame"] if getattr(picture, "is_animated", False) else []
    if order["format"] == "JPEG":
        picture.draft(picture.mode, (order["long_side"], order["long_side"]))
    return picture, notes


def _shrunk(picture: Image.Image, long_side: int, notes: list[str]) -> Image.Image:
    """Decode, fit into ``long_side``, stand upright, in sRGB; RGB or RGBA without metadata."""
    size = picture.size
    turn = _orientation(picture)
    picture.load()
    profile = picture.info.get("icc_profile")
    picture = _plain_mode(picture)
    if max(picture.size) > long_side:
        gap = 2.0 if picture.mode in SHRINKABLE else None
        picture.thumbnail((long_side, long_side), Image.Resampling.LANCZOS, reducing_gap=gap)
    if picture.mode.startswith("I"):
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if picture.size != size:
        notes.append("resized")
    if turn in TURNS:
        picture = picture.transpose(TURNS[turn])
        notes.append("rotated")
    return _in_srgb(picture.convert("RGBA") if picture.mode == "LA" else picture, profile)


def _orientation(picture: Image.Image) -> int:
    """The camera's orientation; broken EXIF counts as upright."""
    try:
        value = picture.getexif().get(ORIENTATION, 1)
    except Exception:
        return 1
    return value if isinstance(value, int) else 1


def _plain_mode(picture: Image.Image) -> Image.Image:
    """A mode that can be shrunk without loss, whatever the file used."""
    if "transparency" in picture.info and not picture.mode.startswith("I"):
        return picture.convert("RGBA")
    if picture.mode in SHRINKABLE or picture.mode.startswith("I"):
        return picture
    return picture.convert("RGB")


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Turn colours into sRGB by the file's profile; without one, or a broken one, take as sRGB."""
    alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
    colours = picture.convert("RGB") if alpha else picture
    if profile:
        try:
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            matched = ImageCms.profileToProfile(
                colours, given, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            colours = matched or colours
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    colours = colours.convert("RGB")
    if alpha:
        colours.putalpha(alpha)
    return colours


def _on_white(picture: Image.Image, notes: list[str]) -> Image.Image:
    if picture.mode != "RGBA":
        return picture
    alpha = picture.getchannel("A")
    if alpha.getextrema() != (255, 255):
        notes.append("flattened")
    paper = Image.new("RGB", picture.size, WHITE)
    paper.paste(picture, mask=alpha)
    return paper


def _cut_to_ink(picture: Image.Image) -> Image.Image:
    """Cut a signature to its ink with a margin of an eighth; blank paper stays as it is."""
    ink = ImageOps.invert(picture.convert("L")).point(lambda value: value > 255 - PAPER and 255)
    box = ink.getbbox()
    if box is None:
        return picture
    margin = max(box[2] - box[0], box[3] - box[1]) // 8
    return picture.crop(
        (
            max(box[0] - margin, 0),
            max(box[1] - margin, 0),
            min(box[2] + margin, picture.width),
            min(box[3] + margin, picture.height),
        )
    )


def _jpeg(picture: Image.Image, quality: int, max_bytes: int | None) -> bytes:
    """Baseline JPEG; where a size is promised, quality gives way until it fits."""
    sampling = 0 if quality > 90 else 2
    body = _saved(picture, "JPEG", quality=quality, subsampling=sampling, optimize=True)
    while max_bytes and len(body) >= max_bytes and quality > 40:
        quality -= 10
        body = _saved(picture, "JPEG", quality=quality, subsampling=2, optimize=True)
    return body


def _saved(picture: Image.Image, form: str, **options: Any) -> bytes:
    picture.info.clear()
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()
