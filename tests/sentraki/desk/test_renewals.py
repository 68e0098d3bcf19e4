"""The rights ledger: what ends in which year, what it costs, and the sheet to take along."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse
from tests import factories as make
from tests.sentraki.desk.desk_pages import text_of

from sentraki.cases.models import Right
from sentraki.cases.selectors import renewals
from sentraki.cases.services.reference import load_reference
from sentraki.cases.services.rights import KnownRight, last_day, record_known
from sentraki.kernel.access import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db):
    load_reference()
    return make.make_issuing_office(region="36.03")


def thousand(office, count=1000):
    """Marks filed in 2020 as an earlier register tells them, one class each."""
    day = date(2020, 5, 4)
    Right.objects.bulk_create(
        Right(
            office=office, region_code="36.03", number=f"IDM{n:09d}", name=f"Merek {n}",
            classes="30", year=2021, filed_on=day, expires_on=last_day("mark", day),
        )
        for n in range(count)
    )  # fmt: skip


def test_the_thousand_marks_of_2020_end_in_2030_with_their_price(office):
    thousand(office)
    clerk = make.SYSTEM
    record_known(office=office, viewer=clerk, known=KnownRight("IDM9", "Dua", classes="30, 43",
                 filed_on=date(2021, 1, 1), year=2022))  # fmt: skip
    record_known(office=office, viewer=clerk, known=KnownRight("IDM8", "Tanpa hari", year=2019))
    make.make_region("31.71")
    here = make.make_officer(office)

    first, second = renewals.waves(here)
    assert (first.year, first.rights, first.classes) == (2030, 1000, 1000)
    assert (first.umk, first.general) == (1_000_000_000, 2_250_000_000)
    assert (second.year, second.rights, second.classes, second.umk) == (2031, 1, 2, 2_000_000)
    assert renewals.undated(here) == 1
    assert renewals.waves(make.make_officer(make.make_office(region="31.71"))) == []


def test_a_kind_without_a_countable_end_gets_none(office):
    day = date(2020, 5, 4)
    assert last_day("mark", day) == date(2030, 5, 4)
    assert last_day("industrial_design", day) == date(2030, 5, 4)
    assert last_day("copyright", day) is None
    assert last_day("communal", day) is None


def test_the_page_and_the_sheet_say_the_same_with_as_many_queries_for_many(
    office, django_assert_max_num_queries
):
    client = make.officer_client(Role.AUDITOR, office)
    thousand(office, 300)
    with django_assert_max_num_queries(40):
        words = text_of(client.get(reverse("desk:renewals")))
    assert "2030" in words
    assert "Rp300.000.000" in words.replace(" ", "")
    assert "Desain industri" in words
    sheet = client.get(reverse("desk:renewals-sheet", args=["csv"])).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(sheet), delimiter=";" if ";" in sheet else ","))
    assert len(rows) == 301
    assert client.get(reverse("desk:renewals-sheet", args=["xlsx"])).status_code == 200
