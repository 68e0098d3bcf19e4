"""Whether a row speaks of a business that is recorded already, or of one in another row.

People are never joined silently: two businesses with another owner, phone or district stay two,
and a name alone proves nothing unless everything else agrees, too.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sentraki.parties.rules.import_fields import squash
from sentraki.parties.rules.import_rows import Reading
from sentraki.parties.rules.reasons import BUSINESS, Level, Reason, weight

_IDENTITY = ("owner_name", "phone", "district_code", "nib", "nik")
_EVIDENCE = ("owner_name", "phone", "nib", "nik")
_NAMES = frozenset({"trade_name", "owner_name"})


class Effect(StrEnum):
    """What importing a row would do; ``MERGE`` adds to the business of an earlier row."""

    CREATE = "create"
    UPDATE = "update"
    MERGE = "merge"
    SAME = "same"
    NONE = "none"


@dataclass
class Known:
    """A business, recorded (``pk``) or about to be by row ``row`` of this sheet."""

    values: dict[str, str]
    products: set[str]
    pk: int | None = None
    row: int | None = None
    key: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.key = key_of(self.values)


@dataclass(frozen=True)
class Plan:
    """What will become of one row, and the old and new values of what an update changes."""

    reading: Reading
    effect: Effect
    reasons: tuple[Reason, ...]
    target: int | None = None
    twin: int | None = None
    changes: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def key_of(values: Mapping[str, str]) -> tuple[str, ...]:
    """Everything that identifies a business here, squashed; the bucket's name comes first."""
    return tuple(squash(values.get(name, "")) for name in ("trade_name", *_IDENTITY))


def bucket_of(values: Mapping[str, str]) -> str:
    """Businesses are compared only inside one bucket: the same name, or nameless, same owner."""
    trade = squash(values.get("trade_name", ""))
    return trade or f"/{squash(values.get('owner_name', ''))}"


class Register:
    """The businesses a sheet is compared with; rows planned are added as they are decided."""

    def __init__(self, known: Sequence[Known] = ()) -> None:
        self._buckets: dict[str, list[Known]] = defaultdict(list)
        self._by_pk: dict[int, Known] = {}
        for business in known:
            self._add(business)

    def _add(self, business: Known) -> None:
        self._buckets[bucket_of(business.values)].append(business)
        if business.pk is not None:
            self._by_pk[business.pk] = business

    def decide(self, reading: Reading, target: int | None = None) -> Plan:
        """Plan one row; rows must come in the order of the sheet.

        ``target`` is the business an earlier import's row code points at.
        """
        if not reading.is_read or weight(reading.reasons, BUSINESS) is Level.REJECT:
            return Plan(reading, Effect.NONE, reading.reasons)
        if target is not None and target in self._by_pk:
            fitting = [self._by_pk[target]]
            if fitting[0].row is None:
                return self._update(reading, fitting[0])
        else:
            fitting = self._fitting(reading.values)
        if not fitting:
            self._add(Known(dict(reading.values), _squashed(reading), row=reading.number))
            return Plan(reading, Effect.CREATE, reading.reasons)
        if len(fitting) > 1:
            fitting = [known for known in fitting if self._adds_nothing(reading, known)][:1]
        if not fitting:
            return _refuse(reading, Reason("known.several"))
        known = fitting[0]
        return self._again(reading, known) if known.row is not None else self._old(reading, known)

    def _fitting(self, values: Mapping[str, str]) -> list[Known]:
        key = key_of(values)
        bucket = self._buckets.get(bucket_of(values), [])
        exact = [known for known in bucket if known.key == key]
        if exact:
            return exact[:1]
        strong = [known for known in bucket if _agree(known.key, key, ("nib", "nik"))]
        if strong:
            return strong
        return [
            known
            for known in bucket
            if _compatible(known.key, key) and _agree(known.key, key, _EVIDENCE)
        ]

    def _old(self, reading: Reading, known: Known) -> Plan:
        """A row about a business recorded before this sheet."""
        has_evidence = _agree(known.key, key_of(reading.values), _EVIDENCE)
        if not has_evidence and (self._changes(reading, known) or _new_products(reading, known)):
            return _refuse(reading, Reason("known.unclear"))
        return self._update(reading, known)

    def _update(self, reading: Reading, known: Known) -> Plan:
        changes = self._changes(reading, known)
        if self._collides(known, changes):
            return _refuse(reading, Reason("known.several"))
        effect = Effect.UPDATE if changes or _new_products(reading, known) else Effect.SAME
        self._learn(known, reading, changes)
        return Plan(reading, effect, reading.reasons, target=known.pk, changes=changes)

    def _again(self, reading: Reading, known: Known) -> Plan:
        """A row about a business an earlier row of this sheet was about."""
        row = int(known.row or 0)
        missing = {
            name: ("", value)
            for name, value in reading.values.items()
            if not known.values.get(name)
        }
        if self._adds_nothing(reading, known):
            reasons = (*reading.reasons, Reason("twin.same", {"row": row}))
            return Plan(reading, Effect.SAME, reasons, target=known.pk, twin=row)
        if not _agree(known.key, key_of(reading.values), _EVIDENCE):
            return _refuse(reading, Reason("twin.unclear", {"row": row}))
        if self._collides(known, missing):
            return _refuse(reading, Reason("known.several"))
        adds = bool(missing or _new_products(reading, known))
        self._learn(known, reading, missing)
        reasons = (*reading.reasons, Reason("twin.merge", {"row": row}))
        effect = Effect.MERGE if adds else Effect.SAME
        return Plan(reading, effect, reasons, target=known.pk, twin=row, changes=missing)

    def _changes(self, reading: Reading, known: Known) -> dict[str, tuple[str, str]]:
        """Field → (old, new) where the row says something else; names but for case and blanks."""
        found = {}
        for name, value in reading.values.items():
            old = known.values.get(name, "")
            alike = name in _NAMES and squash(old) == squash(value)
            if value != old and not alike:
                found[name] = (old, value)
        return found

    def _adds_nothing(self, reading: Reading, known: Known) -> bool:
        return not self._changes(reading, known) and not _new_products(reading, known)

    def _collides(self, known: Known, changes: Mapping[str, tuple[str, str]]) -> bool:
        """Whether the changed business would be the same as a third one."""
        changed = known.values | {name: new for name, (_, new) in changes.items()}
        key = key_of(changed)
        rivals = self._buckets.get(bucket_of(changed), [])
        return key != known.key and any(rival.key == key for rival in rivals)

    def _learn(
        self, known: Known, reading: Reading, changes: Mapping[str, tuple[str, str]]
    ) -> None:
        before = bucket_of(known.values)
        known.values |= {name: new for name, (_, new) in changes.items()}
        known.products |= _squashed(reading)
        known.key = key_of(known.values)
        known.row = reading.number if known.row is None else known.row
        if bucket_of(known.values) != before:
            self._buckets[before].remove(known)
            self._buckets[bucket_of(known.values)].append(known)


def _squashed(reading: Reading) -> set[str]:
    return {squash(product) for product in reading.products}


def _new_products(reading: Reading, known: Known) -> bool:
    return bool(_squashed(reading) - known.products)


def _agree(one: tuple[str, ...], other: tuple[str, ...], fields: Sequence[str]) -> bool:
    places = [1 + _IDENTITY.index(name) for name in fields]
    return any(one[place] and one[place] == other[place] for place in places)


def _compatible(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return all(not a or not b or a == b for a, b in zip(one, other, strict=True))


def _refuse(reading: Reading, reason: Reason) -> Plan:
    return Plan(reading, Effect.NONE, (*reading.reasons, reason))
