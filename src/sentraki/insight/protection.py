"""Which counts about people may stand on public pages, so that no group under five can be found.

Perpres 39/2019 asks for open data, UU 27/2022 for the protection of people; the floor of five is
this project's (``domain.md`` 6.6). Three steps, each provable on paper:

1. Values with fewer than five rows are joined until the joined group has five (:func:`join_small`),
   once for each way of counting, so that all pages join alike and no two of them differ by one.
2. In a table of two ways, counts of one to four are withheld, and others with them, until no
   withheld count follows from its row and column (:func:`withhold`). A withheld cell follows from
   the totals exactly when it lies on no closed path of withheld cells, stepping along rows and
   columns in turn; so every small cell is put on such a path, the cheapest one. And what is
   withheld of a row or column is five or more together, because its sum can be reckoned.
3. Only such tables are published, never one of three ways.
"""

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

FLOOR = 5
OTHERS = "others"

Cell = tuple[str, str]


def is_small(count: int) -> bool:
    """Whether a count may single people out; nought singles out nobody."""
    return 0 < count < FLOOR


def join_small(values: Sequence[str], fits: Callable[[Sequence[str]], bool]) -> dict[str, str]:
    """Value → the group it is counted in: itself, or ``OTHERS``.

    ``fits`` says whether a group of values may be shown. Those that may not are joined; while the
    joined group may not be shown either, the next value in the order of ``values`` joins it.
    """
    joined = [value for value in values if not fits([value])]
    for value in values:
        if not joined or fits(joined):
            break
        if value not in joined:
            joined.append(value)
    return {value: OTHERS if value in joined else value for value in values}


@dataclass(frozen=True)
class Released:
    """A table that may be published. ``None`` among ``cells`` is a withheld count.

    Totals are true; ``is_open`` is false when no way of withholding protects the small cells, and
    then only the totals may be shown.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[Cell, int | None]
    row_totals: Mapping[str, int]
    column_totals: Mapping[str, int]
    is_open: bool = True
    withheld: frozenset[Cell] = field(default=frozenset())

    @property
    def total(self) -> int:
        """The whole: the sum of either totals."""
        return sum(self.row_totals.values())

    def at(self, row: str, columns: Iterable[str]) -> int | None:
        """The sum of some cells of a row; ``None`` when one of them is withheld."""
        parts = [self.cells[row, column] for column in columns]
        return None if None in parts else sum(part or 0 for part in parts)


def release(
    counts: Mapping[Cell, int],
    rows: Sequence[str],
    columns: Sequence[str],
    known: Iterable[str] = (),
) -> Released:
    """The table of ``counts`` as it may be published.

    ``known`` are columns whose counts anybody finds elsewhere (the public register): they are
    shown, and nothing is hidden behind them.
    """
    full = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
    public = set(known)
    private = {cell: count for cell, count in full.items() if cell[1] not in public}
    hidden = withhold(private)
    is_open = hidden is not None
    withheld = frozenset(private if hidden is None else hidden)
    return Released(
        rows=tuple(rows),
        columns=tuple(columns),
        cells={cell: None if cell in withheld else count for cell, count in full.items()},
        row_totals={row: sum(full[row, column] for column in columns) for row in rows},
        column_totals={column: sum(full[row, column] for row in rows) for column in columns},
        is_open=is_open,
        withheld=withheld,
    )


def withhold(counts: Mapping[Cell, int]) -> frozenset[Cell] | None:
    """The cells to withhold beside published totals, as few people as possible step by step.

    ``None`` when a small cell cannot be protected (a table of one row, say).
    """
    hidden: set[Cell] = set()
    waiting = sorted((c for c in counts if is_small(counts[c])), key=lambda c: (counts[c], c))
    while waiting:
        for cell in waiting:
            hidden.add(cell)
            path = _cheapest_way_round(cell, counts, hidden)
            if path is None:
                return None
            hidden |= path
        thin = _thin_line(counts, hidden)
        if thin is None:
            break
        shown = [cell for cell in thin if counts[cell] and cell not in hidden]
        if not shown:
            return None
        waiting = [min(shown, key=lambda cell: (counts[cell], cell))]
    return frozenset(hidden)


def _thin_line(counts: Mapping[Cell, int], hidden: set[Cell]) -> list[Cell] | None:
    """A row or column whose withheld cells are fewer than five people together, if there is one.

    The total less the shown cells would tell of them.
    """
    for side in (0, 1):
        for name in sorted({cell[side] for cell in hidden}):
            line = [cell for cell in counts if cell[side] == name]
            if is_small(sum(counts[cell] for cell in line if cell in hidden)):
                return line
    return None


def _cheapest_way_round(
    cell: Cell, counts: Mapping[Cell, int], hidden: Iterable[Cell]
) -> set[Cell] | None:
    """Cells that close a path with ``cell``; withheld ones cost nothing, others their count.

    Empty cells take no part: shifting one person along the path must be possible at each of them.
    """
    free = set(hidden)
    steps: dict[tuple[int, str], list[tuple[tuple[int, str], Cell]]] = {}
    for one, count in counts.items():
        if count and one != cell:
            row, column = (0, one[0]), (1, one[1])
            steps.setdefault(row, []).append((column, one))
            steps.setdefault(column, []).append((row, one))
    start, goal = (0, cell[0]), (1, cell[1])
    best: dict[tuple[int, str], int] = {start: 0}
    came: dict[tuple[int, str], tuple[tuple[int, str], Cell]] = {}
    queue = [(0, start)]
    while queue:
        cost, place = heapq.heappop(queue)
        if place == goal:
            return _walked(came, start, goal)
        for neighbour, by in steps.get(place, ()):
            price = cost + (0 if by in free else counts[by])
            if price < best.get(neighbour, price + 1):
                best[neighbour], came[neighbour] = price, (place, by)
                heapq.heappush(queue, (price, neighbour))
    return None


def _walked(
    came: Mapping[tuple[int, str], tuple[tuple[int, str], Cell]],
    start: tuple[int, str],
    goal: tuple[int, str],
) -> set[Cell]:
    path, place = set(), goal
    while place != start:
        place, cell = came[place]
        path.add(cell)
    return path
