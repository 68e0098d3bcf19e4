"""What must hold of places and files at any moment; the doctor asks. Counts and keys only."""

from collections.abc import Callable, Mapping
from itertools import groupby
from operator import itemgetter

from django.db.models import Count, F, Max, Min, Q, Sum

from sentraki.cases.models import Case, CaseClass, Place
from sentraki.ledger.models import Counter


def places_fit_the_quota() -> list[str]:
    """Numbers run from 1 to the counter's value and never beyond the quota of live places."""
    rows = Place.objects.values("programme", "programme__quota").annotate(
        low=Min("number"),
        high=Max("number"),
        numbers=Count("number", distinct=True),
        live=Count("pk", filter=Q(released_at=None)),
    )
    counters = dict(Counter.objects.filter(name__startswith="places:").values_list("name", "value"))
    problems = []
    for row in rows.order_by("programme"):
        key, given = row["programme"], counters.get(f"places:{row['programme']}")
        if row["live"] > row["programme__quota"]:
            problems.append(f"programme {key}: {row['live']} live places of a smaller quota")
        if given is not None and not row["low"] == 1 <= row["high"] == row["numbers"] == given:
            problems.append(f"programme {key}: numbers have gaps, or the counter says {given}")
    return problems


def money_fits_the_budget() -> list[str]:
    """What is promised and spent stays within each budget."""
    live = Place.objects.filter(released_at=None).order_by()
    rows = live.values("programme", "programme__budget").annotate(cost=Sum("cost"))
    over = rows.filter(cost__gt=F("programme__budget")).values_list("programme", flat=True)
    return [f"programme {key}: more is promised than the budget holds" for key in over]


def people_hold_what_they_may() -> list[str]:
    """Nobody holds more live places in a programme than one business may.

    The used place of a refused file that was replaced by a second try is not counted.
    """
    live = Place.objects.filter(released_at=None).exclude(person_index="").order_by()
    live = live.exclude(case__replacements__isnull=False)
    rows = live.values("programme", "person_index", "programme__marks_per_business").annotate(
        held=Count("pk")
    )
    over = rows.filter(held__gt=F("programme__marks_per_business"))
    return [f"programme {row['programme']}: one person holds {row['held']}" for row in over]


def classes_are_told_alike() -> list[str]:
    """The rows by which files of a class are found say what each file itself says."""
    rows = CaseClass.objects.order_by("case_id", "number").values_list("case_id", "number")
    kept = {key: [n for _case, n in some] for key, some in groupby(rows.iterator(), itemgetter(0))}
    told = Case._base_manager.exclude(classes="").values_list("pk", "classes")
    said = {
        key: sorted({int(part) for part in text.split(",") if part.strip().isdigit()})
        for key, text in told.iterator()
    }
    return [
        f"case {key}: its classes are kept in two ways that differ"
        for key in sorted(kept.keys() | said.keys())
        if kept.get(key, []) != said.get(key, [])
    ]


CHECKS: Mapping[str, Callable[[], list[str]]] = {
    "places": places_fit_the_quota,
    "money": money_fits_the_budget,
    "people": people_hold_what_they_may,
    "classes": classes_are_told_alike,
}
