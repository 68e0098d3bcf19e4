"""The days an office works, from rows an administrator keeps."""

from django.db.models import Q

from sentraki.kernel.clock import WorkingCalendar
from sentraki.offices.models import Holiday, Office
from sentraki.offices.rules import HolidayKind


def working_calendar(office: Office | None = None) -> WorkingCalendar:
    """The calendar of ``office``: national days off, joint leave, and the office's own days.

    Without an office: the days of national bodies such as DJKI. Own days off count like joint
    leave: the earlier date of a term of law does not rest on them.
    """
    days = list(Holiday.objects.filter(Q(office=None) | Q(office=office)).values_list(
        "date", "kind", "name", "is_announced"
    ))  # fmt: skip
    national = {day: name for day, kind, name, _ in days if kind == HolidayKind.NATIONAL}
    leave = {day: name for day, kind, name, _ in days if kind != HolidayKind.NATIONAL}
    unconfirmed = frozenset(day for day, _, _, announced in days if not announced)
    return WorkingCalendar(holidays=national, joint_leave=leave, unconfirmed=unconfirmed)
