"""The desk ranks names without a server exactly as the engine ranks them over the same extract."""

import json
import random
from pathlib import Path
from typing import TYPE_CHECKING

import brotli
import pytest
from tests.offline import OPEN, SCRIPTS, compare, desk_page, queries_of

from serupa import Corpus, Query, Record, find_grounds, rank
from serupa.explain import sentence
from serupa.extract import pack, read

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[3]
MOST_SCRIPT = 30 * 1024
INVENTED = (
    ("KOPI SENJA", "30"), ("Senja Kopi", "43"), ("KOPI SENDJA", "30"), ("TJAP DJEMPOL", "30"),
    ("Cap Jempol", "30;29"), ("BCA", "36"), ("Bintang Empat", "30"), ("4 BINTANG", "30"),
    ("ꦱꦼꦤ꧀ꦗ", "30"), ("قهوة الصباح", "30"), ("咖啡店", "43"), ("КОФЕ", "30"), ("Straße", "30"),
    ("☕☕", "30"), ("Ö", "30"), ("X", "30"), ("KOPI", "30"), ("Kopi Kopi", "30"),
    ("a b c d", "30"), ("Sambal Bu Sri", ""), ("SAMBAL BOE SRI", ""), ("O'Neil's", "25"),
    ("3M", "7"), ("dan", "30"), ("PT", "35"), ("Aqua Sejuk", "32"), ("Senja\u00a0Biru", "30"),
    ("x" * 230, "30"), ("İZMİR", "30"), ("Matahari Sun", "30"), ("Sun Rise", "30"),
    ("Kopi Matahari", "30"), ("Bubuk Kopi Surya", "30"), ("GR8 LIGHT 4U", "30"),
    ("Great Lite", "30"), ("EIGHT NIGHTS", "30"), ("Nite Gr8", "43"),
    ("BEAUTICA", "30"), ("Byutika", "43"), ("SANTOVIT", "30"), ("Sentafit", "30"),
    ("Knight's Bridge", "30"), ("XPRESS TIYARA", "30"), ("Ekspres Tiara", "30"),
    ("Boutique Kwalitas", "30"), ("Butik Kualitas", "30"), ("FARMASYS", "30"), ("Pharmacis", "30"),
    ("MOON GODDESS", "30"), ("Dewi Rembulan", "43"),
)  # fmt: skip


@pytest.fixture(scope="module")
def content() -> bytes:
    """Five thousand marks: every eleventh of the demo register, and invented hard ones."""
    every = Corpus.read(ROOT / "data" / "marks" / "demo_register.csv.gz").records()
    hard = [
        Record(f"H{at}", name, tuple(int(one) for one in classes.split(";") if one))
        for at, (name, classes) in enumerate(INVENTED)
    ]
    some = random.Random(6).sample(every, 5_000)
    corpus = Corpus.from_records([*some, *hard], name="Daftar uji", date="2026-11-21")
    return pack(corpus, (29, 30, 43)).content


@pytest.mark.browser
@pytest.mark.slow
def test_a_thousand_names_come_out_as_in_the_engine(content: bytes, browser: "Browser") -> None:
    records = read(content).records()

    found = compare(browser, content, queries_of(records, 1_000, seed=29))

    assert (found.wrong, found.unlike) == ([], [])
    assert found.info["size"] == len(records)
    assert {29, 30, 43} < set(found.info["covered"])


@pytest.mark.browser
def test_well_known_marks_are_found_as_in_the_engine(content: bytes, browser: "Browser") -> None:
    names = (
        "PIZA HUT ENAK", "Mie Gacowan Pedas", "KOPI KENAGAN SENJA", "AQUWA", "ADIDES", "Samsong",
        "Beng Beng Jaya", "beng siti", "INDOMEI GORENG", "Sepatu Adides", "Teh dalam Botol",
        "Janji Jiwaa Kopi", "Escape Kol", "AQUA Segar", "GOOGLE", "qopi kenanganku", "Hut Ke 80",
    )  # fmt: skip
    asked = [(name, classes) for name in names for classes in ((30,), (25, 43), ())]

    found = compare(browser, content, asked)

    assert (found.wrong, found.unlike) == ([], [])


@pytest.mark.browser
def test_five_names_get_the_engines_recommendation(content: bytes, browser: "Browser") -> None:
    corpus = read(content)
    fives = [
        ["Kopi Senja", "Zumbrevo", "Kopi Enak", "Tjap Djempol", "Bir Halal"],
        ["KOPI SENDJA", "SENJA KOPI", "Kopi Senja", "Cap Jempol", "Senja Kopi"],
        ["Kopi"],
        ["Wadimor Luntika"],
        ["", "Kopi Senja"],
    ]
    with desk_page(browser, content) as page:
        page.evaluate(OPEN)
        chosen = page.evaluate(
            "async (fives) => { const out = []; for (const five of fives)"
            " out.push(await window.screener.choose(five, { classes: [30] })); return out; }",
            fives,
        )
    for five, told in zip(fives, chosen, strict=True):
        ranking = rank(corpus.screen(Query(name, (30,))) for name in five)
        assert told["order"] == list(ranking.order)
        assert told["recommended"] == ranking.recommended
        assert told["text"] == sentence(ranking.key, ranking.params)


@pytest.mark.browser
def test_a_name_of_other_goods_than_those_sold_has_the_engines_grounds(
    content: bytes, browser: "Browser"
) -> None:
    asked = [
        ("Kopi Senja", [30], "kecap manis"), ("QOPI Senja", [30], "gula aren"), ("Kopi", [30], ""),
        ("Kopi Senja", [30], "robusta bubuk"), ("Kopi Senja", [43], "nasi goreng"),
        ("Kopi Susu Senja", [30, 43], "gula aren"), ("Batik Laras", [24], "kain tenun"),
    ]  # fmt: skip
    ask = (
        "async asked => { const out = []; for (const [name, classes, goods] of asked)"
        " out.push((await window.screener.report(name, { classes, goods })).grounds);"
        " return out; }"
    )
    with desk_page(browser, content) as page:
        page.evaluate(OPEN)
        told = page.evaluate(ask, asked)
    engine = [find_grounds(Query(name, tuple(some), goods), some) for name, some, goods in asked]
    keys = [[(one["key"], one["params"], one["code"]) for one in grounds] for grounds in told]
    assert keys == [[(one.key, one.params, one.code) for one in grounds] for grounds in engine]
    assert "abs.goods" in {key for grounds in keys for key, _, _ in grounds}


@pytest.mark.browser
def test_a_class_the_extract_does_not_cover_is_said(content: bytes, browser: "Browser") -> None:
    with desk_page(browser, content) as page:
        page.evaluate(OPEN)
        ask = "classes => window.screener.report('Senja', { classes }).then(r => r.complete)"
        covered = [page.evaluate(ask, classes) for classes in ([30], [25], [])]
    assert covered == [True, False, False]


@pytest.mark.browser
@pytest.mark.parametrize("harm", ["cut", "changed", "other", "newer", "older"])
def test_a_file_that_is_no_whole_extract_is_refused(
    content: bytes, browser: "Browser", harm: str
) -> None:
    broken = {
        "cut": content[:-64],
        "changed": content[:-4_000] + b"?" + content[-3_999:],
        "other": b"PK\x03\x04" + content,
        "newer": content.replace(b'{"format":3,', b'{"format":9,', 1),
        "older": content.replace(b'{"format":3,', b'{"format":2,', 1),
    }[harm]
    with desk_page(browser, broken) as page:
        said = page.evaluate(f"() => ({OPEN})().catch(error => error.name)")
    assert said == "Broken"


def test_the_scripts_stay_small() -> None:
    files = [*SCRIPTS.glob("serupa*.js"), *(SCRIPTS / "serupa").glob("*.js")]
    sizes = {path.name: len(brotli.compress(path.read_bytes())) for path in files}
    assert sum(sizes.values()) <= MOST_SCRIPT, json.dumps(sizes)
