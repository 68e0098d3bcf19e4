"""Registered rights at the desk: list, packet seal, comparing with PDKI, the end."""

from datetime import timedelta

import pytest
from defusedxml.ElementTree import fromstring
from django.test import Client
from django.urls import reverse
from tests import factories as make

from sentraki.cases.models import Right
from sentraki.cases.services.rights import KnownRight, record_known
from sentraki.desk.packet import PacketSeal
from sentraki.kernel import clock
from sentraki.kernel.access import Role
from sentraki.ledger.models import Entry
from sentraki.screening.models import MarkRecord

pytestmark = pytest.mark.django_db

LIST = "/kantor/hak/"


def known(office, number="IDM000000001", **more):
    values = {"number": number, "name": "Kopi Uji", "year": 2023, "classes": "30"}
    return record_known(office=office, viewer=make.SYSTEM, known=KnownRight(**(values | more)))


def address(name, right):
    return reverse(f"desk:{name}", args=(right.public_id,))


def test_the_list_holds_the_own_regions_rights_only():
    office, other = make.make_issuing_office(), make.make_issuing_office(region="31.71")
    known(office)
    far = known(other, "IDM000000002", name="Batik Jauh")
    client = make.officer_client(Role.INTAKE, office)

    page = client.get(LIST).content.decode()

    assert "Kopi Uji" in page
    assert "Batik Jauh" not in page
    for name in ("right", "right-packet", "right-sheet"):
        assert client.get(address(name, far)).status_code == 404
    assert (
        make.officer_client(Role.VERIFIER, office).get(address("right-end", far)).status_code == 404
    )


def test_the_packet_seal_is_one_colour_and_its_qr_is_twenty_millimetres():
    right = known(make.make_issuing_office(), name='Rasa "Uji" & <Anak>')
    client = make.officer_client(Role.INTAKE, right.office)

    answer = client.get(address("right-packet", right))

    root = fromstring(answer.content)
    assert answer["Content-Disposition"].startswith("attachment")
    assert (root.get("width"), root.get("height")) == ("66mm", "24mm")
    texts = [node.text for node in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts[:2] == ["TERDAFTAR", 'Rasa "Uji" & <Anak>']
    assert {node.get("fill") for node in root.iter() if node.get("fill")} == {"#000", "none"}
    assert client.get(address("right-sheet", right)).status_code == 200


def test_a_long_name_is_broken_and_never_runs_out_of_the_frame():
    mark = "Kerupuk Kemplang Panggang Khas Tepian Sungai Musi Ibu Hajah Nurjanah Sejak Dahulu"
    seal = PacketSeal("TERDAFTAR", mark, "AAAA-BBBB-CCCC-DDDD-EEEE", "https://uji.test/v/A")

    texts = list(fromstring(seal.svg()).iter("{http://www.w3.org/2000/svg}text"))

    assert max(len(node.text or "") for node in texts) <= 30
    assert max(float(node.get("y")) for node in texts) < 24


def test_a_mark_that_is_only_applied_for_has_no_packet_seal():
    right = known(make.make_issuing_office(), filed_on=clock.today() - timedelta(days=3700))
    client = make.officer_client(Role.INTAKE, right.office)

    assert client.get(address("right", right)).status_code == 200
    assert client.get(address("right-packet", right)).status_code == 404
    assert client.get(address("right-sheet", right)).status_code == 404


def test_comparing_with_pdki_is_noted_on_the_seal_once():
    right = known(make.make_issuing_office())
    client = make.officer_client(Role.VERIFIER, right.office)
    told = {"idempotency_key": "c1"}

    client.post(address("right-compare", right), told)
    again = client.post(address("right-compare", right), told)

    right.seal.refresh_from_db()
    assert again.status_code == 302
    assert right.seal.checked_at is not None
    assert Entry.objects.filter(verb="seal.check").count() == 1


def test_an_ended_right_says_so_on_its_seal_and_leaves_the_register():
    right = known(make.make_issuing_office())
    client = make.officer_client(Role.VERIFIER, right.office)
    told = {
        "cause": "revoked",
        "ended_on": clock.today().isoformat(),
        "note": "Putusan uji",
        "idempotency_key": "e1",
    }

    first = client.post(address("right-end", right), told)
    second = client.post(address("right-end", right), told)

    ended = Right.unscoped.get()
    assert first.status_code == second.status_code == 302
    assert (ended.seal.state, ended.seal.cause) == ("void", "revoked")
    assert MarkRecord.objects.get().status == "ended"
    assert "Kopi Uji" not in client.get(LIST).content.decode()
    assert "Kopi Uji" in client.get(f"{LIST}?tampil=berakhir").content.decode()
    page = Client().get(reverse("portal:verify-code", args=(ended.seal.code,)))
    assert "TIDAK BERLAKU" in page.content.decode()


@pytest.mark.parametrize(
    "wrong", [{"cause": "bosan"}, {"ended_on": "2999-01-01"}, {"note": ""}, {"ended_on": ""}]
)
def test_an_end_without_cause_day_or_proof_is_not_recorded(wrong):
    right = known(make.make_issuing_office())
    client = make.officer_client(Role.VERIFIER, right.office)
    told = {"cause": "ended", "ended_on": clock.today().isoformat(), "note": "Surat", **wrong}

    answer = client.post(address("right-end", right), told)

    assert answer.status_code == 200
    assert Right.unscoped.get().ended_on is None


def test_intake_officers_do_not_end_rights():
    right = known(make.make_issuing_office())
    client = make.officer_client(Role.INTAKE, right.office)

    assert client.post(address("right-end", right), {}).status_code == 403


def test_thirty_rights_ask_as_much_as_one(django_assert_max_num_queries):
    office = make.make_issuing_office()
    known(office)
    client = make.officer_client(Role.INTAKE, office)
    client.get(LIST)
    with django_assert_max_num_queries(40) as one:
        client.get(LIST)
    for number in range(2, 32):
        known(office, f"IDM{number:09d}")
    with django_assert_max_num_queries(40) as thirty:
        client.get(LIST)

    assert len(one) == len(thirty)
