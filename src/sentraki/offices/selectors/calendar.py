"""The days an office works, from rows an administrator keeps."""

from sentraki.kernel.clock import WorkingCalendar
from sentraki.offices.models import Holiday, Office
from sentraki.offices.rules import HolidayKind


def working_calendar(office: Office | None = None) -> WorkingCalendar:
    """The calendar of ``office``: national days off, joint leave, and the office's own days.

    Own days off count like joint leave: the earlier date of a term of law does not rest on them.
    """
    rows = Holiday.objects.filter(office=None)
    days = list(rows.values_list("date", "kind", "name"))
    if office is not None:
        days += list(office.holidays.values_list("date", "kind", "name"))
    national = {day: name for day, kind, name in days if kind == HolidayKind.NATIONAL}
    leave = {day: name for day, kind, name in days if kind != HolidayKind.NATIONAL}
    return WorkingCalendar(holidays=national, joint_leave=leave)
