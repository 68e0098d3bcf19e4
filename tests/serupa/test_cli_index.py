import csv
import errno
import gzip
import json
import os
from itertools import product
from pathlib import Path

import pytest
from tests.serupa.registers import RECORDS

from serupa.cli import main


@pytest.fixture
def folder(tmp_path, capsys):
    path = tmp_path / "marks.csv.gz"
    rows = [f"{r.id},{r.name},{';'.join(map(str, r.classes))},x" for r in RECORDS]
    path.write_bytes(gzip.compress(("id,name,classes,tahun\n" + "\n".join(rows)).encode()))
    assert main(["index", "build", "--register", str(path), "--out", str(tmp_path / "idx")]) == 0
    assert capsys.readouterr().out.startswith(f"rows={len(RECORDS)} seconds=")
    return tmp_path / "idx"


@pytest.fixture
def longest_cell():
    """As Python begins with it; whoever reads large sheets in this process raises it for all."""
    before = csv.field_size_limit(131_072)
    yield
    csv.field_size_limit(before)


def table(path):
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def search(folder, text, *more):
    queries, out = folder.parent / "queries.csv", folder.parent / "out.csv"
    queries.write_text(text, encoding="utf-8")
    given = ["search", "--index", str(folder), "--queries", str(queries), "--out", str(out), *more]
    return main(given), out


def test_many_names_are_searched_in_one_call(folder):
    done, out = search(folder, "query_id,name,classes\nq1,Kopi Sendja,43\nq2,lois,\n", "--top", "2")
    assert done == 0
    first, *others = table(out)
    assert (first["query_id"], first["rank"], first["id"]) == ("q1", "1", "a1")
    assert "Bunyi" in first["reasons"]
    assert {row["query_id"] for row in others} == {"q1", "q2"}


@pytest.mark.parametrize("is_device", [True, False])
def test_results_go_where_a_link_points_and_a_device_stays_one(folder, tmp_path, is_device):
    target = Path("/dev/null") if is_device else tmp_path / "kept.csv"
    queries, out = tmp_path / "queries.csv", tmp_path / "link"
    queries.write_text("query_id,name\nq1,lois\n")
    out.symlink_to(target)
    given = ["search", "--index", str(folder), "--queries", str(queries), "--out", str(out)]
    assert main(given) == 0
    assert out.is_symlink()
    assert out.is_char_device() if is_device else table(target)[0]["query_id"] == "q1"


def test_results_go_down_a_pipe(folder, tmp_path):
    (tmp_path / "queries.csv").write_text("query_id,name\nq1,lois\n")
    given = ["search", "--index", str(folder), "--queries", str(tmp_path / "queries.csv")]
    end, beginning = os.pipe()
    assert main([*given, "--out", f"/dev/fd/{beginning}"]) == 0
    os.close(beginning)
    with os.fdopen(end, "rb") as pipe:
        told = pipe.read()
    assert told.startswith(b"query_id,rank,id,name,score,band,reasons\nq1,1,")


def test_whole_searches_every_class(folder):
    asked = "query_id,name,classes\nq1,lois,30\n"
    assert "LOIS" in [row["name"] for row in table(search(folder, asked, "--whole")[1])]


@pytest.mark.parametrize(("at_once", "parts"), [("20000", 3), ("40000", 2), ("1048576", 1)])
def test_how_many_marks_a_part_has_can_be_told(tmp_path, capsys, at_once, parts):
    path, out = tmp_path / "marks.csv", tmp_path / "idx"
    path.write_text("id,name\n" + "".join(f"{at},kopi {at % 99}\n" for at in range(45_000)))
    told = ["index", "build", "--register", str(path), "--out", str(out)]
    assert main([*told, "--at-once", at_once]) == 0
    assert capsys.readouterr().out.startswith("rows=45000 ")
    assert len(list(out.glob("segment-*"))) == parts


def test_parts_smaller_than_what_is_read_at_once_are_refused(folder, capsys):
    path = folder.parent / "marks.csv.gz"
    told = ["index", "build", "--register", str(path), "--out", str(folder), "--at-once", "10"]
    assert main(told) == 2
    assert "at least 20000 marks" in capsys.readouterr().err
    assert main(["index", "check", "--index", str(folder)]) == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("query_id,name,classes\nq1,a,30\nq2,b,99\n", "line 3"),
        ("id,name\n1,a\n", "query_id"),
        ("query_id,name\n1,a,b\n", "line 2"),
    ],
)
def test_a_bad_query_is_said_with_its_line_and_nothing_is_written(folder, capsys, text, said):
    done, out = search(folder, text)
    assert done == 2
    assert said in capsys.readouterr().err
    assert not out.exists()
    assert not list(folder.parent.glob(".*.part"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (gzip.compress(b"query_id,name\n1,KOPI\n")[:-9], "the compressed file is damaged"),
        ("query_id,name\n1,KOPI\n".encode("utf-16"), "save it as CSV UTF-8"),
        ("query_id,name\n1,KOPI\n".encode("utf-16-le"), "save it as CSV UTF-8"),
        (b"", "the file is empty"),
        (b"id,name\n1,KOPI\n", "no column 'query_id'; there are: id, name"),
        (b"query_id,name\n1," + b"A" * 200_000, "131,072 letters is the most"),
    ],
    ids=["torn", "utf-16", "utf-16 unmarked", "empty", "another", "endless"],
)
def test_queries_that_cannot_be_read_are_named_and_explained(
    folder, capsys, longest_cell, content, said
):
    queries, out = folder.parent / "asked.csv", folder.parent / "out.csv"
    queries.write_bytes(content)
    given = ["search", "--index", str(folder), "--queries", str(queries), "--out", str(out)]
    assert main(given) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"serupa: {queries}")
    assert said in told
    assert not out.exists()


def test_names_no_other_file_can_hold_are_searched_all_the_same(folder, tmp_path):
    more = tmp_path / "more.jsonl"
    more.write_text('{"id": "s1", "name": "KOPI \\ud800 SENJA", "classes": [30]}\n')
    assert main(["index", "add", "--register", str(more), "--index", str(folder)]) == 0
    done, out = search(folder, "query_id,name\nq1,KOPI SENJA\n")
    assert done == 0
    assert "KOPI \\ud800 SENJA" in [row["name"] for row in table(out)]


def test_where_nothing_can_be_written_is_said_without_a_name_nobody_gave(folder, capsys):
    asked, nowhere = folder.parent / "asked.csv", folder.parent / "nowhere" / "out.csv"
    asked.write_text("query_id,name\nq1,lois\n")
    given = ["search", "--index", str(folder), "--queries", str(asked), "--out"]
    assert main([*given, str(nowhere)]) == 2
    assert capsys.readouterr().err == f"serupa: {nowhere}: there is no such file or folder\n"
    assert main([*given, str(folder)]) == 2
    assert capsys.readouterr().err == f"serupa: {folder}: this is a folder; give a file\n"


def test_a_full_disk_is_said_in_words_and_the_old_version_stays(folder, capsys, monkeypatch):
    def full(*_given):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("serupa.index.files.os.fsync", full)
    added = ["index", "add", "--id", "n1", "--name", "X", "--index", str(folder)]
    assert main(added) == 2
    assert capsys.readouterr().err == "serupa: the disk is full; make room and try again\n"
    monkeypatch.undo()
    assert main(["index", "check", "--index", str(folder), "--json"]) == 0


def test_a_damaged_index_is_said_with_what_to_do(folder, capsys):
    (folder / "manifest.json").write_text("{")
    assert main(["check", "KOPI", "--index", str(folder)]) == 2
    assert "manifest.json is damaged; build the index again" in capsys.readouterr().err


def test_the_end_of_a_log_that_is_no_whole_change_is_told(folder, capsys):
    (log,) = folder.glob("*.log")
    log.write_bytes(b"torn")
    assert main(["index", "check", "--index", str(folder)]) == 0
    assert "the last 4 bytes of the log are no whole change" in capsys.readouterr().err


def test_as_many_marks_are_told_as_were_asked_for(tmp_path):
    register = tmp_path / "marks.csv"
    names = [
        f"{at},KOPI {one}{two}NA,30"
        for at, (one, two) in enumerate(product("BDGKLMNRST", "AEIOUY"))
    ]
    register.write_text("id,name,classes\n" + "\n".join(names), encoding="utf-8")
    main(["index", "build", "--register", str(register), "--out", str(tmp_path / "idx")])
    done, out = search(tmp_path / "idx", "query_id,name\nq1,KOPI BANA\n", "--top", "55")
    assert done == 0
    assert [row["rank"] for row in table(out)] == [str(at) for at in range(1, 56)]


@pytest.mark.parametrize("top", ["0", "-1", "many"])
def test_a_number_of_marks_that_makes_no_sense_is_refused(folder, top):
    with pytest.raises(SystemExit, match="2"):
        search(folder, "query_id,name\nq1,lois\n", "--top", top)


def test_queries_may_be_parted_by_semicolons_and_begin_with_a_byte_order_mark(folder):
    asked = '\ufeffquery_id;name;classes\nq1;Kopi Sendja;"30;43"\n'
    assert table(search(folder, asked)[1])[0]["id"] == "a1"


def test_rows_that_repeat_an_id_are_counted_aloud(tmp_path, capsys):
    register = tmp_path / "marks.csv"
    register.write_text("id,name\n1,KOPI\n1,TEH\n1,SUSU\n", encoding="utf-8")
    assert main(["index", "build", "--register", str(register), "--out", str(tmp_path / "i")]) == 0
    told = capsys.readouterr()
    assert told.out.startswith("rows=1 ")
    assert "2 rows repeat an id" in told.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "the file is empty"),
        (b"id,name,classes\n1,A,abc\n", "marks.csv, line 2: classes are numbers"),
        (b"id,name,classes\n1,A,30\n2,KOPI, TEH,30\n", "line 3: 4 values for 3 columns"),
        ("id,name\n1,CAF\u00c9\n".encode("latin-1"), "save it as CSV UTF-8"),
    ],
)
def test_a_register_that_cannot_be_read_is_explained(tmp_path, capsys, text, said):
    (tmp_path / "marks.csv").write_bytes(text)
    given = ["--register", str(tmp_path / "marks.csv"), "--out", str(tmp_path / "idx")]
    assert main(["index", "build", *given]) == 2
    assert said in capsys.readouterr().err


def test_a_folder_without_an_index_is_named(tmp_path, capsys):
    assert main(["check", "KOPI", "--index", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert "there is no index here" in told
    assert str(tmp_path) in told


def test_marks_are_added_and_withdrawn(folder, tmp_path, capsys):
    given = ["--index", str(folder), "--json"]
    added = ["index", "add", "--id", "n1", "--name", "BINTANG TIMUR", "--classes", "30", *given]
    assert main(added) == 0
    after = json.loads(capsys.readouterr().out)
    assert after["rows"] == len(RECORDS) + 1
    more = tmp_path / "more.csv"
    more.write_text("id,nama,kelas\nn2,SURYA,30\nn3,CANDRA,30\n")
    assert main(["index", "add", "--register", str(more), *given]) == 0
    assert main(["index", "withdraw", "n2", "n3", *given]) == 0
    told = capsys.readouterr().out.splitlines()
    assert json.loads(told[-1])["fingerprint"] == after["fingerprint"]
    assert main(["index", "tidy", *given]) == 0
    assert main(["index", "check", *given]) == 0
    assert main(["index", "withdraw", "nobody", *given]) == 2
    assert "nobody" in capsys.readouterr().err
    assert main(["index", "add", *given]) == 2


def test_check_reads_an_index(folder, capsys):
    assert main(["check", "KOPI SENJA", "--classes", "30", "--index", str(folder)]) == 0
    assert "KOPI SENJA: Sangat mirip" in capsys.readouterr().out
    assert main(["check", "KOPI SENJA"]) == 2


def test_one_letter_or_sound_that_is_different_is_an_alarm_from_band_2(tmp_path):
    new, protected, out = (tmp_path / name for name in ("new.csv", "old.csv", "out.csv"))
    new.write_text("id,name,classes\nb1,KERNEOL,30\nb2,ZEMVOLA,30\nb3,ABD,30\nb4,KERNEOL,12\n")
    protected.write_text("id,name,classes\na1,KERNEL,30\na2,ABC,30\n")
    given = ["--new", str(new), "--protected", str(protected), "--out", str(out)]
    assert main(["watch", *given]) == 0
    assert [(row["new_id"], row["protected_id"]) for row in table(out)] == [("b1", "a1")]


def test_a_list_that_numbers_its_marks_as_the_other_does_is_an_alarm_all_the_same(tmp_path):
    for name, row in (("new", "1,KOPI SENJHA"), ("protected", "1,KOPI SENJA")):
        (tmp_path / f"{name}.csv").write_text(f"id,name,classes\n{row},30\n", encoding="utf-8")
    files = [(f"--{name}", str(tmp_path / f"{name}.csv")) for name in ("new", "protected", "out")]
    assert main(["watch", *(part for pair in files for part in pair)]) == 0
    assert [row["protected_id"] for row in table(tmp_path / "out.csv")] == ["1"]


def test_watch_reports_the_new_names_that_come_near(tmp_path, capsys):
    new, protected, out = (tmp_path / name for name in ("new.csv", "old.csv", "out.csv"))
    new.write_text("id,name,classes\nb1,KOPI SENDJA,30\nb2,ZEMVOLA,30\na1,KOPI SENJA,30\n")
    protected.write_text("id,name,classes\na1,KOPI SENJA,30\na2,LOIS,25\n")
    given = ["--new", str(new), "--protected", str(protected), "--out", str(out)]
    assert main(["watch", *given, "--band", "3"]) == 0
    assert [(row["new_id"], row["protected_id"]) for row in table(out)] == [("b1", "a1")]
    assert "alarms=1" in capsys.readouterr().out
