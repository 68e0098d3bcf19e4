"""Rows of an imported sheet as its page shows them: what they say, in words, and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy

from sentraki.offices.models import Region
from sentraki.parties.models import ImportBatch, ImportRow
from sentraki.parties.rules import RowVerdict
from sentraki.parties.rules.import_states import RETURNED
from sentraki.parties.selectors.imports import first_words
from sentraki.parties.selectors.subsectors import subsectors
from sentraki.parties.services.import_kinds import ImportKind, kind_of
from sentraki.parties.services.import_returns import Sentence, label_of, sentences

# Where a business keeps a code, the column of the sheet it comes from.
_CODES = {"district_code": "district", "village_code": "village"}

VERDICTS: Mapping[str, tuple[str, str | Promise]] = {
    RowVerdict.CREATE: ("running", pgettext_lazy("sheet", "New")),
    RowVerdict.UPDATE: ("running", pgettext_lazy("sheet", "Changes")),
    RowVerdict.SAME: ("waiting", pgettext_lazy("sheet", "Same")),
    RowVerdict.FLAG: ("action", pgettext_lazy("sheet", "With a doubt")),
    RowVerdict.REJECT: ("ended", pgettext_lazy("sheet", "Not imported")),
}


@dataclass(frozen=True)
class RowView:
    """One row: its cells and what it would change as (label, text…), its reasons as sentences."""

    row: ImportRow
    look: str
    word: str | Promise
    name: str
    cells: list[tuple[str, str]]
    changes: list[tuple[str, str, str]]
    reasons: list[Sentence]


def views_of(batch: ImportBatch, rows: Sequence[ImportRow]) -> list[RowView]:
    """The rows of one page. One query at most, for names of places."""
    kind = kind_of(batch.kind)
    secret = {spec.name for spec in kind.fields if spec.secret}
    places = _place_names(rows)
    return [_view(batch, kind, row, secret, places) for row in rows]


def _view(
    batch: ImportBatch,
    kind: ImportKind,
    row: ImportRow,
    secret: set[str],
    places: Mapping[str, str],
) -> RowView:
    texts = row.cells.get("texts", [])
    told = {
        field: texts[int(place)]
        for place, field in batch.headings.get("columns", {}).items()
        if int(place) < len(texts) and texts[int(place)]
    }
    shown = {field: masked(text) if field in secret else text for field, text in told.items()}
    look, word = VERDICTS[row.verdict]
    return RowView(
        row,
        look,
        word,
        shown.pop(kind.name_field, "") or shown.get("owner_name", ""),
        [(label_of(kind, field), text) for field, text in shown.items()],
        list(_changes(kind, row, secret, places)),
        sentences(kind, row.reasons),
    )


def _changes(
    kind: ImportKind, row: ImportRow, secret: set[str], places: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    """Label, old and new value of everything an update changes."""
    if row.verdict not in (RowVerdict.UPDATE, *RETURNED):
        return
    for field, (old, new) in row.values.get("changes", {}).items():
        hidden = field in secret
        pair = [masked(text) if hidden else _in_words(field, text, places) for text in (old, new)]
        yield label_of(kind, _CODES.get(field, field)), pair[0], pair[1]


def _place_names(rows: Sequence[ImportRow]) -> dict[str, str]:
    codes = {
        code
        for row in rows
        for field, pair in row.values.get("changes", {}).items()
        if field in _CODES
        for code in pair
    }
    return dict(Region.objects.filter(code__in=codes).values_list("code", "name")) if codes else {}


def _in_words(field: str, value: str, places: Mapping[str, str]) -> str:
    if field in _CODES:
        return places.get(value, value)
    if field == "subsector":
        lang = get_language() or "id"
        return next((item.name(lang) for item in subsectors() if item.code == value), value)
    return first_words(field).get(value, value)


def masked(text: str) -> str:
    """A personal number its row can be found by, and nothing more; empty stays empty."""
    if not text:
        return ""
    return f"{text[:4]}••••{text[-2:]}" if len(text) >= 10 else "••••"
