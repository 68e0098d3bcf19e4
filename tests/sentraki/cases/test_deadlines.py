"""News starts and ends deadlines; officers keep, dismiss and settle them; the calendar does the
rest."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests import factories as make

from sentraki.cases.models import Deadline, Filing
from sentraki.cases.rules.deadlines import Choice
from sentraki.cases.rules.filing_flow import FilingStatus as F
from sentraki.cases.selectors.due import pressing, standings, to_keep
from sentraki.cases.services import deadlines, rights
from sentraki.cases.services.filing import News, record_event
from sentraki.kernel import clock
from sentraki.kernel.access import Role
from sentraki.kernel.errors import AlreadyDone, Denied, Invalid, MoveRefused
from sentraki.ledger.models import Entry
from sentraki.offices.models import Holiday
from sentraki.offices.services import setup

pytestmark = pytest.mark.django_db
LETTER = date(2026, 3, 2)


@pytest.fixture
def filing():
    setup.load_holidays()
    return make.make_filed()


@pytest.fixture
def officer(filing):
    return make.make_officer(filing.case.office)


def told(filing: Filing, officer, status: F, **news):
    """Record news of this status; dates are those of the letter."""
    given = News("(TM) kabar", clock.today(), **news)
    return record_event(filing=filing, viewer=officer, news=given, status=status)


def running(filing: Filing) -> dict[str, Deadline]:
    return {row.rule: row for row in Deadline.unscoped.filter(filing=filing, status="open")}


def test_a_notice_of_refusal_starts_the_time_to_answer(filing, officer):
    told(filing, officer, F.PROV_REFUSAL, letter_dated_on=LETTER)
    row = running(filing)["response"]

    assert (row.due_on, row.legal_on) == (date(2026, 4, 1), date(2026, 4, 21))
    assert (row.question, row.who) == ("", "applicant")
    assert row.officer_id == officer.person_id


@pytest.mark.parametrize(
    ("news", "rules"),
    [
        ([F.FORMAL_DEFECT], {"complete-formalities"}),
        ([F.PUBLISHED], {"opposition-window"}),
        ([F.PUBLISHED, F.OPPOSED], {"opposition-window", "counter-statement"}),
        ([F.EXAMINATION], {"examination"}),
        ([F.OPPOSED, F.EXAMINATION], {"counter-statement", "examination-opposed"}),
        ([F.REFUSED], {"appeal"}),
        ([F.REFUSED, F.APPEAL], {"appeal-decision"}),
        ([F.REFUSED, F.APPEAL, F.REFUSED], {"lawsuit"}),
        ([F.FORMAL_DEFECT, F.FORMAL_OK], set()),
        ([F.PROV_REFUSAL, F.RESPONSE_FILED], set()),
        ([F.PROV_REFUSAL, F.WITHDRAWN], set()),
        ([F.PROV_REFUSAL, F.UNKNOWN], {"response"}),
        ([F.PUBLISHED, F.PUB_DONE], set()),
    ],
)
def test_each_piece_of_news_opens_and_closes_its_own(filing, officer, news, rules):
    for status in news:
        told(filing, officer, status, letter_dated_on=clock.today())

    assert set(running(filing)) == rules


def test_an_answer_that_arrived_is_kept_and_a_final_word_leaves_nobody_at_fault(filing, officer):
    told(filing, officer, F.PROV_REFUSAL, letter_dated_on=clock.today())
    told(filing, officer, F.RESPONSE_FILED)
    told(filing, officer, F.PROV_REFUSAL, letter_dated_on=clock.today())
    told(filing, officer, F.REFUSED, letter_dated_on=clock.today())

    ended = (
        Deadline.unscoped.filter(rule="response").order_by("id").values_list("status", flat=True)
    )
    assert list(ended) == ["met", "over"]


def test_the_pontianak_letter_raises_a_question_and_the_earlier_day_is_kept_meanwhile(
    filing, officer
):
    letter = {"letter_dated_on": date(2026, 5, 16), "due_in_letter": date(2026, 8, 21)}
    told(filing, officer, F.PUBLISHED, **letter)
    told(filing, officer, F.OPPOSED, **letter)
    asked = running(filing)

    for rule in ("opposition-window", "counter-statement"):
        assert (asked[rule].question, asked[rule].due_on) == ("differs", date(2026, 7, 16))
        assert asked[rule].legal_on == date(2026, 8, 21)
    assert to_keep(officer).count() == 2


@pytest.mark.parametrize(
    ("choice", "due", "legal"),
    [
        (Choice.LETTER, date(2026, 8, 21), date(2026, 8, 21)),
        (Choice.COUNT, date(2026, 7, 16), date(2026, 7, 16)),
    ],
)
def test_an_officer_answers_whose_day_counts(filing, officer, choice, due, legal):
    told(
        filing, officer, F.OPPOSED,
        letter_dated_on=date(2026, 5, 16), due_in_letter=date(2026, 8, 21),
    )  # fmt: skip
    row = running(filing)["counter-statement"]
    with pytest.raises(Invalid):
        deadlines.decide(deadline=row, viewer=officer)
    settled = deadlines.decide(deadline=row, viewer=officer, choice=choice, key="q")

    assert (settled.due_on, settled.legal_on, settled.question) == (due, legal, "")
    with pytest.raises(AlreadyDone):
        deadlines.decide(deadline=row, viewer=officer, choice=choice, key="q")
    with pytest.raises(MoveRefused):
        deadlines.decide(deadline=row, viewer=officer, choice=choice)


def test_without_a_date_on_the_letter_somebody_is_asked_for_it(filing, officer):
    told(filing, officer, F.PROV_REFUSAL)
    row = running(filing)["response"]
    assert (row.due_on, row.question) == (None, "no-date")
    assert [item.days_left for item in standings(to_keep(officer))] == [None]

    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(Invalid):
        deadlines.decide(deadline=row, viewer=officer, letter_dated_on=tomorrow)
    found = deadlines.decide(deadline=row, viewer=officer, letter_dated_on=LETTER)
    assert (found.due_on, found.question) == (date(2026, 4, 1), "")


def test_a_day_named_in_a_letter_without_date_counts_at_once(filing, officer):
    told(filing, officer, F.PROV_REFUSAL, due_in_letter=date(2027, 1, 8))
    row = running(filing)["response"]
    assert (row.due_on, row.legal_on, row.question) == (*[date(2027, 1, 8)] * 2, "")


def test_the_same_demand_again_keeps_its_day_unless_the_news_brings_one(filing, officer):
    told(filing, officer, F.PROV_REFUSAL, letter_dated_on=clock.today())
    first = running(filing)["response"]
    told(filing, officer, F.PROV_REFUSAL)
    assert running(filing)["response"].pk == first.pk
    told(filing, officer, F.PROV_REFUSAL, letter_dated_on=clock.today() - timedelta(days=3))
    assert running(filing)["response"].pk != first.pk


def test_kept_is_written_down_with_its_day_and_never_after_the_last(filing, officer):
    told(filing, officer, F.PROV_REFUSAL, letter_dated_on=LETTER)
    row = running(filing)["response"]
    for wrong in (clock.today() + timedelta(days=1), date(2026, 4, 22)):
        with pytest.raises(Invalid):
            deadlines.meet(deadline=row, viewer=officer, met_on=wrong)
    kept = deadlines.meet(deadline=row, viewer=officer, met_on=date(2026, 4, 1), note="TT-1")

    assert (kept.status, kept.closed_on, kept.note) == ("met", date(2026, 4, 1), "TT-1")
    assert Entry.objects.filter(verb="deadline.meet").count() == 1


def test_missed_comes_with_djkis_midnight_and_can_be_put_right(filing, officer):
    told(filing, officer, F.PROV_REFUSAL, letter_dated_on=LETTER)
    with clock.freeze(datetime(2026, 4, 21, 16, 59, tzinfo=UTC)):
        assert deadlines.sweep() == 0
    with clock.freeze(datetime(2026, 4, 21, 17, 0, tzinfo=UTC)):
        assert deadlines.sweep() == 1
        assert deadlines.sweep() == 0
    row = Deadline.unscoped.get(rule="response")
    assert row.status == "missed"
    assert to_keep(officer).filter(pk=row.pk).exists()
    deadlines.meet(deadline=row, viewer=officer, met_on=date(2026, 4, 20))
    row.refresh_from_db()
    assert row.status == "met"


def test_a_window_of_others_is_over_and_nobody_has_missed_it(filing, officer):
    told(filing, officer, F.PUBLISHED)
    with clock.freeze(clock.now() + timedelta(days=63)):
        deadlines.sweep()
    assert Deadline.unscoped.get(rule="opposition-window").status == "over"


def test_a_deadline_that_does_not_apply_needs_a_reason(filing, officer):
    told(filing, officer, F.PROV_REFUSAL, letter_dated_on=LETTER)
    row = running(filing)["response"]
    with pytest.raises(Invalid):
        deadlines.withdraw(deadline=row, viewer=officer, reason=" ")
    gone = deadlines.withdraw(deadline=row, viewer=officer, reason="Surat dicabut DJKI")
    assert gone.status == "withdrawn"
    with pytest.raises(MoveRefused):
        deadlines.meet(deadline=row, viewer=officer, met_on=LETTER)


def test_a_new_day_off_moves_the_day_we_show_with_an_entry_that_says_so(filing, officer):
    told(filing, officer, F.PROV_REFUSAL, letter_dated_on=date(2026, 9, 1))
    assert deadlines.recount() == 0
    Holiday.objects.create(
        date=date(2026, 10, 1), kind="office", name="Hari jadi", office=filing.case.office,
        source="Perda",
    )  # fmt: skip
    assert deadlines.recount() == 1
    row = running(filing)["response"]
    entry = Entry.objects.get(verb="deadline.move")

    assert (row.due_on, row.legal_on) == (date(2026, 9, 30), date(2026, 10, 13))
    assert entry.payload == {"before": "2026-10-01", "after": "2026-09-30", "choice": ""}


def test_registration_starts_the_ten_years_and_presses_only_when_they_end(filing, officer):
    certificate = make.make_receipt(filing.case, kind="certificate")
    registration = rights.Certificate("IDM001234567", clock.today(), certificate)
    record_event(
        filing=filing, viewer=officer, news=News("(TM) Didaftar", clock.today()),
        status=F.REGISTERED, certificate=registration,
    )  # fmt: skip
    row = running(filing)["renewal"]

    assert row.counted_from == filing.received_on
    assert row.legal_on.year == filing.received_on.year + 10
    assert row.is_estimate
    near = row.due_on - timedelta(days=30)
    rows = Deadline.objects.for_viewer(officer)
    assert not rows.filter(pressing(clock.today())).exists()
    assert rows.filter(pressing(near)).exists()


@pytest.mark.parametrize("role", [Role.INTAKE, Role.SIGNATORY, Role.ADMIN, Role.AUDITOR])
def test_only_verifier_and_kanwil_speak_about_a_deadline(filing, officer, role):
    told(filing, officer, F.PROV_REFUSAL, letter_dated_on=LETTER)
    row = running(filing)["response"]
    with pytest.raises(Denied):
        deadlines.meet(
            deadline=row, viewer=make.make_officer(filing.case.office, role), met_on=LETTER
        )


def test_another_region_neither_sees_nor_ends_it(filing, officer):
    told(filing, officer, F.PROV_REFUSAL, letter_dated_on=LETTER)
    row = running(filing)["response"]
    stranger = make.make_officer(make.make_issuing_office(region="36.71"))
    assert not to_keep(stranger).exists()
    with pytest.raises(Denied):
        deadlines.withdraw(deadline=row, viewer=stranger, reason="x")
