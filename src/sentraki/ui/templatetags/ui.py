"""Template tags about looks. They are builtins: no ``{% load %}`` is needed."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.template import Context
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from sentraki.kernel import access, clock
from sentraki.kernel.wording import number_id
from sentraki.kernel.wording import rupiah as rupiah_id
from sentraki.ui import charts, icons
from sentraki.ui.errors import ErrorLink, links_of

register = template.Library()
register.simple_tag(icons.icon, name="icon")
register.simple_tag(icons.meter, name="meter")
register.simple_tag(charts.quota_bar, name="quota_geometry")
register.simple_tag(charts.bar_chart, name="bar_geometry")
register.simple_tag(charts.tile_map, name="tile_geometry")

_FORMATS = {"date": "j F Y", "day": "l, j F Y", "short": "j M", "month": "F Y"}


def _is_indonesian() -> bool:
    return not (get_language() or "id").startswith("en")


def _clock(value: datetime) -> str:
    return date_format(value, "H.i" if _is_indonesian() else "H:i")


@register.simple_tag(takes_context=True)
def can(context: Context, action: str, **facts: Any) -> bool:
    """Whether ``viewer`` may do ``action``: ``{% can "case.accept" as may_accept %}``.

    Only for what is shown; the door and the verb decide again. Without a viewer: what anybody may.
    """
    viewer = context.get("viewer") or getattr(context.get("request"), "viewer", None)
    return access.decide(action, viewer or access.Viewer.public(), **facts).allowed


@register.simple_tag(takes_context=True)
def when(context: Context, value: date | datetime | None, form: str = "date") -> str:
    """A ``<time>``: ``date`` 17 Juni 2026, ``day`` Rabu, 17 Juni 2026, ``short`` 17 Jun,
    ``month`` Juni 2026, ``time`` 10.42 WIB, ``full`` 17 Juni 2026, 10.42 WIB.

    Instants are told on the clocks of ``office`` (WIB without one). Nothing for ``None``.
    An unknown form raises ``KeyError``.
    """
    if value is None:
        return ""
    if not isinstance(value, datetime):
        return _time(value.isoformat(), date_format(value, _FORMATS[form]))
    zone = getattr(context.get("office"), "zone", "WIB")
    local = clock.in_zone(value, zone)
    if form == "time":
        text = f"{_clock(local)} {zone}"
    elif form == "full":
        text = f"{date_format(local, _FORMATS['date'])}, {_clock(local)} {zone}"
    else:
        text = date_format(local, _FORMATS[form])
    return _time(local.isoformat(timespec="minutes"), text)


def _time(machine: str, text: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', machine, text)


@register.simple_tag
def idempotency() -> SafeString:
    """A hidden ``idempotency_key``: the same form sent twice does its work once."""
    return format_html('<input type="hidden" name="idempotency_key" value="{}">', uuid.uuid4())


@register.filter
def number(value: int | None) -> str:
    """A count with the thousands of the language: 12.661 or 12,661; nothing for ``None``."""
    if value is None:
        return ""
    return number_id(int(value)) if _is_indonesian() else f"{int(value):,}"


@register.filter
def rupiah(value: int | None) -> str:
    """Whole rupiah, ``Rp500.000`` (``Rp500,000`` in English); nothing for ``None``."""
    if value is None:
        return ""
    written = rupiah_id(int(value))
    return written if _is_indonesian() else written.replace(".", ",")


@register.filter
def absolute(value: int) -> int:
    """The number without its sign, for "2 days over"."""
    return abs(int(value))


@register.filter
def less(value: int, taken: int) -> int:
    """What is left of ``value`` after ``taken``."""
    return int(value) - int(taken)


@register.filter
def steps(total: int) -> range:
    """1 to ``total``, to walk through."""
    return range(1, int(total) + 1)


@register.simple_tag
def error_links(form: BaseForm | BaseFormSet[Any] | Sequence[Any] | None) -> list[ErrorLink]:
    """Every error of a form, a formset or a list of them, with the field it points to."""
    return links_of(form)


@register.simple_tag
def demand(component: str, **values: Any) -> str:
    """Refuse to draw ``component`` while one of ``values`` is missing (``ValueError``).

    A figure without its definition, source and date must never reach a page.
    """
    missing = [name for name, value in values.items() if value in (None, "")]
    if missing:
        raise ValueError(f"{component} cannot be drawn without {', '.join(missing)}")
    return ""


@register.filter
def tone(kind: str) -> SafeString:
    """The sign that belongs to a status kind; waiting, running, action, registered or ended."""
    return icons.icon(_TONES[kind])


_TONES: Mapping[str, str] = {
    "waiting": "clock",
    "running": "go",
    "action": "alert",
    "registered": "check",
    "ended": "bar",
}
