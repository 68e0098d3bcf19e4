"""Changes: directions in which a name could leave the marks it resembles, and concrete names.

Nothing is proposed that was not screened itself: a step is shown only where the changed name falls
into a lower band of the same data.
"""

from collections.abc import Callable, Sequence

from serupa.names.pair import Weigh
from serupa.normalise import visual, words
from serupa.types import Change, Finding, Query

Again = Callable[[str], int]
"""Screens a changed name and gives its band."""

SIMILAR = 3
"""Findings of this band and above are worth moving away from."""

MOST_CITED = 3
"""So many of the nearest marks are looked at for what to leave out."""

MOST_TRIED = 16
MOST_SHOWN = 3
"""How many coined names are screened, and how many shown at most."""

_STANDS_FOR_OWN = "Zumbrevo"
"""A coined word that stands for the owner's own when a direction is tried."""

_OPEN = "ra lo vi ma ne ku sa to di ya mo la ri na fe zu".split()  # noqa: SIM905


def directions(
    query: Query,
    findings: Sequence[Finding],
    again: Again,
    is_weaker: Callable[[str], bool],
) -> list[Change]:
    """Drop what is shared, or replace it by a coined word. Empty below band 3.

    ``is_weaker``: whether the law's words speak against a changed name that did not against this
    one; nobody is told to go on with "Enak". A coined word in front of all is never proposed: in
    the decisions read an added word saved no mark.
    """
    near = [finding for finding in findings if finding.band >= SIMILAR]
    if not near:
        return []
    band = max(finding.band for finding in near)
    steps: list[Change] = []
    own = [visual(word) for word in query.name.split()]
    shared = [word for word in cited_words(near) if set(word.split()) & set(own)]
    for word in shared:
        left = without(query.name, word)
        if left and again(left) < band and not is_weaker(left):
            steps.append(Change("change.drop", {"word": word}))
    gone = list(dict.fromkeys(word for word in own if word in " ".join(shared).split()))
    if again(without(query.name, " ".join(gone), _STANDS_FOR_OWN)) < band:
        word = " ".join(gone)
        steps.append(Change("change.replace", {"word": word}) if word else Change("change.new"))
    return steps


def cited_words(findings: Sequence[Finding]) -> list[str]:
    """The distinctive words a name shares with the nearest marks, each once."""
    found = [
        str(item.params["word"])
        for finding in findings[:MOST_CITED]
        for item in finding.evidence
        if item.signal == "dominant"
    ]
    return list(dict.fromkeys(found))


def without(name: str, shared: str, instead: str = "") -> str:
    """A name without the words of ``shared`` (folded), as it was written otherwise; ``instead``
    stands where the first was, and for the whole name if it has none of them."""
    gone = shared.split()
    kept = [instead if visual(word) in gone else word for word in name.split()]
    if instead and instead not in kept:
        return instead
    first = kept.index(instead) if instead else -1
    return " ".join(word for at, word in enumerate(kept) if word != instead or at == first)


def concrete(
    query: Query,
    findings: Sequence[Finding],
    again: Again,
    is_doubtful: Callable[[str], bool],
    weigh: Weigh,
) -> list[Change]:
    """Coined names that keep the beginning or the end of what is heard, at most ``MOST_SHOWN``.

    Only those that fall below band 3 and that ``is_doubtful`` (the law's words) does not stop; the
    lowest band first, then in the order they were coined.
    """
    near = [finding for finding in findings if finding.band >= SIMILAR]
    if not near:
        return []
    kept: list[tuple[int, int, str]] = []
    for at, name in enumerate(coined(query, near, weigh)[:MOST_TRIED]):
        band = again(name)
        if band < SIMILAR and not is_doubtful(name):
            kept.append((band, at, name))
    return [Change("change.variant", {"name": name}) for _, _, name in sorted(kept)[:MOST_SHOWN]]


def coined(query: Query, findings: Sequence[Finding], weigh: Weigh) -> list[str]:
    """Names with the word that distinguishes turned into a coined one, the same every time.

    That is the weightiest of the words in common; where none is named, the weightiest of all. The
    other words stay as they were written.
    """
    mine = words(query.name)
    if not mine:
        return []
    cited = " ".join(cited_words(findings)).split()
    own = [at for at, word in enumerate(mine) if word.seen in cited] or range(len(mine))
    at = max(own, key=lambda place: weigh(mine[place].seen))
    word = mine[at].seen
    half = max(2, (len(word) + 1) // 2)
    start = sum(map(ord, word)) % len(_OPEN)
    names: list[str] = []
    for step in range(len(_OPEN)):
        one = _OPEN[(start + step) % len(_OPEN)]
        other = _OPEN[(start + 5 * step + 3) % len(_OPEN)]
        new = word[:half] + one + other if step % 2 == 0 else one + other + word[-half:]
        parts = [query.name[part.start : part.end] if part.end else part.seen for part in mine]
        parts[at] = new.upper() if query.name.isupper() else new.capitalize()
        names.append(" ".join(parts))
    return names
