"""How long each stage took, why DJKI refused, and what the money came to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db.models import Count, F, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sentraki.cases.models import FilingEvent
from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.insight.counting import Published, Scope, fits_alone, places
from sentraki.insight.dimensions import YEAR, Dimension
from sentraki.insight.outcomes import FILED, Outcome
from sentraki.insight.protection import FLOOR, OTHERS, Released, is_small, join_small, release
from sentraki.insight.registry import FIGURES

# Two programmes of one year: the year's table says nothing about either.
_NO_TABLE = release({}, (), ())


@dataclass(frozen=True)
class Stage:
    """Days between two dates of one case: the middle value and how many cases tell it."""

    name: Promise
    days: int | None
    cases: int


def stages(scope: Scope) -> list[Stage]:
    """Days from acceptance to filing and from filing to registration. One query.

    Middle values, because a few very long cases would draw a mean. ``None`` below five cases.
    """
    rows = places(scope).values_list(
        "case__submitted_at",
        "case__decided_at",
        "case__filing__received_on",
        "case__filing__right__registered_on",
    )
    spans: dict[str, list[int]] = {"decided": [], "filed": [], "registered": []}
    for sent, decided, filed, registered in rows:
        if sent and decided:
            spans["decided"].append((decided.date() - sent.date()).days)
        if decided and filed:
            spans["filed"].append((filed - decided.date()).days)
        if filed and registered:
            spans["registered"].append((registered - filed).days)
    names = {
        "decided": _("from sending to acceptance"),
        "filed": _("from acceptance to filing"),
        "registered": _("from filing to registration"),
    }
    return [
        Stage(names[key], round(median(days)) if len(days) >= FLOOR else None, len(days))
        for key, days in spans.items()
        if not is_small(len(days))
    ]


def refusal_reasons(public: Published) -> dict[str, int]:
    """Reason code → how many refused places, most first; few ones joined. Two queries.

    A case counts once, by its newest refusal; an empty code is "not recorded". Nothing at all
    where the number of refused ones is not published: the reasons add up to it.
    """
    if public.value(FIGURES["ditolak"]) is None:
        return {}
    refused = places(public.scope).filter(outcome=Outcome.REFUSED.value).values("case__filing")
    events = FilingEvent.objects.filter(filing__in=refused, status=FilingStatus.REFUSED)
    newest = dict(events.order_by("recorded_at", "id").values_list("filing", "reason_code"))
    counts: dict[str, int] = {}
    for filing in refused.values_list("case__filing", flat=True):
        code = newest.get(filing, "")
        counts[code] = counts.get(code, 0) + 1
    by_size = sorted(counts, key=lambda code: (counts[code], code))
    groups = join_small(by_size, lambda some: not is_small(sum(counts[one] for one in some)))
    found: dict[str, int] = {}
    for code, n in counts.items():
        found[groups[code]] = found.get(groups[code], 0) + n
    return dict(sorted(found.items(), key=lambda item: (item[0] == OTHERS, -item[1], item[0])))


@dataclass(frozen=True)
class Money:
    """What one programme cost, in whole rupiah. ``None`` where it would tell of a few people."""

    year: int
    name: str
    fund_source: str
    budget: int
    committed: int | None
    spent: int | None
    per_registration: int | None


def money(public: Published) -> list[Money]:
    """Each programme's money: its budget, what its places cost, and the price of a registration.

    ``committed`` is the cost of all places held or used, ``spent`` that of filed ones.
    """
    rows: Iterable[Mapping[str, Any]] = (
        places(public.scope)
        .order_by()
        .values(
            year=F("programme__year"),
            name=F("programme__name"),
            fund=F("programme__fund_source"),
            budget=F("programme__budget"),
            one=F("outcome"),
        )
        .annotate(n=Count("pk"), sum=Sum("cost"))
    )
    found: dict[tuple[int, str, str, int], dict[str, tuple[int, int]]] = {}
    for row in rows:
        key = (row["year"], row["name"], row["fund"], row["budget"])
        found.setdefault(key, {})[row["one"]] = (int(row["n"]), int(row["sum"] or 0))
    table = public.by(YEAR)
    years = [key[0] for key in found]
    told = {year for year in years if str(year) in table.rows} - {
        key[0] for key, parts in found.items() if not _may_be_told(parts)
    }
    return [
        _money(public, key, parts, table if years.count(key[0]) == 1 else _NO_TABLE, key[0] in told)
        for key, parts in sorted(found.items(), reverse=True)
    ]


def _may_be_told(parts: Mapping[str, tuple[int, int]]) -> bool:
    """Whether a programme's cost, divided by the price of a place, leads to no few people."""
    whole = sum(n for n, _cost in parts.values())
    return fits_alone(whole, parts.get(Outcome.REGISTERED.value, (0, 0))[0])


def _money(
    public: Published,
    key: tuple[int, str, str, int],
    parts: Mapping[str, tuple[int, int]],
    table: Released,
    is_told: bool,
) -> Money:
    """Only what the published table of years tells already is put into rupiah."""
    year, name, fund, budget = key
    filed = registered = None
    if str(year) in table.rows:
        filed = public.of_row(table, str(year), FIGURES["diajukan"])
        registered = public.of_row(table, str(year), FIGURES["terdaftar"])
    spent = sum(parts.get(one.value, (0, 0))[1] for one in FILED)
    is_priced = filed is not None and registered is not None and registered >= FLOOR
    return Money(
        year,
        name,
        fund,
        budget,
        sum(cost for _n, cost in parts.values()) if is_told else None,
        spent if filed is not None else None,
        round(spent / registered) if is_priced and registered else None,
    )


def committed_by(
    public: Published, dimension: Dimension, groups: Mapping[str, str]
) -> dict[str, int]:
    """Group → the cost of all its places, filed or not; the groups are those of the tables."""
    rows = (
        places(public.scope)
        .order_by()
        .values(value=F(dimension.path))
        .annotate(sum=Sum("cost"))
        .values_list("value", "sum")
    )
    found: dict[str, int] = {}
    for value, total in rows:
        group = groups[dimension.value_of(value)]
        found[group] = found.get(group, 0) + int(total or 0)
    return found
