"""Which right fits: one question a page, nothing stored, who pays, what next."""

import re

import pytest
from django.test import Client
from tests.factories import make_office, make_programme

from sentraki.cases.services.reference import load_reference
from sentraki.offices.models import Office
from sentraki.portal.forms.fitting import WORDS, choices_of

pytestmark = pytest.mark.django_db
PATH = "/hak-apa/"


@pytest.fixture
def office() -> Office:
    load_reference()
    return make_office(slug="palembang")


def walk(client: Client, *given: str) -> str:
    """The page after answering ``given`` one by one."""
    page = client.get(PATH).content.decode()
    for answer in given:
        carried = re.findall(r'name="answers" value="([^"]+)"', page)[0]
        response = client.post(PATH, {"answers": carried, "answer": answer})
        assert response.status_code == 200
        page = response.content.decode()
    return re.sub(r"\s+", " ", page)


def test_the_first_question_is_what_to_protect(client: Client, office: Office) -> None:
    page = walk(client)
    assert "Apa yang ingin Anda lindungi?" in page
    assert "Pertanyaan 1, paling banyak 8" in page


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        (["name", "own", "nib"], "Yang cocok: merek"),
        (["name", "shared", "yes", "nib"], "Yang cocok: merek kolektif"),
        (["picture", "own", "me"], "Yang cocok: pencatatan ciptaan"),
        (["picture", "shared"], "Yang cocok: pencatatan KIK"),
        (["shape", "own", "me", "no"], "Yang cocok: desain industri"),
        (["method", "own", "no"], "Yang cocok: paten sederhana atau paten"),
        (["origin", "yes"], "Yang cocok: indikasi geografis"),
        (["unsure"], "Belum jelas hak mana yang cocok"),
    ],
)
def test_each_way_ends_in_its_right_and_a_next_step(
    client: Client, office: Office, answers: list[str], sentence: str
) -> None:
    page = walk(client, *answers)
    assert sentence in page
    assert "Langkah berikutnya" in page
    assert "btn-primary" in page


def test_a_mark_says_how_many_free_places_are_left_and_what_it_costs_without(
    client: Client, office: Office
) -> None:
    make_programme(office=office, quota=9)
    page = walk(client, "name", "own", "nib")
    assert "9 tempat gratis masih ada" in page
    assert "Rp500.000" in page


def test_a_larger_business_is_not_promised_a_free_place(client: Client, office: Office) -> None:
    make_programme(office=office, quota=9)
    page = walk(client, "name", "own", "larger")
    assert "tempat gratis masih ada" not in page
    assert "ditujukan untuk usaha mikro dan kecil" in page


def test_an_unconfirmed_fee_asks_to_check_again(client: Client, office: Office) -> None:
    assert "Periksa kembali sebelum membayar." in walk(client, "shape", "own", "me", "no")


def test_nobody_pays_for_communal_records(client: Client, office: Office) -> None:
    assert "Tidak dipungut biaya." in walk(client, "heritage", "shared")


def test_without_a_chosen_office_the_place_is_asked_and_leads_there(
    client: Client, office: Office
) -> None:
    make_office(slug="tangerang", region="36.71")
    page = walk(client, "name", "own", "nib")
    assert "Di kabupaten atau kota mana usaha Anda?" in page
    assert "/di/tangerang/" in walk(client, "name", "own", "nib", "tangerang")
    assert "Pilih salah satu jawaban." in walk(client, "name", "own", "nib", "mars")
    assert "Yang cocok: merek" in walk(client, "name", "own", "nib", "elsewhere")


@pytest.mark.parametrize("answer", ["", "perhaps"])
def test_no_answer_or_a_foreign_one_asks_again(client: Client, office: Office, answer: str) -> None:
    page = walk(client, "name", answer)
    assert "Pilih salah satu jawaban." in page
    assert "Pertanyaan 2" in page


def test_back_takes_the_last_answer_away(client: Client, office: Office) -> None:
    page = walk(client, "name", "own")
    carried = re.findall(r'name="answers" value="([^"]+)"', page)[0]
    earlier = client.post(PATH, {"answers": carried, "back": "1"}).content.decode()
    assert "Pertanyaan 2" in earlier


def test_a_changed_token_starts_again_and_says_so(client: Client, office: Office) -> None:
    response = client.post(PATH, {"answers": "xyz", "answer": "name"})
    assert response.status_code == 200
    assert "Pertanyaan 1" in response.content.decode()
    assert 'role="alert"' in response.content.decode()


def test_answers_leave_no_trace(client: Client, office: Office) -> None:
    response = client.post(PATH, {"answer": "name"})
    assert "no-store" in response["Cache-Control"]
    assert "sessionid" not in client.cookies


def test_every_answer_has_words() -> None:
    assert all(choices_of(question, []) for question in WORDS)
