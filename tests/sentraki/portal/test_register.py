"""The register: a figure, exactly its rows, every way to narrow it, and the same as a file."""

import csv
import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories import make_office, make_region
from tests.sentraki.portal.things import make_right, make_seal, scripts_in, weight_of

from sentraki.ledger.rules.seal_states import SealState
from sentraki.offices.models import Office
from sentraki.portal.views.register import HEADERS

pytestmark = pytest.mark.django_db
MOST_BYTES = 43_000


@pytest.fixture
def office() -> Office:
    return make_office(slug="palembang")


@pytest.fixture
def some(office: Office) -> Office:
    """Four rights that differ in everything one can narrow by."""
    second = make_region("16.71.02", "Seberang Ulu Satu").code
    make_right(office, name="Satu", year=2022, classes="29,30", subsector="culinary")
    make_right(office, name="Dua", year=2022, classes="3", subsector="craft")
    make_right(office, name="Tiga", year=2023, classes="30", district_code=second)
    make_right(office, name="Empat", year=2023, classes="", subsector="", district_code="")
    return office


def shown(client: Client, query: str = "") -> str:
    response = client.get(f"/daftar/{query}")
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def figure(page: str) -> int:
    return int(re.findall(r'<p class="value">([\d.]+)</p>', page)[0])


def names(page: str) -> set[str]:
    return set(re.findall(r'<tr> <th scope="row"> (\w+?) ?</th> <td data-label', page))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?kecamatan=Entah%2099", "Tidak ada kecamatan seperti itu."),
        ("?kecamatan=99.99", "Tidak ada kecamatan seperti itu."),
        ("?tahun=abc", "Tidak ada tahun seperti itu."),
        ("?tahun=20229999", "Tidak ada tahun seperti itu."),
        ("?kelas=00399", "Tidak ada kelas seperti itu."),
        ("?subsektor=entah", "Tidak ada subsektor seperti itu."),
    ],
)
def test_what_names_nothing_is_said_in_a_sentence_and_never_repeated(client, some, query, sentence):
    page = shown(client, query)

    assert sentence in page
    assert names(page) == {"Satu", "Dua", "Tiga", "Empat"}
    for typed in ("Entah", "entah", "99.99", "abc", "20229999", "00399"):
        assert typed not in page


def test_an_empty_part_of_the_address_asks_for_nothing(client, some):
    assert "seperti itu" not in shown(client, "?tahun=&kecamatan=")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"Satu", "Dua", "Tiga", "Empat"}),
        ("?tahun=2022", {"Satu", "Dua"}),
        ("?kelas=30", {"Satu", "Tiga"}),
        ("?kelas=3", {"Dua"}),
        ("?subsektor=craft", {"Dua"}),
        ("?kecamatan=16.71.02", {"Tiga"}),
        ("?tahun=2023&kelas=30", {"Tiga"}),
        ("?tahun=2019", set()),
        ("?tahun=abc&kelas=99&subsektor=nothing", {"Satu", "Dua", "Tiga", "Empat"}),
    ],
)
def test_the_figure_is_the_number_of_its_rows_under_every_filter(
    client: Client, some: Office, query: str, expected: set[str]
) -> None:
    page = shown(client, query)
    assert names(page) == expected
    assert figure(page) == len(expected)


def test_all_seventeen_subsectors_are_counted_zeros_included(client: Client, some: Office) -> None:
    page = shown(client)
    sectors = page[page.index('id="h-subsektor"') : page.index('id="h-kecamatan"')]
    counts = [int(n) for n in re.findall(r'class="text-end num">(\d+)<', sectors)]
    assert len(counts) == 18
    assert sum(counts) == 4
    assert "tidak tercatat" in sectors
    assert "Nol di sini hasil hitung, bukan data kosong." in sectors


def test_years_and_classes_are_drawn_with_a_table_beside_the_picture(
    client: Client, some: Office
) -> None:
    page = shown(client)
    assert page.count('class="ki-chart"') == 2
    assert '<th scope="row">2022</th><td class="text-end">2</td>' in page


def test_every_step_leads_to_exactly_as_many_rows_as_it_says(client: Client, some: Office) -> None:
    page = shown(client)
    steps = re.findall(
        r'<a href="/daftar/(\?[^"]+)">[^<]+</a> </th> <td class="text-end num">(\d+)<', page
    )
    assert len(steps) >= 4
    for query, count in steps:
        assert figure(shown(client, query)) == int(count)


def test_an_empty_register_says_that_its_zero_was_counted(client: Client, office: Office) -> None:
    page = shown(client)
    assert figure(page) == 0
    assert "Nol ini hasil hitung, bukan data kosong." in page


def test_an_ended_right_is_not_in_the_register(client: Client, office: Office) -> None:
    make_right(office, ended_on="2024-01-01")
    assert figure(shown(client)) == 0


def test_the_chosen_office_shows_its_own_area_only(client: Client, some: Office) -> None:
    other = make_office(slug="tangerang", region="36.71")
    make_right(other, name="Lain")
    assert figure(shown(client)) == 5
    client.cookies["kantor"] = some.slug
    assert "Lain" not in names(shown(client))


def test_a_row_opens_its_seal(client: Client, office: Office) -> None:
    seal = make_seal(state=SealState.REGISTERED)
    make_right(office, seal=seal)
    page = shown(client)
    assert f'href="/verifikasi/{seal.code}"' in page


def queries_for(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


@pytest.mark.parametrize("path", ["/daftar/", "/daftar.csv"])
def test_thirty_rows_ask_as_many_queries_as_one(client: Client, office: Office, path: str) -> None:
    def add() -> None:
        make_right(office, seal=make_seal(state=SealState.REGISTERED))

    add()
    one = queries_for(client, path)
    for _ in range(29):
        add()
    assert queries_for(client, path) == one


def test_long_lists_come_in_pages_that_keep_the_filter(client: Client, office: Office) -> None:
    for _ in range(31):
        make_right(office)
    page = shown(client, "?tahun=2022")
    assert "1–30 dari 31" in page
    assert "?tahun=2022&amp;page=2" in page
    assert figure(shown(client, "?tahun=2022&page=2")) == 31


def test_the_page_keeps_its_budget_and_needs_no_script(client: Client, office: Office) -> None:
    for _ in range(30):
        make_right(office)
    content = client.get("/daftar/").content
    assert weight_of(client, "/daftar/", content) <= MOST_BYTES
    assert scripts_in(content) == []


def test_the_file_holds_the_same_rows_and_computes_nothing(client: Client, some: Office) -> None:
    make_right(some, name="=HYPERLINK(1)", year=2022)
    response = client.get("/daftar.csv?tahun=2022")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert tuple(rows[0]) == HEADERS
    assert {row["nama"] for row in rows} == {"Satu", "Dua", "'=HYPERLINK(1)"}
    assert response["Link"].startswith("</daftar.csv-metadata.json?tahun=2022>")
    assert "attachment" in response["Content-Disposition"]


def test_the_files_metadata_say_what_it_means(client: Client, some: Office) -> None:
    about = client.get("/daftar.csv-metadata.json?tahun=2022").json()
    assert about["rows"] == 2
    assert about["filter"] == {"tahun": "2022"}
    assert about["dc:license"] == "CC BY 4.0"
    assert about["url"].endswith("/daftar.csv?tahun=2022")
    assert all(about[name] for name in ("dc:description", "dc:source", "dc:modified", "unit"))
    assert [column["name"] for column in about["tableSchema"]["columns"]] == list(HEADERS)


def test_the_english_page_names_subsectors_in_english(client: Client, some: Office) -> None:
    client.cookies["django_language"] = "en"
    page = shown(client)
    assert "Culinary" in page
    assert "Kuliner" not in page
