"""The figures about places that the house publishes, each with what it means and how it is counted.

A figure that is not listed here has no page, no file and no line in the interface.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sentraki.insight.outcomes import FACILITATED, FILED, Outcome


@dataclass(frozen=True)
class Definition:
    """What a figure counts. ``outcomes`` are the places it takes; ``kind`` is how cards show it."""

    slug: str
    name: Promise
    unit: Promise
    definition: Promise
    outcomes: frozenset[Outcome]
    kind: str

    @property
    def basis(self) -> Promise:
        """By which date a place belongs to a year."""
        return _("Counted by the budget year of the programme that gave the place.")

    @property
    def source(self) -> Promise:
        """Where the rows lie."""
        return _("This installation's register of places and applications")


_PLACES = _("places")
FIGURES: Mapping[str, Definition] = {
    one.slug: one
    for one in (
        Definition(
            "difasilitasi",
            pgettext_lazy("figure", "Facilitated"),
            _PLACES,
            _("The office gave the file a place in a programme and it was not given back."),
            FACILITATED,
            "fac",
        ),
        Definition(
            "diajukan",
            pgettext_lazy("figure", "Filed"),
            _PLACES,
            _("Of the facilitated ones: the application has a number at DJKI."),
            FILED,
            "app",
        ),
        Definition(
            "terdaftar",
            pgettext_lazy("figure", "Registered"),
            _PLACES,
            _("Of the filed ones: DJKI has registered the mark, and it still stands."),
            frozenset({Outcome.REGISTERED}),
            "reg",
        ),
        Definition(
            "ditolak",
            pgettext_lazy("figure", "Refused"),
            _PLACES,
            _("Of the filed ones: DJKI has refused finally; a proposal to refuse does not count."),
            frozenset({Outcome.REFUSED}),
            "ref",
        ),
        Definition(
            "diproses",
            pgettext_lazy("figure", "Still at DJKI"),
            _PLACES,
            _("Of the filed ones: DJKI has not decided yet, or an appeal is running."),
            frozenset({Outcome.PENDING}),
            "nila",
        ),
        Definition(
            "berakhir",
            pgettext_lazy("figure", "Ended"),
            _PLACES,
            _("Of the filed ones: withdrawn, cancelled, deleted or expired."),
            frozenset({Outcome.ENDED}),
            "nila",
        ),
        Definition(
            "belum-diajukan",
            pgettext_lazy("figure", "Not filed yet"),
            _PLACES,
            _("Of the facilitated ones: nothing has been filed at DJKI yet."),
            frozenset({Outcome.NOT_FILED}),
            "nila",
        ),
    )
}
# The four numbers that are never mixed, in the order of the chain.
MAIN = ("difasilitasi", "diajukan", "terdaftar", "ditolak")
# The parts that add up to the first of them.
PARTS = ("belum-diajukan", "diproses", "terdaftar", "ditolak", "berakhir")
