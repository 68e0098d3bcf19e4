"""How large an extract of a large register is and how fast a browser searches it:
``python -m tests.offline_scale REGISTER.csv.gz 29,30,43 --names 200 --throttle 4``.

Compares every answer with the engine's over the same extract (order, bands, scores, reasons), and
with the engine's over the whole register, which holds marks the extract does not. Prints a table
for the docs. The throttle stands for a cheap phone; times are of the processor.
"""

import argparse
import gzip
import os
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from tests.conftest import CHROMIUM, CHROMIUM_ARGUMENTS
from tests.offline import Asked, compare, desk_page, queries_of, timed

from serupa import Corpus, Query
from serupa.corpus import FolderCorpus
from serupa.extract import pack, read
from serupa.index.build import builders
from serupa.index.store import Store
from serupa.register import read_batches, read_classes

IN_PAGE = """async () => {
  const { Extract } = await import("/serupa.js");
  const buffer = await (await fetch("/extract")).arrayBuffer();
  window.opened = Extract.open(buffer);
}"""
ASK = "([name, classes]) => { window.opened.report(name, { classes }); }"


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("register", type=Path)
    given.add_argument("classes", type=read_classes)
    given.add_argument("--names", type=int, default=200)
    given.add_argument("--throttle", type=float, default=4)
    given.add_argument("--alone", action="store_true", help="without related classes")
    told = given.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        Store(Path(folder)).build(builders(read_batches(told.register)), "Register", "2026-11-01")
        whole = Corpus.open(folder)
        started = time.process_time()
        packed = pack(whole, told.classes, related=not told.alone)
        print(f"marks             {packed.about.corpus.size}")
        print(f"prepared          {time.process_time() - started:.1f} s of processor")
        print(f"bytes             {len(packed.content)}")
        print(f"compressed (gzip) {len(gzip.compress(packed.content, 6))}")
        records = read(packed.content).records()
        queries = [(name, told.classes) for name, _ in queries_of(records, told.names, seed=4)]
        browser = playwright.chromium.launch(
            executable_path=os.fspath(CHROMIUM or "chromium"), args=CHROMIUM_ARGUMENTS
        )
        found = compare(browser, packed.content, queries)
        print(f"names asked       {found.asked}")
        print(f"other order/bands {len(found.wrong)} {found.wrong[:3]}")
        print(f"other words       {len(found.unlike)} {found.unlike[:3]}")
        _print_same_band(packed.content, whole, queries)
        print(f"engine, each name {timed(packed.content, queries[:100]):.1f} ms of processor")
        for rate in (1.0, told.throttle):
            _print_times(browser, packed.content, queries[-100:], rate)
        browser.close()


def _print_same_band(content: bytes, whole: FolderCorpus, queries: list[Asked]) -> None:
    """Of the answers over the extract, how many have the band of those over the whole register."""
    corpus = read(content)
    same = sum(
        corpus.screen(Query(name, classes)).band == whole.screen(Query(name, classes)).band
        for name, classes in queries
    )
    print(f"same band online  {same} of {len(queries)}")


def _print_times(browser: Browser, content: bytes, queries: list[Asked], rate: float) -> None:
    with desk_page(browser, content) as page:
        devtools = page.context.new_cdp_session(page)
        devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": rate})

        def spent() -> float:
            told = devtools.send("Performance.getMetrics")["metrics"]
            return 1000 * float(next(one["value"] for one in told if one["name"] == "TaskDuration"))

        before = spent()
        page.evaluate(IN_PAGE)
        opening, took = spent() - before, []
        for name, classes in queries:
            before = spent()
            page.evaluate(ASK, [name, list(classes)])
            took.append(spent() - before)
    took.sort()
    middle, late = took[len(took) // 2], took[int(0.95 * len(took))]
    print(
        f"browser at 1/{rate:g}    open {opening:.0f} ms; a name p50 {middle:.0f}, "
        f"p95 {late:.0f}, most {took[-1]:.0f} ms of processor"
    )


if __name__ == "__main__":
    main()
