"""A larger business pays the general tariff: its file goes the whole way without the letter."""

from datetime import timedelta

import pytest
from tests import factories as make

from sentraki.cases.models import Case, Dossier, Fee, Place
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.cases.rules.fees import FILING
from sentraki.cases.selectors.applicant import story_of
from sentraki.cases.selectors.papers import wants_letter
from sentraki.cases.selectors.prices import Prices
from sentraki.cases.selectors.wishes import wishes_of
from sentraki.cases.services import dossier, filing, handover
from sentraki.cases.telling import sentence_now, voice_of
from sentraki.kernel import clock
from sentraki.kernel.errors import MoveRefused
from sentraki.ledger.models import Letter, Message

pytestmark = pytest.mark.django_db
WITHOUT_STATEMENT = tuple(code for code in make.PAPERS if code != "umk-statement")
GENERAL_FEE = 1_800_000
MEDIUM = make.ANSWERS["business"] | {"scale": "medium"}


def make_medium(**more) -> Case:
    return make.make_accepted(papers=WITHOUT_STATEMENT, business=MEDIUM, **more)


def general_fee() -> int:
    """PP 45/2024, per class, filed electronically (the fee page of DJKI, read 2026-11-21)."""
    assert Fee.objects.get(code=FILING, scheme="umum").amount == GENERAL_FEE
    return GENERAL_FEE


def test_accepting_drafts_no_letter_and_tells_the_owner_so():
    office = make.make_issuing_office()
    make.make_programme(office=office, budget=50_000_000)

    case = make_medium(office=office)

    assert case.status == CaseStatus.ACCEPTED
    assert not Letter.unscoped.exists()
    told = Message.unscoped.filter(slug__startswith="case-accepted").values_list("slug", flat=True)
    assert set(told) == {"case-accepted-without-letter"}


def test_the_place_costs_what_the_general_tariff_costs():
    office = make.make_issuing_office()
    programme = make.make_programme(office=office, budget=50_000_000)

    make_medium(office=office)

    assert general_fee() > programme.fee_per_class
    assert Place.objects.get().cost == general_fee()


def test_a_budget_that_bears_only_the_small_tariff_does_not_bear_the_general_one():
    office = make.make_issuing_office()
    make.make_programme(office=office, quota=1, budget=500_000)

    with pytest.raises(MoveRefused) as refused:
        make_medium(office=office)

    assert refused.value.missing == ("money_left",)
    assert not Place.objects.exists()


def test_the_words_of_both_sides_name_no_letter():
    office = make.make_issuing_office()
    make.make_programme(office=office, budget=50_000_000)
    case = make_medium(office=office)

    sentence = sentence_now(story_of(case, make.applicant_of(case)))

    assert "surat" not in f"{sentence} {voice_of(case).officer}".lower()
    small = make.make_accepted(office=office, phone="081234567891", **make.somebody_else())
    assert "surat" in str(voice_of(small).officer).lower()


def test_the_dossier_is_sealed_and_filed_without_a_letter():
    office = make.make_issuing_office()
    make.make_programme(office=office, budget=50_000_000)
    case = make_medium(office=office)
    kanwil = make.make_kanwil(office)

    sealed = dossier.seal_dossier(case=case, viewer=make.make_officer(office))
    handover.send(cases=[case], from_office=office, viewer=make.make_officer(office))
    handover.answer(item=case.handovers.get(), viewer=kanwil, accepted=True)
    case.refresh_from_db()
    made = filing.file_case(
        case=case,
        viewer=kanwil,
        number="JID2026000001",
        received_on=clock.today() - timedelta(days=1),
        receipt=make.make_receipt(case),
    )

    assert Dossier.objects.get() == sealed
    assert sealed.letter is None
    assert not any("surat_rekomendasi" in row["name"] for row in sealed.files)
    assert Case.unscoped.get(pk=case.pk).status == CaseStatus.FILED
    assert made.seal is not None


def test_a_list_of_waiting_cases_prices_each_by_its_own_tariff():
    office = make.make_issuing_office()
    programme = make.make_programme(office=office, selection="lottery", budget=50_000_000)
    small = make.make_submitted(office=office)
    large = make.make_submitted(
        office=office, phone="081234567892", papers=WITHOUT_STATEMENT,
        owner=make.somebody_else()["owner"],
        business=MEDIUM | {"nib": "0000000000007"},
    )  # fmt: skip
    Case.unscoped.filter(pk__in=[small.pk, large.pk]).update(
        status=CaseStatus.WAITLISTED, programme=programme
    )

    costs = {wish.code: wish.cost for wish in wishes_of(programme).listed}

    assert costs == {small.code: programme.fee_per_class, large.code: general_fee()}


@pytest.mark.parametrize("scale", ["", "unknown"])
def test_a_business_whose_scale_nobody_knows_is_not_taken_for_a_large_one(scale):
    office = make.make_issuing_office()
    programme = make.make_programme(office=office)
    case = make.make_accepted(office=office)
    assert case.business is not None
    case.business.scale = scale

    assert wants_letter(case)
    assert Prices(programme).of(case) == programme.fee_per_class
