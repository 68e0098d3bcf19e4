"""``serupa bench names``: everything there is to show about names, in one run.

How well decided disputes are found beside other ways of searching, changed copies by kind, bands;
then speed, watch, killed writers and goods, which are also commands of their own.
"""

import argparse
import json
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from serupa.bench import Pair, read_invented, read_pairs, run
from serupa.bench.bands import names_of_nobody
from serupa.bench.composed import by_kind, compose
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
from serupa.bench.watch import Watched, watched
from serupa.cli import Commands, bench_goods, bench_kills, bench_speed, bench_watch
from serupa.corpus import Corpus
from serupa.index.kills import Kills, try_kills
from serupa.register import read_register

SHARED = Path("../shared/data")
PAIRS = SHARED / "confusable-pairs" / "pairs.csv"
REGISTER = SHARED / "register_skala" / "register_sintetis_1jt.csv.gz"
DEMO = Path("data/marks/demo_register.csv.gz")
INVENTED = Path("data/bench/invented_conflicts.csv")

SEED = 51197

Told = dict[str, Any]

PARTS = (
    "found",
    "composed",
    "invented",
    "without",
    "variants",
    "bands",
    "speed",
    "watch",
    "kills",
    "goods",
)


def register(commands: Commands) -> None:
    """Add ``bench names``."""
    measure = commands.bench.add_parser("names", help="recall on decided disputes, peers beside us")
    measure.add_argument("--pairs", type=Path, default=PAIRS, metavar="FILE")
    measure.add_argument(
        "--register", "--corpus", dest="register", type=Path, default=REGISTER, metavar="FILE"
    )
    measure.add_argument("--postgres", default="", metavar="URL", help="a server to ask as well")
    measure.add_argument(
        "--only", action="append", choices=PARTS, default=[], help="measure this part; repeatable"
    )
    measure.add_argument("--kills", type=int, default=1000, help="how often a writer is killed")
    measure.add_argument("--no-peers", action="store_true", help="only ours and the plain formula")
    measure.add_argument("--composed", type=int, default=50, help="composed conflicts, by kind")
    measure.add_argument("--invented", type=Path, default=INVENTED, metavar="FILE")
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
    wanted = given.only or PARTS
    told = _names(pairs, wanted, given)
    if "invented" in wanted and given.invented.exists():
        told["invented"] = _invented(given)
    if "bands" in wanted and DEMO.exists():
        told["bands"] = _bands(pairs, given.register)
    if "speed" in wanted:
        told["speed"] = bench_speed.measured(given.register, postgres=given.postgres)
    if "watch" in wanted:
        told["watch"] = asdict(watched(read_register(given.register)))
    if "kills" in wanted:
        with tempfile.TemporaryDirectory() as folder:
            told["kills"] = asdict(try_kills(Path(folder), given.kills, SEED))
    if "goods" in wanted and bench_goods.LABELLED.exists():
        told["goods"] = bench_goods.measured(bench_goods.LABELLED)
    print(json.dumps(told, indent=2) if given.json else _table(told))
    return 0


def _bands(pairs: Sequence[Pair], composed: Path) -> Told:
    """Bands on the demo register; names of nobody are composed ones of the large register."""
    register = list(read_register(DEMO))
    nobody = names_of_nobody(read_register(composed), register) if composed.exists() else []
    return asdict(run(register, pairs, nobody=nobody))


def _names(pairs: Sequence[Pair], wanted: Sequence[str], given: argparse.Namespace) -> Told:
    """The parts that need the register with the older marks planted."""
    similar = [pair for pair in pairs if pair.is_similar]
    told: Told = {}
    if not {"found", "composed", "without", "variants"} & {*wanted}:
        return told
    with tempfile.TemporaryDirectory(prefix="serupa-bench-") as folder:
        field = planted(read_register(given.register), similar, Path(folder) / "index")
        told |= {"marks": len(field.records), "pairs": len(similar)}
        if "found" in wanted:
            told["found"] = _found(field, similar, given)
        if "composed" in wanted:
            told["composed"] = _by_kind(field, compose(field, given.composed, SEED))
        if "without" in wanted:
            told["without"] = {
                name: [asdict(figure(part)) for part in places]
                for name, places in without_each_signal(field, similar).items()
            }
        if "variants" in wanted:
            told["variants"] = {
                kind: asdict(found) for kind, found in variants(field, given.variants, SEED).items()
            }
    return told


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


def _invented(given: argparse.Namespace) -> Told:
    """Invented conflicts, their older marks planted in the same register."""
    pairs = read_invented(given.invented)
    with tempfile.TemporaryDirectory(prefix="serupa-bench-") as folder:
        field = planted(read_register(given.register), pairs, Path(folder) / "index")
        return _by_kind(field, pairs, given.postgres)


def _by_kind(field: Field, pairs: Sequence[Pair], postgres: str = "") -> Told:
    """Conflicts by kind, ours beside pg_trgm's formula and PostgreSQL where there is a server."""
    peers: dict[str, Peer] = {"serupa": ours, "pg_trgm formula": plain.places}
    if postgres:
        peers["PostgreSQL pg_trgm"] = Postgres(postgres).places
    return {
        name: {
            kind: [asdict(scope) for scope in scopes]
            for kind, scopes in by_kind(pairs, peer(field, pairs)).items()
        }
        for name, peer in peers.items()
    }


def _table(told: Told) -> str:
    lines = _names_lines(told)
    lines += _kind_lines(told["invented"], "invented") if "invented" in told else []
    lines += _bands_lines(told["bands"]) if "bands" in told else []
    if "speed" in told:
        lines += ["", bench_speed.table(told["speed"])]
    if "watch" in told:
        lines += ["", bench_watch.table(Watched(**told["watch"]))]
    if "kills" in told:
        lines += ["", bench_kills.table(Kills(**told["kills"]))]
    if "goods" in told:
        lines += ["", json.dumps(told["goods"], indent=1)]
    return "\n".join(lines)


def _bands_lines(found: Told) -> list[str]:
    pairs, not_similar = found["pairs"], sum(found["bands_not_similar"].values())
    lines = [
        f"\nbands among {found['marks']:,} marks: {pairs} pairs of {found['disputes']} disputes "
        f"decided as similar, {not_similar} pairs as not, {sum(found['nobody'].values())} names "
        f"of nobody; edges fitted on all: {found['edges']}",
        "band: similar by edges fitted without the dispute (share), by those in force; not; nobody",
    ]
    for band, many in found["bands"].items():
        share = f"{many / max(1, pairs):.3f} ±{found['errors'][band]:.3f}"
        lines.append(
            f"  {band}  {many} ({share})  {found['in_force'][band]}  "
            f"{found['bands_not_similar'][band]}  {found['nobody'][band]}"
        )
    return lines


def _names_lines(told: Told) -> list[str]:
    if "marks" not in told:
        return []
    lines = [f"{told['marks']:,} marks, {told['pairs']} decided pairs (standard error after ±)"]
    for scope in ("own", "whole") if "found" in told else ():
        title = "own classes" if scope == "own" else "whole register"
        for group in ("all", "Indonesia", "P001-P108", "P200-P277"):
            lines.append(f"\n{title}, {group}: R@1, R@10, R@50, R@400, MRR")
            for name, found in told["found"].items():
                text = found if isinstance(found, str) else _line(Figure(**found[scope][group]))
                lines.append(f"  {name:<20} {text}")
    lines += _kind_lines(told["composed"]) if "composed" in told else []
    if "without" in told:
        lines.append("\none signal left out: R@10, R@50 in own classes; in the whole register")
    for name, (own, whole) in told.get("without", {}).items():
        shares = (own["at_10"], own["at_50"], whole["at_10"], whole["at_50"])
        lines.append(f"  {name:<20} " + "  ".join(f"{share:.3f}" for share in shares))
    if "variants" in told:
        lines.append("\nvariants by kind, in class: R@10")
    for kind, found in told.get("variants", {}).items():
        share = f"{found['at_10']:.3f} ±{found['error_10']:.3f}"
        lines.append(f"  {kind:<14} {share} (n={found['n']})")
    return lines


def _kind_lines(found: Told, made: str = "composed") -> list[str]:
    lines = [f"\n{made} conflicts by kind: R@10, R@50, R@400 in own classes; in the whole register"]
    for kind in found["serupa"]:
        lines.append(f"  {kind} (n={found['serupa'][kind][0]['n']})")
        for name, kinds in found.items():
            shares = [
                "  ".join(f"{scope[at]:.3f}" for at in ("at_10", "at_50", "at_400"))
                for scope in kinds[kind]
            ]
            lines.append(f"    {name:<18} " + "   ".join(shares))
    return lines


def _line(found: Figure) -> str:
    return (
        f"{found.at_1:.3f}  {found.at_10:.3f} ±{found.error_10:.3f}  "
        f"{found.at_50:.3f} ±{found.error_50:.3f}  {found.at_400:.3f}  "
        f"{found.mrr:.3f} ±{found.error_mrr:.3f}"
    )
