"""Speed: how fast names are answered from an index, how large it is, and peers beside it.

Times are given twice: as the clock saw them, and as processor time of this process, which a busy
machine lengthens less. Queries are names drawn from the register with one letter changed, each in
its own classes or in the whole register.
"""

import multiprocessing
import random
import resource
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from serupa.corpus import Corpus, FolderCorpus
from serupa.explain import reason
from serupa.index.trigrams import trigrams_of
from serupa.normalise import spaced
from serupa.register import BATCH, Batch, read_batches
from serupa.screening import compare
from serupa.types import Query, Record

TOP = 20

MOST_WORDS = 1_000_000
"""Of so many words of the register the composed names are made."""


@dataclass(frozen=True, slots=True)
class Timed:
    """Milliseconds for one query: half are faster than ``p50``, all but five or one in a hundred
    than ``p95`` and ``p99``; ``cpu`` and ``cpu_99`` are the same of processor time."""

    what: str
    queries: int
    p50: float
    p95: float
    p99: float
    cpu: float
    cpu_99: float


@dataclass(frozen=True, slots=True)
class Size:
    """Of an index: marks, bytes on the disk, bytes of memory the builder held at most, and a new
    process that only reads: after its imports, and after it answered the queries."""

    marks: int
    disk: int
    builder: int
    idle: int
    reader: int


def sample(records: Iterable[Record], size: int, seed: int = 51197) -> list[Query]:
    """Queries: names of the register, drawn at random, with one letter changed."""
    chance = random.Random(seed)
    kept: list[Record] = []
    for seen, record in enumerate(records):
        if seen < size:
            kept.append(record)
        elif (at := chance.randrange(seen + 1)) < size:
            kept[at] = record
    return [Query(_changed(record.name, chance), record.classes) for record in kept]


def _changed(name: str, chance: random.Random) -> str:
    at = chance.randrange(max(1, len(name)))
    return name[:at] + chance.choice("aeioukstnr") + name[at + 1 :]


def extended(path: Path, marks: int) -> Iterator[Batch]:
    """The rows of a register, then names composed of two of its words, up to ``marks``: for the
    size of a country or of the world, not for judging what is found."""
    words: list[str] = []
    masks: list[int] = []
    many = 0
    for batch in read_batches(path):
        if marks and len(words) < MOST_WORDS:
            words.extend(word for name in batch.names for word in name.split())
            masks.extend(batch.masks)
        many += len(batch.ids)
        yield batch
    chance = random.Random(many)
    while many < marks:
        size = min(BATCH, marks - many)
        pairs = zip(chance.choices(words, k=size), chance.choices(words, k=size), strict=True)
        names = [f"{one} {other}" for one, other in pairs]
        ids = [f"Z{number:08}" for number in range(many, many + size)]
        yield Batch(ids, names, chance.choices(masks, k=size))
        many += size


def answers(corpus: Corpus, queries: Sequence[Query]) -> list[Timed]:
    """A full answer (the twenty nearest with their reasons in words), and its two halves."""

    def full(query: Query) -> object:
        found = compare(query, corpus, limit=TOP)
        return [[reason(item) for item in finding.evidence] for finding in found]

    def whole(query: Query) -> object:
        return full(Query(query.name))

    def candidates(query: Query) -> object:
        return corpus.pool(query.name, frozenset(query.classes), 400, 20)

    return [
        timed("full answer, own classes", full, queries),
        timed("full answer, whole register", whole, queries),
        timed("candidates alone, own classes", candidates, queries),
    ]


def timed(what: str, ask: Callable[[Query], object], queries: Sequence[Query]) -> Timed:
    """Ask everything once to warm up, then measure each query."""
    for query in queries[: max(1, len(queries) // 5)]:
        ask(query)
    clock, processor = [], []
    for query in queries:
        started, worked = time.perf_counter(), time.process_time()
        ask(query)
        processor.append((time.process_time() - worked) * 1000)
        clock.append((time.perf_counter() - started) * 1000)
    p50, p95, p99 = (_part(clock, share) for share in (0.5, 0.95, 0.99))
    cpu, most = _part(processor, 0.5), _part(processor, 0.99)
    return Timed(what, len(queries), p50, p95, p99, cpu, most)


def _part(values: Sequence[float], part: float) -> float:
    return round(sorted(values)[min(len(values) - 1, int(len(values) * part))], 2)


def adding(corpus: FolderCorpus, times: int = 20) -> Timed:
    """Adding one mark: on the disk and found. What was added is withdrawn again."""
    names = [Query(f"serupa coba {at}", (30,)) for at in range(times)]

    def add(query: Query) -> None:
        corpus.add(Record(f"coba-{query.name}", query.name, query.classes))

    measured = timed("adding one mark", add, names)
    corpus.change([f"coba-{query.name}" for query in names])
    return measured


def size(corpus: FolderCorpus, folder: Path, queries: Sequence[Query], builder: int) -> Size:
    """What the index takes. ``builder``: ``resident`` when it was built, before it was read."""
    disk = sum(file.stat().st_size for file in folder.iterdir() if file.is_file())
    with multiprocessing.get_context("spawn").Pool(1) as other:
        idle, reader = other.apply(_read, (folder, queries))
    return Size(len(corpus), disk, builder, idle, reader)


def resident() -> int:
    """The most memory this process has held. What getrusage tells a child is its parent's."""
    try:
        told = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    most = next((line for line in told.splitlines() if line.startswith("VmHWM")), "VmHWM: 0")
    return int(most.split()[1]) * 1024


def _read(folder: Path, queries: Sequence[Query]) -> tuple[int, int]:
    idle = resident()
    corpus = FolderCorpus(folder)
    for query in queries:
        compare(query, corpus, limit=TOP)
    return idle, resident()


def trgm(url: str, records: Iterable[Record], queries: Sequence[Query]) -> Timed:
    """PostgreSQL's pg_trgm (GIN, similarity > 0.2, the twenty nearest), without classes.

    Needs ``psycopg`` and a server on which a temporary table may be made.
    """
    psycopg: Any = import_module("psycopg")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        connection.execute("CREATE TEMP TABLE mark (id text, name text)")
        with connection.cursor().copy("COPY mark FROM STDIN") as copy:
            for record in records:
                copy.write_row((record.id, spaced(record.name.replace("\n", " "))))
        connection.execute("CREATE INDEX ON mark USING gin (name gin_trgm_ops)")
        connection.execute("ANALYZE mark")
        connection.execute("SET pg_trgm.similarity_threshold = 0.2")

        def ask(query: Query) -> object:
            name = spaced(query.name)
            told = "SELECT id, similarity(name, %s) AS s FROM mark WHERE name %% %s"
            order = f"{told} ORDER BY s DESC, id LIMIT {TOP}"
            return connection.execute(order, (name, name)).fetchall()

        return timed("pg_trgm, whole register", ask, queries)


def tantivy(
    folder: Path, records: Iterable[Record], queries: Sequence[Query]
) -> tuple[Timed, Callable[[Query], list[str]]]:
    """tantivy as the store: the same trigrams as terms, BM25, the 400 best, in the own classes.

    Also gives the search, so that what it finds can be compared.
    """
    engine: Any = import_module("tantivy")
    schema = engine.SchemaBuilder()
    schema.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    schema.add_text_field("t", tokenizer_name="whitespace", index_option="freq")
    schema.add_text_field("c", tokenizer_name="whitespace", index_option="basic")
    index = engine.Index(schema.build(), path=str(folder))
    writer = index.writer(heap_size=256_000_000, num_threads=1)
    for record in records:
        terms = _terms(record.name)
        classes = " ".join(map(str, record.classes or (0,)))
        writer.add_document(engine.Document(id=[record.id], t=[terms], c=[classes]))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher, shape = index.searcher(), index.schema
    both, either = engine.Occur.Must, engine.Occur.Should

    def term(field: str, value: str) -> Any:
        return engine.Query.term_query(shape, field, value, index_option="freq")

    def ask(query: Query) -> list[str]:
        words = [(either, term("t", one)) for one in _terms(query.name).split()]
        parts = [(both, engine.Query.boolean_query(words))]
        if query.classes:
            wanted = [(either, term("c", str(one))) for one in (0, *query.classes)]
            only = engine.Query.const_score_query(engine.Query.boolean_query(wanted), 0.0)
            parts.append((both, only))
        hits = searcher.search(engine.Query.boolean_query(parts), 400).hits
        return [searcher.doc(place)["id"][0] for _, place in hits]

    return timed("tantivy, candidates, own classes", ask, queries), ask


def _terms(name: str) -> str:
    return " ".join(f"{key:06x}" for key in trigrams_of(spaced(name.replace("\n", " "))))
