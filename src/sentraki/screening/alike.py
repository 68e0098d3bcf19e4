"""What the picture search finds, in plain values that need no engine to be read."""

from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Box = tuple[int, int, int, int]
Language = Literal["id", "en"]
Row = tuple[str, bytes, tuple[int, ...]]
"""Key, JPEG of our own making, Nice classes."""

BOXED = frozenset({"inside", "part", "split", "label"})
"""The views that show a part of the picture asked about, worth a frame around it."""


@dataclass(frozen=True)
class Alike:
    """A picture found: its key, score and band 1-4, the sentences of what matched, and the part of
    the asked picture it matched (``None`` for the whole). ``view``: that part as it was compared;
    ``part``: which part of the mark looks like it, -1 for all of it.
    """

    key: str
    score: float
    band: int
    words: tuple[str, ...]
    box: Box | None
    view: Picture
    part: int


class Engine(Protocol):
    """What the module ``likeness`` offers; it exists only where the extra is installed."""

    def opened(self, root: Path) -> AbstractContextManager[Any]: ...
    def add(self, index: Any, rows: Iterable[Row]) -> None: ...
    def asked_of(self, picture: Picture, words: Sequence[Box] = ()) -> Any: ...
    def nearest(
        self, index: Any, asked: Any, *, limit: int, classes: Collection[int], lang: Language
    ) -> list[Alike]: ...
    def part_of(self, jpeg: bytes, part: int) -> tuple[Picture, Box]: ...
    def colour_words(self, alike: Alike, jpeg: bytes, lang: Language) -> str: ...
