"""Two draws of a code meet among thousands: the second is drawn again, whoever asks for it."""

import secrets
from random import Random

import pytest
from tests import factories as make
from tests.sentraki.insight.past import load_past, past

from sentraki.cases.models import Case
from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.cases.services import filing, handover, replacing
from sentraki.cases.services.codes import new_codes
from sentraki.kernel import clock, ids

pytestmark = pytest.mark.django_db


@pytest.fixture
def dice(monkeypatch) -> Random:
    """The house's dice, which can be made to fall as they fell before."""
    thrown = Random(7)
    monkeypatch.setattr(secrets, "choice", thrown.choice)
    thrown.seed(7)
    return thrown


def test_a_draft_whose_code_was_drawn_before_is_begun_all_the_same(dice):
    office = make.make_issuing_office()
    first = make.make_draft(office=office)
    dice.seed(7)

    second = make.make_draft(office=office, phone="081234567891")

    assert first.code != second.code
    assert Case.unscoped.count() == 2
    assert all(ids.is_code(case.code) for case in (first, second))


def test_the_dice_of_these_tests_do_fall_alike(dice):
    first = ids.new_code("PLG")
    dice.seed(7)

    assert ids.new_code("PLG") == first


def test_an_imported_case_and_a_second_try_draw_again_too(dice):
    office = make.make_issuing_office()
    row = make.make_filed(office=office)
    Case.unscoped.filter(pk=row.case_id).update(code=first_code(dice, office))
    dice.seed(7)
    (imported,) = load_past(office, [past(1)])
    filing.record_event(
        filing=row,
        viewer=make.make_officer(office),
        news=filing.News("(TM) Ditolak", clock.today()),
        status=FilingStatus.REFUSED,
    )
    row.case.refresh_from_db()
    dice.seed(7)

    again = replacing.replace(case=row.case, viewer=make.make_officer(office), reason_code="A1")

    assert len({row.case.code, imported.code, again.code}) == 3


def test_a_batch_whose_code_was_drawn_before_is_sent_all_the_same(dice):
    office = make.make_issuing_office()
    make.make_kanwil(office)
    cases = [make.make_sealed(office=office, **make.somebody_else(n)) for n in (2, 3)]
    officer = make.make_officer(office)
    dice.seed(7)
    first = handover.send(cases=cases[:1], from_office=office, viewer=officer)
    dice.seed(7)

    second = handover.send(cases=cases[1:], from_office=office, viewer=officer)

    assert first.code != second.code


def first_code(dice: Random, office) -> str:
    """What the dice give first."""
    dice.seed(7)
    return new_codes(office, 1)[0]


def test_many_codes_drawn_at_once_are_all_different(dice):
    office = make.make_issuing_office()

    assert len(set(new_codes(office, 500))) == 500
