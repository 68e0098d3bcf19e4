"""Names of places in a sheet, read against the table of regions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from sentraki.parties.rules.import_fields import squash, squash_place
from sentraki.parties.rules.reasons import Reason

_ALIKE = 90
_SHORTEST_FUZZY = 5


@dataclass(frozen=True)
class Place:
    """A region's dotted code and its name."""

    code: str
    name: str


@dataclass(frozen=True)
class Located:
    """Where a row lies; empty codes where it does not say or it could not be read."""

    region_code: str
    district_code: str = ""
    village_code: str = ""
    reasons: tuple[Reason, ...] = ()


class _Names:
    """Places by what people may call them."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._full: dict[str, list[Place]] = defaultdict(list)
        self._short: dict[str, list[Place]] = defaultdict(list)
        for place in places:
            self._full[squash(place.name)].append(place)
            self._short[squash_place(place.name)].append(place)

    def find(self, text: str, within: str = "") -> list[Place]:
        """Places called ``text``, exactly or nearly, whose code lies in ``within``."""
        for ways, wanted in ((self._full, squash(text)), (self._short, squash_place(text))):
            found = [p for p in ways.get(wanted, ()) if lies_in(p.code, within)]
            if found:
                return found
        wanted = squash_place(text)
        if len(wanted) < _SHORTEST_FUZZY:
            return []
        near = process.extract(wanted, self._short.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
        return [p for way, _, _ in near for p in self._short[way] if lies_in(p.code, within)]

    def squashed(self) -> set[str]:
        """Every way of writing a name here."""
        return set(self._full) | set(self._short)


def lies_in(code: str, within: str) -> bool:
    """Whether ``code`` is ``within`` or below it; everything lies in the empty code."""
    return not within or code == within or code.startswith(within + ".")


@dataclass
class PlaceBook:
    """Every province and regency, and the districts and villages of the office's region ``own``."""

    own: str
    provinces: Sequence[Place]
    regencies: Sequence[Place]
    districts: Sequence[Place]
    villages: Sequence[Place] = ()
    _names: dict[str, _Names] = field(default_factory=dict)
    _cache: dict[tuple[str, str], list[Place]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for level in ("provinces", "regencies", "districts", "villages"):
            self._names[level] = _Names(getattr(self, level))

    def region_names(self) -> frozenset[str]:
        """Squashed names of provinces, regencies, and districts of the own region."""
        levels = ("provinces", "regencies", "districts")
        return frozenset(set().union(*(self._names[level].squashed() for level in levels)))

    def is_region(self, text: str) -> bool:
        """Whether ``text`` alone is the name of a province or regency."""
        return bool(text) and bool(self._find("provinces", text) or self._find("regencies", text))

    def locate(self, names: Mapping[str, str]) -> Located:
        """Read ``province``, ``regency``, ``district`` and ``village`` of one row."""
        reasons: list[Reason] = []
        region = self._regency(names, reasons)
        if any(reason.code == "place.other" for reason in reasons):
            return Located(self.own, reasons=tuple(reasons))
        district = self._inner("districts", "district", names, region, reasons)
        village = self._inner("villages", "village", names, district or region, reasons)
        district = district or village.rpartition(".")[0]
        if district and not region.startswith(district.rpartition(".")[0]):
            region = district.rpartition(".")[0]
        return Located(region, district, village, tuple(reasons))

    def _find(self, level: str, text: str, within: str = "") -> list[Place]:
        key = (level + within, text)
        if key not in self._cache:
            self._cache[key] = self._names[level].find(text, within)
        return self._cache[key]

    def _regency(self, names: Mapping[str, str], reasons: list[Reason]) -> str:
        """The code of the office's region, or of the regency the row names inside it."""
        region = self.own
        for name, level in (("province", "provinces"), ("regency", "regencies")):
            text = names.get(name, "")
            if not text:
                continue
            found = self._find(level, text) or self._find("provinces", text)
            here = [p for p in found if self._touches(p.code)]
            if not found:
                reasons.append(self._unknown(name, text))
            elif not here:
                reasons.append(Reason("place.other", {"field": name}))
            elif len({p.code for p in here}) > 1:
                reasons.append(Reason("place.ambiguous", {"field": name}))
            elif lies_in(here[0].code, self.own):
                region = here[0].code
        return region

    def _inner(
        self, level: str, name: str, names: Mapping[str, str], within: str, reasons: list[Reason]
    ) -> str:
        text = names.get(name, "")
        if not text:
            return ""
        found = self._find(level, text, within)
        codes = {place.code for place in found}
        if len(codes) == 1:
            return found[0].code
        if len(codes) > 1:
            reasons.append(Reason("place.ambiguous", {"field": name}))
        elif self._is_own_name(text):
            reasons.append(Reason("place.city", {"field": name}))
        else:
            reasons.append(self._unknown(name, text))
        return ""

    def _is_own_name(self, text: str) -> bool:
        """Whether ``text`` names the office's region, or one above or below it."""
        named = [*self._find("regencies", text), *self._find("provinces", text)]
        return any(self._touches(place.code) for place in named)

    def _touches(self, code: str) -> bool:
        return lies_in(code, self.own) or lies_in(self.own, code)

    def _unknown(self, name: str, text: str) -> Reason:
        is_number = not any(letter.isalpha() for letter in text)
        return Reason("place.number" if is_number else "place.unknown", {"field": name})
