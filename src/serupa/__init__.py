"""serupa: finds names that resemble a name, says why, and says what the data do not know.

    from serupa import Corpus, Query, explain, screen

    corpus = Corpus.read("marks.csv", name="Our register", date="2026-11-01")
    report = screen(Query("KOPI SENJA", classes=(30,)), corpus)
    print(explain(report, "id").band_text)

Advice, never a verdict and never a probability.
"""

from serupa.choice import Ranking, rank
from serupa.corpus import Corpora, Corpus, MemoryCorpus
from serupa.explain import Explanation, explain, sentence
from serupa.goods import Classified, ClassSuggestion, classify, related_classes, suggest
from serupa.grounds import find_grounds
from serupa.index.files import Broken
from serupa.register import RegisterError
from serupa.screening import screen
from serupa.types import (
    Change,
    CorpusInfo,
    Evidence,
    Finding,
    Ground,
    Query,
    Record,
    Report,
    Searched,
)

__all__ = [
    "Broken",
    "Change",
    "ClassSuggestion",
    "Classified",
    "Corpora",
    "Corpus",
    "CorpusInfo",
    "Evidence",
    "Explanation",
    "Finding",
    "Ground",
    "MemoryCorpus",
    "Query",
    "Ranking",
    "Record",
    "RegisterError",
    "Report",
    "Searched",
    "classify",
    "explain",
    "find_grounds",
    "rank",
    "related_classes",
    "screen",
    "sentence",
    "suggest",
]
