"""Businesses: found by POST, shown with masked numbers, never beyond the region."""

import pytest
from django.urls import reverse
from tests import factories as make
from tests.sentraki.desk.desk_pages import copy_of, text_of

from sentraki.kernel.access import Role
from sentraki.parties.models import Business

pytestmark = pytest.mark.django_db
LIST = reverse("desk:businesses")


@pytest.fixture
def office(db):
    return make.make_issuing_office()


@pytest.fixture
def case(office):
    return make.make_submitted(office=office)


def page_of(business: Business) -> str:
    return reverse("desk:business", args=[business.public_id])


def test_the_list_is_searched_by_post_and_asks_equally_often(
    office, case, django_assert_max_num_queries
):
    client = make.officer_client(Role.VERIFIER, office)
    client.get(LIST)
    with django_assert_max_num_queries(40) as for_one:
        client.get(LIST)
    for _ in range(29):
        case = copy_of(case)
    with django_assert_max_num_queries(40) as for_thirty:
        client.get(LIST)

    assert len(for_thirty) == len(for_one)
    found = text_of(client.post(LIST, {"q": "dapur"}))
    assert "Dapur Mak Ijah" in found
    assert "Usaha 1" not in found
    assert "Tidak ditemukan" in text_of(client.post(LIST, {"q": "tidak ada"}))


def test_the_page_masks_numbers_and_names_files_and_twins(office, case):
    business = Business.unscoped.get()
    other = make.make_submitted(office=office, phone="081234567891")
    page = make.officer_client(Role.INTAKE, office).get(page_of(business))
    words = text_of(page)

    assert "0071**********01" in words
    assert "0812••••890" in words
    assert "0071014101800001" not in page.content.decode()
    assert case.code in words
    assert other.code not in words
    assert "NIK atau NIB yang sama" in words


def test_another_regions_business_is_not_found(case):
    elsewhere = make.officer_client(Role.VERIFIER, make.make_office(region="36.71"))
    business = Business.unscoped.get()

    assert elsewhere.get(page_of(business)).status_code == 404
    assert "Dapur" not in text_of(elsewhere.post(LIST, {"q": "dapur"}))


def test_a_kanwil_keeps_no_list_of_businesses(office, case):
    make.make_kanwil(office)
    kanwil = make.officer_client(Role.KANWIL, office.parent)

    assert kanwil.get(LIST).status_code == 403
