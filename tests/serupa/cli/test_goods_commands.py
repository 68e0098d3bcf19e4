import csv
import gzip
import json
from pathlib import Path

import pytest

from serupa.cli import main

LABELLED = Path(__file__).resolve().parents[3] / "data" / "bench"


def table(path):
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


@pytest.fixture
def batch(tmp_path):
    def run(command, text):
        (tmp_path / "in.csv").write_text(text, encoding="utf-8")
        files = ["--in", str(tmp_path / "in.csv"), "--out", str(tmp_path / "out.csv")]
        return main([command, *files]), tmp_path / "out.csv"

    return run


def test_classify_tells_classes_with_their_evidence(capsys):
    assert main(["classify", "keripik singkong pedas"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("29")
    assert "usulan: keripik singkong (daftar kata pasar)" in told
    assert main(["classify", "kopi", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["suggestions"][0]["nice_class"] == 30
    assert [option["nice_class"] for option in told["question"]["options"]] == [30, 43]


def test_classify_puts_its_question_in_both_languages(capsys):
    assert main(["classify", "kopi"]) == 0
    assert "Apakah dijual dalam kemasan" in capsys.readouterr().out
    assert main(["classify", "kopi", "--lang", "en"]) == 0
    assert "Is it sold in a pack" in capsys.readouterr().out


def test_many_texts_are_classified_in_their_order(batch):
    status, out = batch("classify", 'id,text,more\na,"sabun, sampo",x\nb,kopi,\nc,qwrtz,\n')
    assert status == 0
    assert table(out) == [
        ["id", "class_1", "class_2", "class_3", "asked"],
        ["a", "3", "", "", "no"],
        ["b", "30", "43", "", "yes"],
        ["c", "", "", "", "yes"],
    ]


def test_many_names_get_their_codes(batch):
    text = "id,name,classes\n1,Kopi Enak,30\n2,Apple,9\n3,Kopi Gayo,30;43\n4,Rawon Setan,43\n"
    status, out = batch("grounds", text)
    assert status == 0
    assert table(out) == [
        ["id", "flagged", "grounds"],
        ["1", "yes", "B1"],
        ["2", "no", ""],
        ["3", "yes", "B1;B4"],
        ["4", "no", ""],
    ]


def test_a_batch_is_read_packed_and_what_is_written_may_be_read_by_others(batch, tmp_path):
    (tmp_path / "in.csv.gz").write_bytes(gzip.compress(b"id , text\n1,kopi\n"))
    status, out = batch("classify", "id,text\n1,teh\n")
    given = ["--in", str(tmp_path / "in.csv.gz"), "--out", str(tmp_path / "packed.csv")]
    assert main(["classify", *given]) == status == 0
    assert table(tmp_path / "packed.csv")[1] == ["1", "30", "43", "", "yes"]
    assert out.stat().st_mode == (tmp_path / "in.csv").stat().st_mode


def test_grounds_tells_words_and_cure(capsys):
    assert main(["grounds", "Kopi Enak", "--classes", "30", "--lang", "en"]) == 0
    assert capsys.readouterr().out.startswith("B1  kopi, enak: ")
    assert main(["grounds", "Kopi Enak", "--classes", "30", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["code"] == "B1"


def test_a_name_without_such_words_is_told_so(capsys):
    assert main(["grounds", "Zumbrevo", "--classes", "9", "--lang", "en"]) == 0
    assert capsys.readouterr().out.startswith("No words were found")


def test_a_batch_may_be_parted_by_semicolons(batch):
    assert table(batch("classify", "id;text\n1;kopi, teh\n")[1])[1][:2] == ["1", "30"]
    assert table(batch("grounds", "id;name;classes\n1;Kopi Enak;30\n")[1])[1] == ["1", "yes", "B1"]


@pytest.mark.parametrize(
    ("command", "text", "said"),
    [
        ("grounds", "id,name,classes\n1,A,30\n2,B,x\n", "line 3"),
        ("grounds", "id,name,classes\n1,A,46\n", "line 2"),
        ("grounds", "id,name\n1,A\n", "no column 'classes'"),
        ("classify", "id,name\n1,A\n", "no column 'text'"),
        ("classify", "id,text\n1,a,b\n", "line 2"),
        ("classify", 'id,text\n1,"open\n2,kopi\n', "line 2: a quote"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_written(batch, capsys, command, text, said):
    status, out = batch(command, text)
    assert status == 2
    assert said in capsys.readouterr().err
    assert not out.exists()
    assert [path.name for path in out.parent.iterdir()] == ["in.csv"]


@pytest.mark.parametrize(
    "wrong", [["classify"], ["classify", "x", "--in", "a"], ["grounds", "--out", "b"]]
)
def test_half_a_command_is_explained(wrong, capsys):
    assert main(wrong) == 2
    assert capsys.readouterr().err.startswith("serupa: ")


def test_the_bench_prints_both_halves_of_the_labelled_data(capsys):
    assert main(["bench", "goods", "--labelled", str(LABELLED)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["tune"]["classes"]["sentences"] + told["judge"]["classes"]["sentences"] >= 300
    for part in told.values():
        assert part["classes"]["first"] >= 0.85
        assert part["classes"]["among_three"] >= 0.95
        assert part["grounds"]["precision"] >= 0.9
        assert part["grounds"]["recall"] >= 0.85
