"""tantivy: BM25 over letter pairs and triples, any of them."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from serupa.bench.field import NEVER, Field
from serupa.bench.pairs import Pair
from serupa.normalise import one_line, visual

DEEPEST = 5_000
"""Places looked at; a mark of another class in between does not count."""


def places(field: Field, pairs: Sequence[Pair]) -> tuple[list[float], list[float]]:
    """Raises ``ModuleNotFoundError`` where tantivy is not installed."""
    tantivy: Any = import_module("tantivy")
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("name", tokenizer_name="grams")
    schema.add_unsigned_field("row", stored=True)
    index = tantivy.Index(schema.build())
    grams = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(2, 3, False))
    index.register_tokenizer("grams", grams.build())
    writer = index.writer(heap_size=200_000_000, num_threads=1)
    for row, name in enumerate(field.folded):
        writer.add_document(tantivy.Document(name=name, row=row))
    writer.commit()
    index.reload()
    searcher = index.searcher()
    own: list[float] = []
    whole: list[float] = []
    for pair in pairs:
        query = index.parse_query(_plain(visual(one_line(pair.newer))), ["name"])
        hits = searcher.search(query, DEEPEST).hits
        rows = [searcher.doc(address)["row"][0] for _, address in hits]
        right, scope = set(field.rows(pair.older).tolist()), field.scope(pair.classes)
        whole.append(_first(rows, right))
        own.append(_first([row for row in rows if scope[row]], right))
    return own, whole


def _plain(name: str) -> str:
    return " ".join(f'"{word}"' if not word.isalnum() else word for word in name.split())


def _first(rows: Sequence[int], right: set[int]) -> float:
    return next((at for at, row in enumerate(rows, start=1) if row in right), NEVER)
