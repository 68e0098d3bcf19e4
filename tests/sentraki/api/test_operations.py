"""The open interface says what the public pages say, and nothing else."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from tests import factories as make

from sentraki.cases.services.rights import KnownRight, end, record_known
from sentraki.kernel import clock

pytestmark = pytest.mark.django_db

RIGHTS = "/api/v1/hak"


def known(office, number="IDM000000001", **more):
    values = {"number": number, "name": "Kopi Uji", "holder": "Dapur Uji", "classes": "30,43"}
    made = KnownRight(year=2023, **(values | more))
    return record_known(office=office, viewer=make.SYSTEM, known=made)


def test_a_seal_answers_as_its_page_does():
    filing = make.make_filed()

    answer = Client().get(f"/api/v1/verifikasi/{filing.seal.code}")

    body = answer.json()
    assert answer.status_code == 200
    assert (body["state"], body["facts"]["name"]) == ("applied", "Sambal Mak Ijah")
    assert "0071014101800001" not in answer.content.decode()
    assert "6281234567890" not in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


def test_an_unknown_code_is_unknown_and_no_more():
    answer = Client().get("/api/v1/verifikasi/BUKAN-KODE")

    assert (answer.status_code, answer.json()) == (404, {"state": "unknown"})


@pytest.mark.parametrize("number", ["+0.0", "00", "-1", "0x0", "1000000", "٠"])
def test_a_status_list_has_one_address(number):
    assert Client().get("/api/v1/status/0").status_code in (200, 404)
    assert Client().get(f"/api/v1/status/{number}").status_code == 422


def test_the_register_counts_and_lists_the_same_rows():
    office = make.make_office()
    known(office)
    known(office, "IDM000000002", name="Kain Uji", classes="24")
    client = Client()

    every = client.get(RIGHTS).json()
    narrow = client.get(RIGHTS, {"kelas": 43}).json()
    elsewhere = client.get(RIGHTS, {"wilayah": "31.71"}).json()

    assert (every["total"], len(every["rows"])) == (2, 2)
    assert [row["number"] for row in narrow["rows"]] == ["IDM000000001"]
    assert narrow["rows"][0]["classes"] == [30, 43]
    assert elsewhere["total"] == 0
    assert every["definition"]


def test_a_right_that_ended_is_in_the_register_no_more():
    office = make.make_issuing_office()
    right = known(office)
    end(right=right, viewer=make.make_officer(office), cause="revoked", ended_on=clock.today())

    assert Client().get(RIGHTS).json()["total"] == 0


@pytest.mark.parametrize("wrong", [{"kelas": 46}, {"wilayah": "x"}, {"halaman": 0}])
def test_a_question_that_makes_no_sense_is_refused(wrong):
    assert Client().get(RIGHTS, wrong).status_code == 422


def test_only_reading_is_possible():
    client = Client()

    assert client.post(RIGHTS).status_code == 405
    assert client.delete("/api/v1/verifikasi/X").status_code == 405


def test_the_description_names_every_operation_and_loads_nothing_from_elsewhere():
    answer = Client().get(reverse("api:openapi"))

    paths = answer.json()["paths"]
    assert set(paths) == {
        "/api/v1/verifikasi/{code}",
        "/api/v1/hak",
        "/api/v1/angka/{office}",
        "/api/v1/kredensial/{code}",
        "/api/v1/status/{number}",
        "/api/v1/did.json",
        "/api/v1/token",
        "/api/v1/identitas",
    }
    assert "http" not in json.dumps(paths)


def test_thirty_rows_ask_as_much_as_one(django_assert_max_num_queries):
    office = make.make_office()
    known(office)
    client = Client()
    with django_assert_max_num_queries(10) as one:
        client.get(RIGHTS)
    for number in range(2, 32):
        known(office, f"IDM{number:09d}")
    with django_assert_max_num_queries(10) as thirty:
        client.get(RIGHTS)

    assert len(one) == len(thirty)
