"""Makes the demo register: names whose licence allows shipping, and invented small businesses.

    python data/marks/build_demo_register.py SOURCE.csv.gz

SOURCE has the columns ``nama``, ``kelas_nice_perkiraan`` and ``sumber``. Taken are only
``merek_osm`` (GitHub osmlab/name-suggestion-index c8b272ef0f, BSD-3-Clause), ``perusahaan``
(GitHub JerBouma/FinanceDatabase 268be5d298, MIT) and ``logo`` (simple-icons 16.37.0, CC0).
The result is the same byte for byte on every run.
"""

import csv
import gzip
import io
import re
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

TARGET = Path(__file__).with_name("demo_register.csv.gz")
COLUMNS = ("id", "name", "classes", "status", "number", "source")
REAL = "nama nyata, bukan data register"
INVENTED = "rekaan"

# Bonds, funds, warrants and share classes that stand among the company names of the exchanges.
DEBRIS = re.compile(
    r"[%*?<>|\"]|\d{2}/\d{2}|,\.?\d+$|[-. ](?:DL|EO|LS|HD|YN|SF|NK|RC|DL|IR|RG) ?-?[,.\d]*$|\d{3,}"
    r"|\b(?:ETF|ETP|ETN|Warrants?|Funds?|Fonds|Trust|Acquisition|SPAC|Bonds?|BDS|Notes?|Pref|Pfd"
    r"|Ord|ADR|GDR|Units?|Tracker|Shs|INH|NCD|MTN|Index|Idx|UCITS|MSCI|iShares|Cert|Certificates?"
    r"|Rights|CDI|REIT|Series|Sponsored|Sp\.|CALL|PUT|EXP|STRIPS|Portfolio|Invest|KL|LOF|STOCK"
    r"|NEW|WTS?|Conv|Deb)\b|\b(?:Cl\.?|Class|Ser\.?|Sr\.) ?[A-Z0-9]\b|S&P|\(.*\)$",
    re.IGNORECASE,
)
LONGEST = 45

GOODS = (
    ("Kopi", "30"), ("Keripik", "29"), ("Sambal", "30"), ("Abon", "29"), ("Kerupuk", "30"),
    ("Batik", "24;25"), ("Jamu", "5"), ("Sabun", "3"), ("Madu", "30"), ("Kue", "30"),
    ("Anyaman", "20;21"), ("Tenun", "24"), ("Warung", "43"), ("Roti", "30"), ("Teh", "30"),
    ("Gula Aren", "30"), ("Sirup", "32"), ("Tas", "18"), ("Salon", "44"), ("Mebel", "20"),
)  # fmt: skip
FIRST = ("Re", "Na", "Ti", "Wu", "La", "Si", "Ge", "Mo", "Pa", "Du", "Ke", "Ja", "Bu", "Se", "Ro")
REST = (
    "lumbra", "ngkara", "pundasa", "mbirang", "tusari", "layung", "ndrana", "rumpaka", "wistara",
    "gandika", "jenaru", "kembira", "songgala", "tambira", "yudarsa", "pelanggi", "sundaya",
    "riwanta", "mbulana", "cendira",
)  # fmt: skip


def real_names(source: Path) -> Iterator[tuple[str, ...]]:
    """Real names with their guessed class; no row twice, no exchange debris."""
    prefixes = {"merek_osm": "OSM", "perusahaan": "PRS", "logo": "LGO"}
    labels = {
        "merek_osm": "OpenStreetMap name-suggestion-index (BSD-3), kelas perkiraan",
        "perusahaan": "FinanceDatabase (MIT)",
        "logo": "simple-icons (CC0)",
    }
    seen: set[tuple[str, str]] = set()
    counts = dict.fromkeys(prefixes, 0)
    with gzip.open(source, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            kind, name = row["sumber"], " ".join(row["nama"].split())
            if kind not in prefixes or not 2 <= len(name) <= LONGEST:
                continue
            if kind == "perusahaan" and DEBRIS.search(name):
                continue
            key = (name.casefold(), row["kelas_nice_perkiraan"])
            if key in seen:
                continue
            seen.add(key)
            counts[kind] += 1
            number = f"{prefixes[kind]}-{counts[kind]:05d}"
            yield number, name, row["kelas_nice_perkiraan"], REAL, "", labels[kind]


def invented_names() -> Iterator[tuple[str, ...]]:
    """Three hundred names of small businesses that do not exist, numbered CONTOH-001 to -300."""
    for at, (first, rest) in enumerate(product(FIRST, REST)):
        goods, classes = GOODS[at % len(GOODS)]
        number = f"CONTOH-{at + 1:03d}"
        yield number, f"{goods} {first}{rest}", classes, INVENTED, number, "nama rekaan SentraKI"


def main(source: str) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    rows = [*invented_names(), *real_names(Path(source))]
    writer.writerows(rows)
    TARGET.write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))
    print(f"{len(rows)} marks, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
