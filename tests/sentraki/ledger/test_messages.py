"""The outbox: nothing lost, nothing doubled, nothing but plain text."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from tests.factories import SYSTEM, make_office, viewer

from sentraki.kernel import clock
from sentraki.kernel.access import Role
from sentraki.kernel.errors import Denied, MoveRefused
from sentraki.ledger import jobs, messages
from sentraki.ledger.acts import act
from sentraki.ledger.messages import Recipient, UndeclaredMessage
from sentraki.ledger.models import Message
from sentraki.ledger.rules.delivery import LEASE
from sentraki.ledger.selectors import health
from sentraki.ledger.selectors.documents import messages_of
from sentraki.ledger.services.messages import resend, send_due, set_status

pytestmark = pytest.mark.django_db
CASE = "cases.case:1"
EMAIL = Recipient("email", "sari@example.com", "16.71")
BROKEN = Recipient("email", "not an address", "16.71")
NASTY = "[x](http://jahat.example) <b>{office}</b>\r\nBcc: x@y.z"


def tell(to=EMAIL, **fields):
    values = {"office": "Dinas", "number": "001", "until": "31-12-2026", "site": "x"} | fields
    with act("letter.request", on=CASE, by=SYSTEM) as deed:
        return deed.tell("letter-issued", to=to, **values)


def fresh(message):
    return Message.objects.for_viewer(SYSTEM).get(pk=message.pk)


def test_a_due_message_is_sent_once():
    message = tell()
    assert (send_due(), send_due()) == (1, 0)
    assert [m.to for m in mail.outbox] == [["sari@example.com"]]
    assert fresh(message).status == "sent"
    assert fresh(message).sent_at is not None


def test_the_language_is_the_recipients():
    tell()
    tell(Recipient("email", "sari@example.com", "16.71", lang="en"))
    send_due()
    assert [m.subject for m in mail.outbox] == [
        "Surat 001 sudah terbit",
        "Letter 001 has been issued",
    ]


def test_what_people_typed_is_inert_in_every_part_of_a_mail():
    tell(office=NASTY, number=NASTY)
    send_due()
    sent = mail.outbox[0]
    assert "\n" not in sent.subject
    assert "bcc" not in {name.lower() for name in sent.message()}
    for part in (sent.subject, sent.body):
        assert not set("<>[]{}") & set(part)
        assert "://" not in part


def test_the_subject_line_cannot_be_broken():
    texts = messages.write(
        "letter-issued",
        {"office": "a", "number": "1\nX-Evil: 1", "until": "x", "site": "x"},
        lang="id",
    )
    assert texts.subject == "Surat 1 X-Evil: 1 sudah terbit"


def test_one_mail_keeps_its_id_at_every_try(settings):
    message = tell()
    settings.EMAIL_BACKEND = "tests.sentraki.ledger.broken_mail.Backend"
    send_due()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with clock.freeze(clock.now() + timedelta(minutes=2)):
        assert send_due() == 1
    identity = mail.outbox[0].extra_headers["Message-ID"]
    assert identity == f"<{message.dedupe[:32]}@localhost>"


def test_a_failure_waits_longer_each_time_and_is_parked_after_five():
    message = tell(BROKEN)
    at = clock.now()
    tries = []
    for _ in range(2_000):
        with clock.freeze(at):
            send_due()
        tries.append(fresh(message).attempts)
        if fresh(message).status == "parked":
            break
        at += timedelta(minutes=5)
    assert fresh(message).attempts == 5
    assert fresh(message).last_error == "address"
    assert health.nothing_is_parked() == ["1 messages are parked"]
    with clock.freeze(at + timedelta(days=30)):
        assert send_due() == 0


def test_one_that_cannot_be_sent_does_not_keep_the_others_waiting(caplog):
    poisoned = tell(Recipient("carrier-pigeon", "x", "16.71"))
    tell(BROKEN)
    tell()
    assert send_due() == 1
    assert fresh(poisoned).last_error == "KeyError"
    assert "not an address" not in caplog.text


def test_a_late_worker_notes_nothing():
    message = tell()
    slow = fresh(message)
    with clock.freeze(clock.now() + timedelta(seconds=1)):
        send_due()
    assert set_status(slow, "parked") == 0
    assert fresh(message).status == "sent"


def test_a_message_whose_worker_died_is_taken_over_after_its_lease():
    message = tell()
    held = Message.objects.for_viewer(SYSTEM).filter(pk=message.pk)
    held.update(attempts=1, next_try_at=clock.now() + LEASE)
    assert send_due() == 0
    with clock.freeze(clock.now() + LEASE + timedelta(seconds=1)):
        assert send_due() == 1


def test_an_inbox_message_counts_as_delivered_and_stays_readable():
    message = tell(Recipient("inbox", CASE, "16.71"))
    assert send_due() == 1
    owner = viewer(Role.APPLICANT, grants=(CASE,))
    assert list(messages_of(owner, CASE)) == [message]
    assert list(messages_of(viewer(Role.APPLICANT, grants=("cases.case:2",)), CASE)) == []
    assert list(messages_of(viewer(Role.VERIFIER, make_office(region="31.71")), CASE)) == []


def test_an_inbox_needs_a_ref():
    message = tell(Recipient("inbox", "Sari", "16.71"))
    assert send_due() == 0
    assert fresh(message).last_error == "address"


def park(message):
    set_status(fresh(message), "parked", tries_left=0)
    return fresh(message)


def test_a_parked_message_is_sent_again_on_request():
    message = park(tell())
    queued = resend(message, viewer(Role.INTAKE, make_office(region="16.71")))
    assert (queued.status, queued.tries_left) == ("queued", 5)
    assert send_due() == 1


def test_only_parked_messages_and_only_of_the_own_region_are_sent_again():
    message = tell()
    with pytest.raises(MoveRefused):
        resend(message, SYSTEM)
    with pytest.raises(Denied):
        resend(park(message), viewer(Role.INTAKE, make_office(region="31.71")))


def test_the_command_line_sends_parked_messages_again(capsys):
    first, second = park(tell()), park(tell())
    call_command("resend", str(first.pk))
    assert (fresh(first).status, fresh(second).status) == ("queued", "parked")
    call_command("resend")
    assert fresh(second).status == "queued"
    assert "1 messages queued again" in capsys.readouterr().out


def test_the_job_sends():
    tell()
    assert jobs.send_due.call() == 1


def test_recipient_and_fields_are_unreadable_in_the_database():
    tell()
    columns = {"a": "ledger_message.recipient", "b": "ledger_message.fields"}
    row = Message.objects.for_viewer(SYSTEM).extra(select=columns).get()
    assert "sari" not in row.a + row.b
    assert "Dinas" not in row.b


def test_a_kind_without_all_its_texts_is_refused():
    with pytest.raises(UndeclaredMessage, match="no text"):
        messages.register("never-written", "office")


def test_a_text_that_asks_for_more_than_declared_is_refused():
    with pytest.raises(ValueError, match="twice"):
        messages.register("letter-issued", "office")


def test_the_short_text_fits_a_phone():
    fields = {
        "office": "Dinas Koperasi Palembang",
        "number": "001/REK-UMK/DKOP/XI/2026",
        "until": "31-12-2026",
        "site": "sentraki.example",
    }
    for lang in ("id", "en"):
        assert len(messages.write("letter-issued", fields, lang=lang).short) <= 160
