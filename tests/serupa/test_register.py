import csv
import gzip
import io
import json
import os

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from serupa import Record
from serupa.register import RegisterError, Table, read_classes, read_register
from serupa.rows import read_rows


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30", (30,)),
        ("43;30", (30, 43)),
        ("30, 43", (30, 43)),
        ("", ()),
        (" ; ", ()),
        ("Kelas 30", (30,)),
        ("kelas 43 dan kelas 30", (30, 43)),
        ("Kls. 3, 5 & 30", (3, 5, 30)),
        ("Nice Class: 09", (9,)),
        ("30/43 35", (30, 35, 43)),
    ],
)
def test_classes_are_read_in_the_ways_registers_write_them(text, expected):
    assert read_classes(text) == expected


@pytest.mark.parametrize(
    "text",
    ["0", "46", "kopi", "3_0", "-30", "45;46;x", "kelas", "kelas tiga", "kelasku 3", "30-32"],
)
def test_other_classes_are_refused(text):
    with pytest.raises(ValueError, match=r"\w"):
        read_classes(text)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_with_any_delimiter_and_columns_more_or_fewer_is_read(tmp_path, delimiter):
    path = tmp_path / "marks.csv"
    rows = [["id", "extra", "name", "classes"], ["1", "x", "KOPI SENJA", "30"], [], ["2", "", "B"]]
    path.write_text("\ufeff" + "\n".join(delimiter.join(row) for row in rows), encoding="utf-8")
    first = Record("1", "KOPI SENJA", (30,), more=(("extra", "x"),))
    assert list(read_register(path)) == [first, Record("2", "B")]


def test_json_lines_are_read_gzipped_too(tmp_path):
    path = tmp_path / "marks.jsonl.gz"
    rows = [{"id": 1, "name": "A", "classes": [30, 43]}, {"id": "2", "name": "B", "classes": "5"}]
    path.write_bytes(gzip.compress("\n\n".join(map(json.dumps, rows)).encode()))
    assert list(read_register(path)) == [Record("1", "A", (30, 43)), Record("2", "B", (5,))]


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("a.csv", b"harga,id\nA,1\n", 0),
        ("a.csv", b"id,name,classes\n1,A,30\n2,B,99\n", 3),
        ("a.csv", b"id,name\n\n1,A\n2,B,C\n3,D\n", 4),
        ("a.csv", b"\xff\xfe\x00", 0),
        ("a.csv", b"", 0),
        ("a.jsonl", b"{}\n", 1),
        ("a.jsonl", b'{"id": 1, "name": "A"}\nnot json\n', 2),
        ("a.jsonl", b'{"id": 1, "name": "A", "classes": 30}\n', 1),
        ("a.jsonl", b"[" * 100_000, 1),
    ],
)
def test_a_file_that_cannot_be_read_says_where(tmp_path, name, content, line):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(RegisterError) as refused:
        list(read_register(path))
    assert (refused.value.line, refused.value.path) == (line, path)


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for read in (read_register, lambda path: read_rows(path, ("id",))):
        with pytest.raises(RegisterError, match="save it as a file first"):
            list(read(tmp_path / "pipe"))


def test_empty_cells_beyond_the_columns_are_no_loss(tmp_path):
    path = tmp_path / "marks.csv"
    path.write_text("id,name\n1,A,,\n2,B\n", encoding="utf-8")
    assert [mark.name for mark in read_register(path)] == ["A", "B"]
    assert [row["name"] for _, row in read_rows(path, ("id", "name"))] == ["A", "B"]


ST96 = """<?xml version="1.0" encoding="UTF-8"?>
<tmk:TrademarkBag xmlns:tmk="t" xmlns:com="c"><tmk:Trademark>
<com:ApplicationNumber><com:ApplicationNumberText>DID01</com:ApplicationNumberText>
</com:ApplicationNumber><com:ApplicationDate>2026-03-02+07:00</com:ApplicationDate>
<tmk:MarkVerbalElementText>Kriyuk  Cisadane</tmk:MarkVerbalElementText>
<tmk:ClassNumber>29</tmk:ClassNumber><tmk:ClassNumber>30</tmk:ClassNumber>
<com:EntityName>CV &amp; Co</com:EntityName></tmk:Trademark></tmk:TrademarkBag>"""
ST66 = """<TradeMarks><TradeMark><ApplicationNumber>7</ApplicationNumber><MarkVerbalElementText>LOIS
</MarkVerbalElementText><ClassNumber>25</ClassNumber></TradeMark>
<TradeMark><ApplicationNumber>8</ApplicationNumber></TradeMark></TradeMarks>"""


def test_registers_in_the_two_standards_are_read_whatever_stands_around(tmp_path):
    path = tmp_path / "marks.xml"
    path.write_text(ST96, encoding="utf-8")
    (mark,) = read_register(path)
    assert (mark.id, mark.name, mark.classes) == ("DID01", "Kriyuk Cisadane", (29, 30))
    assert (mark.filed_on, mark.owner) == ("2026-03-02", "CV & Co")
    path.write_text(ST66, encoding="utf-8")
    assert [(mark.id, mark.name) for mark in read_register(path)] == [("7", "LOIS")]


@pytest.mark.parametrize(
    ("written", "classes"),
    [
        ("25</ClassNumber><ClassNumber>Kelas 30", (25, 30)),
        ("025", (25,)),
        ("99", ()),
        ("25</ClassNumber><ClassNumber>semua", ()),
    ],
)
def test_a_class_that_cannot_be_read_in_xml_makes_its_mark_one_of_any_class(
    tmp_path, written, classes
):
    path = tmp_path / "marks.xml"
    path.write_text(ST66.replace(">25<", f">{written}<"), encoding="utf-8")
    assert [mark.classes for mark in read_register(path)] == [classes]


def test_marks_without_a_number_in_xml_are_searched_all_the_same(tmp_path):
    path = tmp_path / "marks.xml"
    mark = "<TradeMark><MarkVerbalElementText>LOIS</MarkVerbalElementText></TradeMark>"
    path.write_text(f"<TradeMarks>{mark}{mark}</TradeMarks>", encoding="utf-8")
    first, second = read_register(path)
    assert first.id != second.id
    assert (first.name, first.number, second.number) == ("LOIS", "", "")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("<a><b></a>", 1),
        ('<!DOCTYPE a [<!ENTITY b "c">]>\n<a>&b;</a>', 1),
    ],
)
def test_xml_that_cannot_be_read_says_where(tmp_path, content, line):
    path = tmp_path / "marks.xml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(RegisterError) as refused:
        list(read_register(path))
    assert refused.value.line == line


def test_the_headings_of_exports_are_understood(tmp_path):
    path = tmp_path / "pdki.csv"
    path.write_text(
        "Nomor Permohonan;Tanggal Penerimaan;Kelas;Nama Merek;Pemilik\n"
        "DID2026060001;15/07/2026;30, 43;KOPI SENJA;PT Contoh\n"
    )
    (mark,) = read_register(path)
    assert (mark.id, mark.number, mark.name) == ("DID2026060001", "DID2026060001", "KOPI SENJA")
    assert (mark.filed_on, mark.classes, mark.owner) == ("2026-07-15", (30, 43), "PT Contoh")


UNCLOSED = [
    ('id,name,classes\n1,A,30\n2,"KOPI SENJA,30\n3,B,30\n', 3),
    ('id,name\n1,"A\nB"\n2,C\n3,"D', 5),
    ('id,name\n1,"A\n' + "2,B\n" * 50_000, 2),
]


@pytest.mark.parametrize(("text", "line"), UNCLOSED)
def test_a_quote_that_nothing_closes_is_told_with_its_line(tmp_path, text, line):
    path = tmp_path / "marks.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RegisterError, match=rf"^line {line}: a quote .* is not closed"):
        list(read_register(path))
    with pytest.raises(RegisterError, match=rf"^line {line}: a quote .* is not closed"):
        list(read_rows(path, ("id", "name")))


def test_quotes_that_are_closed_and_inches_are_read(tmp_path):
    path = tmp_path / "marks.csv"
    path.write_text('id,name\n1,"KOPI\nSENJA"\n2,PIPA 2"\n3,"A ""B"""', encoding="utf-8")
    names = ["KOPI\nSENJA", 'PIPA 2"', 'A "B"']
    assert [mark.name for mark in read_register(path)] == names
    assert [row["name"] for _, row in read_rows(path, ("id", "name"))] == names


cells = st.sampled_from(["", "a", "é", '"', '""', "a,b", "x\ny", '"x\n', 'y"', "\r", '"a,b"'])
lines = st.lists(st.lists(cells, max_size=4).map(",".join), max_size=9)


@given(lines, st.sampled_from(["\n", "\r\n"]), st.booleans(), st.sampled_from(["a,b,c", "a"]))
@example(['"'], "\n", False, "a,b,c")
@example(["1,2,3", "4,5,6", "7,8,9", '"a,b",""",c', "1,2,3"], "\n", True, "a,b,c")
@example(["1,2,3", "4,5,6", "7,8,9", '"a,b",2,c""', "1,2,3"], "\r\n", True, "a,b,c")
@example(["1,2,3", "4,5,6", "7,8,9", '"a",2', "1,2,3"], "\n", False, "a,b,c")
@example(["1,2,3", "4,5", '6,"7', "8,9", '0",1', "2,3,4"], "\n", False, "a,b,c")
def test_a_table_read_in_columns_is_what_the_csv_module_reads(rows, feed, ended, heading):
    text = feed.join([heading, *rows]) + (feed if ended else "")
    width = heading.count(",") + 1
    table = Table(io.StringIO(text, newline=""))
    found = [row for columns in table.read(4) for row in zip(*columns, strict=True)]
    expected = [
        (*row, *[""] * width)[:width]
        for row in csv.reader(io.StringIO(text + "\n", newline=""))
        if row
    ]
    if table.is_whole:
        assert found == expected[1:]
    else:  # the end was swallowed by a quote
        assert '"' in text
