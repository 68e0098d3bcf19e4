"""Watch: what a list of new names costs and yields against marks to be protected.

The protected marks and the new names are drawn from one register, apart, so an alarm of a new name
nobody changed is a false one. Besides, protected marks changed by rule are planted among the new.
"""

import random
import time
from collections.abc import Iterable
from dataclasses import dataclass

from serupa.corpus import Corpus
from serupa.types import Record
from serupa.watch import alarms

PROTECTED, NEW, PLANTED = 12_661, 500, 60
"""Marks of a local register, a day's new marks, and look-alikes planted among them."""

DAYS = 365
SEED = 51197

_OLD = (("u", "oe"), ("c", "tj"), ("j", "dj"), ("y", "j"))


@dataclass(frozen=True, slots=True)
class Watched:
    """What was measured. ``processor``: seconds for the new names. By lowest band shown (4, 3, 2):
    ``false_alarms`` for a protected mark in a year at 500 new marks a day, and ``found`` of the
    ``planted``; ``missed``: the planted names that get no alarm in ``missed_at``, the first band
    that keeps the false alarms at one a year."""

    protected: int
    new: int
    processor: float
    false_alarms: dict[int, float]
    planted: int
    found: dict[int, int]
    missed_at: int
    missed: tuple[str, ...]


def watched(records: Iterable[Record], seed: int = SEED) -> Watched:
    """Draw, plant and measure. ``records``: a register of at least a few thousand marks."""
    chance = random.Random(seed)
    known = [record for record in records if not dict(record.more).get("varian_dari")]
    drawn = chance.sample(known, min(len(known), PROTECTED + NEW))
    size = min(NEW, len(drawn) // 2)
    guarded, new = drawn[size:], drawn[:size]
    corpus = Corpus.from_records(guarded, name="protected marks", date="")
    copied = chance.sample(guarded, min(len(guarded), PLANTED))
    planted = {
        f"planted-{at}-{mark.id}": Record(
            f"planted-{at}-{mark.id}", look_alike(mark.name, at, chance), mark.classes
        )
        for at, mark in enumerate(copied)
    }
    took: list[float] = []
    rate: dict[int, float] = {}
    caught: dict[int, set[str]] = {}
    for band in (4, 3, 2):
        started = time.process_time()
        false = len(list(alarms(new, corpus, band)))
        took.append(time.process_time() - started)
        rate[band] = round(false * NEW * DAYS / max(1, len(new)) / max(1, len(guarded)), 2)
        caught[band] = {
            mark.id
            for mark, finding in alarms(planted.values(), corpus, band)
            if mark.id.endswith(f"-{finding.record.id}")
        }
    quiet = next((band for band in (2, 3, 4) if rate[band] <= 1), 4)
    return Watched(
        len(guarded),
        len(new),
        round(took[0], 1),
        rate,
        len(planted),
        {band: len(found) for band, found in caught.items()},
        quiet,
        tuple(one.name for key, one in planted.items() if key not in caught[quiet]),
    )


def look_alike(name: str, kind: int, chance: random.Random) -> str:
    """A name changed as in decided disputes; ``kind`` counts through the six ways."""
    words = name.split()
    letters = [at for at, sign in enumerate(name) if sign.isalpha()]
    match kind % 6:
        case 0 if letters:  # one letter
            at = chance.choice(letters)
            return name[:at] + chance.choice("aeiour") + name[at + 1 :]
        case 1 if letters:  # a letter doubled
            at = chance.choice(letters)
            return name[:at] + name[at] + name[at:]
        case 2:  # old spelling
            for new, old in _OLD:
                if new in name.casefold():
                    return name.casefold().replace(new, old)
            return f"{name}e"
        case 3 if len(words) > 1:  # written as one
            return "".join(words)
        case 4 if len(words) > 1:  # another order
            return " ".join((*words[1:], words[0]))
        case _:  # a common word added
            return f"{chance.choice(('Cap', 'Toko', 'Warung'))} {name}"
