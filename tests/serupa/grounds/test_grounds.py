import pytest
from hypothesis import given
from hypothesis import strategies as st

from serupa import Query, find_grounds
from serupa.data import notes, table
from serupa.explain import sentence
from serupa.grounds import codes


def kinds(name, *classes, goods="", description=""):
    query = Query(name, classes, goods, description)
    return {ground.kind for ground in find_grounds(query, classes)}


@pytest.mark.parametrize(
    ("name", "classes", "kind"),
    [
        ("KOPI", (30,), "common"),
        ("Sambal", (30,), "common"),
        ("KOPITIAM", (43,), "common"),
        ("KOPI ENAK", (30,), "descriptive"),
        ("Keripik Pedas Gurih", (29,), "descriptive"),
        ("Laundry Bersih", (37,), "descriptive"),
        ("KopiKu", (30,), "descriptive"),
        ("ASETKU", (36,), "descriptive"),
        ("JAYA ABADI", (30,), "descriptive"),
        ("SUPER ENAK", (29,), "descriptive"),
        ("Batik Pekalongan", (24,), "place"),
        ("Bakso Malang", (43,), "place"),
        ("Apel Batu", (31,), "place"),
        ("Palangka Raya Snack", (29,), "place"),
        ("SENJA JOGJA", (25,), "place"),
        ("Obat Kuat Lelaki", (5,), "quality"),
        ("MADU ASLI CENDANA", (30,), "quality"),
        ("Nomor 1 Sultan", (30,), "quality"),
        ("WARUNG ANJING GILA", (43,), "order"),
        ("ALLAH BERKAH", (30,), "order"),
        ("GARUDA PANCASILA", (25,), "emblem"),
        ("BATIK RESMI PEMKOT", (25,), "emblem"),
        ("KARTINI KEBAYA", (25,), "person"),
        ("Bung Karno Peci", (25,), "person"),
        ("Kopi Gayo Lestari", (30,), "gi"),
        ("Mie Kuntilanak", (30,), "halal"),
        ("Rawon Setan", (43,), "halal"),
        ("RUM RAISIN CAKE", (30,), "halal"),
        ("Biskuit Natal Ceria", (30,), "halal"),
        ("K", (30,), "simple"),
        ("2024", (30,), "simple"),
        ("!", (30,), "simple"),
    ],
)
def test_a_word_that_speaks_against_a_name_is_found(name, classes, kind):
    assert kind in kinds(name, *classes)


@pytest.mark.parametrize(
    ("name", "classes", "goods"),
    [
        ("Kopi Senja Kala", (30,), "kecap manis botol"),
        ("QOPI SENJA", (30,), "kecap manis"),
        ("Madu Rimba", (30,), "gula aren cair"),
        ("Sepatu Laras", (25,), "jilbab dan mukena"),
        ("Batik Laras", (24,), "kain tenun ikat"),
        ("Tempe Ria", (29,), "abon ikan lele"),
        ("Roti Sultan", (29, 30), "keripik singkong pedas"),
        ("Rotan Jaya", (20,), "kursi bambu"),
    ],
)
def test_a_name_that_says_goods_of_another_kind_than_those_sold_may_mislead(name, classes, goods):
    [found] = [
        one for one in find_grounds(Query(name, classes, goods), classes) if one.kind == "goods"
    ]
    assert (found.code, found.article) == ("B4", "Pasal 20 huruf c")
    for language in ("id", "en"):
        assert found.words[0] in sentence(found.key, found.params, language)
        assert found.words[0] in sentence(found.cure, found.params, language)


@pytest.mark.parametrize(
    ("name", "classes", "goods"),
    [
        ("Kopi Senja", (30,), ""),
        ("Kopi Senja", (30,), "minuman kopi susu"),
        ("Kopi Senja", (30,), "robusta bubuk"),
        ("Kopi Senja", (30,), "oleh oleh khas"),
        ("Kopi Senja", (25,), "sepatu kulit"),
        ("Kopi Senja", (43,), "rumah makan nasi goreng"),
        ("Kopi Senja", (), "kecap manis"),
        ("Roti Sultan", (30,), "kue kering dan bolu"),
        ("Teh Ani", (30,), "keripik singkong"),
        ("Cap Ayam Jago", (30,), "kecap manis"),
        ("Senja Kala", (30,), "kecap manis"),
        ("Kerupuk Ikan Bu Siti", (29,), "amplang ikan tenggiri"),
        ("Susu Kedelai Melati", (29, 32), "minuman susu kedelai"),
        ("Kopi Susu Gula Aren Senja", (30,), "gula aren"),
        ("Kedai Kopi Titik", (32,), "menjual aneka minuman"),
        ("Warung Bakmi Bu Jenggo", (30, 43), "nasi goreng"),
        ("Batik Barat Bu Tri", (25,), "daster dan mukena"),
        ("Rotiku", (30,), "membuat dan menjual roti"),
        ("Kue Leker", (30,), "tepung telur pisang dan meses"),
    ],
)
def test_a_name_that_may_well_be_of_these_goods_misleads_nobody(name, classes, goods):
    assert "goods" not in kinds(name, *classes, goods=goods)


def test_every_word_of_goods_says_one_kind():
    words = [
        word for row in table("goods_kinds") for word in (row["words"] + " " + row["sold"]).split()
    ]
    assert len(words) == len(set(words))
    assert "periksa kembali" in notes("goods_kinds")


@pytest.mark.parametrize(
    ("name", "classes"),
    [
        ("KEMBANG ANGLING", (30,)),
        ("Rejumbra", (30,)),
        ("LEDRINA", (30,)),
        ("Sirup Wistara", (32,)),
        ("BIR PLETOK NYAI RUMBI", (32,)),
        ("Merah Putih Sentana", (25,)),
        ("Buru Senja", (25,)),
        ("Anjungan", (30,)),
        ("", (30,)),
    ],
)
def test_a_distinctive_name_raises_nothing(name, classes):
    assert kinds(name, *classes) == set()


def test_drinks_and_ghosts_matter_only_where_halal_does():
    assert "halal" in kinds("Setan Merah", 30)
    assert "halal" not in kinds("Setan Merah", 25)


def test_words_of_the_goods_sentence_count_as_naming_the_goods():
    assert "descriptive" not in kinds("lemprit renyah", 30, goods="minuman")
    assert "descriptive" in kinds("lemprit renyah", 30, goods="lemprit dari Bangka")


def test_the_stated_meaning_is_read_for_forbidden_words_too():
    assert "order" in kinds("ZUMBRA", 30, description="artinya anjing dalam bahasa kami")
    assert kinds("ZUMBRA", 30, description="kopi enak dari Palembang") == set()


def test_each_ground_names_its_words_its_article_and_its_cure_in_both_languages():
    grounds = find_grounds(Query("MADU ASLI GAYO ALLAH BACON"), {30})
    assert {ground.kind for ground in grounds} >= {"quality", "gi", "order", "halal"}
    for ground in grounds:
        assert ground.words
        assert ground.article
        for lang in ("id", "en"):
            assert sentence(ground.key, ground.params, lang)
            assert sentence(ground.cure, ground.params, lang)


@given(st.text(max_size=60), st.lists(st.integers(1, 45), max_size=3))
def test_no_name_in_any_script_stops_the_look_for_grounds(name, classes):
    for ground in find_grounds(Query(name, tuple(classes), name, name), classes):
        assert sentence(ground.key, ground.params, "id")


@pytest.mark.parametrize("name", ["ground_words", "places", "descriptive_words"])
def test_every_list_says_where_it_comes_from_and_when(name):
    assert "2026" in notes(name)


def test_the_words_carry_known_kinds_and_existing_classes():
    for row in table("ground_words"):
        assert row["kind"] in {
            *("order", "emblem", "person", "gi", "quality", "claim", "halal", "exempt")
        }
        assert all(1 <= int(number) <= 45 for number in row["classes"].split(";") if number)


@pytest.mark.parametrize("name", ["ꦱꦩ꧀ꦧꦼꦭ꧀", "سامبال", "山水", "Sambal ꦱꦩ"])
def test_a_script_we_cannot_read_is_for_an_officer_to_read(name):
    kinds = {ground.kind for ground in find_grounds(Query(name, (30,)), (30,))}
    assert "script" in kinds


@pytest.mark.parametrize("name", ["Café Señor", "Kopi 99", "D'Mojo", "Ōita", "🍜 Mie"])
def test_latin_letters_with_marks_and_signs_are_read(name):
    kinds = {ground.kind for ground in find_grounds(Query(name, (30,)), (30,))}
    assert "script" not in kinds


def flagged(name, *classes):
    return codes(find_grounds(Query(name, classes), classes))


@pytest.mark.parametrize(
    ("name", "classes", "code"),
    [
        ("ASETKU", (36,), "B1"),
        ("KOPITIAM", (43,), "B2"),
        ("KOPITIAM", (42,), "B2"),
    ],
)
def test_signs_that_were_refused_or_challenged_are_flagged(name, classes, code):
    assert flagged(name, *classes) == (code,)


@pytest.mark.parametrize(
    ("name", "classes", "code"),
    [
        ("Kopi Gayo", (30,), "B4"),
        ("Batik Madura", (24,), "B4"),
        ("Super Pedas", (30,), "B1"),
        ("Pancasila", (25,), "C2"),
        ("PBB", (41,), "C2"),
        ("Bir Halal", (32,), "B4"),
        ("Indonesia", (30,), "B4"),
        ("Qopi Enaak", (30,), "B1"),
        ("kopienak", (30,), "B1"),
        ("24 Jam", (37,), "B3"),
        ("Toko Baju Anak", (35,), "B1"),
        ("Jamu Penyembuh Kanker", (5,), "B4"),
    ],
)
def test_a_name_in_which_no_word_distinguishes_is_flagged(name, classes, code):
    assert code in flagged(name, *classes)


@pytest.mark.parametrize(
    ("name", "classes"),
    [
        ("Apple", (9,)),
        ("Kopi Kapal Api", (30,)),
        ("Sambal Bu Rudy", (30,)),
        ("Senja Jogja", (25,)),
        ("Toko Mutiara", (35,)),
        ("Kopi 99", (30,)),
        ("Sate Padang Ajo Ramon", (43,)),
        ("Madu Asli Cendana", (30,)),
        ("Permata", (3,)),
        ("Rawon Setan", (43,)),
    ],
)
def test_a_name_with_a_word_that_distinguishes_is_not_flagged(name, classes):
    assert flagged(name, *classes) == ()


def test_a_place_or_praise_beside_such_a_word_is_still_told_as_a_note():
    (note,) = find_grounds(Query("SENJA JOGJA", (25,)), (25,))
    assert (note.kind, note.code) == ("place", "")
    (note,) = find_grounds(Query("MADU ASLI CENDANA", (30,)), (30,))
    assert (note.kind, note.code) == ("quality", "")


@given(st.text(max_size=60), st.lists(st.integers(1, 45), max_size=3))
def test_codes_are_reason_codes_each_once(name, classes):
    given_codes = codes(find_grounds(Query(name, tuple(classes)), classes))
    assert set(given_codes) <= {"B1", "B2", "B3", "B4", "B5", "C1", "C2"}
    assert len(set(given_codes)) == len(given_codes)


WORDS = st.sampled_from(["enak", "asli", "super", "pedas", "murah", "jaya", "dan", "segar"])


@given(st.lists(WORDS, min_size=1, max_size=4))
def test_praise_around_goods_never_makes_them_distinctive(praise):
    assert flagged("keripik " + " ".join(praise), 29)


@given(st.lists(WORDS, min_size=0, max_size=3))
def test_one_distinctive_word_is_enough_against_descriptive(praise):
    grounds = find_grounds(Query("Rejumbra " + " ".join(praise), (30,)), (30,))
    assert not {"descriptive", "common", "simple"} & {ground.kind for ground in grounds}


def test_a_script_that_is_read_is_said_as_it_is_read_and_another_is_left_to_an_officer():
    read = find_grounds(Query("ꦏꦺꦴꦥꦶ ꦗꦮ", (30,)), frozenset({30}))[0]
    assert (read.key, read.params["read"]) == ("abs.script.read", "kopi jawa")
    assert find_grounds(Query("茶", (30,)), frozenset({30}))[0].key == "abs.script"
