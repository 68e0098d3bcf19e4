"""The learned projection: from the blocks of a view to a short vector of length 1.

Made by ``serupa images learn`` from drawings and altered copies of them: the directions in which
drawings differ from one another and copies of one drawing do not. The first numbers of a vector
say most, so a vector may be cut short.
"""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from serupa.images.extractor import Vectors, unit

KINDS = ("logo", "motif")


@dataclass(frozen=True)
class Projection:
    """``means`` and ``matrices`` for what the network saw and for the edges; a vector is the two
    projected, one behind the other. ``edges``: the share of the edges in a likeness."""

    means: tuple[Vectors, Vectors]
    matrices: tuple[Vectors, Vectors]
    edges: float
    version: str = ""

    @classmethod
    def load(cls, content: bytes) -> "Projection":
        """From the bytes of a file written by :meth:`dump`."""
        with np.load(io.BytesIO(content), allow_pickle=False) as stored:
            values = {name: stored[name].astype(np.float32) for name in stored.files}
        return cls(
            (values["seen_mean"], values["edge_mean"]),
            (values["seen_matrix"], values["edge_matrix"]),
            float(values["edges"]),
            hashlib.sha256(content).hexdigest()[:16],
        )

    def dump(self) -> bytes:
        """The bytes of a file: numbers as 16-bit floats."""
        held = io.BytesIO()
        halves = {
            "seen_mean": self.means[0].astype(np.float16),
            "edge_mean": self.means[1].astype(np.float16),
            "seen_matrix": self.matrices[0].astype(np.float16),
            "edge_matrix": self.matrices[1].astype(np.float16),
        }
        np.savez_compressed(held, allow_pickle=False, edges=np.float32(self.edges), **halves)
        return held.getvalue()

    @property
    def seen(self) -> int:
        """How many of the leading numbers of a vector come from the network."""
        return int(self.matrices[0].shape[1])

    def vectors(self, blocks: Sequence[Vectors]) -> Vectors:
        """One vector a view, of length 1: n × numbers. The last block holds the edges."""
        seen = unit((np.concatenate(blocks[:-1], axis=1) - self.means[0]) @ self.matrices[0])
        edges = unit((blocks[-1] - self.means[1]) @ self.matrices[1])
        weights = np.sqrt([1 - self.edges, self.edges]).astype(np.float32)
        return np.concatenate([seen * weights[0], edges * weights[1]], axis=1)


@cache
def learned(kind: str) -> Projection:
    """The projection the package brings along for logos or for motifs."""
    return Projection.load(files("serupa.images").joinpath(f"weights/{kind}.npz").read_bytes())
