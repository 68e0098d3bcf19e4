"""Sheets of status texts: the due numbers go out, come back filled in, and become news.

An officer looks the numbers up by hand and writes down DJKI's own words. Every row becomes one
piece of news or one "looked up, nothing new"; a text nobody knows is given back, because a person
has to read it. Raw words and the place where they were seen are kept with the news.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sentraki.cases.models import Filing
from sentraki.cases.rules.filing_flow import FILING_FLOW, FilingStatus
from sentraki.cases.rules.status_texts import StatusReader, plain_status
from sentraki.cases.selectors.refusals import reasons as refusal_reasons
from sentraki.cases.selectors.status_texts import status_reader
from sentraki.cases.services.filing import News, look_up, record_event
from sentraki.kernel import clock
from sentraki.kernel.access import Role, Viewer
from sentraki.kernel.errors import Refusal
from sentraki.kernel.refs import ref_of
from sentraki.kernel.sheets import Cell, Row
from sentraki.offices.models import Office
from sentraki.parties.models import ImportBatch, ImportRow
from sentraki.parties.rules import RowVerdict, cells
from sentraki.parties.rules.import_fields import FieldSpec
from sentraki.parties.rules.import_rows import no_data
from sentraki.parties.rules.reasons import N_, SHARED, Level, Reason, ReasonText, weight
from sentraki.parties.services.import_kinds import Judged, Table, keep, refuse, verdict_of

_CHUNK = 400
_LONGEST = 2_000
NEEDS_REASON = frozenset({FilingStatus.REFUSED})
_DAYS = ("happened_on", "letter_dated_on", "due_in_letter")

STATUS_FIELDS: tuple[FieldSpec, ...] = (
    FieldSpec("number", N_("Application number")),
    FieldSpec("raw_text", N_("DJKI's words")),
    FieldSpec("happened_on", N_("Date of the news")),
    FieldSpec("letter_dated_on", N_("Date on the letter")),
    FieldSpec("due_in_letter", N_("Last day named in the letter")),
    FieldSpec("reason_code", N_("Reason code")),
    FieldSpec("seen_at", N_("Where it was seen")),
)

REASONS: dict[str, ReasonText] = {
    **SHARED,
    "filing.missing": ReasonText(Level.REJECT, N_("The application number is missing.")),
    "filing.unknown": ReasonText(
        Level.REJECT, N_("Your office has no application with this number.")
    ),
    "status.blank": ReasonText(Level.NOTE, N_("Nothing was written: not looked up.")),
    "status.seen": ReasonText(Level.NOTE, N_("Looked up, nothing new.")),
    "status.unknown": ReasonText(
        Level.REJECT,
        N_("Nobody has said yet what these words mean. Record them on the application's page."),
    ),
    "status.certificate": ReasonText(
        Level.REJECT,
        N_("“Registered” is recorded on the application's page, with the certificate."),
    ),
    "status.impossible": ReasonText(
        Level.REJECT, N_("This status cannot follow the present one. Record it by hand.")
    ),
    "reason.missing": ReasonText(
        Level.REJECT, N_("A refusal needs its reason code, for example A1.")
    ),
    "reason.unknown": ReasonText(Level.REJECT, N_("There is no such reason code.")),
    "day.unreadable": ReasonText(
        Level.REJECT, N_("%(field)s is no date we can read. Write 17/08/2026.")
    ),
    "day.order": ReasonText(Level.REJECT, N_("The last day comes before the letter's date.")),
    "twin.differs": ReasonText(Level.REJECT, N_("Row %(row)s has the same number.")),
    "known.meanwhile": ReasonText(
        Level.REJECT, N_("This application has changed after the preview. Send the row again.")
    ),
    "undo.news": ReasonText(
        Level.NOTE, N_("Not undone: news is never taken out. Record what is right as newer news.")
    ),
}


@dataclass(frozen=True)
class _Told:
    """What one row says, and why it may be doubted."""

    row: int
    number: str
    raw_text: str
    days: Mapping[str, str]
    reason_code: str
    seen_at: str
    reasons: tuple[Reason, ...]

    def packed(self) -> dict[str, Any]:
        """As it is kept until it is imported."""
        return {
            "number": self.number,
            "raw_text": self.raw_text,
            "reason_code": self.reason_code,
            "seen_at": self.seen_at,
            **self.days,
        }


def _read(row: Row, table: Table, today: date) -> _Told:
    """One row; never raises, whatever the cells hold."""
    refused = no_data(row, table.headers)
    if refused:
        return _Told(row.number, "", "", {}, "", "", (refused,))
    given = {name: row.cell(place) for place, name in table.columns.items()}

    def cell(name: str) -> Cell:
        return given.get(name, Cell())

    number = cells.text_of(cell("number")).replace(" ", "").upper()
    reasons = [] if number else [Reason("filing.missing")]
    days = _days(cell, today, reasons)
    raw_text, seen_at = (cells.text_of(cell(name)) for name in ("raw_text", "seen_at"))
    for name, text in (("raw_text", raw_text), ("seen_at", seen_at)):
        if len(text) > _LONGEST:
            reasons.append(Reason("text.long", {"field": name, "limit": _LONGEST}))
    code = cells.text_of(cell("reason_code")).upper()
    if code and code not in refusal_reasons():
        reasons.append(Reason("reason.unknown"))
    return _Told(row.number, number, raw_text, days, code, seen_at, tuple(reasons))


def _days(cell: Callable[[str], Cell], today: date, reasons: list[Reason]) -> dict[str, str]:
    """The days of a row; only the last day named in a letter may lie ahead."""
    days = {}
    for name in _DAYS:
        latest = date.max if name == "due_in_letter" else today
        days[name], doubts = cells.read_day(cell(name), name, latest)
        reasons += [Reason("day.unreadable", {"field": name}) for _ in doubts]
    dated, last = days["letter_dated_on"], days["due_in_letter"]
    if dated and last and last < dated:
        reasons.append(Reason("day.order"))
    return days


class StatusSheets:
    """Looked-up status texts, one application a row, told apart by their number."""

    slug = "status"
    name_field = "number"
    fields = STATUS_FIELDS
    reasons = REASONS
    slice_size = 10

    def judge(self, *, office: Office, viewer: Viewer, table: Table) -> list[Judged]:
        """A verdict for every row. Queries do not grow with the rows, but by 400 numbers."""
        today = clock.today(office.zone)
        told = [_read(row, table, today) for row in table.rows]
        known = _filings(viewer, (one.number for one in told))
        read = status_reader()
        seen: dict[str, _Told] = {}
        return [self._decide(one, known.get(one.number), read, seen, today) for one in told]

    def _decide(
        self,
        told: _Told,
        filing: Filing | None,
        read: StatusReader,
        seen: dict[str, _Told],
        today: date,
    ) -> Judged:
        reasons = list(told.reasons)
        if filing is None and told.number:
            reasons.append(Reason("filing.unknown"))
        twin = seen.setdefault(told.number, told)
        if twin is not told and told.number:
            same = twin.packed() == told.packed()
            reasons.append(Reason("twin.same" if same else "twin.differs", {"row": twin.row}))
            effect = RowVerdict.SAME
        elif filing is None or weight(reasons, REASONS) is Level.REJECT:
            effect = RowVerdict.REJECT
        else:
            effect = _effect(told, filing, read, reasons, today)
        verdict = verdict_of(effect, reasons, self)
        target = str(ref_of(filing)) if filing is not None else ""
        return Judged(told.row, verdict, tuple(reasons), told.packed(), target)

    def apply(self, *, batch: ImportBatch, viewer: Viewer, rows: Sequence[ImportRow]) -> None:
        """Record each row as news, or as looked up; see ``services.filing.record_event``."""
        known = _filings(viewer, (row.values["number"] for row in rows))
        read = status_reader()
        for row in rows:
            filing = known.get(row.values["number"])
            try:
                if filing is None:
                    refuse(row, "known.meanwhile")
                elif any(code == "status.seen" for code, _ in row.reasons):
                    look_up(filing=filing, viewer=viewer)
                    row.before = {"seen": True}
                else:
                    _record(row, filing, viewer, read(row.values["raw_text"]), batch)
                    row.before = {"recorded": True}
            except Refusal:
                refuse(row, "known.meanwhile")

    def undo(self, *, batch: ImportBatch, viewer: Viewer, rows: Sequence[ImportRow]) -> None:
        """Nothing: the log of news only grows."""
        for row in rows:
            keep(row, "undo.news")


def _effect(
    told: _Told, filing: Filing, read: StatusReader, reasons: list[Reason], today: date
) -> RowVerdict:
    """What the row would do; adds the reasons why not."""
    if not told.raw_text:
        reasons.append(Reason("status.blank"))
        return RowVerdict.SAME
    status = read(told.raw_text)
    if _is_known(told, filing):
        reasons.append(Reason("status.seen"))
        looked = clock.in_zone(filing.last_checked_at, filing.case.office.zone).date()
        return RowVerdict.SAME if looked >= today else RowVerdict.UPDATE
    steps = FILING_FLOW.open_to(status=filing.status, role=Role.VERIFIER)
    if status is FilingStatus.UNKNOWN:
        reasons.append(Reason("status.unknown"))
    elif status is FilingStatus.REGISTERED:
        reasons.append(Reason("status.certificate"))
    elif status not in {step.target for step in steps}:
        reasons.append(Reason("status.impossible"))
    elif status in NEEDS_REASON and not told.reason_code:
        reasons.append(Reason("reason.missing"))
    return RowVerdict.UPDATE


def _is_known(told: _Told, filing: Filing) -> bool:
    """Whether the newest news says the same words and the row brings no other day."""
    events = list(filing.events.all())
    newest = events[-1] if events else None
    if newest is None or plain_status(newest.raw_text) != plain_status(told.raw_text):
        return False
    pairs = ((told.days[name], getattr(newest, name)) for name in _DAYS)
    return all(not said or (known and said == known.isoformat()) for said, known in pairs)


def _record(
    row: ImportRow, filing: Filing, viewer: Viewer, status: FilingStatus, batch: ImportBatch
) -> None:
    values = row.values
    days = {name: date.fromisoformat(values[name]) if values[name] else None for name in _DAYS}
    happened_on = days["happened_on"] or clock.today(filing.case.office.zone)
    news = News(
        raw_text=values["raw_text"],
        happened_on=happened_on,
        letter_dated_on=days["letter_dated_on"],
        due_in_letter=days["due_in_letter"],
        reason_code=values["reason_code"],
        seen_at=values["seen_at"],
        source_ref=f"{ref_of(batch)}",
    )
    record_event(
        filing=filing, viewer=viewer, news=news, status=status, key=f"status-sheet-row:{row.pk}"
    )


def _filings(viewer: Viewer, numbers: Iterable[str]) -> dict[str, Filing]:
    """The viewer's filings of these numbers with their news."""
    wanted = sorted(set(filter(None, numbers)))
    mine = Filing.objects.for_viewer(viewer).select_related("case__office", "case__business")
    found: dict[str, Filing] = {}
    for start in range(0, len(wanted), _CHUNK):
        rows = mine.filter(number__in=wanted[start : start + _CHUNK]).prefetch_related("events")
        found |= {row.number: row for row in rows}
    return found


STATUS_SHEETS = StatusSheets()
