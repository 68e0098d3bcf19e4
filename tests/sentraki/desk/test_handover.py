"""Batches: chosen, sent once, seen by both sides, answered by the one it went to."""

import pytest
from django.urls import reverse
from tests import factories as make

from sentraki.cases.models import Case, Handover
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.cases.services import handover
from sentraki.kernel.access import Role

pytestmark = pytest.mark.django_db

LIST = "/kantor/kiriman/"
SEND = "/kantor/kiriman/kirim/"


@pytest.fixture
def office():
    office = make.make_issuing_office()
    make.make_kanwil(office)
    return office


def sent(office, *owners):
    cases = [make.make_sealed(office=office, **make.somebody_else(n)) for n in owners or (2,)]
    return handover.send(cases=cases, from_office=office, viewer=make.make_officer(office))


def page_of(batch, name="handover"):
    return reverse(f"desk:{name}", args=(batch.code,))


def test_a_sealed_dossier_is_chosen_confirmed_and_sent_once(office):
    case = make.make_sealed(office=office)
    client = make.officer_client(Role.VERIFIER, office)

    listed = client.get(LIST).content.decode()
    asked = client.post(SEND, {"case": case.code}).content.decode()
    told = {"case": case.code, "confirmed": "1", "idempotency_key": "b1"}
    first, second = client.post(SEND, told), client.post(SEND, told)

    assert case.code in listed
    assert case.code in asked
    batch = Handover.unscoped.get()
    assert first.url == second.url == page_of(batch)
    assert case.code in client.get(first.url).content.decode()
    assert case.code not in client.get(LIST).content.decode()


def test_a_batch_with_a_case_of_another_region_is_not_sent_at_all(office):
    mine = make.make_sealed(office=office)
    other = make.make_issuing_office(region="31.71")
    foreign = make.make_submitted(office=other, phone="081234567891")
    client = make.officer_client(Role.VERIFIER, office)

    answer = client.post(SEND, {"case": [mine.code, foreign.code], "confirmed": "1"})

    assert answer.status_code == 404
    assert not Handover.unscoped.exists()


def test_a_case_that_is_not_sealed_is_refused_by_name(office):
    case = make.make_submitted(office=office)
    client = make.officer_client(Role.VERIFIER, office)

    answer = client.post(SEND, {"case": case.code, "confirmed": "1"})

    assert answer.status_code == 422
    assert case.code in answer.content.decode()


def test_nothing_chosen_is_asked_for_again(office):
    client = make.officer_client(Role.VERIFIER, office)

    assert client.post(SEND, {}).status_code == 422


def test_the_kanwil_acknowledges_one_and_returns_the_other(office):
    batch = sent(office, 2, 3)
    good, bad = batch.items.all()
    client = make.officer_client(Role.KANWIL, office.parent)
    address = page_of(batch, "handover-answer")

    client.post(address, {"item": good.pk, "answer": "acknowledge"})
    without = client.post(address, {"item": bad.pk, "answer": "return"})
    returned = client.post(address, {"item": bad.pk, "answer": "return", "reason": "Etiket buram"})
    receipt = make.officer_client(Role.VERIFIER, office).get(page_of(batch)).content.decode()

    assert without.status_code == 422
    assert returned.status_code == 302
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.answer, bad.answer) == ("acknowledged", "returned")
    assert "Etiket buram" in receipt
    assert Case.unscoped.get(pk=bad.case_id).status == CaseStatus.ACCEPTED


def test_all_at_once_and_twice_with_one_key_answers_once(office):
    batch = sent(office, 2, 3)
    client = make.officer_client(Role.KANWIL, office.parent)
    told = {"all": "1", "idempotency_key": "a1"}

    first = client.post(page_of(batch, "handover-answer"), told)
    second = client.post(page_of(batch, "handover-answer"), told)

    assert first.status_code == 302
    assert second.status_code == 422
    assert {item.answer for item in batch.items.all()} == {"acknowledged"}


def test_another_kanwil_of_the_same_province_knows_nothing_of_the_batch(office):
    batch = sent(office)
    province = office.region_code.split(".")[0]
    other = make.make_office(region=province, kind=make.OfficeKind.KANWIL)
    stranger = make.officer_client(Role.KANWIL, other)

    assert stranger.get(page_of(batch)).status_code == 404
    assert stranger.post(page_of(batch, "handover-answer"), {"all": "1"}).status_code == 404
    assert batch.code not in stranger.get(LIST).content.decode()


def test_an_item_of_another_batch_is_not_answered_through_this_one(office):
    mine, other = sent(office), sent(office, 3)
    client = make.officer_client(Role.KANWIL, office.parent)

    answer = client.post(page_of(mine, "handover-answer"), {"item": other.items.get().pk})

    assert answer.status_code == 404
    assert other.items.get().answer == ""


def test_the_office_cannot_acknowledge_its_own_batch(office):
    batch = sent(office)
    client = make.officer_client(Role.VERIFIER, office)

    assert client.post(page_of(batch, "handover-answer"), {"all": "1"}).status_code == 403


def test_a_dossier_opened_again_on_the_way_can_no_longer_be_acknowledged(office):
    batch = sent(office)
    item = batch.items.get()
    verifier = make.officer_client(Role.VERIFIER, office)
    verifier.post(reverse("desk:case-reopen", args=(item.case.code,)), {"reason": "Alamat keliru"})
    client = make.officer_client(Role.KANWIL, office.parent)

    answer = client.post(page_of(batch, "handover-answer"), {"item": item.pk})

    assert answer.status_code == 422
    item.refresh_from_db()
    assert item.answer == ""


def test_a_list_of_thirty_batches_asks_no_more_than_a_list_of_one(
    office, django_assert_max_num_queries
):
    batch = sent(office)
    client = make.officer_client(Role.VERIFIER, office)
    client.get(LIST)
    with django_assert_max_num_queries(60) as one:
        client.get(LIST)
    for number in range(30):
        Handover.objects.create(
            code=f"BAT-{number}",
            region_code=batch.region_code,
            from_office=batch.from_office,
            to_office=batch.to_office,
            sent_by=batch.sent_by,
        )
    with django_assert_max_num_queries(60) as thirty:
        client.get(LIST)

    assert len(one) == len(thirty)
