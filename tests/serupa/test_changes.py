import pytest
from tests.serupa.registers import small_register

from serupa import Query, screen
from serupa.changes import coined, without

REGISTER = small_register()
WEIGH = REGISTER.weigher(frozenset({25}))


def keys(report):
    return [change.key for change in report.changes]


def test_leaving_a_word_out_is_only_proposed_where_something_is_left():
    assert "change.drop" not in keys(screen(Query("LOIS", (25,)), REGISTER))
    assert "change.new" in keys(screen(Query("LOIS", (25,)), REGISTER))


@pytest.mark.parametrize("name", ["PIZA HUT ENAK", "INDOMEI GORENG"])
def test_nobody_is_told_to_go_on_with_words_that_only_name_or_praise_the_goods(name):
    report = screen(Query(name, (30, 43)), REGISTER)
    assert "change.drop" not in keys(report)
    assert "change.replace" in keys(report)


def test_a_word_in_front_of_a_similar_name_is_no_way_out():
    for name in ("KOPI KENANGANN", "MIE GACOWAN", "LOIS", "LOIS JAYA"):
        report = screen(Query(name, (25, 30, 43)), REGISTER)
        assert report.band >= 3
        assert "change.front" not in keys(report)
        assert {"change.replace", "change.new"} & set(keys(report))


def test_words_that_name_the_goods_still_get_a_word_in_front():
    assert "change.front" in keys(screen(Query("Sambal Pedas", (30,)), REGISTER))


def test_concrete_names_come_only_when_asked_for_and_were_screened_themselves():
    query = Query("LOIS JAYA", (25,))
    assert "change.variant" not in keys(screen(query, REGISTER))
    report = screen(query, REGISTER, variants=True)
    names = [c.params["name"] for c in report.changes if c.key == "change.variant"]
    assert 0 < len(names) <= 3
    for name in names:
        assert screen(Query(name, (25,)), REGISTER).band < 3


def test_coined_names_keep_the_other_words_and_half_of_what_is_heard():
    found = screen(Query("LOIS JAYA", (25,)), REGISTER).findings
    names = coined(Query("LOIS JAYA"), found, WEIGH)
    assert names == coined(Query("LOIS JAYA"), found, WEIGH)
    assert all(name.endswith(" JAYA") for name in names)
    assert all(name.startswith("LO") or name.endswith("IS JAYA") for name in names)


def test_where_no_word_is_cited_the_one_that_distinguishes_is_coined_anew():
    kept = [name.split()[0] for name in coined(Query("Batik Zarmeno"), (), WEIGH)]
    assert set(kept) == {"Batik"}
    assert all(name.split()[1].istitle() for name in coined(Query("Batik Zarmeno"), (), WEIGH))


def test_a_word_is_left_out_however_it_is_written():
    assert without("Kopi LOIS! Jaya", "lois") == "Kopi Jaya"
    assert without("Kopi LOIS! Jaya Lois", "lois", "Zum") == "Kopi Zum Jaya"
    assert without("Kopi Jaya", "lois", "Zum") == "Zum"
