"""Freezing figures, and finding out what has changed behind them since."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop

from sentraki.insight.counting import Published, Scope, places
from sentraki.insight.models import Snapshot
from sentraki.insight.registry import FIGURES
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid
from sentraki.kernel.refs import ref_of
from sentraki.ledger.acts import act
from sentraki.ledger.models import Entry
from sentraki.offices.models import Office

NO_TITLE = gettext_noop("Say what the frozen figures are for.")
_COLUMNS = (
    "pk", "case", "case__code", "programme__year", "number", "status", "cost", "outcome",
    "case__business__district_code", "case__business__village_code", "case__business__subsector",
    "case__business__scale", "case__business__gender", "case__classes", "case__kind",
    "case__filing", "case__filing__number", "case__filing__received_on", "case__filing__status",
    "case__filing__right__number", "case__filing__right__registered_on", "taken_at",
)  # fmt: skip
_PLACE, _CASE, _CODE, _FILING, _TAKEN = 0, 1, 2, 15, 21
_CHUNK = 300


def freeze(*, office: Office, viewer: Viewer, title: str, key: str = "") -> Snapshot:
    """Keep the office's published figures and the rows behind them as they stand now.

    The hash of both goes into the log. Raises ``Invalid`` without a title.
    """
    if not title.strip():
        raise Invalid(NO_TITLE, fields={"title": NO_TITLE})
    facts = {"region_code": office.region_code}
    with act("figure.freeze", on=None, by=viewer, key=key, **facts) as deed:
        scope = Scope(office)
        public = Published(scope)
        figures = {slug: public.value(one) for slug, one in FIGURES.items()}
        lines = "\n".join(lines_of(scope))
        snapshot = Snapshot.objects.create(
            region_code=office.region_code,
            office=office,
            title=title.strip()[:120],
            figures=figures,
            lines=lines,
            sha256=digest(figures, lines, deed.at),
            made_at=deed.at,
            made_by_id=viewer.acting_person,
        )
        deed.about(snapshot)
        deed.record(sha256=snapshot.sha256, rows=lines.count("\n") + bool(lines))
    return snapshot


def digest(figures: Mapping[str, int | None], lines: str, at: datetime) -> str:
    """SHA-256 of a snapshot's content and moment, hexadecimal."""
    content = {"figures": dict(figures), "lines": lines, "at": at.isoformat()}
    written = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def lines_of(scope: Scope) -> Iterable[str]:
    """One line a live place with everything figures are made of, in the order of keys."""
    for row in places(scope).order_by("pk").values_list(*_COLUMNS):
        yield "|".join("" if cell is None else str(cell).replace("|", "/") for cell in row)


@dataclass(frozen=True)
class Change:
    """A row that is not as it was frozen. ``is_logged`` says that the log tells of it."""

    code: str
    kind: str
    is_logged: bool


@dataclass(frozen=True)
class Comparison:
    """A snapshot against the rows of today."""

    is_sound: bool
    changes: tuple[Change, ...]

    @property
    def unexplained(self) -> tuple[Change, ...]:
        """Changes nobody entered into the log: somebody has reached past the program."""
        return tuple(change for change in self.changes if not change.is_logged)


def compare(snapshot: Snapshot) -> Comparison:
    """What is gone, changed or back-dated since ``snapshot``; a change the program made is logged.

    ``is_sound`` is false when the snapshot itself is no longer what the log says.
    """
    before = _by_place(snapshot.lines.splitlines())
    after = _by_place(lines_of(Scope(snapshot.office)))
    found: list[tuple[str, list[str]]] = []
    for place, cells in before.items():
        now = after.get(place)
        if now is None:
            found.append(("gone", cells))
        elif now != cells:
            found.append(("changed", now))
    back = [
        cells
        for place, cells in after.items()
        if place not in before and cells[_TAKEN] <= str(snapshot.made_at)
    ]
    logged = _logged([cells for _kind, cells in found], snapshot.made_at)
    changes = [Change(cells[_CODE], kind, cells[_CASE] in logged) for kind, cells in found]
    changes += [Change(cells[_CODE], "back-dated", False) for cells in back]
    return Comparison(_is_sound(snapshot), tuple(changes))


def _is_sound(snapshot: Snapshot) -> bool:
    entry = Entry.objects.filter(verb="figure.freeze", on_ref=str(ref_of(snapshot))).first()
    now = digest(snapshot.figures, snapshot.lines, snapshot.made_at)
    return entry is not None and entry.payload.get("sha256") == snapshot.sha256 == now


def _by_place(lines: Iterable[str]) -> dict[str, list[str]]:
    rows = (line.split("|") for line in lines)
    return {cells[_PLACE]: cells for cells in rows}


def _logged(rows: list[list[str]], since: datetime) -> set[str]:
    """Keys of the cases whose file, application or place the log speaks of after ``since``."""
    cases = {f"cases.case:{cells[_CASE]}": cells[_CASE] for cells in rows}
    cases |= {f"cases.filing:{cells[_FILING]}": cells[_CASE] for cells in rows if cells[_FILING]}
    cases |= {f"cases.place:{cells[_PLACE]}": cells[_CASE] for cells in rows}
    refs, found = sorted(cases), set()
    for start in range(0, len(refs), _CHUNK):
        chunk: Any = refs[start : start + _CHUNK]
        entries = Entry.objects.filter(on_ref__in=chunk, at__gt=since)
        found |= {cases[ref] for ref in entries.values_list("on_ref", flat=True)}
    return found
