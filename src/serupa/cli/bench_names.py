"""``serupa bench names``: how well decided disputes are found, beside other ways of searching."""

import argparse
import json
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from serupa.bench import Pair, read_pairs, run
from serupa.bench.field import Field, planted
from serupa.bench.peers import bm25, metaphone, plain, rapid
from serupa.bench.peers.postgres import Postgres
from serupa.bench.quality import (
    Figure,
    Peer,
    Places,
    figure,
    figures,
    ours,
    variants,
    without_each_signal,
)
from serupa.bench.reading import printed
from serupa.cli import Commands
from serupa.corpus import Corpus
from serupa.register import read_register

SHARED = Path("../shared/data")
PAIRS = SHARED / "confusable-pairs" / "pairs.csv"
REGISTER = SHARED / "register_skala" / "register_sintetis_1jt.csv.gz"
DEMO = Path("data/marks/demo_register.csv.gz")

SEED = 51197


def register(commands: Commands) -> None:
    """Add ``bench names``."""
    measure = commands.bench.add_parser("names", help="recall on decided disputes, peers beside us")
    measure.add_argument("--pairs", type=Path, default=PAIRS, metavar="FILE")
    measure.add_argument(
        "--register", "--corpus", dest="register", type=Path, default=REGISTER, metavar="FILE"
    )
    measure.add_argument("--postgres", default="", metavar="URL", help="a server to ask as well")
    measure.add_argument("--no-peers", action="store_true", help="only ours and the plain formula")
    measure.add_argument("--variants", type=int, default=100, help="changed copies asked, by kind")
    measure.add_argument("--explain-out", type=Path, metavar="FILE.md", help="only print the pairs")
    measure.add_argument("--json", action="store_true")
    measure.set_defaults(run=run_names)


def run_names(given: argparse.Namespace) -> int:
    """Measure and print, or write the pairs with their reasons."""
    pairs = read_pairs(given.pairs)
    if given.explain_out:
        corpus = Corpus.read(DEMO, name="the demo register")
        given.explain_out.write_text(printed(pairs, corpus, 30), encoding="utf-8")
        return 0
    similar = [pair for pair in pairs if pair.is_similar]
    with tempfile.TemporaryDirectory(prefix="serupa-bench-") as folder:
        field = planted(read_register(given.register), similar, Path(folder) / "index")
        told = {
            "marks": len(field.records),
            "pairs": len(similar),
            "found": _found(field, similar, given),
            "without": {
                name: [asdict(figure(part)) for part in places]
                for name, places in without_each_signal(field, similar).items()
            },
            "variants": {
                kind: asdict(found) for kind, found in variants(field, given.variants, SEED).items()
            },
        }
    bands = run(read_register(DEMO), pairs) if DEMO.exists() else None
    if bands:
        told["bands"] = {"similar": bands.bands, "not similar": bands.bands_not_similar}
    print(json.dumps(told, indent=2) if given.json else _table(told))
    return 0


def _found(field: Field, pairs: Sequence[Pair], given: argparse.Namespace) -> dict[str, Any]:
    peers: dict[str, Peer] = {"serupa": ours, "pg_trgm formula": plain.places}
    if not given.no_peers:
        peers |= {
            "RapidFuzz ratio": rapid.ratio,
            "Jaro-Winkler": rapid.jaro_winkler,
            "tantivy BM25": bm25.places,
            "Metaphone key": metaphone.places,
        }
    if given.postgres:
        peers["PostgreSQL pg_trgm"] = Postgres(given.postgres).places
    told: dict[str, Any] = {}
    for name, peer in peers.items():
        try:
            places: Places = peer(field, pairs)
        except ModuleNotFoundError as missing:
            told[name] = f"not measured: {missing.name} is not installed"
            continue
        told[name] = {
            scope: {group: asdict(found) for group, found in groups.items()}
            for scope, groups in figures(pairs, places).items()
        }
    return told


def _table(told: dict[str, Any]) -> str:
    lines = [f"{told['marks']:,} marks, {told['pairs']} decided pairs (standard error after ±)"]
    for scope in ("own", "whole"):
        title = "own classes" if scope == "own" else "whole register"
        for group in ("all", "Indonesia", "P001-P108", "P200-P277"):
            lines.append(f"\n{title}, {group}: R@1, R@10, R@50, R@400, MRR")
            for name, found in told["found"].items():
                text = found if isinstance(found, str) else _line(Figure(**found[scope][group]))
                lines.append(f"  {name:<20} {text}")
    lines.append("\none signal left out: R@10, R@50 in own classes; in the whole register")
    for name, (own, whole) in told["without"].items():
        shares = (own["at_10"], own["at_50"], whole["at_10"], whole["at_50"])
        lines.append(f"  {name:<20} " + "  ".join(f"{share:.3f}" for share in shares))
    lines.append("\nvariants by kind, in class: R@10")
    lines += [f"  {kind:<14} {f['at_10']:.3f} (n={f['n']})" for kind, f in told["variants"].items()]
    lines += [f"bands, {group}: {bands}" for group, bands in told.get("bands", {}).items()]
    return "\n".join(lines)


def _line(found: Figure) -> str:
    return (
        f"{found.at_1:.3f}  {found.at_10:.3f} ±{found.error_10:.3f}  "
        f"{found.at_50:.3f} ±{found.error_50:.3f}  {found.at_400:.3f}  "
        f"{found.mrr:.3f} ±{found.error_mrr:.3f}"
    )
