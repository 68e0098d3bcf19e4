"""Names asked in the engine and in a real browser over the same extract, and where they differ.

The browser runs the desk's own modules from where they lie, under the house's strict policy for
scripts; nothing is bundled, compiled or replaced.
"""

import http.server
import random
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from serupa import Query, Record, Report
from serupa.explain import reason, sentence
from serupa.extract import read

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SCRIPTS = Path(__file__).parents[1] / "src" / "sentraki" / "desk" / "static" / "desk" / "js"
PAGE = b'<!doctype html><html lang="id"><link rel="icon" href="data:,"><title>Uji</title></html>'
POLICY = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'"
Asked = tuple[str, tuple[int, ...]]

OPEN = """async () => {
  const { Screener } = await import("/serupa-desk.js");
  const buffer = await (await fetch("/extract")).arrayBuffer();
  const started = performance.now();
  window.screener = await Screener.open(buffer);
  return [performance.now() - started, window.screener.info];
}"""
ASK = """async (queries) => {
  const answers = [];
  for (const [name, classes] of queries) {
    const started = performance.now();
    const report = await window.screener.report(name, { classes });
    answers.push([performance.now() - started, report]);
  }
  return answers;
}"""


@dataclass
class Compared:
    """How a browser's answers stand to the engine's. ``wrong``: names with another order, other
    bands or scores further apart than 1e-9; ``unlike``: other reasons or grounds, or other words
    for them. ``opened`` and ``took``: milliseconds in the browser, opening and each name."""

    asked: int
    opened: float
    wrong: list[str] = field(default_factory=list)
    unlike: list[str] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    info: dict[str, Any] = field(default_factory=dict)


@contextmanager
def desk_page(browser: "Browser", content: bytes) -> "Iterator[Page]":
    """A page of a small server that has the desk's scripts and one extract."""

    class Served(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *given: Any, **more: Any) -> None:
            super().__init__(*given, directory=str(SCRIPTS), **more)

        def log_message(self, *_: Any) -> None:
            pass

        def do_GET(self) -> None:
            body = {"/": PAGE, "/extract": content}.get(self.path)
            if body is None:
                return super().do_GET()
            self.send_response(200)
            self.send_header("Content-Type", "text/html" if self.path == "/" else "application/x")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", POLICY)
            super().end_headers()

    Served.extensions_map = {**Served.extensions_map, ".js": "text/javascript"}
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Served)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = browser.new_page()
    try:
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        yield page
    finally:
        page.close()
        server.shutdown()
        server.server_close()


def compare(browser: "Browser", content: bytes, queries: Sequence[Asked]) -> Compared:
    """Ask everything of both, and say where they differ."""
    corpus = read(content)
    with desk_page(browser, content) as page:
        opened, info = page.evaluate(OPEN)
        answers = page.evaluate(ASK, [[name, list(classes)] for name, classes in queries])
    found = Compared(len(queries), opened, info=info)
    for (name, classes), (took, theirs) in zip(queries, answers, strict=True):
        mine = corpus.screen(Query(name, classes))
        found.took.append(took)
        if not same_order(mine, theirs):
            found.wrong.append(f"{name!r} {classes}")
        elif told(mine) != told_by_browser(theirs):
            found.unlike.append(f"{name!r} {classes}")
    return found


def same_order(mine: Report, theirs: dict[str, Any]) -> bool:
    """The same marks in the same order with the same bands, scores equal to 1e-9."""
    own = [(one.record.id, one.record.name, list(one.record.classes)) for one in mine.findings]
    other = [(one["id"], one["name"], one["classes"]) for one in theirs["findings"]]
    bands = [mine.band, *(one.band for one in mine.findings)]
    others = [theirs["band"], *(one["band"] for one in theirs["findings"])]
    pairs = zip(mine.findings, theirs["findings"], strict=False)
    apart = max((abs(one.score - match["score"]) for one, match in pairs), default=0.0)
    return own == other and bands == others and apart <= 1e-9


def told(report: Report) -> list[Any]:
    """Every reason and ground of a report: codes, what fills them, sentences."""
    reasons = [[[item.key, reason(item)] for item in one.evidence] for one in report.findings]
    grounds = [
        [one.kind, one.code, one.article, list(one.words), sentence(one.key, one.params)]
        for one in report.grounds
    ]
    return [reasons, grounds]


def told_by_browser(report: dict[str, Any]) -> list[Any]:
    """The same of the browser's report."""
    reasons = [
        [[item["code"], item["text"]] for item in one["reasons"]] for one in report["findings"]
    ]
    grounds = [
        [one["kind"], one["code"], one["article"], one["words"], one["text"]]
        for one in report["grounds"]
    ]
    return [reasons, grounds]


HARD = (
    "", "   ", "a", "99", "7", "☕😀", "???", "ꦲꦤꦕꦫꦏ", "ᬩᬮᬶ kopi", "قهوة الصباح", "咖啡店", "кофе",
    "Ｋｏｐｉ　ＳＥＮＪＡ", "straße İstanbul ΣΑΣ", "𝕂𝕠𝕡𝕚 𝟛", "e\u0301cole ﬁne", "K.F.C.", "Be Ce A",
    "kopi 2 x", "Starbuk Kopi", "Kopi 4 Bintang II", "tjap djempol soerabaja", "halal lezat enak",
    "bir anker", "kopi gayo lestari", "RI merah putih", "PT. Kopi Kita, Tbk", "s3nj4 k0p1", "kupu2",
    "Qopiku", "McDonal", "Indomi goreng", "Aqwa", "wardah", "Kopi\nSenja",
    "kopi-kita_$enja@rumah", "ooooooo",
    "kopi " * 60, "x" * 250, "batik " + "sekar" * 30, "nj tj dj oe sj ch", "Toko Kopi Dan Roti",
)  # fmt: skip
CLASSES: tuple[tuple[int, ...], ...] = ((30,), (29, 30, 43), (43,), (35,), (25,), (7,), ())


def queries_of(records: Sequence[Record], many: int, seed: int) -> list[Asked]:
    """``many`` names of every kind: marks changed as applicants change them, and hard ones."""
    rnd = random.Random(seed)
    hard = [(name, rnd.choice(CLASSES)) for name in HARD]
    made = [
        (_changed(rnd, rnd.choice(records).name, records), rnd.choice(CLASSES))
        for _ in range(many - len(hard))
    ]
    return [*hard, *made]


def _changed(rnd: random.Random, name: str, records: Sequence[Record]) -> str:
    at = rnd.randrange(max(1, len(name) - 1))
    return rnd.choice(
        [
            name,
            name.lower().replace("u", "oe").replace("j", "dj"),
            f"{name[:at]}{name[at + 1 : at + 2]}{name[at : at + 1]}{name[at + 2 :]}",
            name[:at] + rnd.choice("abdeikostu") + name[at + 1 :],
            name[:at] + name[at + 1 :],
            f"{rnd.choice(('Kopi', 'Toko', 'Sari', 'CV', 'Dapur'))} {name}",
            f"{name} {rnd.choice(('Jaya', '2', '99', 'Bakso', 'II'))}",
            f"{name.split()[0] if name.split() else ''} {rnd.choice(records).name}",
            " ".join(reversed(name.split())),
            name.replace(" ", ""),
            name.replace("a", "4").replace("i", "1"),
        ]
    )


def timed(corpus_content: bytes, queries: Sequence[Asked]) -> float:
    """Milliseconds of processor the engine takes for a name."""
    corpus = read(corpus_content)
    started = time.process_time()
    for name, classes in queries:
        corpus.screen(Query(name, classes))
    return 1000 * (time.process_time() - started) / max(1, len(queries))
