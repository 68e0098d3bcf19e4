import csv
import gzip
import json

import numpy as np
import pytest
from PIL import Image

from serupa.bench.images.ours import without_fold
from serupa.bench.images.sets import fold_of, logos, motifs
from serupa.images.making.learn import Lessons

SVG = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><rect width='{n}' height='5'/></svg>"
)


def write(path, rows):
    path.parent.mkdir(exist_ok=True)
    with path.open("w", newline="") as out:
        table = csv.DictWriter(out, list(rows[0]))
        table.writeheader()
        table.writerows(rows)


@pytest.fixture
def folder(tmp_path):
    ids = [("x:kopi", "kopi"), ("y:kopi", "kopi"), ("x:teh", "teh")]
    with gzip.open(tmp_path / "gallery.jsonl.gz", "wt") as out:
        for at, (name, brand) in enumerate(ids, 2):
            print(json.dumps({"id": name, "brand": brand, "svg": SVG.format(n=at)}), file=out)
    Image.new("RGB", (9, 9), "red").save(tmp_path / "q.png")
    query = {"query": "q.png", "transformation": "crop", "target": "x:kopi", "brand": "kopi"}
    write(tmp_path / "queries.csv", [query])
    redraw = {"query": "q.png", "source_set": "cib", "brand": "kopi", "relevant": "x:kopi y:kopi"}
    write(tmp_path / "redraw.csv", [redraw])
    write(tmp_path / "batik" / "gallery.csv", [{"image": "q.png", "motif": "m0", "family": "f"}])
    cloth = {"query": "q.png", "transformation": "scale", "target": "m0", "family": "f"}
    write(tmp_path / "batik" / "queries.csv", [cloth])
    return tmp_path


def test_other_icons_of_the_brand_are_skipped_for_copies_and_sought_for_redraws(folder):
    altered, redrawn = logos(folder)
    assert [shown.id for shown in altered.gallery] == ["x:kopi", "y:kopi", "x:teh"]
    assert altered.queries[0].skipped == {"y:kopi"}
    assert redrawn.queries[0].relevant == {"x:kopi", "y:kopi"}
    assert redrawn.queries[0].skipped == frozenset()


def test_motifs_have_their_family(folder):
    told = motifs(folder)
    assert (told.gallery[0].group, told.queries[0].kind) == ("f", "scale")


def test_a_folder_that_is_no_set_is_refused(tmp_path):
    with pytest.raises(OSError, match="gallery"):
        logos(tmp_path)


def test_a_fold_learns_from_no_brand_it_is_asked_about():
    names = [f"brand{at}" for at in range(40)]
    numbers = np.arange(40, dtype=np.float32)[:, None]
    of = np.repeat(np.arange(40), 2)
    kin = np.array([[at, at + 1] for at in range(39)])
    lessons = Lessons(numbers, numbers[of] + 0.5, of, kin, 0)
    kept = without_fold(lessons, names, 0)
    brands = [names[int(value)] for value in kept.originals[:, 0]]
    assert {fold_of(name) for name in brands} == {1}
    assert np.array_equal(kept.originals[kept.of][:, 0] + 0.5, kept.copies[:, 0])
    pairs = kept.originals[kept.kin][:, :, 0]
    assert np.array_equal(pairs[:, 0] + 1, pairs[:, 1])
