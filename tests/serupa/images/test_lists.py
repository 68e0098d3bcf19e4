import pytest

from serupa.data import settings
from serupa.images.index import GalleryError
from serupa.images.lists import read_gallery, read_queries


def listed(folder, content):
    (folder / "list.csv").write_bytes(content)
    return list(read_gallery(folder / "list.csv"))


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte-order mark"])
def test_a_list_is_read_with_any_separator_and_any_case(tmp_path, separator, mark):
    lines = [["ID", " Path ", "Classes"], ["a", "sub/a.png", '"30;43"'], ["b", "b.png", ""]]
    text = "\r\n".join(separator.join(cells) for cells in lines)
    first, second = listed(tmp_path, mark + text.encode())
    assert (first.mark.id, first.mark.classes) == ("a", (30, 43))
    assert first.picture == tmp_path / "sub" / "a.png"
    assert (second.mark.id, second.mark.classes, second.problem) == ("b", (), "")


def test_a_bad_row_says_its_line_and_the_others_are_still_read(tmp_path):
    content = b"id,path\na,1.png\na,2.png\n,3.png\nb\n\nc,\xe9.png\nd,4.png,more,cells\n"
    rows = listed(tmp_path, content)
    assert [(row.line, row.problem) for row in rows] == [
        (2, ""),
        (3, "twice"),
        (4, "no_id"),
        (5, "no_path"),
        (7, "letters"),
        (8, ""),
    ]
    assert [row.mark.id for row in rows if row.mark] == ["a", "d"]


@pytest.mark.parametrize("classes", ["kelas tiga puluh", "99", "0"])
def test_classes_nobody_can_read_do_not_lose_the_mark(tmp_path, classes):
    (row,) = listed(tmp_path, f"id,path,classes\na,1.png,{classes}\n".encode())
    assert (row.mark.classes, row.problem) == ((), "classes")


def test_a_path_written_on_windows_leads_to_its_file(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.png").touch()
    (row,) = listed(tmp_path, b"id,path\na,sub\\a.png\n")
    assert row.picture == tmp_path / "sub" / "a.png"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"\0\1\2", "save it as CSV UTF-8"),
        (b"name\nx\n", "no column 'id'; there are: name"),
        (b"\xff\xfei\0d\0", "no column 'id' and this is no CSV in UTF-8"),
    ],
)
def test_what_is_no_gallery_is_said_so(tmp_path, content, said):
    with pytest.raises(GalleryError, match=said):
        listed(tmp_path, content)


@pytest.mark.parametrize("rest", [b"x" * 200_000, b"1.png\nb,2.png\nc,3.png\n"])
def test_a_cell_without_end_is_said_so_and_swallows_no_rows(tmp_path, rest):
    with pytest.raises(GalleryError, match=r"list\.csv, line 3: a quote"):
        listed(tmp_path, b'id,path\nz,0.png\na,"' + rest)


def test_queries_keep_their_words_and_lie_beside_their_list(tmp_path):
    (tmp_path / "queries.csv").write_text("query;note\nq/1.png;x\n/abs.png\n")
    told = list(read_queries(tmp_path / "queries.csv"))
    assert [query for query, _ in told] == ["q/1.png", "/abs.png"]
    assert [str(path) for _, path in told] == [str(tmp_path / "q/1.png"), "/abs.png"]


def test_every_problem_of_a_row_has_its_sentence_in_both_languages():
    for text in settings("images")["row"].values():
        assert text["id"] != text["en"]
