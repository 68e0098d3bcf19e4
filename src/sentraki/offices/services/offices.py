"""Making offices and changing what is theirs: letterhead, colour, switches, calendar, names."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from sentraki.kernel import clock
from sentraki.kernel.access import Viewer, decide
from sentraki.kernel.errors import Denied, Invalid
from sentraki.offices import rules, selectors
from sentraki.offices.models import Holiday, Office, OfficialName, Region
from sentraki.offices.rules import (
    HolidayKind,
    OfficeKind,
    PaperSize,
    ScreeningMode,
    SuggestionMode,
)

SETTINGS = frozenset(
    {
        "takes_applications", "address", "postcode", "phone", "whatsapp", "email", "website",
        "opening_hours", "letterhead_lines", "paper_size", "margin_top", "margin_right",
        "margin_bottom", "margin_left", "signature_place", "signatory_title",
        "letter_number_pattern", "may_issue_umk_letter", "letter_basis", "colour", "emblem_ref",
        "screening_mode", "suggestion_mode", "parent",
    }
)  # fmt: skip
MOST_LINES = 8
WIDEST_MARGIN = 60
_MARGINS = ("margin_top", "margin_right", "margin_bottom", "margin_left")
_PALE = "This colour is too pale on white. The nearest that works is %(suggestion)s."


def create_office(
    *,
    viewer: Viewer,
    slug: str,
    code: str,
    name: str,
    unit: str,
    kind: OfficeKind,
    region_code: str,
    is_demo: bool = False,
    **settings: Any,
) -> Office:
    """Make an office in a region; ``settings`` as in :func:`change_settings`.

    Raises ``Denied`` for anybody but the system, ``Invalid`` naming fields.
    """
    _ask("office.create", viewer, None)
    region = Region.objects.filter(code=region_code).first()
    problems = {
        "slug": "" if rules.SLUG.match(slug) else "Use small letters, digits and hyphens.",
        "name": "" if name.strip() else "Write the name.",
        "region_code": "" if region else "There is no such region.",
    }
    _refuse({field: reason for field, reason in problems.items() if reason})
    office = Office(
        slug=slug, code=code, name=name, unit=unit, kind=kind, region=region, is_demo=is_demo
    )
    _apply(office, settings)
    try:
        with transaction.atomic():
            office.save()
    except IntegrityError:
        _refuse({"slug": "Another office has this address."})
    return office


def change_settings(*, viewer: Viewer, office: Office, **changes: Any) -> Office:
    """Change settings of ``office`` (names in ``SETTINGS``); all of them or none.

    Raises ``Denied``; ``Invalid`` names each field with its reason and carries ``suggestion``,
    the nearest darker colour, when the colour is too pale (less than 3:1 on white).
    """
    _ask("office.settings.change", viewer, office)
    with transaction.atomic():
        fresh = Office.objects.select_for_update().get(pk=office.pk)
        _apply(fresh, changes)
        fresh.save()
    return fresh


def rename_office(
    *, viewer: Viewer, office: Office, name: str, unit: str, valid_from: date, source: str
) -> Office:
    """Give the office a new name from a day on; documents of earlier days keep the old one.

    Raises ``Denied``, and ``Invalid`` for a day not after the last change or without a source.
    """
    _ask("office.settings.change", viewer, office)
    if not (name.strip() and unit.strip() and source.strip()):
        raise Invalid("A new name needs the name, the unit and the rule that says so.")
    with transaction.atomic():
        fresh = Office.objects.select_for_update().get(pk=office.pk)
        last = fresh.official_names.order_by("valid_from").last()
        if last is None:
            founded = clock.in_zone(fresh.created_at, fresh.zone).date()
            begin = min(founded, valid_from - timedelta(days=1))
            last = _named(fresh, begin, "as entered")
        if valid_from <= last.valid_from:
            raise Invalid("This day is not after the last change of name.")
        last.valid_until = valid_from - timedelta(days=1)
        last.save(update_fields=["valid_until"])
        fresh.name, fresh.unit = name.strip(), unit.strip()
        _named(fresh, valid_from, source)
        fresh.save(update_fields=["name", "unit"])
    return fresh


def add_day_off(*, viewer: Viewer, office: Office, day: date, name: str, source: str) -> Holiday:
    """Write a day on which this office does not work; raises ``Denied`` and ``Invalid``."""
    _ask("office.calendar.change", viewer, office)
    if not (name.strip() and source.strip()):
        raise Invalid("A day off needs a name and the rule that says so.")
    try:
        with transaction.atomic():
            return Holiday.objects.create(
                date=day, kind=HolidayKind.OFFICE, name=name, office=office, source=source
            )
    except IntegrityError:
        raise Invalid("This day is in the calendar already.") from None


def remove_day_off(*, viewer: Viewer, office: Office, day: date) -> bool:
    """Take an own day off out again; ``False`` when there was none. Raises ``Denied``."""
    _ask("office.calendar.change", viewer, office)
    deleted, _ = office.holidays.filter(date=day).delete()
    return bool(deleted)


def _ask(action: str, viewer: Viewer, office: Office | None) -> None:
    decision = decide(action, viewer, office_id=office.pk if office else None)
    if not decision.allowed:
        raise Denied(decision.reason)


def _named(office: Office, begin: date, source: str) -> OfficialName:
    return OfficialName.objects.create(
        body="office",
        office=office,
        name=office.name,
        unit=office.unit,
        valid_from=begin,
        source=source,
    )


def _refuse(problems: Mapping[str, str], **params: Any) -> None:
    if problems:
        raise Invalid(next(iter(problems.values())), fields=problems, **params)


def _apply(office: Office, changes: Mapping[str, Any]) -> None:
    unknown = set(changes) - SETTINGS
    if unknown:
        raise TypeError(f"not settings of an office: {sorted(unknown)}")
    for field, value in changes.items():
        setattr(office, field, value)
    problems = {field: reason for field, check in _CHECKS.items() if (reason := check(office))}
    if "colour" in problems and problems["colour"] == _PALE:
        _refuse(problems, suggestion=rules.nearest_darker(office.colour))
    _refuse(problems)


def _colour(office: Office) -> str:
    try:
        contrast = rules.contrast_on_white(office.colour)
    except ValueError:
        return "Write the colour as # and six digits."
    return "" if contrast >= rules.LEAST_CONTRAST else _PALE


def _pattern(office: Office) -> str:
    good = rules.is_number_pattern(office.letter_number_pattern)
    return "" if good else "A letter number needs {n} and {year}, and no other names."


def _parent(office: Office) -> str:
    parent = office.parent
    return "" if parent is None or parent.is_kanwil else "Files are handed over to a Kanwil only."


def _letter(office: Office) -> str:
    if not office.may_issue_umk_letter:
        return ""
    if not office.letter_basis.strip():
        return "Write the rule that lets this office issue the letter."
    issuer = selectors.letter_issuer(office.kind, clock.today(office.zone))
    return "" if issuer else "Letters of this kind of office do not give the small-business fee."


def _lines(office: Office) -> str:
    lines = office.letterhead_lines
    good = isinstance(lines, list) and all(isinstance(line, str) for line in lines)
    return "" if good and len(lines) <= MOST_LINES else "A letterhead has at most eight lines."


def _paper(office: Office) -> str:
    margins = [getattr(office, name) for name in _MARGINS]
    good = office.paper_size in set(PaperSize) and all(0 <= m <= WIDEST_MARGIN for m in margins)
    return "" if good else "Choose a paper, and margins of 0 to 60 millimetres."


def _switch(name: str, choices: type[ScreeningMode] | type[SuggestionMode]) -> Any:
    def check(office: Office) -> str:
        return "" if getattr(office, name) in set(choices) else "Choose one of the answers."

    return check


_CHECKS: Mapping[str, Callable[[Office], str]] = {
    "colour": _colour,
    "letter_number_pattern": _pattern,
    "parent": _parent,
    "may_issue_umk_letter": _letter,
    "letterhead_lines": _lines,
    "paper_size": _paper,
    "screening_mode": _switch("screening_mode", ScreeningMode),
    "suggestion_mode": _switch("suggestion_mode", SuggestionMode),
}
