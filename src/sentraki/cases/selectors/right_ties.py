"""Rights and the businesses behind them: whose it is, whose it may be, which are nobody's yet."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from sentraki.cases.models import Right
from sentraki.kernel.access import Viewer
from sentraki.parties.models import Business

MOST = 10
_SHORTEST = 4


@dataclass(frozen=True)
class Suggestion:
    """A business a right may belong to; ``reasons`` name what agrees (``owner``, ``trade``,
    ``product``, ``district``)."""

    business: Business
    reasons: tuple[str, ...]


def owner_of(right: Right) -> Business | None:
    """The business a right belongs to, by its file or by an officer's word."""
    return right.filing.case.business if right.filing and right.is_of_its_file else right.business


def rights_of(viewer: Viewer, business: Business) -> QuerySet[Right]:
    """Every right of a business, of those joined to it too; newest first."""
    both = [business.pk, *business.joined.values_list("pk", flat=True)]
    mine = Q(filing__case__business__in=both, given_away_on=None) | Q(business__in=both)
    return Right.objects.for_viewer(viewer).filter(mine).order_by("-year", "name")


def untied(viewer: Viewer) -> QuerySet[Right]:
    """Rights of lists, and rights given away, that nobody has tied to a business; not ended,
    newest first."""
    loose = Q(filing=None) | Q(given_away_on__isnull=False)
    rows = Right.objects.for_viewer(viewer).filter(loose, business=None, community=None)
    return rows.filter(ended_on=None)


def suggestions(viewer: Viewer, right: Right) -> list[Suggestion]:
    """At most ten businesses of the viewer's regions that share a name with ``right``.

    Those with more in common come first. Two queries; nothing is tied by this.
    """
    holder, name = right.holder.strip(), right.name.strip()
    same = Q(pk=None)
    if len(holder) >= _SHORTEST:
        same |= Q(owner_name__icontains=holder) | Q(trade_name__icontains=holder)
    if len(name) >= _SHORTEST:
        same |= Q(trade_name__icontains=name) | Q(products__name__iexact=name)
    rows = Business.objects.for_viewer(viewer).filter(same, joined_to=None).distinct()
    found = [
        Suggestion(row, _reasons(row, right, holder.casefold(), name.casefold()))
        for row in rows.prefetch_related("products")[: MOST * 5]
    ]
    return sorted(found, key=lambda one: -len(one.reasons))[:MOST]


def _reasons(row: Business, right: Right, holder: str, name: str) -> tuple[str, ...]:
    trade = row.trade_name.casefold()
    agreed = {
        "owner": bool(holder) and holder in row.owner_name.casefold(),
        "trade": bool(trade) and ((bool(holder) and holder in trade) or name in trade),
        "product": any(product.name.casefold() == name for product in row.products.all()),
        "district": bool(right.district_code) and right.district_code == row.district_code,
    }
    return tuple(reason for reason, agrees in agreed.items() if agrees)
