import pytest
from hypothesis import given
from hypothesis import strategies as st

from serupa.goods import classify
from serupa.goods.importers import MOST_LETTERS, TermsError, csv_terms, read_terms, skm_terms

SKM = """<!doctype html><html><body><h1>Kelas 21</h1><p>Perkakas rumah tangga</p>
<table><tr><td>not these</td></tr></table>
<table id="barang_jasa_table"><thead><tr><th>Uraian</th><th>English</th></tr></thead>
<tr><td>Gelombong anyaman</td><td>Woven gelombong</td></tr>
<tr><td>Kukusan &amp; dandang</td><td>Steamers</td></tr></table></body></html>"""


def saved(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_saved_skm_page_gives_its_terms_with_their_origin(tmp_path):
    terms = read_terms(saved(tmp_path, "21.html", SKM))
    found = classify("gelombong anyaman", terms=[terms]).suggestions[0]
    assert found.nice_class == 21
    assert found.origin == ("SKM DJKI (21.html)",)
    assert {term.text for term in skm_terms(SKM)} >= {"Kukusan & dandang", "Steamers"}
    assert "not these" not in {term.text for term in skm_terms(SKM)}


def test_wipo_xml_gives_terms_under_their_class(tmp_path):
    text = """<?xml version="1.0"?><nice><Class classNumber="15"><GoodOrService>
    <Indication>zithers of glass</Indication></GoodOrService></Class></nice>"""
    terms = read_terms(saved(tmp_path, "ncl.xml", text))
    assert classify("zithers of glass", terms=[terms]).suggestions[0].nice_class == 15


def test_a_table_gives_terms_by_its_headings(tmp_path):
    terms = read_terms(saved(tmp_path, "t.csv", "Kelas;Uraian\n28;gelembung tiup\n99;x\n"))
    assert len(terms) == 1
    assert classify("gelembung tiup", terms=[terms]).suggestions[0].nice_class == 28


@pytest.mark.parametrize("parted", [",", ";", "\t", "|"])
def test_a_table_is_read_however_it_is_parted_and_quoted(parted):
    text = f'class{parted}term\r\n28{parted}"gelembung{parted}\ntiup"\r\n3{parted}sabun'
    told = [(term.nice_class, " ".join(term.text.split())) for term in csv_terms(text)]
    assert told == [(28, f"gelembung{parted.strip()} tiup"), (3, "sabun")]


BOMB = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>'


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("bomb.xml", BOMB),
        ("deep.xml", "<?xml version='1.0'?>" + "<a>" * 200 + "</a>" * 200),
        ("broken.xml", "<?xml version='1.0'?><a>"),
        ("empty.csv", ""),
        ("headless.csv", "a,b\n1,2\n"),
        ("open.csv", 'class,term\n3,sabun\n28,"gelembung tiup\n5,jamu\n'),
        ("page.html", "<html><h1>Kelas 3</h1></html>"),
        ("no-class.html", SKM.replace("Kelas 21", "Kelas 77")),
    ],
)
def test_a_hostile_or_empty_file_is_refused_in_a_sentence(tmp_path, name, text):
    with pytest.raises(TermsError, match=name):
        read_terms(saved(tmp_path, name, text))


@given(st.text(max_size=400))
def test_any_text_is_read_as_a_page_without_harm(text):
    for term in skm_terms("<html><h1>Kelas 5</h1><table id=barang_jasa_table><td>" + text):
        assert 1 <= term.nice_class <= 45
        assert 0 < len(term.text) <= MOST_LETTERS


@given(st.text(max_size=200))
def test_any_text_under_headings_is_read_as_a_table_or_refused(text):
    try:
        terms = list(csv_terms("class,term\n" + text))
    except TermsError:
        return
    assert all(1 <= term.nice_class <= 45 for term in terms)
