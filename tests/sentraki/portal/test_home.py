"""The front page: figure, places, fee, choice of office, and its weight."""

import re

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories import make_office, make_programme
from tests.sentraki.portal.things import make_right, scripts_in, weight_of

from sentraki.cases.services.reference import load_reference
from sentraki.offices.models import Office
from sentraki.offices.rules import ScreeningMode

pytestmark = pytest.mark.django_db
MOST_BYTES = 43_000
FIRST_VIEW = 30_000


@pytest.fixture
def office() -> Office:
    return make_office(slug="palembang", name="Pemerintah Kota Palembang", colour="#5d2f66")


def shown(client: Client, path: str = "/") -> str:
    response = client.get(path)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_the_figure_stands_with_its_definition_source_and_link_to_its_rows(
    client: Client, office: Office
) -> None:
    for year in (2022, 2022, 2023):
        make_right(office, year=year)
    page = shown(client)
    assert '<p class="value">3</p>' in page
    assert "Hak yang sudah punya nomor pendaftaran dan belum berakhir." in page
    assert "Tahun 2022: 2. Tahun 2023: 1." in page
    assert 'href="/daftar/"> Lihat 3 baris datanya' in page


def test_places_left_are_the_real_count_with_its_time(client: Client, office: Office) -> None:
    make_programme(office=office, quota=7)
    page = shown(client)
    assert "Masih ada 7 dari 7 tempat, per <time" in page


def test_without_an_open_programme_no_number_of_places_is_shown(
    client: Client, office: Office
) -> None:
    assert "tempat, per" not in shown(client)


def test_the_fee_names_its_source_and_an_unsure_one_asks_to_check_again(
    client: Client, office: Office
) -> None:
    load_reference()
    page = shown(client)
    assert "Rp500.000" in page
    assert "Rp1.800.000" in page
    assert "PP 45/2024" in page
    assert "Periksa kembali sebelum membayar." not in page


def test_the_national_page_offers_offices_and_choosing_one_is_remembered(
    client: Client, office: Office
) -> None:
    make_office(slug="tangerang", region="36.71")
    make_office(slug="kanwil", region="36", takes_applications=False)
    page = shown(client)
    assert "Pilih daerah Anda" in page
    assert "/di/palembang/" in page
    assert "/di/kanwil/" not in page
    answer = client.get("/di/palembang/")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert "Pilih daerah Anda" not in shown(client)
    client.get("/di/")
    assert "Pilih daerah Anda" in shown(client)


@pytest.mark.parametrize("slug", ["kanwil", "nirgends"])
def test_an_office_without_public_pages_cannot_be_chosen(client: Client, slug: str) -> None:
    make_office(slug="kanwil", region="36", takes_applications=False)
    assert client.get(f"/di/{slug}/").status_code == 404


def test_the_colour_of_the_office_comes_in_its_own_small_sheet(
    client: Client, office: Office
) -> None:
    assert "/kantor-css/palembang.css" in shown(client)
    sheet = client.get("/kantor-css/palembang.css")
    assert sheet["Content-Type"] == "text/css"
    assert sheet.content == b":root{--office:#5d2f66}"
    assert sheet["Cache-Control"] == "public, max-age=3600"
    assert client.get("/kantor-css/nirgends.css").status_code == 404


def test_an_office_whose_officers_screen_shows_no_box_for_names(
    client: Client, office: Office
) -> None:
    Office.objects.update(screening_mode=ScreeningMode.OFFICERS_ONLY)
    assert 'name="name_1"' not in shown(client)


def test_the_front_page_asks_at_most_six_queries_and_keeps_its_budget(
    client: Client, office: Office, django_assert_max_num_queries: CaptureQueriesContext
) -> None:
    load_reference()
    make_programme(office=office)
    for _ in range(30):
        make_right(office)
    client.cookies["kantor"] = office.slug
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        content = client.get("/").content
    weight = weight_of(client, "/", content)
    assert weight <= FIRST_VIEW <= MOST_BYTES
    assert scripts_in(content) == []


def test_english_is_complete(client: Client, office: Office) -> None:
    client.cookies["django_language"] = "en"
    page = shown(client)
    assert 'lang="en"' in page
    assert "Is anyone using your mark's name already?" in page


@pytest.mark.parametrize(
    "path", ["/tentang/data-pribadi/", "/tentang/angka/", "/tentang/bantuan/", "/"]
)
def test_the_pages_that_explain_open_in_both_languages(
    client: Client, office: Office, path: str
) -> None:
    indonesian = shown(client, path)
    client.cookies["django_language"] = "en"
    assert shown(client, path) != indonesian


def test_the_privacy_notice_has_the_seven_items_of_the_law(client: Client) -> None:
    page = shown(client, "/tentang/data-pribadi/")
    assert [f"<h2>{n}." in page for n in range(1, 8)] == [True] * 7


def test_help_offers_whatsapp_only_where_the_office_has_a_number(
    client: Client, office: Office
) -> None:
    assert "wa.me" not in shown(client, "/tentang/bantuan/")
    Office.objects.update(whatsapp="081234567890")
    assert "https://wa.me/6281234567890" in shown(client, "/tentang/bantuan/")


def test_browsers_and_robots_find_what_they_ask_for_by_habit(client: Client) -> None:
    robots = client.get("/robots.txt").content.decode()
    assert "Disallow: /permohonan/" in robots
    assert client.get("/favicon.ico")["Location"].endswith("ui/icon.svg")
