"""A right of a list belongs to a business when an officer says so; the program only points."""

import pytest
from django.urls import reverse
from tests import factories as make

from sentraki.cases.models import Right
from sentraki.cases.selectors.right_ties import owner_of, rights_of, suggestions, untied
from sentraki.cases.services import right_ties, rights
from sentraki.insight.office_list import listed, without_mark
from sentraki.kernel.access import Role
from sentraki.kernel.errors import AlreadyDone, Denied, MoveRefused
from sentraki.ledger.models import Entry
from sentraki.parties.models import Business, Product
from sentraki.parties.services import alike

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db):
    return make.make_issuing_office()


@pytest.fixture
def officer(office):
    return make.make_officer(office, Role.INTAKE)


def business(office, owner="IBU LAMA", trade="Dapur Lama", **more) -> Business:
    values = {"region_code": office.region_code, "owner_name": owner, "trade_name": trade} | more
    return Business.objects.create(**values)


def known(office, name="Kecap Lama", holder="Ibu Lama", number="IDM000111222", **more) -> Right:
    told = rights.KnownRight(number, name, holder=holder, year=2019, **more)
    return rights.record_known(office=office, viewer=make.make_officer(office), known=told)


def test_what_shares_a_name_is_pointed_at_and_the_likelier_comes_first(office, officer):
    right = known(office, district_code="16.71.01")
    owner = business(office, district_code="16.71.01")
    trade = business(office, "PAK LAIN", "Kecap Lama")
    maker = business(office, "BU TIGA", "Toko")
    Product.objects.create(business=maker, name="kecap lama")
    business(office, "Orang Jauh", "Warung")
    gone = business(office, "Ibu Lama", "Kembar")
    alike.join(keep=owner, other=gone, viewer=officer, asked=True)

    found = suggestions(officer, right)

    assert {one.business.pk: one.reasons for one in found} == {
        owner.pk: ("owner", "district"), trade.pk: ("trade",), maker.pk: ("product",),
    }  # fmt: skip
    assert found[0].business == owner
    assert owner_of(Right.unscoped.get(pk=right.pk)) is None


def test_tied_it_stands_on_the_page_and_the_owner_has_a_mark_until_it_is_undone(office, officer):
    right, owner = known(office), business(office, has_mark="no")
    client = make.officer_client(office=office, role=Role.INTAKE)
    page = reverse("desk:business", args=[owner.public_id])
    assert owner in without_mark(office)

    client.post(reverse("desk:right-tie", args=[right.public_id]), {"business": owner.public_id})

    assert list(rights_of(officer, owner)) == [right]
    assert "Kecap Lama" in client.get(page).content.decode()
    assert owner in listed(office)
    assert owner not in without_mark(office)
    assert right not in untied(officer)

    client.post(reverse("desk:right-untie", args=[right.public_id]))

    assert "Kecap Lama" not in client.get(page).content.decode()
    assert list(untied(officer)) == [right]
    verbs = Entry.objects.filter(verb__in=("right.tie", "right.untie")).order_by("index")
    assert [entry.verb for entry in verbs] == ["right.tie", "right.untie"]


def test_a_business_that_was_joined_brings_its_rights_along(office, officer):
    right, owner, gone = known(office), business(office), business(office, "IBU LAMA", "Kembar")
    right_ties.tie(right=right, business=gone, viewer=officer)

    alike.join(keep=owner, other=gone, viewer=officer, asked=True)

    assert list(rights_of(officer, owner)) == [right]


def test_nothing_is_tied_twice_nor_over_a_file_nor_to_a_joined_business(office, officer):
    right, owner = known(office), business(office)
    gone = business(office, "IBU LAMA", "Kembar")
    alike.join(keep=owner, other=gone, viewer=officer, asked=True)
    with pytest.raises(MoveRefused):
        right_ties.tie(right=right, business=Business.unscoped.get(pk=gone.pk), viewer=officer)
    with pytest.raises(MoveRefused):
        right_ties.untie(right=right, viewer=officer)

    right_ties.tie(right=right, business=owner, viewer=officer, key="k")

    with pytest.raises(AlreadyDone):
        right_ties.tie(right=right, business=owner, viewer=officer, key="k")
    with pytest.raises(MoveRefused):
        right_ties.tie(right=right, business=owner, viewer=officer)


def test_a_business_of_another_region_is_not_to_be_had(office, officer):
    elsewhere = business(make.make_office(region="31.71"))
    right = known(office)
    client = make.officer_client(office=office, role=Role.INTAKE)
    sent = {"business": elsewhere.public_id}

    with pytest.raises(Denied):
        right_ties.tie(right=right, business=elsewhere, viewer=officer)
    assert client.post(reverse("desk:right-tie", args=[right.public_id]), sent).status_code == 404


def test_a_search_finds_by_the_whole_nib_and_ties_nothing(office, officer):
    right = known(office, holder="Nama Lain Sekali")
    owner = business(office, "PAK NIB", "Toko NIB", nib="0000000000123")
    client = make.officer_client(office=office, role=Role.INTAKE)

    answer = client.post(
        reverse("desk:right-business", args=[right.public_id]), {"q": "0000000000123"}
    )

    assert "Toko NIB" in answer.content.decode()
    assert owner_of(Right.unscoped.get(pk=right.pk)) is None
    assert owner.rights.count() == 0
