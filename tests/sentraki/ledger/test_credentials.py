"""A mark's credential verifies with the network off, and its end reaches whoever keeps the list."""

from datetime import timedelta

import pytest
from django.test import Client
from tests import factories as make

from sentraki.cases.services.rights import KnownRight, end, record_known
from sentraki.kernel import clock
from sentraki.ledger.models import Seal
from sentraki.ledger.rules.seal_states import SealState
from sentraki.ledger.selectors import credentials
from sentraki.ledger.services import seals

pytestmark = pytest.mark.django_db


def get(address):
    return Client().get(f"/api/v1/{address}")


@pytest.fixture
def office():
    return make.make_issuing_office()


def registered(office, number="IDM000000001"):
    made = KnownRight(number=number, name="Kopi Uji", year=2023, classes="30", holder="Dapur Uji")
    return record_known(office=office, viewer=make.SYSTEM, known=made)


def test_a_registered_mark_verifies_offline_with_the_published_key_and_list(office):
    right = registered(office)
    token = get(f"kredensial/{right.seal.code}")
    did, listed = get("did.json").json(), get("status/0").content.decode()

    verdict, found = credentials.check(token.content.decode(), did, listed)

    assert verdict == credentials.VALID
    assert found["credentialSubject"]["word"] == "TERDAFTAR"
    assert found["credentialSubject"]["name"] == "Kopi Uji"
    assert found["credentialStatus"]["statusListCredential"].endswith("/api/v1/status/0")
    assert token["Content-Type"] == "application/vc+jwt"
    assert did["id"] == "did:web:localhost%3A8000:api:v1"


def test_a_mark_applied_for_is_never_called_registered():
    filing = make.make_filed()
    token = get(f"kredensial/{filing.seal.code}").content.decode()

    verdict, found = credentials.check(token, credentials.did_document(), _list())

    assert verdict == credentials.VALID
    assert found["credentialSubject"]["word"] == "DIAJUKAN"


def test_a_revoked_mark_fails_with_the_next_list_and_gets_no_new_credential(office):
    right, other = registered(office), registered(office, "IDM000000002")
    token = get(f"kredensial/{right.seal.code}").content.decode()
    kept = get(f"kredensial/{other.seal.code}").content.decode()

    end(right=right, viewer=make.make_officer(office), cause="revoked", ended_on=clock.today())

    did = credentials.did_document()
    assert credentials.check(token, did, _list())[0] == credentials.REVOKED
    assert credentials.check(kept, did, _list())[0] == credentials.VALID
    again = get(f"kredensial/{right.seal.code}")
    assert (again.status_code, again.json()) == (410, {"state": "void"})


def test_without_a_list_of_today_nothing_is_claimed(office):
    token = get(f"kredensial/{registered(office).seal.code}").content.decode()
    did, listed = credentials.did_document(), _list()

    assert credentials.check(token, did)[0] == credentials.CANNOT_TELL
    later = clock.now() + timedelta(days=2)
    assert credentials.check(token, did, listed, later)[0] == credentials.CANNOT_TELL


def test_a_credential_ends_with_the_mark():
    filing = make.make_filed()
    seal = filing.seal
    seals.refresh_checked(seal, make.SYSTEM, at=clock.now())
    seals.set_state(
        seal, SealState.REGISTERED, "", make.SYSTEM, valid_until=clock.today() + timedelta(days=1)
    )
    token, did = credentials.credential_by_code(seal.code)[1], credentials.did_document()

    later = clock.now() + timedelta(days=3)

    assert credentials.check(token, did, _list(), later)[0] == credentials.ENDED
    with clock.freeze(later):
        assert credentials.credential_by_code(seal.code) == ("void", "")


def test_another_installations_keys_do_not_open_it(office, settings):
    token = get(f"kredensial/{registered(office).seal.code}").content.decode()
    settings.SEAL_KEY = "33" * 32

    assert credentials.check(token, credentials.did_document())[0] == credentials.NOT_OURS


def test_a_row_changed_by_hand_is_certified_no_more(office):
    seal = registered(office).seal
    Seal.objects.filter(pk=seal.pk).update(facts={"name": "Kopi Palsu"})

    assert get(f"kredensial/{seal.code}").status_code == 404


def test_letters_unknown_codes_and_lists_that_are_not_there_are_unknown():
    filing = make.make_filed()
    letter = Seal.objects.exclude(purpose="mark").first()

    assert letter is not None
    assert get(f"kredensial/{letter.code}").status_code == 404
    assert get("kredensial/BUKAN-KODE").status_code == 404
    assert get("status/7").status_code == 404
    assert filing.seal.code


def test_a_credential_costs_one_query_and_a_list_two(office, django_assert_num_queries):
    code = registered(office).seal.code
    with django_assert_num_queries(1):
        credentials.credential_by_code(code)
    with django_assert_num_queries(2):
        credentials.status_list(0)


def test_no_two_seals_share_a_bit():
    places = {credentials._place(key) for key in range(credentials.LIST_BITS)}

    assert len(places) == credentials.LIST_BITS


def _list():
    return credentials.status_list(0)
