"""The ways a figure is divided (year, class, kecamatan …), with the words for each value."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from sentraki.insight.protection import OTHERS
from sentraki.offices.models import Region
from sentraki.parties.rules import Scale
from sentraki.parties.selectors.subsectors import subsectors

MANY = "many"
Namer = Callable[[Iterable[str]], Mapping[str, str]]

SCALE_WORDS: Mapping[str, Promise] = {
    Scale.MICRO: pgettext_lazy("scale", "micro"),
    Scale.SMALL: pgettext_lazy("scale", "small"),
    Scale.MEDIUM: pgettext_lazy("scale", "medium"),
    Scale.LARGE: pgettext_lazy("scale", "large"),
}
GENDER_WORDS: Mapping[str, Promise] = {
    "f": pgettext_lazy("owner", "women"),
    "m": pgettext_lazy("owner", "men"),
}
KIND_WORDS: Mapping[str, Promise] = {
    "mark": pgettext_lazy("kind of right", "mark"),
    "collective": pgettext_lazy("kind of right", "collective mark"),
}
TRY_WORDS: Mapping[str, Promise] = {
    "first": pgettext_lazy("try", "first try"),
    "second": pgettext_lazy("try", "second try after a refusal"),
}
GENDERS = {"l": "m", "m": "m", "p": "f", "w": "f", "f": "f"}


@dataclass(frozen=True)
class Dimension:
    """One way to divide. ``path`` leads from a place to the value in the database.

    ``is_listed`` says that the public register shows this of every registered right.
    """

    slug: str
    name: Promise
    path: str
    names: Namer
    is_listed: bool = False

    def value_of(self, stored: object) -> str:
        """The value a row is counted under; empty where nothing is recorded."""
        text = str(stored or "").strip()
        if self.slug == "kelas":
            return MANY if "," in text else text
        if self.slug == "gender":
            return GENDERS.get(text[:1].lower(), "")
        if self.slug == "percobaan":
            return "second" if text else "first"
        if self.slug == "skala":
            return "" if text == Scale.UNKNOWN else text
        return text

    def labels(self, values: Iterable[str]) -> dict[str, str]:
        """Value → what a page calls it. At most one query."""
        known = list(values)
        named = self.names(known)
        words = {"": _("not recorded"), OTHERS: _("others, joined")}
        return {value: words.get(value) or named.get(value, value) for value in known}


def _same(values: Iterable[str]) -> Mapping[str, str]:
    return {value: value for value in values}


def _regions(values: Iterable[str]) -> Mapping[str, str]:
    return dict(Region.objects.filter(code__in=list(values)).values_list("code", "name"))


def _sectors(_values: Iterable[str]) -> Mapping[str, str]:
    lang = get_language() or "id"
    return {sector.code: sector.name(lang) for sector in subsectors()}


def _classes(values: Iterable[str]) -> Mapping[str, str]:
    return {value: _("several classes") if value == MANY else value for value in values}


def _words(table: Mapping[str, Promise]) -> Namer:
    return lambda values: {value: str(table[value]) for value in values if value in table}


YEAR = Dimension("tahun", gettext_lazy("Year of the programme"), "programme__year", _same)
DISTRICT = Dimension(
    "kecamatan", gettext_lazy("District"), "case__business__district_code", _regions, True
)
DIMENSIONS: Mapping[str, Dimension] = {
    one.slug: one
    for one in (
        YEAR,
        DISTRICT,
        Dimension(
            "kelurahan", gettext_lazy("Village"), "case__business__village_code", _regions, True
        ),
        Dimension("kelas", gettext_lazy("Nice class"), "case__classes", _classes, True),
        Dimension(
            "subsektor", gettext_lazy("Subsector"), "case__business__subsector", _sectors, True
        ),
        Dimension("skala", gettext_lazy("Scale"), "case__business__scale", _words(SCALE_WORDS)),
        Dimension("gender", gettext_lazy("Owner"), "case__business__gender", _words(GENDER_WORDS)),
        Dimension("jenis", gettext_lazy("Kind of right"), "case__kind", _words(KIND_WORDS), True),
        Dimension(
            "percobaan",
            gettext_lazy("First or second try"),
            "case__replaces",
            _words(TRY_WORDS),
        ),
        Dimension("dana", gettext_lazy("Fund source"), "programme__fund_source", _same),
    )
}
