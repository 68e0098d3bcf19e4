"""Another agency asks about one business, learns what its scopes allow, and the owner sees it."""

import base64
import json
from datetime import timedelta

import pytest
from django.test import Client
from tests import factories as make

from sentraki.cases.selectors.identity import readers_of
from sentraki.cases.services import right_ties, rights
from sentraki.kernel import clock
from sentraki.kernel.access import Role
from sentraki.kernel.errors import Denied, Invalid
from sentraki.ledger.models import Entry
from sentraki.offices.rules import AgencyKind, AgencyScope
from sentraki.offices.services.agencies import add_agency, end_agency
from sentraki.parties.models import Permit
from sentraki.parties.rules.permits import PermitKind
from sentraki.parties.services.permits import drop_permit, note_permit

pytestmark = pytest.mark.django_db

NIB = "0000000000001"
ASK = {"nib": NIB, "purpose": "Verifikasi sertifikat halal"}
ALL = tuple(AgencyScope)


def agency_of(office, *, scopes=ALL, name="LP3H Uji"):
    admin = make.make_officer(office, Role.ADMIN)
    return add_agency(viewer=admin, office=office, name=name, kind=AgencyKind.HALAL, scopes=scopes)


def token_for(agency, secret, **more):
    form = {"grant_type": "client_credentials", "client_id": agency.client_id,
            "client_secret": secret}  # fmt: skip
    return Client().post("/api/v1/token", form | more)


def ask(token, **changed):
    body = {name: value for name, value in (ASK | changed).items() if value is not None}
    return Client().post(
        "/api/v1/identitas",
        json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"} if token else {},
    )


@pytest.fixture
def filing():
    return make.make_filed()


@pytest.fixture
def token(filing):
    return token_for(*agency_of(filing.case.office)).json()["access_token"]


def noted(filing, **more):
    values = {"kind": PermitKind.HALAL, "name": "Sambal Mak Idjah", "number": "ID00110000000001"}
    return note_permit(
        business=filing.case.business, viewer=make.make_officer(filing.case.office),
        **(values | more),
    )  # fmt: skip


def test_a_halal_officer_learns_mark_owner_status_products_and_the_planted_mismatch(filing, token):
    noted(filing)
    noted(filing, kind=PermitKind.PIRT, name="Sambal Mak Ijah", number="P-IRT 0001")

    answer = ask(token)

    body = answer.json()
    assert answer.status_code == 200
    assert [(mark["name"], mark["status"]) for mark in body["marks"]] == [
        ("Sambal Mak Ijah", "applied")
    ]
    assert body["nib"] == NIB
    assert body["owner"]
    assert [permit["kind"] for permit in body["permits"]] == ["halal", "pirt"]
    (difference,) = body["differences"]
    assert (difference["what"], difference["kind"], difference["change"]) == (
        "spelling", "halal", "halal",
    )  # fmt: skip
    assert "Sambal Mak Idjah" in difference["sentence"]


def test_the_seal_on_a_packet_leads_to_the_same_business(filing, token):
    by_seal = ask(token, nib=None, seal=filing.seal.code).json()
    by_nib = ask(token).json()

    assert by_seal | {"as_of": ""} == by_nib | {"as_of": ""}


def test_a_right_of_a_list_is_told_once_an_officer_tied_it_and_costs_no_query_more(
    filing, token, django_assert_max_num_queries
):
    office, business = filing.case.office, filing.case.business
    officer = make.make_officer(office)
    known = rights.KnownRight("IDM000111222", "Kecap Lama", classes="30", year=2019)
    right = rights.record_known(office=office, viewer=officer, known=known)
    assert "Kecap Lama" not in ask(token).content.decode()
    with django_assert_max_num_queries(20) as before:
        ask(token)
        asked = len(before)
    right_ties.tie(right=right, business=business, viewer=officer)

    with django_assert_max_num_queries(asked):
        marks = {mark["name"]: mark for mark in ask(token).json()["marks"]}
    by_seal = ask(token, nib=None, seal=right.seal.code).json()

    assert (marks["Kecap Lama"]["status"], marks["Kecap Lama"]["number"]) == (
        "registered", "IDM000111222",
    )  # fmt: skip
    assert by_seal["nib"] == NIB
    assert "Kecap Lama" in [mark["name"] for mark in by_seal["marks"]]
    right_ties.untie(right=right, viewer=officer)
    assert "Kecap Lama" not in ask(token).content.decode()


def test_no_personal_number_is_in_the_answer(filing, token):
    said = ask(token).content.decode()

    assert "0071014101800001" not in said
    assert "6281234567890" not in said


def test_a_name_that_is_not_filed_stays_unknown(token, filing):
    office = filing.case.office
    case = make.make_submitted(office=office, **make.somebody_else(7))
    nib = case.business.nib

    body = ask(token, nib=nib).json()

    assert body["marks"] == []
    assert case.mark_name not in json.dumps(body | {"owner": "", "trade_name": "", "products": []})


def test_scopes_that_were_not_given_are_not_told(filing):
    noted(filing)
    narrow = agency_of(filing.case.office, scopes=[AgencyScope.MARKS], name="Sempit Uji")
    body = ask(token_for(*narrow).json()["access_token"]).json()

    assert body["marks"]
    assert (body["products"], body["permits"], body["differences"]) == ([], [], [])


def test_the_owner_sees_who_asked_and_why(filing, token):
    ask(token)

    (reading,) = readers_of(filing.case)

    assert (reading.agency, reading.purpose) == ("LP3H Uji", ASK["purpose"])
    entry = Entry.objects.get(verb="identity.read")
    assert entry.role == Role.AGENCY
    assert NIB not in json.dumps(entry.payload)


def test_an_agency_of_another_region_and_an_unknown_number_get_the_same_answer(filing, token):
    elsewhere = make.make_issuing_office(region="35.22", code="35.22")
    foreign = token_for(*agency_of(elsewhere, name="Lain Uji")).json()["access_token"]

    there, nowhere = ask(foreign), ask(token, nib="9999999999999")

    assert there.status_code == nowhere.status_code == 404
    assert there.json() == nowhere.json()
    assert Entry.objects.filter(verb="identity.read").count() == 0


def test_an_ended_agency_asks_no_more_whatever_token_it_holds(filing):
    agency, secret = agency_of(filing.case.office)
    token = token_for(agency, secret).json()["access_token"]
    end_agency(viewer=make.make_officer(filing.case.office, Role.ADMIN), agency=agency)

    assert ask(token).status_code == 401
    assert token_for(agency, secret).status_code == 401


def test_tokens_run_out_and_cannot_be_made_up(filing, token):
    with clock.freeze(clock.now() + timedelta(minutes=16)):
        assert ask(token).status_code == 401
    for wrong in ("", "x", token[:-2], "a" * 2000):
        refused = ask(wrong)
        assert (refused.status_code, refused.json()["error"]) == (401, "invalid_token")
    assert refused["WWW-Authenticate"] == "Bearer"


def test_credentials_are_refused_in_the_words_of_the_standard(filing):
    agency, secret = agency_of(filing.case.office)
    basic = base64.b64encode(f"{agency.client_id}:{secret}".encode()).decode()

    assert token_for(agency, "salah").json()["error"] == "invalid_client"
    wrong = token_for(agency, secret, grant_type="password")
    assert (wrong.status_code, wrong.json()["error"]) == (400, "unsupported_grant_type")
    by_header = Client().post(
        "/api/v1/token",
        {"grant_type": "client_credentials"},
        headers={"Authorization": f"Basic {basic}"},
    )
    assert by_header.json()["expires_in"] == 900
    assert "no-store" in by_header["Cache-Control"]
    garbled = Client().post(
        "/api/v1/token",
        {"grant_type": "client_credentials"},
        headers={"Authorization": "Basic ///"},
    )
    assert garbled.status_code == 401


@pytest.mark.parametrize(
    "wrong",
    [{"nib": "12"}, {"nib": None}, {"seal": "ABCD"}, {"purpose": "x"}, {"purpose": None},
     {"purpose": "    \x00   "}, {"nib": "٠" * 13}],
)  # fmt: skip
def test_a_question_that_is_not_one_is_refused_and_leaves_no_entry(token, wrong):
    assert ask(token, **wrong).status_code == 422
    assert Entry.objects.filter(verb="identity.read").count() == 0


def test_reading_costs_three_queries_for_one_paper_and_for_many(
    filing, token, django_assert_max_num_queries
):
    def reads():
        with django_assert_max_num_queries(20) as seen:
            assert ask(token).status_code == 200
        return [q["sql"] for q in seen if q["sql"].lstrip("( ").upper().startswith("SELECT")
                and "ledger_" not in q["sql"].split("FROM", 1)[1][:20]]  # fmt: skip

    noted(filing)
    one = reads()
    for number in range(9):
        noted(filing, kind=PermitKind.PIRT, name=f"Sambal Mak Ijah {number}", number=str(number))

    assert len(reads()) == len(one) == 3


def test_a_paper_is_noted_once_and_can_be_taken_out(filing):
    permit = noted(filing)
    with pytest.raises(Invalid):
        noted(filing)
    with pytest.raises(Invalid):
        noted(filing, name="  ")

    drop_permit(permit=permit, viewer=make.make_officer(filing.case.office))

    assert Permit.objects.filter(dropped_at=None).count() == 0
    assert noted(filing).pk != permit.pk
    assert Entry.objects.filter(verb__in=("permit.note", "permit.drop")).count() == 3


def test_only_the_offices_own_administrator_lets_an_agency_in(filing):
    office = filing.case.office
    with pytest.raises(Denied):
        add_agency(
            viewer=make.make_officer(office, Role.VERIFIER), office=office, name="X",
            kind=AgencyKind.HALAL, scopes=ALL,
        )  # fmt: skip
    for name, scopes in (("", ALL), ("X", ())):
        with pytest.raises(Invalid):
            agency_of(office, name=name, scopes=scopes)
