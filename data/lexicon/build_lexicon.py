"""Makes the derived word lists of serupa from their sources.

    python data/lexicon/build_lexicon.py GOODS.csv.gz CLASSES.csv PROVINCES.csv REGENCIES.csv

GOODS: goods of KBKI 2012 (columns ``nama``, ``kelas_nice``, ``keyakinan``), as published by BPS in
GitHub afiiif/spk (MIT), classes mapped by code prefix. CLASSES: the 45 Nice classes in own words
(``kelas``, ``ringkas_id``, ``ringkas_en``). PROVINCES and REGENCIES: names (column ``name``) of
idn-area-data and cahyadsn/wilayah (MIT).
"""

import csv
import gzip
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "src"))

from serupa.normalise import visual  # noqa: E402

TARGET = ROOT / "src" / "serupa" / "data"
DATE = "2026-11-22"

_NO_GOODS = (
    "dari dengan untuk yang dan atau lainnya lain tidak bukan dalam pada bentuk jenis segala macam"
    " sebagai oleh kecuali termasuk sejenisnya sejenis bahan barang hasil alat produk berbagai"
    " besar kecil putih hitam merah hijau biru kuning lokal biasa ukuran setengah jadi baru bekas"
    " umur bulan tahun jantan betina super raja bintang mutiara"
)
NO_GOODS = frozenset(_NO_GOODS.split())
FEWEST_ROWS, CLEAR_SHARE = 4, 0.8

_AMBIGUOUS = (
    "batu buru pati serang palu bone batang bima lebak landak metro puncak muna agam lingga tual"
    " belu ende alor kaur sigi bungo sabang wajo banjar barru kendal intan mimika puncakjaya"
    " intanjaya siak kupang nias demak natuna solok berau toli sikka maros langsa"
)
AMBIGUOUS_PLACES = frozenset(_AMBIGUOUS.split())
OTHER_PLACES = (
    "solo jogja yogya jogjakarta yogyakarta jakarta jawa sumatera sumatra kalimantan borneo"
    " sulawesi papua bali madura lombok flores minang minangkabau betawi"
    " sunda priangan toraja nusantara indonesia"
    " dieng bromo purwokerto cepu lasem jepara lembang"
)


def goods_words(path: Path) -> Iterable[tuple[str, str, float, int]]:
    """(word, class, share, rows) for words that clearly belong to one class."""
    classes: dict[str, Counter[str]] = defaultdict(Counter)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if row["keyakinan"] != "tinggi":
                continue
            parts = visual(row["nama"]).split()
            pairs = {" ".join(parts[at : at + 2]) for at in range(len(parts) - 1)}
            for word in {*parts[:3], *pairs}:
                if all(len(p) > 3 and p.isalpha() and p not in NO_GOODS for p in word.split()):
                    classes[word][row["kelas_nice"]] += 1
    for word, counts in sorted(classes.items()):
        (best, times), total = counts.most_common(1)[0], sum(counts.values())
        least = FEWEST_ROWS if " " in word else FEWEST_ROWS - 1
        if total >= least and times / total >= CLEAR_SHARE:
            yield word, best, round(times / total, 2), total


def places(files: Iterable[Path]) -> Mapping[str, str]:
    """Folded place name to how it is written; kind words such as KABUPATEN cut off."""
    found = {}
    for path in files:
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                name = row["name"]
                for kind in ("KABUPATEN ", "KOTA ADMINISTRASI ", "KOTA ", "ADMINISTRASI ", "DKI "):
                    name = name.removeprefix(kind)
                found[visual(name)] = name.title()
    for name in (*OTHER_PLACES.split(), "palangka raya", "pangkal pinang", "bukit tinggi"):
        found.setdefault(name, name.title())
    return found


def write(name: str, notes: Iterable[str], heading: str, rows: Iterable[Iterable[object]]) -> None:
    with (TARGET / name).open("w", encoding="utf-8", newline="") as out:
        out.writelines(f"# {note}\n" for note in notes)
        out.write(heading + "\n")
        csv.writer(out, lineterminator="\n").writerows(rows)


def main(goods: str, summaries: str, *areas: str) -> None:
    write(
        "kbki_words.csv",
        [
            "Words of goods names that clearly point at one Nice class: a suggestion only.",
            "Derived from KBKI 2012 (BPS) in GitHub afiiif/spk, commit fc5bada1b2, MIT;"
            " classes mapped by code prefix.",
            f"Made {DATE} by data/lexicon/build_lexicon.py: at least {FEWEST_ROWS - 1} rows,"
            f" {CLEAR_SHARE:.0%} of them in the class.",
        ],
        "word,class,share,rows",
        goods_words(Path(goods)),
    )
    with Path(summaries).open(encoding="utf-8", newline="") as lines:
        rows = [(r["kelas"], r["ringkas_id"], r["ringkas_en"]) for r in csv.DictReader(lines)]
    write(
        "class_summaries.csv",
        [f"The 45 Nice classes in a few own words, {DATE}. Not the official headings."],
        "class,summary_id,summary_en",
        rows,
    )
    write(
        "places.csv",
        [
            "Names of provinces and regencies (idn-area-data 3.1.2 and cahyadsn/wilayah b7ad440a13,"
            " both MIT) and well-known short forms.",
            f"Made {DATE} by data/lexicon/build_lexicon.py."
            " also_a_word = yes: counted as a place only beside a word for goods.",
        ],
        "folded,name,also_a_word",
        [
            (folded, name, "yes" if folded.replace(" ", "") in AMBIGUOUS_PLACES else "")
            for folded, name in sorted(places(map(Path, areas)).items())
        ],
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
