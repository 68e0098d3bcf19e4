"""Figures that stand up: one function a figure, with definition, unit and the rows behind it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sentraki.cases.models import Right
from sentraki.cases.selectors.rights import RightFilter, register_of
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer


@dataclass(frozen=True)
class Figure:
    """A number with its birth certificate. It is never shown without ``definition``."""

    slug: str
    name: str | Promise
    value: int
    unit: str | Promise
    definition: str | Promise
    source: str | Promise
    as_of: datetime


def registered_rights(viewer: Viewer, wanted: RightFilter) -> tuple[Figure, QuerySet[Right]]:
    """How many registered rights stand in the register, and exactly those rows."""
    rows = register_of(viewer, wanted)
    figure = Figure(
        slug="registered",
        name=_("Registered"),
        value=rows.count(),
        unit=_("registered rights"),
        definition=_("Rights with a registration number that have not ended."),
        source=_("This installation's register of rights"),
        as_of=clock.now(),
    )
    return figure, rows


def spread(rows: QuerySet[Right], column: str) -> Mapping[str, int]:
    """How the rows spread over ``year``, ``subsector`` or ``district_code``, most first.

    These are public registered marks, not persons, so nothing is suppressed.
    """
    counts = Counter(str(value) for value in rows.values_list(column, flat=True))
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def spread_over_classes(rows: QuerySet[Right]) -> Mapping[int, int]:
    """How many rights name each Nice class; a right in two classes counts in both."""
    counts: Counter[int] = Counter()
    for classes in rows.values_list("classes", flat=True):
        counts.update(int(part) for part in classes.split(",") if part.isdigit())
    return dict(sorted(counts.items()))
