"""Businesses that may be one: a person looks at both and says so; nothing joins them by itself."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from sentraki.kernel.access import Viewer
from sentraki.parties.models import Apart, Business

SIGNS = ("nib", "nik_index", "phone_index", "place_key")
MOST_GROUPS = 200


@dataclass(frozen=True)
class Pair:
    """Two businesses and what they share; ``differ`` names what speaks against joining them."""

    first: Business
    second: Business
    shared: tuple[str, ...]

    @property
    def differ(self) -> tuple[str, ...]:
        """Numbers both have and that are not the same."""
        return differing(self.first, self.second)


def differing(one: Business, other: Business) -> tuple[str, ...]:
    """Which of NIK, phone and NIB both have, with different values."""
    columns = {"nik": "nik_index", "phone": "phone_index", "nib": "nib"}
    return tuple(
        name
        for name, column in columns.items()
        if (mine := getattr(one, column)) and (theirs := getattr(other, column)) and mine != theirs
    )


def standing(viewer: Viewer) -> "Iterable[Business]":
    """Businesses that count: not joined to another."""
    return Business.objects.for_viewer(viewer).filter(joined_to=None)


def pairs_alike(viewer: Viewer, most: int = 50) -> list[Pair]:
    """The first ``most`` undecided pairs that share a NIB, NIK, phone, or name and address.

    Six queries, however many businesses there are.
    """
    rows = Business.objects.for_viewer(viewer).filter(joined_to=None)
    signs: dict[tuple[int, int], list[str]] = {}
    for sign in SIGNS:
        shared = (
            rows.exclude(**{sign: ""})
            .order_by()
            .values(sign)
            .annotate(n=Count("pk"))
            .filter(n__gt=1)
            .values_list(sign, flat=True)[:MOST_GROUPS]
        )
        groups: dict[str, list[int]] = {}
        alike = rows.filter(**{f"{sign}__in": shared}).order_by("pk")
        for value, key in alike.values_list(sign, "pk"):
            groups.setdefault(value, []).append(key)
        for keys in groups.values():
            for other in keys[1:]:
                signs.setdefault((keys[0], other), []).append(sign)
    settled = set(
        Apart.objects.for_viewer(viewer)
        .filter(first__in=[pair[0] for pair in signs])
        .values_list("first_id", "second_id")
    )
    left = [pair for pair in sorted(signs) if pair not in settled][:most]
    found = rows.in_bulk({key for pair in left for key in pair})
    return [Pair(found[one], found[two], tuple(signs[one, two])) for one, two in left]
