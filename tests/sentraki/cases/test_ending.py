"""Drafts nobody came back to, and cases with an outcome."""

from datetime import timedelta

import pytest
from tests import factories as make

from sentraki.cases.models import Case
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.cases.services import ending
from sentraki.kernel import clock
from sentraki.kernel.errors import MoveRefused

pytestmark = pytest.mark.django_db


def test_a_draft_is_given_up_after_ninety_days_and_its_papers_are_erased():
    case = make.fill_in(make.make_draft())
    document = case.papers.first().document

    with clock.freeze(clock.now() + timedelta(days=92)):
        assert ending.expire_drafts() == 1

    document.refresh_from_db()
    assert Case.unscoped.get(pk=case.pk).status == CaseStatus.WITHDRAWN
    assert Case.unscoped.get(pk=case.pk).answers == {}
    assert document.erased_at is not None


def test_a_draft_of_today_and_a_submitted_case_stay():
    make.make_draft()
    make.make_submitted(phone="081234567891")

    assert ending.expire_drafts() == 0


def test_a_filed_case_is_not_closed_before_djki_has_answered():
    office = make.make_issuing_office()
    filed = make.make_filed(office=office)

    with pytest.raises(MoveRefused) as refused:
        ending.close(case=filed.case, viewer=make.make_officer(office))

    assert refused.value.missing == ("outcome_known",)
