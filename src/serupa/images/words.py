"""Words in a picture, read by the models of an extra that need not be there.

The models are PP-OCRv6 (small; Apache-2.0) as the package ``rapidocr`` brings them. Only its two
ONNX files are used: its own program needs OpenCV and more, which would break the limit of 150 MB
for the extra, so finding the lines and spelling them is done here.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from PIL import Image

from serupa.images.regions import Mask, grown, pieces
from serupa.images.shapes import Box, Picture

PACKAGE = "rapidocr"
MODELS = ("PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx")

LONGEST, STEP = 640, 32
"""Longer side of what the finder sees, in pixels, and what every side is a multiple of."""

SEEN, SURE, SPELT = 0.3, 0.5, 0.7
"""A pixel is of a word from ``SEEN`` on, a line is one whose mean reaches ``SURE``, and a text is
told whose letters were spelt with a mean chance of ``SPELT``."""

SLACK = 1.6
"""How far a found line, which is drawn too thin, is widened: times area over girth."""

TALL, WIDEST = 48, 960
"""Height of a line for the speller, and its greatest width, in pixels."""

MOST = 12
"""Lines read in a picture, the largest first."""

Numbers = NDArray[np.float32]


@dataclass(frozen=True)
class Line:
    """A line of words. ``box``: what it covers, upright; ``score``: mean chance of its letters."""

    text: str
    score: float
    box: Box


@dataclass(frozen=True)
class Slanted:
    """Where a line lies: its middle, its length and height, and the angle it rises by."""

    x: float
    y: float
    long: float
    high: float
    angle: float


def is_installed() -> bool:
    """Whether words can be read here."""
    return _folder() is not None


def _folder() -> Path | None:
    """Where the models lie; the package itself is not run."""
    found = find_spec(PACKAGE)
    roots = (found.submodule_search_locations or ()) if found else ()
    folders = [Path(root) / "models" for root in roots]
    return next((one for one in folders if all((one / name).is_file() for name in MODELS)), None)


@dataclass(frozen=True)
class _Speller:
    finder: onnxruntime.InferenceSession
    speller: onnxruntime.InferenceSession
    letters: tuple[str, ...]


@cache
def _models() -> _Speller:
    folder = _folder()
    if folder is None:
        raise ModuleNotFoundError(name=PACKAGE)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    finder, speller = (
        onnxruntime.InferenceSession(folder / name, options, providers=["CPUExecutionProvider"])
        for name in MODELS
    )
    letters = speller.get_modelmeta().custom_metadata_map["character"].splitlines()
    return _Speller(finder, speller, ("", *letters, " "))


def read_words(picture: Picture) -> tuple[Line, ...]:
    """The lines of a picture from top to bottom. Raises ``ModuleNotFoundError`` without models."""
    models = _models()
    told = []
    for slanted in _found(models.finder, picture)[:MOST]:
        text, score = _spelt(models, _straight(picture, slanted))
        if score >= SPELT and any(letter.isalnum() for letter in text):
            told.append(Line(text, score, _around(slanted, picture)))
    return tuple(sorted(told, key=lambda line: (line.box[1] + line.box[3], line.box[0])))


def _found(finder: onnxruntime.InferenceSession, picture: Picture) -> list[Slanted]:
    """The lines, the largest first."""
    high, wide = picture.shape[:2]
    scale = LONGEST / max(high, wide)
    size = [max(STEP, round(side * scale / STEP) * STEP) for side in (wide, high)]
    small = Image.fromarray(picture).resize((size[0], size[1]), Image.Resampling.BILINEAR)
    seen = np.asarray(small)
    (chances,) = finder.run(None, {finder.get_inputs()[0].name: _fed(seen)})
    plane = np.asarray(chances[0, 0], np.float32)
    # Half as fine is fine enough for lines, and a quarter of the work.
    half = plane.reshape(size[1] // 2, 2, size[0] // 2, 2).max(axis=(1, 3))
    numbers, count = pieces(grown(half > SEEN, 1))
    back = wide / size[0] * 2, high / size[1] * 2
    made = [_line(half, numbers == at, back) for at in range(count)]
    kept = [line for line in made if line is not None]
    return sorted(kept, key=lambda line: -line.long * line.high)


def _line(plane: Numbers, mask: Mask, back: tuple[float, float]) -> Slanted | None:
    rows, columns = np.nonzero(mask)
    if len(rows) < 12 or float(plane[mask & (plane > SEEN)].mean()) < SURE:
        return None
    x, y = (columns + 0.5) * back[0], (rows + 0.5) * back[1]
    angle = _angle(x, y)
    along = x * math.cos(angle) + y * math.sin(angle)
    across = -x * math.sin(angle) + y * math.cos(angle)
    low, left = float(across.min()), float(along.min())
    long, high = float(along.max()) - left + back[0], float(across.max()) - low + back[1]
    slack = SLACK * long * high / (2 * (long + high))
    middle = left + (long - back[0]) / 2, low + (high - back[1]) / 2
    return Slanted(
        middle[0] * math.cos(angle) - middle[1] * math.sin(angle),
        middle[0] * math.sin(angle) + middle[1] * math.cos(angle),
        long + 2 * slack,
        high + 2 * slack,
        angle,
    )


def _angle(x: NDArray[np.floating], y: NDArray[np.floating]) -> float:
    """Of the longer axis; 0 for what is hardly longer than high: a letter or two."""
    spread = np.cov(np.stack([x, y]))
    strengths, axes = np.linalg.eigh(spread)
    if strengths[1] < 4 * max(strengths[0], 1e-6):
        return 0.0
    angle = math.atan2(axes[1, 1], axes[0, 1])
    while not -math.pi / 2 < angle <= math.pi / 2:
        angle += math.pi if angle < 0 else -math.pi
    return angle


def _straight(picture: Picture, line: Slanted) -> Picture:
    """The line upright, ``TALL`` pixels high."""
    scale = line.high / TALL
    wide = min(WIDEST, max(8, round(line.long / scale)))
    cos, sin = math.cos(line.angle) * scale, math.sin(line.angle) * scale
    first = line.x - cos * wide / 2 + sin * TALL / 2, line.y - sin * wide / 2 - cos * TALL / 2
    numbers: tuple[float, ...] = (cos, -sin, first[0], sin, cos, first[1])
    image = Image.fromarray(picture)
    if scale > 1.5:  # shrink first: the turning looks at one pixel of many
        less = min(1.0, 1.5 / scale)
        image = image.resize(
            (max(1, round(image.width * less)), max(1, round(image.height * less))),
            Image.Resampling.BOX,
        )
        numbers = tuple(number * less for number in numbers)
    turned = image.transform(
        (wide, TALL), Image.Transform.AFFINE, numbers, Image.Resampling.BICUBIC
    )
    return np.asarray(turned)


def _spelt(models: _Speller, line: Picture) -> tuple[str, float]:
    (chances,) = models.speller.run(None, {models.speller.get_inputs()[0].name: _fed(line)})
    best = chances[0].argmax(axis=1)
    fresh = np.flatnonzero((best != 0) & (best != np.concatenate([[0], best[:-1]])))
    if not len(fresh):
        return "", 0.0
    text = "".join(models.letters[at] for at in best[fresh].tolist())
    return text.strip(), float(chances[0][fresh, best[fresh]].mean())


def _fed(picture: Picture) -> Numbers:
    """As the models were taught: blue first, -1 to 1."""
    plain = picture[:, :, ::-1].astype(np.float32) / 127.5 - 1
    return np.ascontiguousarray(plain.transpose(2, 0, 1))[None]


def _around(line: Slanted, picture: Picture) -> Box:
    cos, sin = abs(math.cos(line.angle)), abs(math.sin(line.angle))
    wide, high = (line.long * cos + line.high * sin) / 2, (line.long * sin + line.high * cos) / 2
    return (
        max(0, math.floor(line.x - wide)),
        max(0, math.floor(line.y - high)),
        min(picture.shape[1], math.ceil(line.x + wide)),
        min(picture.shape[0], math.ceil(line.y + high)),
    )


def phrase(lines: Sequence[Line]) -> str:
    """The words of a picture as a name may be written: its highest lines, in their order.

    One or two letters are left out where longer words stand: figures are often taken for letters.
    """
    longer = [line for line in lines if len(line.text) > 2] or list(lines)
    highest = max((line.box[3] - line.box[1] for line in longer), default=0)
    main = [line.text for line in longer if line.box[3] - line.box[1] >= 0.5 * highest]
    return " ".join(main)
