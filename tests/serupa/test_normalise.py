import pytest
from hypothesis import given
from hypothesis import strategies as st

from serupa import normalise

lines = st.text(st.characters(exclude_characters="\n"), max_size=40)


@given(st.text(max_size=60))
def test_the_visual_form_is_idempotent(text):
    once = normalise.visual(normalise.one_line(text))
    assert normalise.visual(once) == once


@given(lines, lines)
def test_many_names_fold_as_one_text_just_as_they_do_alone(one, other):
    both = normalise.visual_columns(f"{one}\n{other}")
    apart = zip(normalise.visual_columns(one), normalise.visual_columns(other), strict=True)
    assert both == tuple("\n".join(pair) for pair in apart)
    sounds = normalise.sound_columns(both)
    alone = zip(
        normalise.sound_columns(normalise.visual_columns(one)),
        normalise.sound_columns(normalise.visual_columns(other)),
        strict=True,
    )
    assert sounds == tuple("\n".join(pair) for pair in alone)


@given(st.lists(st.text("aabbcx1 ", min_size=1, max_size=9), min_size=1, max_size=5))
def test_a_long_text_folds_line_by_line_too(names):
    long = names * 3_000
    assert normalise.native("\n".join(long)).split("\n") == [*map(normalise.native, names)] * 3_000


@given(st.text(max_size=60))
def test_no_text_in_any_script_stops_the_readings(text):
    assert all(normalise.visual_readings(text))
    assert all(normalise.sound_readings(text))
    for letter, at in zip(*normalise.signs(text), strict=True):
        assert letter.strip()
        assert 0 <= at < len(text)
    for word in normalise.words(text):
        assert 0 <= word.start <= word.end <= len(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("TJAP DJEMPOL", "Cap Jempol"),
        ("SOERABAJA", "Surabaya"),
        ("DJAJA", "Jaya"),
        ("TJOKRO", "Cokro"),
        ("SOEKSES", "Sukses"),
        ("NJONJA", "Nyonya"),
        ("CHUSUS", "Khusus"),
        ("SJUKUR", "Sukur"),
        ("Kopi Koe", "KopiQ"),
        ("Kopi Qu", "KOPIKU"),
        ("Kripik", "Keripik"),
        ("GUCCI", "Guchi"),
        ("PROVIT", "Profit"),
        ("Fanta", "Panta"),
        ("HORECA", "Horeka"),
        ("kupu2", "Kupu-Kupu"),
        ("EKSTRA", "Extra"),
        ("AYAMM", "Ayam"),
        ("M3LATI", "Melati"),
        ("TOKO 3", "Toko Tiga"),
        ("X-SEED", "Xceed"),
        ("Zam Zam", "Jam Jam"),
        ("Abad", "Abat"),
        ("Ruma", "Rumah"),
        ("FARMASYS", "Farmasis"),
        ("SYRUP", "Sirup"),
        ("SYAHDU", "Sahdu"),
        ("XPRESS", "Ekspres"),
        ("XEROX", "Serox"),
        ("Tiyara", "Tiara"),
        ("Buwana", "Buana"),
        ("Kwalitas", "Kualitas"),
        ("Amboy", "Amboi"),
        ("ZELLARON", "Selaron"),
    ],
)
def test_twins_of_old_and_new_spelling_share_a_sound(one, other):
    assert set(normalise.sound_readings(one)) & set(normalise.sound_readings(other))


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("I.K.A.T", "ikat"),
        ("  KOPI   &  Susu! ", "kopi susu"),
        ("Café Crème", "cafe creme"),
        ("Jum'at", "jumat"),
        ("№1", "no1"),
        ("ꦏꦺꦴꦥꦶ", "ꦏꦺꦴꦥꦶ"),
        ("", ""),
    ],
)
def test_the_visual_form_keeps_letters_and_single_spaces(name, seen):
    assert normalise.visual(name) == seen


def test_legal_forms_and_shop_words_are_set_aside_but_never_the_whole_name():
    assert normalise.visual_readings("PT Maju Jaya Tbk")[0] == "maju jaya"
    assert "senja" in normalise.visual_readings("Warung Senja")
    assert normalise.visual_readings("PT") == ("pt",)
    assert normalise.visual_readings("TOKO") == ("toko",)


def test_a_name_of_signs_alone_is_kept_as_it_is():
    assert normalise.visual_readings("☕☕") == ("☕☕",)
    assert normalise.visual_readings(" ") == ()


def test_words_know_where_they_stand_in_the_name():
    name = "PT Djaja & Café"
    assert [(word.seen, name[word.start : word.end]) for word in normalise.words(name)] == [
        ("djaja", "Djaja"),
        ("cafe", "Café"),
    ]


TRICKY = ["KOPI KU", "KOPI QUE", "RAJA II", "DUA 2", "4U GR8", "BE CE A", "ADA Q", "H H", "KOPIKU"]


@given(st.lists(st.text("kquei 2hxcvn", max_size=12), max_size=4))
def test_a_word_sounds_as_it_does_alone_whatever_stands_beside_it(names):
    normalise._read.clear()
    normalise._spoken.clear()
    normalise.read_together([*names, *TRICKY])
    for name in (*names, *TRICKY):
        for word in normalise.words(name):
            assert word.heard == normalise.native(word.seen)


@pytest.mark.parametrize("names", [TRICKY, ["PT DJAJA", "Café Q", "TOKO", "!!!", "", "a\nb"]])
def test_names_an_index_has_read_are_read_the_same(names):
    alone = [normalise.read(name) for name in names]
    written, _, _, heard, abroad, *_ = zip(*map(normalise.columns, names), strict=True)
    other = [a or h for a, h in zip(abroad, heard, strict=True)]
    found = normalise.read_as(names, normalise.told_by(written, heard, other))
    assert [found[name] for name in names] == alone
