"""From the bytes of a file to a picture, within limits; what cannot be read is said in a sentence.

Only Pillow decodes, only the formats named here, only the first frame. The result is upright, RGB,
on paper, and no longer than :data:`LONGEST` pixels.
"""

import io
import warnings

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from serupa.data import settings
from serupa.images.shapes import Picture

FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")
MOST_BYTES = 20 * 2**20
MOST_PIXELS = 24_000_000
MOST_PIXELS_JPEG = 120_000_000
"""A JPEG is made smaller while it is read, so a large photograph of a phone passes."""

LONGEST = 1024
"""Longer side of a picture handed on, in pixels."""

PAPER = (255, 255, 255)
SLATE = (70, 74, 82)
"""What a see-through drawing is laid on: white, or slate when it is nearly white itself."""


class PictureError(ValueError):
    """A picture that cannot be used; ``key`` names the sentence that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(refusal(key, "id"))
        self.key = key


def refusal(key: str, lang: str) -> str:
    """Why a picture was refused and what to do, in Indonesian or English."""
    return str(settings("images")["refused"][key][lang])


def decode(content: bytes) -> Picture:
    """The picture in a file's bytes. Raises ``PictureError``."""
    if not content:
        raise PictureError("empty")
    if len(content) > MOST_BYTES:
        raise PictureError("heavy")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _decode(content)
    except PictureError:
        raise
    except UnidentifiedImageError:
        raise PictureError("format") from None
    except (MemoryError, Image.DecompressionBombError):
        raise PictureError("large") from None
    except Exception:  # a decoder fed with a hostile file may raise anything
        raise PictureError("broken") from None


def _decode(content: bytes) -> Picture:
    with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
        image: Image.Image = opened
        is_jpeg = opened.format == "JPEG"
        if image.width * image.height > (MOST_PIXELS_JPEG if is_jpeg else MOST_PIXELS):
            raise PictureError("large")
        opened.draft("RGB", (LONGEST, LONGEST))
        opened.load()
        if not is_jpeg and max(image.size) > 2 * LONGEST and image.mode in ("RGB", "RGBA", "L"):
            image = image.reduce(max(image.size) // LONGEST)
        upright = ImageOps.exif_transpose(image)
        flat = on_paper(upright)
    flat.thumbnail((LONGEST, LONGEST), Image.Resampling.BOX)
    return np.asarray(flat)


def on_paper(image: Image.Image) -> Image.Image:
    """Any mode as RGB; what is see-through is laid on paper on which it can be seen."""
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        values = np.asarray(image, np.float32)
        scale = 255 / 65535 if image.mode != "F" or values.max(initial=0) > 255 else 1.0
        return Image.fromarray(np.clip(values * scale, 0, 255).astype(np.uint8)).convert("RGB")
    if "transparency" not in image.info and image.mode not in ("RGBA", "LA", "PA", "La", "RGBa"):
        return image.convert("RGB")
    drawing = image.convert("RGBA")
    seen = np.asarray(drawing.getchannel("A")) > 40
    grey = np.asarray(drawing.convert("L"))
    ground = (
        SLATE if seen.any() and np.quantile(grey[seen], 0.1) > 225 and not seen.all() else PAPER
    )
    paper = Image.new("RGBA", drawing.size, (*ground, 255))
    paper.alpha_composite(drawing)
    return paper.convert("RGB")
