"""Reading: decided disputes printed with our reasons, for a lawyer to read."""

from collections.abc import Sequence

from serupa.bench.pairs import Pair
from serupa.corpus import Corpus
from serupa.explain import Language, law, reason, sentence
from serupa.goods import related_classes
from serupa.score import judge, version
from serupa.types import Query, Record

HEAD = """\
# Decided disputes and what serupa says about them

Printed by `serupa bench names --explain-out`. Each pair was decided as similar by an office or
court (*persamaan pada pokoknya* or the like). The outcome and the case are theirs; the band and the
reasons are ours, made from the two names and the classes alone. A lawyer reads whether at least one
reason agrees with the decision. Nothing here is an opinion on a case.
"""
LANGUAGES: tuple[Language, ...] = ("id", "en")


def printed(pairs: Sequence[Pair], corpus: Corpus, count: int) -> str:
    """The first ``count`` similar pairs, Indonesian ones first, as a page of Markdown."""
    chosen = [pair for pair in pairs if pair.is_similar and not pair.is_identical]
    chosen.sort(key=lambda pair: (pair.country != "ID", pair.id))
    parts = [HEAD, f"Rules: `{version()}`. Words weighed in: {corpus.info.name}.\n"]
    parts += [_one(pair, corpus) for pair in chosen[:count]]
    return "\n".join(parts)


def _one(pair: Pair, corpus: Corpus) -> str:
    classes = frozenset(pair.classes)
    weigh = corpus.weigher(related_classes(classes))
    found = judge(
        Query(pair.newer, pair.classes), Record("", pair.older, pair.classes), classes, weigh
    )
    lines = [f"## {pair.id}: {pair.newer} / {pair.older}", "", f"{pair.case}", ""]
    for lang in LANGUAGES:
        market = sentence(f"market.{found.band}", lang=lang) if found.band >= 2 else ""
        said = [*(reason(item, lang) for item in found.evidence), law(found, lang), market]
        lines.append(f"**{sentence(f'band.{found.band}', lang=lang)}**")
        lines += [f"- {line}" for line in said if line]
        lines.append("")
    return "\n".join(lines)
