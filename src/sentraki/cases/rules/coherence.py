"""One identity: whether the names on a business's papers agree with its mark, and what to change.

A filed mark cannot be changed into another name; that is a new filing (UU 20/2016 Pasal 4 and 11,
read November 2026, periksa kembali). So a paper follows a mark that is filed or registered, while
a mark not filed yet may still follow the papers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rapidfuzz import fuzz

from sentraki.parties.rules.permits import PermitKind
from serupa.grounds import find_grounds
from serupa.normalise import native, words
from serupa.types import Query

# The order in which papers are changed: the certificate that names the product first, the printed
# label last, when all papers agree.
ORDER = (
    PermitKind.HALAL, PermitKind.PIRT, PermitKind.BPOM, PermitKind.NIB, PermitKind.LABEL,
)  # fmt: skip
# From this share of common letters two names count as one name written in two ways.
ONE_NAME = 84.0
MARK = "mark"


class Mismatch(StrEnum):
    """What does not agree."""

    SPELLING = "spelling"
    ABSENT = "absent"
    HOLDER = "holder"
    ENDED = "ended"


@dataclass(frozen=True)
class Mark:
    """A mark of the business. ``is_filed`` is true from the day of filing on."""

    name: str
    holder: str = ""
    is_filed: bool = True


@dataclass(frozen=True)
class Paper:
    """A name on a permit or label, and until when the paper is valid, where that is known."""

    kind: PermitKind
    name: str
    holder: str = ""
    valid_until: date | None = None


@dataclass(frozen=True)
class Difference:
    """One thing that does not agree. ``change`` is a kind of paper or ``"mark"``."""

    what: Mismatch
    kind: PermitKind
    mark: str
    other: str
    change: str


def differences(
    marks: Sequence[Mark], papers: Iterable[Paper], *, owner: str, today: date
) -> tuple[Difference, ...]:
    """What does not agree, in the order in which it should be changed; empty when all agrees.

    A paper agrees when every word of one mark stands in its name, as it is written. ``owner`` is
    the name the office knows; a paper in another name differs by its holder. Without a mark only
    holders and validity are looked at.
    """
    found: list[Difference] = []
    sorted_papers = sorted(papers, key=lambda paper: ORDER.index(paper.kind))
    for paper in sorted_papers:
        found += _of_name(marks, paper, sorted_papers)
        if paper.holder and owner and not _same_words(paper.holder, owner):
            found.append(_difference(Mismatch.HOLDER, paper, owner, paper.holder))
        if paper.valid_until is not None and paper.valid_until < today:
            day = paper.valid_until.isoformat()
            found.append(_difference(Mismatch.ENDED, paper, "", day))
    return tuple(sorted(found, key=lambda row: row.change != MARK))


def _of_name(marks: Sequence[Mark], paper: Paper, papers: Sequence[Paper]) -> list[Difference]:
    if not paper.name.strip() or not marks or any(_carries(paper.name, m.name) for m in marks):
        return []
    nearest = max(marks, key=lambda mark: _nearness(paper.name, mark.name))
    alike = _nearness(paper.name, nearest.name) >= ONE_NAME
    what = Mismatch.SPELLING if alike else Mismatch.ABSENT
    change = MARK if _mark_follows(nearest, paper, papers) else paper.kind.value
    return [Difference(what, paper.kind, nearest.name, paper.name, change)]


def _mark_follows(mark: Mark, paper: Paper, papers: Sequence[Paper]) -> bool:
    """A mark that is not filed follows when two papers agree with each other and not with it."""
    if mark.is_filed:
        return False
    others = [p for p in papers if p is not paper and not _carries(p.name, mark.name)]
    return any(_same_words(other.name, paper.name) for other in others)


def _difference(what: Mismatch, paper: Paper, mark: str, other: str) -> Difference:
    return Difference(what, paper.kind, mark, other, paper.kind.value)


def _words(name: str) -> list[str]:
    """The words as seen, without the legal form: ``CV. Kopi Senja`` is ``kopi``, ``senja``."""
    return [word.seen for word in words(name)]


def _carries(name: str, mark: str) -> bool:
    wanted = _words(mark)
    return bool(wanted) and set(wanted) <= set(_words(name))


def _same_words(one: str, other: str) -> bool:
    return sorted(_words(one)) == sorted(_words(other))


def _nearness(name: str, mark: str) -> float:
    """0 to 100: how much of the mark is written or heard in the name."""
    seen = fuzz.partial_ratio("".join(_words(mark)), "".join(_words(name)))
    heard = fuzz.partial_ratio(_heard(mark), _heard(name))
    shorter = min(len("".join(_words(mark))), len("".join(_words(name))))
    return max(seen, heard) if shorter > 2 else 0.0


def _heard(name: str) -> str:
    return native(" ".join(_words(name)))


def halal_words(name: str, classes: Iterable[int]) -> tuple[str, ...]:
    """Words of a name that halal naming speaks against (Fatwa MUI 44/2020, SNI 99004:2021).

    A note for a person, no verdict: traditional names are excepted there.
    """
    numbers = tuple(classes)
    found = find_grounds(Query(name, classes=numbers), numbers)
    return tuple(word for ground in found if ground.kind == "halal" for word in ground.words)
