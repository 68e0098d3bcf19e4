"""Records that may be one business are shown side by side; a person decides, never the program."""

import pytest
from tests import factories as make

from sentraki.kernel.access import Role
from sentraki.kernel.errors import Denied, Invalid
from sentraki.parties.models import Business
from sentraki.parties.selectors import business_list
from sentraki.parties.selectors.alike import pairs_alike
from sentraki.parties.services import alike
from sentraki.parties.services.businesses import record

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return make.make_officer(make.make_office(), Role.VERIFIER)


def known(officer, number, **values):
    given = {"trade_name": f"Usaha {number}", "owner_name": f"Pemilik {number}"} | values
    return record(viewer=officer, region_code="16.71", values=given)


@pytest.mark.parametrize(
    ("values", "sign"),
    [
        ({"nib": "0000000000001"}, "nib"),
        ({"nik": "9971014101800001"}, "nik_index"),
        ({"phone": "+6281234567890"}, "phone_index"),
        ({"trade_name": "Dapur Ani", "street": "Jl. Contoh 1"}, "place_key"),
    ],
)
def test_whatever_two_records_share_points_at_them_and_joins_nothing(officer, values, sign):
    one, two = known(officer, 1, **values), known(officer, 2, **values)
    known(officer, 3)

    pairs = pairs_alike(officer)

    assert [(pair.first, pair.second, pair.shared) for pair in pairs] == [(one, two, (sign,))]
    assert business_list(officer).count() == 3


def test_joining_keeps_what_is_known_and_counts_one(officer):
    same = {"nib": "0000000000001"}
    one = known(officer, 1, **same)
    two = known(officer, 2, **same, phone="+6281234567890", has_mark="no")

    alike.join(keep=one, other=two, viewer=officer)

    kept, gone = (Business.unscoped.get(pk=row.pk) for row in (one, two))
    assert (kept.phone, kept.has_mark, gone.joined_to) == ("+6281234567890", "no", kept)
    assert list(business_list(officer)) == [kept]
    assert pairs_alike(officer) == []


@pytest.mark.parametrize("differing", [{"nik": "9971014101800002"}, {"phone": "+6281234567891"}])
def test_records_whose_nik_or_phone_differ_are_joined_only_after_asking(officer, differing):
    first = {"nib": "0000000000001", "nik": "9971014101800001", "phone": "+6281234567890"}
    one, two = known(officer, 1, **first), known(officer, 2, **(first | differing))

    with pytest.raises(Invalid):
        alike.join(keep=one, other=two, viewer=officer)
    assert Business.unscoped.filter(joined_to=None).count() == 2

    alike.join(keep=one, other=two, viewer=officer, asked=True)
    assert Business.unscoped.filter(joined_to=None).count() == 1


def test_two_kept_apart_are_not_shown_again(officer):
    one, two = (known(officer, n, nib="0000000000001") for n in range(2))

    for _ in range(2):
        alike.keep_apart(first=two, second=one, viewer=officer)

    assert pairs_alike(officer) == []
    assert business_list(officer).count() == 2


def test_an_officer_of_another_region_joins_nothing(officer):
    one, two = (known(officer, n, nib="0000000000001") for n in range(2))
    stranger = make.make_officer(make.make_office(region="36.71"), Role.VERIFIER)

    with pytest.raises(Denied):
        alike.join(keep=one, other=two, viewer=stranger)


def test_the_number_of_queries_does_not_grow_with_the_list(officer, django_assert_max_num_queries):
    for n in range(20):
        known(officer, n, nib=f"{n % 5:013d}")

    with django_assert_max_num_queries(10):
        assert len(pairs_alike(officer)) == 15
