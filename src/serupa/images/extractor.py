"""What a view looks like, as numbers: the network's maps pooled, and the directions of its edges.

A view is described by blocks, each the square root of sums and of length 1: the top and the middle
of the network over its shape map, and a histogram of edge directions. Colour is left out on
purpose: a copy in other colours is a copy.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from PIL import Image

from serupa.images.shapes import Picture, Plane, ground_of, shape_map

SIZE = 160
"""Side of a view in pixels."""

TOGETHER = 5
"""Views the network sees at once: a tenth less work than one by one; more no longer helps."""

CELLS, DIRECTIONS = 10, 8
"""Of the edge histogram: cells along a side, directions in half a turn."""

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Maps:
    """The network's maps of n views: n × channels × rows × columns."""

    middle: NDArray[np.float32]
    top: NDArray[np.float32]


class Network:
    """An ONNX network with the input ``picture`` and the outputs ``middle`` and ``top``."""

    def __init__(self, content: bytes) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self.version = hashlib.sha256(content).hexdigest()[:16]
        self._session = onnxruntime.InferenceSession(
            content, options, providers=["CPUExecutionProvider"]
        )

    @classmethod
    def read(cls, path: Path) -> "Network":
        """The network of a file. Raises ``OSError`` when it cannot be read."""
        return cls(path.read_bytes())

    def maps(self, views: Sequence[Picture]) -> Maps:
        """The maps of views of one size."""
        given = (np.stack(views).astype(np.float32) - 127.0) / 128.0
        middle, top = self._session.run(None, {"picture": given.transpose(0, 3, 1, 2)})
        return Maps(middle, top)


@cache
def lite0() -> Network:
    """EfficientNet-Lite0, the network the package brings along."""
    return Network(files("serupa.images").joinpath("weights/lite0.onnx").read_bytes())


def shape_view(view: Picture) -> Picture:
    """The shape map of a view as a picture, dark on white."""
    shape = shape_map(view, ground_of(view))
    grey = (255 - 255 * shape).astype(np.uint8)
    return np.repeat(grey[:, :, None], 3, axis=2)


def unit(values: NDArray[np.floating]) -> NDArray[np.float32]:
    """Rows of length 1; a row of zeros stays."""
    length = np.linalg.norm(values, axis=-1, keepdims=True)
    return np.asarray(values / np.maximum(length, 1e-9), np.float32)


def pooled(maps: Maps) -> list[Vectors]:
    """Blocks of the maps: the means of the top and of the middle."""
    return [
        unit(np.sqrt(maps.top.mean(axis=(2, 3)))),
        unit(_signed_root(maps.middle.mean(axis=(2, 3)))),
    ]


def _signed_root(values: Vectors) -> Vectors:
    return np.asarray(np.sign(values) * np.sqrt(np.abs(values)), np.float32)


def edges(planes: Sequence[Plane]) -> Vectors:
    """Histograms of edge directions over a grid of cells, Dalal and Triggs (2005), in brief."""
    return np.stack([_edges(plane) for plane in planes])


def _edges(plane: Plane) -> NDArray[np.float32]:
    side = CELLS * 8
    small = Image.fromarray((plane * 255).astype(np.uint8)).resize(
        (side, side),
        Image.Resampling.BOX if plane.shape[0] >= 2 * side else Image.Resampling.BILINEAR,
    )
    grey = np.pad(np.asarray(small, np.float32) / 255, 1, mode="edge")
    across, along = grey[1:-1, 2:] - grey[1:-1, :-2], grey[2:, 1:-1] - grey[:-2, 1:-1]
    strength = np.hypot(across, along)
    angle = (np.arctan2(along, across) % np.pi) * (DIRECTIONS / np.pi)
    low = np.floor(angle).astype(np.int32)
    part = angle - low
    cell = np.arange(side) // 8
    place = (cell[:, None] * CELLS + cell[None, :]) * DIRECTIONS
    length = CELLS * CELLS * DIRECTIONS
    sums = np.bincount((place + low % DIRECTIONS).ravel(), (strength * (1 - part)).ravel(), length)
    sums += np.bincount((place + (low + 1) % DIRECTIONS).ravel(), (strength * part).ravel(), length)
    cells = sums.reshape(CELLS, CELLS, DIRECTIONS)
    around = np.pad(cells.sum(axis=2), 1, mode="edge")
    near = sum(around[y : y + CELLS, x : x + CELLS] for y in range(3) for x in range(3))
    normal = np.sqrt(cells / (np.asarray(near)[:, :, None] / 9 + 0.5))
    return unit(normal.reshape(-1))


def described(network: Network, views: Sequence[Picture]) -> list[Vectors]:
    """The blocks of each view: two of the network's maps of its shape, one of its edges."""
    shapes = [shape_view(view) for view in views]
    planes = [(1 - shape[:, :, 0] / np.float32(255)).astype(np.float32) for shape in shapes]
    maps = [
        pooled(network.maps(shapes[at : at + TOGETHER])) for at in range(0, len(shapes), TOGETHER)
    ]
    blocks = [np.concatenate(parts) for parts in zip(*maps, strict=True)]
    return [*blocks, edges(planes)]
