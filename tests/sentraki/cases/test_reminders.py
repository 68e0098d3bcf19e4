"""Two people are reminded at each mark, once; what passed is escalated; messages hold no secret."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.core import mail
from tests import factories as make

from sentraki.cases.messages import KINDS, TO_THE_OFFICE
from sentraki.cases.models import Deadline, Reminder
from sentraki.cases.rules.filing_flow import FilingStatus as F
from sentraki.cases.selectors.applicant import inbox
from sentraki.cases.selectors.due import terms
from sentraki.cases.services import deadlines, reminders
from sentraki.cases.services.filing import News, record_event
from sentraki.kernel import clock
from sentraki.kernel.access import Role
from sentraki.ledger import messages
from sentraki.ledger.models import Entry, Message
from sentraki.ledger.services.messages import send_due
from sentraki.offices.services import setup

pytestmark = pytest.mark.django_db
LETTER = date(2026, 10, 5)
DUE = date(2026, 11, 4)
LEGAL = date(2026, 11, 16)


def at(day: date, hour: int = 3) -> datetime:
    """Morning in Palembang."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@pytest.fixture
def row(db):
    """A demand to be answered by 4 November 2026, told by a verifier, in an office with a head."""
    setup.load_holidays()
    filing = make.make_filed()
    office = filing.case.office
    make.make_signatory(office)
    person = make.make_person(name="Rina Verifikator", email="rina@uji.test")
    make.make_membership(person=person, office=office, valid_from=date(2019, 1, 1))
    officer = make.viewer(Role.VERIFIER, office, person=person)
    news = News("(TM) Usulan Penolakan", clock.today(), letter_dated_on=LETTER)
    record_event(filing=filing, viewer=officer, news=news, status=F.PROV_REFUSAL)
    Message.objects.for_viewer(make.SYSTEM).delete()
    return Deadline.unscoped.get()


def on(day: date) -> int:
    with clock.freeze(at(day)):
        return reminders.remind_due()


def told(row) -> list[tuple[str, str]]:
    return list(row.reminders.filter(was_sent=True).values_list("mark", "to"))


def people(row, mark: str) -> set[str]:
    return {to for spoken, to in told(row) if spoken == mark}


def test_each_mark_speaks_on_its_day_to_two_people_and_only_once(row):
    assert row.due_on == DUE
    for day in range(60):
        on(LETTER + timedelta(days=day))
        on(LETTER + timedelta(days=day))

    rina = f"offices.person:{row.officer_id}"
    for mark in ("b14", "b7", "b3", "b1", "over"):
        assert {rina, "applicant"} <= people(row, mark)
        assert len(told(row)) == len(set(told(row)))
    days = dict(Reminder.objects.values_list("mark", "made_at"))
    assert {m: clock.in_zone(at_, "WIB").date() for m, at_ in days.items()} == {
        "b14": date(2026, 10, 21), "b7": date(2026, 10, 28), "b3": date(2026, 11, 1),
        "b1": date(2026, 11, 3), "over": date(2026, 11, 5),
    }  # fmt: skip


def test_near_the_end_and_when_it_has_passed_the_head_reads_along(row):
    row.filing.case.business.email = "ijah@uji.test"
    row.filing.case.business.save()
    for day in (date(2026, 10, 21), date(2026, 11, 1), date(2026, 11, 5)):
        on(day)

    assert [len(people(row, mark)) for mark in ("b14", "b3", "over")] == [2, 3, 3]
    slugs = Message.objects.for_viewer(make.SYSTEM).values_list("slug", flat=True)
    assert set(slugs) == {
        "deadline-near", "deadline-officer", "deadline-past", "deadline-escalated",
    }  # fmt: skip


def test_where_the_applicant_has_only_the_page_the_head_is_the_second_person(row):
    on(date(2026, 10, 21))
    assert len(people(row, "b14")) == 3


def test_after_a_silence_one_message_tells_the_true_number_of_days(row):
    assert on(date(2026, 10, 30)) == 3
    assert set(Reminder.objects.values_list("mark", "was_sent")) == {("b14", False), ("b7", True)}
    message = Message.objects.for_viewer(make.SYSTEM).filter(slug="deadline-near").get()
    assert message.fields["n"] == "5"


def test_a_clock_that_jumps_doubles_nothing(row):
    for day in (date(2026, 10, 28), date(2020, 1, 1), date(2026, 10, 21), date(2026, 10, 28)):
        on(day)
    assert {mark for mark, _ in told(row)} == {"b7"}
    assert len(told(row)) == 3


def test_what_was_kept_or_does_not_apply_is_quiet(row):
    officer = make.make_officer(row.filing.case.office)
    on(date(2026, 10, 21))
    with clock.freeze(at(date(2026, 10, 25))):
        deadlines.meet(deadline=row, viewer=officer, met_on=date(2026, 10, 25))
    assert on(date(2026, 10, 28)) == 0
    assert on(date(2026, 11, 5)) == 0


def test_a_day_that_moved_is_told_anew(row):
    on(date(2026, 10, 28))
    Deadline.unscoped.filter(pk=row.pk).update(due_on=date(2026, 11, 3))
    assert on(date(2026, 10, 29)) == 3
    assert set(Reminder.objects.values_list("about", flat=True)) == {DUE, date(2026, 11, 3)}


def test_a_question_is_reminded_of_by_the_earlier_day(row):
    Deadline.unscoped.filter(pk=row.pk).update(question="differs", in_letter=date(2026, 12, 1))
    assert on(date(2026, 10, 21)) == 3


def test_a_suit_over_an_appeal_decision_is_warned_of_on_day_60_and_80(row):
    start = date(2026, 7, 1)
    Deadline.unscoped.filter(pk=row.pk).update(
        rule="lawsuit", counted_from=start, due_on=date(2026, 9, 29), legal_on=date(2026, 9, 29)
    )
    for day in range(91):
        on(start + timedelta(days=day))
    found = dict(Reminder.objects.values_list("mark", "made_at"))
    assert (clock.in_zone(found["a60"], "WIB").date() - start).days == 60
    assert (clock.in_zone(found["a80"], "WIB").date() - start).days == 80


def test_the_entries_say_which_mark_spoke_to_how_many(row):
    on(date(2026, 10, 30))
    entry = Entry.objects.get(verb="deadline.remind")
    own = Entry.objects.get(verb="case.remind")

    assert entry.payload == {"mark": "b7", "marks": 2, "people": 3, "spoken": True}
    assert own.payload["mark"] == "b7"


def test_mails_leave_with_days_and_code_and_lead_to_the_page(row):
    with clock.freeze(at(date(2026, 10, 21))):
        reminders.remind_due()
        send_due()
    to_rina = next(one for one in mail.outbox if one.to == ["rina@uji.test"])

    assert row.filing.case.code in to_rina.subject
    assert "4 November 2026" in to_rina.body
    assert f"/kantor/tenggat/{row.public_id}/" in to_rina.body


def test_the_applicant_reads_the_own_messages_and_never_the_officers(row):
    on(date(2026, 10, 21))
    case = row.filing.case
    assert [one.slug for one in inbox(case, make.applicant_of(case))] == ["deadline-near"]


def test_with_a_gateway_the_phone_gets_a_file_named_after_the_message(row, settings, tmp_path):
    settings.SMS_FOLDER = str(tmp_path / "sms")
    with clock.freeze(at(date(2026, 10, 21))):
        reminders.remind_due()
        send_due()
    (path,) = (tmp_path / "sms").iterdir()
    content = json.loads(path.read_text("utf-8"))

    assert content["to"] == row.filing.case.phone
    assert content["wa"].startswith("https://wa.me/62")
    assert path.stat().st_mode & 0o077 == 0
    assert people(row, "b14") == {f"offices.person:{row.officer_id}", "applicant"}


def test_without_consent_nothing_goes_to_the_phone(row, settings, tmp_path):
    settings.SMS_FOLDER = str(tmp_path / "sms")
    row.filing.case.business.consents.filter(purpose="messages").update(withdrawn_at=clock.now())
    on(date(2026, 10, 21))
    assert not Reminder.objects.filter(channel="sms").exists()


def test_no_message_holds_a_secret(row, settings, tmp_path):
    settings.SMS_FOLDER = str(tmp_path / "sms")
    for day in (date(2026, 10, 21), date(2026, 11, 3), date(2026, 11, 5)):
        on(day)
    case = row.filing.case
    secrets = [case.mark_name, case.business.nik, case.business.owner_name, case.phone]
    for message in Message.objects.for_viewer(make.SYSTEM):
        texts = messages.write(message.slug, message.fields, lang="id")
        said = f"{texts.subject} {texts.body} {texts.short}"
        assert [secret for secret in secrets if secret and secret in said] == []


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("slug", ["deadline-near", "deadline-last", "deadline-past"])
def test_a_short_text_fits_into_one_sms(slug, lang):
    longest = {
        "code": "PAL-H6YJ-R36Y", "office": "Dinas Koperasi dan UKM Kota", "n": "14",
        "due": "30 September 2026", "legal": "30 September 2026", "what": "x" * 60,
        "site": {"link": "http://localhost:8000"},
    }  # fmt: skip
    fields = {name: longest[name] for name in (KINDS | TO_THE_OFFICE)[slug]}
    text = messages.write(slug, fields, lang=lang).short
    assert len(text) <= 160
    assert re.fullmatch(r"[ -~]+", text)


def test_the_prepared_text_follows_the_days(row):
    term = next(one for one in terms() if one.code == "response")
    said = []
    for day in (date(2026, 10, 21), date(2026, 11, 3), date(2026, 11, 6)):
        with clock.freeze(at(day)):
            said.append(reminders.prepared_text(row, term))
    assert "sisa 14 hari" in said[0]
    assert all(one != other for one, other in pairwise(said))
    assert "batas resmi 16 November 2026" in said[2]
