"""Adds the names of provinces and regencies to serupa's list of places.

    python data/lexicon/build_lexicon.py PROVINCES.csv REGENCIES.csv

Both files have a column ``name``, as in idn-area-data and cahyadsn/wilayah (MIT). Rows that are
in the list already, and those written by hand, stay as they are.
"""

import csv
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "src"))

from serupa.normalise import visual  # noqa: E402

PLACES = ROOT / "src" / "serupa" / "data" / "places.csv"
KINDS = ("KABUPATEN ", "KOTA ADMINISTRASI ", "KOTA ", "ADMINISTRASI ", "DKI ")
NOT_WANTED = frozenset({"metro", "bone"})  # in a name these are other words nearly always


def area_names(files: Iterable[Path]) -> Iterable[tuple[str, str]]:
    """(folded name, name as written) of each area; kind words such as KABUPATEN cut off."""
    for path in files:
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                name = row["name"]
                for kind in KINDS:
                    name = name.removeprefix(kind)
                yield visual(name), name.title()


def main(*areas: str) -> None:
    """Write the list again with what it lacked."""
    lines = PLACES.read_text(encoding="utf-8").splitlines()
    notes = [line for line in lines if line.startswith("#")]
    rows = list(csv.reader(line for line in lines if not line.startswith("#")))
    heading, known = rows[0], {row[0]: row for row in rows[1:]}
    for folded, name in area_names(map(Path, areas)):
        if folded not in NOT_WANTED:
            known.setdefault(folded, [folded, name, ""])
    with PLACES.open("w", encoding="utf-8", newline="") as out:
        out.writelines(f"{note}\n" for note in notes)
        csv.writer(out, lineterminator="\n").writerows([heading, *sorted(known.values())])


if __name__ == "__main__":
    main(*sys.argv[1:])
