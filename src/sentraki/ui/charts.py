"""Where the parts of a drawn bar stand; the words and the table beside it are the component's."""

from collections.abc import Sequence
from dataclasses import dataclass

PLOT_WIDTH = 225
_LEFT, _BAR, _GROUP = 46, 18, 58


@dataclass(frozen=True)
class Block:
    """A stretch of a bar, in the drawing's own units."""

    x: float
    width: float


@dataclass(frozen=True)
class QuotaBar:
    """Blocks of 1,000 units; ``waiting`` stands outside the bar of places and may be missing."""

    used: Block
    held: Block
    free: Block | None
    waiting: Block | None


def quota_bar(total: int, used: int, held: int, waiting: int) -> QuotaBar:
    """Lay out ``total`` places; queue and places share the width when somebody waits.

    ``total`` below one, negative counts, or more taken than there are raise ``ValueError``.
    """
    if total < 1 or min(used, held, waiting) < 0 or used + held > total:
        raise ValueError("the counts of a quota do not fit its places")
    width = 1000.0 if not waiting else max(400.0, round(983 * total / (total + waiting)))
    edge = width * used / total
    end = edge + width * held / total
    free = Block(round(end, 1) + 1, round(width - end, 1) - 2) if used + held < total else None
    outside = Block(width + 17, 1000 - width - 18) if waiting else None
    return QuotaBar(
        used=Block(0, round(edge, 1)),
        held=Block(round(edge, 1), round(end - edge, 1)),
        free=free,
        waiting=outside,
    )


@dataclass(frozen=True)
class Bar:
    """One drawn value."""

    y: int
    width: float
    value: int
    tone: str

    @property
    def label_x(self) -> float:
        """Where the printed value begins: right of the bar."""
        return _LEFT + self.width + 6

    @property
    def label_y(self) -> int:
        """The base line of the printed value."""
        return self.y + 14


@dataclass(frozen=True)
class Group:
    """The bars of one row of the table."""

    label: str
    label_y: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class BarChart:
    """A horizontal bar chart, 330 units wide."""

    height: int
    groups: tuple[Group, ...]


def bar_chart(rows: Sequence[tuple[str, Sequence[int]]]) -> BarChart:
    """Lay out ``rows`` of (label, one or two counts) against the largest count of all.

    No rows give an empty chart; three or more values in a row, or a negative one, ``ValueError``.
    """
    if any(not 1 <= len(values) <= 2 or min(values) < 0 for _, values in rows):
        raise ValueError("a row holds one or two counts")
    largest = max((max(values) for _, values in rows), default=0) or 1
    single = all(len(values) == 1 for _, values in rows)
    step = _GROUP - 20 if single else _GROUP
    groups = []
    for at, (label, values) in enumerate(rows):
        top = 8 + at * step
        tones = ("bar",) if len(values) == 1 else ("bar-soft", "bar")
        bars = tuple(
            Bar(top + n * 20, round(PLOT_WIDTH * value / largest, 1), value, tones[n])
            for n, value in enumerate(values)
        )
        groups.append(Group(label, top + (14 if single else 19), bars))
    return BarChart(height=len(rows) * step + 2, groups=tuple(groups))


TILE, _GAP = 62, 4


@dataclass(frozen=True)
class Spot:
    """Something with a place on the ground and a count; ``short`` fits into a square."""

    name: str
    short: str
    count: int
    lat: float
    lng: float


@dataclass(frozen=True)
class Tile:
    """One square of the map. ``tint`` is 0 (fewest) to 3 (most)."""

    spot: Spot
    x: int
    y: int
    tint: int

    @property
    def middle(self) -> float:
        """Where its words are centred."""
        return self.x + TILE / 2

    @property
    def opacity(self) -> str:
        """How dark it is; black words stay readable on the darkest."""
        return ("0.25", "0.5", "0.75", "1")[self.tint]


@dataclass(frozen=True)
class TileMap:
    """Squares in their rough positions."""

    width: int
    height: int
    tiles: tuple[Tile, ...]


def tile_map(spots: Sequence[Spot]) -> TileMap:
    """Lay out one square for each of ``spots``, north above, west left, none on another."""
    if not spots:
        return TileMap(TILE, TILE, ())
    columns = max(1, round(len(spots) ** 0.5 * 1.2))
    lines = max(1, -(-len(spots) // columns) + 1)
    west, east = min(s.lng for s in spots), max(s.lng for s in spots)
    south, north = min(s.lat for s in spots), max(s.lat for s in spots)
    wide, high = (east - west) or 1.0, (north - south) or 1.0
    free = {(column, line) for column in range(columns) for line in range(lines)}
    most = max(spot.count for spot in spots) or 1
    placed = {}
    for spot in sorted(spots, key=lambda one: (-one.lat, one.lng, one.name)):
        x = (spot.lng - west) / wide * (columns - 1)
        y = (north - spot.lat) / high * (lines - 1)
        cell = min(free, key=lambda c: ((c[0] - x) ** 2 + (c[1] - y) ** 2, c))
        free.discard(cell)
        placed[cell] = spot
    first = min(line for _column, line in placed)
    step = TILE + _GAP
    tiles = tuple(
        Tile(spot, column * step, (line - first) * step, min(3, spot.count * 4 // most))
        for (column, line), spot in sorted(placed.items(), key=lambda item: item[0][::-1])
    )
    last = max(line for _column, line in placed)
    return TileMap(columns * step, (last - first + 1) * step, tiles)
