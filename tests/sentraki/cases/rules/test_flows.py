"""The two flows, as sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentraki.cases.rules.case_flow import CASE_FLOW, CaseStatus
from sentraki.cases.rules.filing_flow import ENDED, FILING_FLOW, FilingStatus, verb_of
from sentraki.cases.rules.quota import Places, next_number
from sentraki.kernel.access import Role
from sentraki.kernel.errors import MoveRefused

EVERYTHING = dict.fromkeys(
    {guard for step in (*CASE_FLOW.moves, *FILING_FLOW.moves) for guard in step.guards}, True
)


def test_a_returned_case_may_be_submitted_again():
    step = CASE_FLOW.take(
        "submit", status=CaseStatus.RETURNED, role=Role.APPLICANT, facts=EVERYTHING
    )
    assert step.target == CaseStatus.SUBMITTED


def test_nothing_is_filed_without_number_date_receipt_and_the_kanwils_answer():
    with pytest.raises(MoveRefused) as refused:
        CASE_FLOW.take("file", status=CaseStatus.READY, role=Role.KANWIL, facts={})
    assert set(refused.value.missing) == {
        "acknowledged",
        "letter_valid",
        "number_given",
        "date_given",
        "receipt_given",
    }


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.APPLICANT, Role.SIGNATORY, Role.AUDITOR])
def test_only_a_verifier_accepts(role):
    with pytest.raises(MoveRefused):
        CASE_FLOW.take("accept", status=CaseStatus.SUBMITTED, role=role, facts=EVERYTHING)


def test_registered_needs_the_certificate():
    with pytest.raises(MoveRefused) as refused:
        FILING_FLOW.take(
            verb_of(FilingStatus.REGISTERED),
            status=FilingStatus.EXAMINATION,
            role=Role.KANWIL,
            facts={"number_given": True},
        )
    assert refused.value.missing == ("certificate_given",)


@pytest.mark.parametrize("ended", sorted(ENDED))
@pytest.mark.parametrize("target", FilingStatus)
def test_an_ended_filing_hears_no_more_news(ended, target):
    with pytest.raises(MoveRefused):
        FILING_FLOW.take(verb_of(target), status=ended, role=Role.KANWIL, facts=EVERYTHING)


@given(st.lists(st.sampled_from(FilingStatus), max_size=30))
def test_a_registered_filing_never_goes_back_to_being_examined(news):
    status = FilingStatus.REGISTERED
    for target in news:
        try:
            step = FILING_FLOW.take(
                verb_of(target), status=status, role=Role.KANWIL, facts=EVERYTHING
            )
        except MoveRefused:
            continue
        status = step.target
    assert status not in {FilingStatus.FILED, FilingStatus.EXAMINATION, FilingStatus.PUBLISHED}


@given(st.lists(st.integers(1, 50), unique=True), st.integers(0, 50), st.integers(0, 50))
def test_the_next_number_is_a_free_one_within_the_quota(released, claimed, quota):
    number = next_number(released, claimed, quota)
    within = [one for one in released if one <= quota]
    if within:
        assert number == min(within)
    else:
        assert number == (claimed + 1 if claimed < quota else None)


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_places_left_are_never_negative(quota, held, filed):
    places = Places(quota=quota, held=held, filed=filed, waiting=0)
    assert places.left == max(0, quota - held - filed)
    assert places.is_full == (places.left == 0)
