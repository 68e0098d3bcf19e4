import csv
import gzip
import json

import numpy as np
import pytest
from PIL import Image
from tests.serupa.images.drawings import drawing

from serupa.bench.images.sets import fold_of
from serupa.cli import main

BRANDS = [f"brand{at}" for at in range(8)]
SHAPE = "<path d='M0 0 L{a} 2 L9 {b} L3 9 Z' fill='{c}'/><circle cx='{b}' cy='5' r='{r}'/>"


def svg(at):
    inner = SHAPE.format(a=3 + at % 5, b=2 + at, c=("red", "teal")[at % 2], r=1 + at % 3)
    return f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 12 12'>{inner}</svg>"


def write(path, rows):
    path.parent.mkdir(exist_ok=True)
    with path.open("w", newline="") as out:
        table = csv.DictWriter(out, list(rows[0]))
        table.writeheader()
        table.writerows(rows)


@pytest.fixture
def folder(tmp_path):
    assert {fold_of(brand) for brand in BRANDS} == {0, 1}
    with gzip.open(tmp_path / "gallery.jsonl.gz", "wt") as out:
        for at, brand in enumerate(BRANDS):
            print(json.dumps({"id": f"x:{brand}", "brand": brand, "svg": svg(at)}), file=out)
    for at in range(8):
        Image.fromarray(np.tile(drawing(at)[::2, ::2], (2, 2, 1))).save(tmp_path / f"{at}.png")
    asked = [
        {"query": f"{at}.png", "transformation": "crop", "target": f"x:{brand}", "brand": brand}
        for at, brand in enumerate(BRANDS)
    ]
    write(tmp_path / "queries.csv", asked)
    drawn = [
        {"query": f"{at}.png", "source_set": "cib", "brand": brand, "relevant": f"x:{brand}"}
        for at, brand in enumerate(BRANDS)
    ]
    write(tmp_path / "redraw.csv", drawn)
    cloths = [{"image": f"../{at}.png", "motif": f"m{at}", "family": "f"} for at in range(4)]
    write(tmp_path / "batik" / "gallery.csv", [row | {"image": row["image"][3:]} for row in cloths])
    copies = [
        {"query": f"{at}.png", "transformation": "scale", "target": f"m{at}", "family": "f"}
        for at in range(4)
    ]
    write(tmp_path / "batik" / "queries.csv", copies)
    return tmp_path


def told(folder, capsys, *more):
    assert main(["bench", "images", "--set", str(folder), "--json", *more]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.slow
def test_the_whole_bench_runs_on_a_small_set_and_keeps_its_lessons(folder, capsys, monkeypatch):
    monkeypatch.setattr("serupa.images.making.commands.BRANDS", "0123456789abcdef")
    kept = folder / "lessons.npz"
    learn = ["images", "learn", "--drawings", str(folder / "gallery.jsonl.gz"), "--copies", "2"]
    given = ["--keep", str(kept), "--out", str(folder / "logo.npz")]
    assert main([*learn, *given]) == 0
    capsys.readouterr()
    found = told(folder, capsys, "--lessons", str(kept))
    assert found["galleries"] == {"logos": 8, "motifs": 4}
    assert set(found["figures"]) == {"logos", "redraws", "motifs"}
    assert set(found["figures"]["logos"]) == {"serupa", "pHash", "PDQ", "HOG", "plain Lite0"}
    assert found["figures"]["motifs"]["serupa"]["all"]["at_1"]["value"] == 1.0
    assert set(found["alarms"]) == {"logos", "redraws"}
    seen = told(folder, capsys, "--lessons", str(kept), "--photographs", "2")
    assert seen["figures"]["photographs"]["serupa"]["all"]["n"] == 2
    assert seen["first_three"]["cloths"] == 1.0
