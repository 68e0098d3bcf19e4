import contextlib
import json
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from tests.serupa.images.drawings import drawing, labelled

from serupa.cli import main
from serupa.data import settings

SOURCE = Path(__file__).parents[3] / "src"


@pytest.fixture
def gallery(tmp_path):
    for at in range(5):
        Image.fromarray(drawing(at)).save(tmp_path / f"{at}.png")
    Image.fromarray(labelled(drawing(3))).save(tmp_path / "label.jpg")
    (tmp_path / "torn.png").write_bytes((tmp_path / "0.png").read_bytes()[:80])
    rows = [f"m{at},{at}.png,30;43,g" for at in range(5)]
    (tmp_path / "gallery.csv").write_text("id,path,classes,group\n" + "\n".join(rows))
    (tmp_path / "queries.csv").write_text("query\nlabel.jpg\ntorn.png\nnowhere.png\n")
    return tmp_path


def built(gallery):
    given = ["--gallery", str(gallery / "gallery.csv"), "--out", str(gallery / "index")]
    return main(["images", "build", *given])


def test_the_commands_the_readme_shows_for_pictures_run(gallery, monkeypatch):
    monkeypatch.chdir(gallery)
    shown = re.search(r"```sh\n(.*?)```", (SOURCE / "serupa/README.md").read_text(), re.S)[1]
    (gallery / "logos.csv").write_text("id,path,classes\nL1,1.png,30\nL2,2.png,30;43\n")
    (gallery / "more.csv").write_text("id,path\nL3,3.png\n")
    (gallery / "asked.csv").write_text("query\n3.png\n")
    shutil.copy(gallery / "2.png", gallery / "photo.jpg")
    assert [main(shlex.split(line)[1:]) for line in shown.splitlines()] == [0, 0, 0, 0]
    (told,) = map(json.loads, (gallery / "run.jsonl").read_text().splitlines())
    assert (told["query"], told["results"][0], len(told["scores"])) == ("3.png", "L3", 3)
    assert (gallery / "why.png").stat().st_size > 0


def test_build_prints_count_seconds_bytes_and_fingerprint(gallery, capsys):
    assert built(gallery) == 0
    words = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert words == ["count", "seconds", "bytes", "fingerprint"]


def test_search_writes_a_line_for_every_query_even_a_torn_one(gallery):
    built(gallery)
    given = ["--index", str(gallery / "index"), "--queries", str(gallery / "queries.csv")]
    assert main(["images", "search", *given, "--out", str(gallery / "run.jsonl")]) == 0
    lines = [json.loads(line) for line in (gallery / "run.jsonl").read_text().splitlines()]
    assert [line["query"] for line in lines] == ["label.jpg", "torn.png", "nowhere.png"]
    assert lines[0]["results"][0] == "m3"
    assert len(lines[0]["results"]) == len(lines[0]["scores"]) == 5
    assert lines[1]["results"] == []
    assert "rusak" in lines[1]["problem"]
    assert "tidak ditemukan" in lines[2]["problem"]


def test_a_search_that_cannot_begin_leaves_the_answers_of_an_earlier_one(gallery, capsys):
    built(gallery)
    out = gallery / "run.jsonl"
    out.write_text("kept")
    given = ["images", "search", "--index", str(gallery / "index"), "--out", str(out), "--queries"]
    assert main([*given, str(gallery / "gallery.csv")]) == 2
    assert "no column 'query'" in capsys.readouterr().err
    assert main([*given, str(gallery / "nowhere.csv")]) == 2
    assert out.read_text() == "kept"
    assert list(gallery.glob(".run*")) == []


@pytest.mark.parametrize("name", ["whole.u8", "rest.u8"])
def test_an_index_that_lost_rows_is_said_so(gallery, capsys, name):
    built(gallery)
    (gallery / "index" / name).write_bytes(b"")
    given = ["--index", str(gallery / "index"), "--queries", str(gallery / "queries.csv")]
    assert main(["images", "search", *given, "--out", str(gallery / "run.jsonl")]) == 2
    assert f"{name} is cut short or gone; build the index again" in capsys.readouterr().err


def test_what_the_database_of_an_index_refuses_is_said_so(gallery, capsys):
    built(gallery)
    with contextlib.closing(sqlite3.connect(gallery / "index" / "marks.sqlite")) as base:
        base.execute("DROP TABLE marks")
    given = ["--gallery", str(gallery / "gallery.csv"), "--index", str(gallery / "index")]
    assert main(["images", "add", *given]) == 2
    assert "cannot be read or written here: no such table" in capsys.readouterr().err


def test_add_appends_and_refuses_what_is_there(gallery, capsys):
    built(gallery)
    (gallery / "more.csv").write_text("id,path\nnew,4.png\nbad,torn.png\n")
    given = ["images", "add", "--index", str(gallery / "index")]
    assert main([*given, "--gallery", str(gallery / "more.csv")]) == 0
    told = capsys.readouterr()
    assert "count 6 (+1, refused 1)" in told.out
    assert "bad: Gambar ini rusak" in told.err
    assert main([*given, "--gallery", str(gallery / "more.csv")]) == 2


def test_a_bad_row_is_told_and_does_not_stop_the_others(gallery, capsys):
    rows = "id;path;classes\nm0;0.png;30\nm0;1.png;\nm2;torn.png;\nm3;;\nm4;4.png;kelas\n"
    (gallery / "gallery.csv").write_text("\ufeff" + rows, encoding="utf-8")
    assert built(gallery) == 0
    told = capsys.readouterr()
    assert "count 2 (+2, refused 3)" in told.out
    assert [line.split()[0] for line in told.err.splitlines()] == [
        f"gallery.csv:{line}" for line in (3, 4, 5, 6)
    ]
    assert "sudah ada" in told.err


def test_an_empty_gallery_makes_an_index_that_finds_nothing_and_can_be_built_again(gallery):
    full = (gallery / "gallery.csv").read_text()
    (gallery / "gallery.csv").write_text("id,path\n")
    assert built(gallery) == 0
    given = ["--index", str(gallery / "index"), "--queries", str(gallery / "queries.csv")]
    out = gallery / "new folder" / "run.jsonl"
    assert main(["images", "search", *given, "--out", str(out)]) == 0
    assert json.loads(out.read_text().splitlines()[0])["results"] == []
    (gallery / "gallery.csv").write_text(full)
    assert built(gallery) == 0
    assert built(gallery) == 2


def test_a_folder_a_pipe_a_cut_path_and_no_places_are_no_crash(gallery, capsys):
    built(gallery)
    os.mkfifo(gallery / "pipe.png")
    odd = b"query\n.\npipe.png\na\0.png\n" + b"x" * 300 + b".png\n"
    (gallery / "queries.csv").write_bytes(odd)
    given = ["--index", str(gallery / "index"), "--queries", str(gallery / "queries.csv")]
    assert main(["images", "search", *given, "--out", str(gallery / "run.jsonl")]) == 0
    lines = [json.loads(line) for line in (gallery / "run.jsonl").read_text().splitlines()]
    assert all("tidak ditemukan" in line["problem"] for line in lines)
    assert main(["images", "search", *given, "--out", "run.jsonl", "--top", "0"]) == 2
    assert "at least 1" in capsys.readouterr().err


def test_explain_draws_and_says_what_matched(gallery, capsys):
    built(gallery)
    given = ["--index", str(gallery / "index"), "--query", str(gallery / "label.jpg")]
    out = gallery / "why.png"
    assert main(["images", "explain", *given, "--id", "m3", "--out", str(out), "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert "(see the box)" in told
    assert "not a legal decision" in told
    with Image.open(out) as drawn:
        assert drawn.width > 1000
    assert main(["images", "explain", *given, "--id", "m9", "--out", str(out)]) == 2
    assert "no mark 'm9'" in capsys.readouterr().err
    (gallery / "3.png").unlink()
    assert main(["images", "explain", *given, "--id", "m3", "--out", str(out), "--lang", "en"]) == 2
    told = capsys.readouterr().err
    assert told == f"serupa: {gallery / '3.png'}: This picture file was not found.\n"


def test_a_gallery_without_its_columns_is_said_so(gallery, capsys):
    (gallery / "gallery.csv").write_text("name\nx\n")
    assert built(gallery) == 2
    assert "no column 'id'" in capsys.readouterr().err


def test_every_view_has_its_sentence_in_both_languages():
    for text in settings("images")["view"].values():
        assert text["id"] != text["en"]


def test_without_the_extra_names_still_work_and_pictures_say_what_is_missing(tmp_path):
    (tmp_path / "onnxruntime.py").write_text("raise ModuleNotFoundError(name='onnxruntime')")
    code = "import sys; from serupa.cli import main; sys.exit(main(sys.argv[1:]))"
    env = {"PYTHONPATH": f"{tmp_path}:{SOURCE}"}
    ran = [
        subprocess.run(
            [sys.executable, "-c", code, *words],
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        for words in (
            ["check", "--help"],
            ["images", "build", "--gallery", "x.csv", "--out", "x"],
        )
    ]
    assert ran[0].returncode == 0
    assert ran[1].returncode == 2
    assert "pip install '.[images]'" in ran[1].stderr
    assert "requirements/images.txt" in ran[1].stderr
