from tests.serupa.registers import small_register

from serupa import Query, screen
from serupa.changes import coined, without

REGISTER = small_register()
WEIGH = REGISTER.weigher(frozenset({25}))


def keys(report):
    return [change.key for change in report.changes]


def test_leaving_a_word_out_is_only_proposed_where_something_is_left():
    assert "change.drop" not in keys(screen(Query("LOIS", (25,)), REGISTER))
    assert "change.front" in keys(screen(Query("LOIS", (25,)), REGISTER))


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
