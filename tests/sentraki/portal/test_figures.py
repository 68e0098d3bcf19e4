"""The pages of figures: definitions beside numbers, rows behind them, and not a word too many."""

import csv
import io
import json

import pytest
from django.test import Client
from tests import factories as make
from tests.sentraki.insight.past import load_past, past
from tests.sentraki.portal.things import scripts_in, weight_of

from sentraki.insight.models import Comparison
from sentraki.insight.registry import FIGURES
from sentraki.offices.models import Office

pytestmark = pytest.mark.django_db
MOST_BYTES = 60_000
PAGES = ("/angka/", "/angka/biaya/", "/angka/peringkat/", "/angka/pers/", "/angka/arti/diajukan/")


@pytest.fixture
def office() -> Office:
    office = make.make_office(slug="palembang", takes_applications=True)
    make.make_region("16.71.01", "Ilir Barat Dua")
    make.make_region("16.71.02", "Seberang Ulu Satu")
    results = ("incomplete", "pending", "registered", "refused")
    load_past(
        office,
        [
            past(
                n,
                year=2020 + n % 2,
                district=f"16.71.0{1 + n // 2 % 2}",
                result=results[n // 4 % 4],
            )
            for n in range(80)
        ],
    )
    return office


@pytest.fixture
def client(office: Office) -> Client:
    client = Client()
    client.get("/di/palembang/")
    return client


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_figures_is_light_and_needs_no_script(client, page):
    response = client.get(page)

    assert response.status_code == 200
    assert weight_of(client, page, response.content) <= MOST_BYTES
    assert scripts_in(response.content) == []


def test_every_number_stands_with_its_definition_and_opens_its_rows(client):
    content = client.get("/angka/").content.decode()

    for slug in ("difasilitasi", "diajukan", "terdaftar", "ditolak"):
        assert str(FIGURES[slug].definition) in content
        assert f"/angka/arti/{slug}/" in content
    assert ">80<" in content.replace("\n", "").replace(" ", "")


def test_the_rows_behind_a_figure_are_as_many_and_name_nobody(client):
    rows = list(csv.reader(io.StringIO(client.get("/angka/baris.csv").content.decode("utf-8-sig"))))

    assert rows[0] == ["kecamatan", "hasil"]
    assert len(rows) == 81
    assert not any("Pemilik" in cell or "Merek" in cell for row in rows for cell in row)


@pytest.mark.parametrize(
    "way", ["tahun", "kelas", "skala", "gender", "subsektor", "dana", "tidak-ada"]
)
def test_a_figure_divides_in_every_way(client, way):
    assert client.get(f"/angka/arti/terdaftar/?menurut={way}").status_code == 200


def test_without_an_office_nothing_is_added_up_over_all(office):
    make.make_office(slug="tangerang", region="36.71", takes_applications=True)
    for page in (*PAGES, "/angka/baris.csv", "/angka/antrean-tahun/"):
        content = Client().get(page).content.decode()
        assert "80" not in content or "peringkat" in page


def test_an_unknown_figure_is_not_found(client):
    assert client.get("/angka/arti/untung/").status_code == 404


def test_the_ranking_says_by_which_method(client, office):
    for number, code in enumerate(("16.71", "16.72", "36.71")):
        make.make_region(code)
        Comparison.objects.create(
            region_id=code, period="2020-2022", facilitated=100 + number, source="contoh"
        )
    content = client.get("/angka/peringkat/").content.decode()

    assert "peringkat 2 di provinsinya dan peringkat 3 dalam tabel" in content
    assert "menurut jumlah" in content


def test_the_catalogue_is_dcat_with_an_address_for_each_set(client, office):
    found = json.loads(client.get("/angka/katalog.jsonld").content)

    assert found["@type"] == "dcat:Catalog"
    assert found["dcat:dataset"][0]["@type"] == "dcat:Dataset"
    address = found["dcat:dataset"][0]["dcat:distribution"][0]["dcat:downloadURL"]["@id"]
    answer = Client().get("/" + address.split("/", 3)[3]).json()
    assert (
        answer["totals"]["difasilitasi"] == sum(row["facilitated"] for row in answer["rows"]) == 80
    )


def test_the_interface_tells_of_no_office_with_few_places():
    make.make_office(slug="kecil", takes_applications=True)

    assert Client().get("/api/v1/angka/kecil").status_code == 404
    assert Client().get("/api/v1/angka/tidak-ada").status_code == 404
