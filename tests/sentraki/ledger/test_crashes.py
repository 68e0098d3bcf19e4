"""Killed at each named point: nothing acknowledged is lost, nothing is done twice."""

import hashlib
import os
import subprocess
import sys
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from tests.factories import SYSTEM, make_issuing_office, make_letter, make_signatory

from sentraki.kernel import clock
from sentraki.kernel.errors import AlreadyDone
from sentraki.kernel.refs import ref_of
from sentraki.ledger.acts import act
from sentraki.ledger.messages import Recipient
from sentraki.ledger.models import Counter, Entry, Letter, Message, Seal
from sentraki.ledger.rules.delivery import LEASE
from sentraki.ledger.selectors import health
from sentraki.ledger.services import letters, pages
from sentraki.ledger.services.messages import send_due
from sentraki.ledger.services.verify import verify

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
CHILD = Path(__file__).with_name("crash_child.py")
ROOT = Path(__file__).resolve().parents[3]
KILLED = 137
POINTS = [
    "seal.issue:before-commit",
    "seal.issue:after-commit",
    "letter.sign:before-commit",
    "letter.sign:after-commit",
    "letter.sign:page-made",
    "document.store:before-commit",
    "document.store:after-commit",
    "letter.attach:before-commit",
    "letter.attach:after-commit",
]
SIGNED_BY_THEN = [*POINTS[3:], "seal.issue:after-commit"]


def database_url():
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    return "postgres://{USER}@{HOST}:{PORT}/{NAME}".format(**values)


def run_child(point, tmp_path, *words):
    """Run the child, to be killed at ``point``; returns its exit code."""
    wish = tmp_path / "crash-at"
    wish.write_text(point, encoding="utf-8")
    connection.close()
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "SENTRAKI_VAR": str(settings.VAR),
        "SENTRAKI_CRASH_AT": str(wish),
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }
    return subprocess.run(
        [sys.executable, str(CHILD), *map(str, words)], env=environment, check=False, timeout=120
    ).returncode


@pytest.mark.parametrize("point", POINTS)
def test_a_letter_killed_anywhere_is_signed_exactly_once(point, tmp_path):
    office = make_issuing_office()
    letter = make_letter(office=office)
    head = make_signatory(office)
    words = ("sign", letter.pk, head.person_id, office.pk, "click-1")
    assert run_child(point, tmp_path, *words) == KILLED

    letter.refresh_from_db()
    assert (letter.status == "issued") == (point in SIGNED_BY_THEN)
    assert (letter.number == "") == (letter.seal is None) == (letter.status == "requested")
    promised = letter.content_hash

    receipts = [try_again(letter, head) for _ in range(3)]
    pages.finish_all()

    letter.refresh_from_db()
    assert receipts[1:] == [ref_of(letter)] * 2
    assert promised in ("", letter.content_hash)
    assert hashlib.sha256(pages.make_page(letter)).hexdigest() == letter.pdf_sha256
    assert (Counter.objects.get().value, Seal.objects.count()) == (1, 1)
    for verb in ("letter.sign", "letter.attach", "seal.issue"):
        assert Entry.objects.filter(verb=verb).count() == 1
    assert verify().is_whole
    assert [problem for check in health.CHECKS.values() for problem in check()] == []


def try_again(letter, head):
    try:
        letters.sign(Letter.objects.for_viewer(SYSTEM).get(pk=letter.pk), head, "click-1")
    except AlreadyDone as done:
        return done.receipt
    return ""


def test_a_worker_killed_after_handing_a_mail_over_repeats_it_under_the_same_id(tmp_path):
    with act("letter.request", on="cases.case:1", by=SYSTEM) as deed:
        to = Recipient("email", "sari@example.com", "16.71")
        deed.tell("letter-issued", to=to, office="D", number="1", until="x", site="y")
    folder = tmp_path / "mail"
    assert run_child("message.send:handed-over", tmp_path, "send", folder) == KILLED
    (first,) = [message_from_bytes(path.read_bytes()) for path in folder.iterdir()]

    assert send_due() == 0
    with clock.freeze(clock.now() + LEASE + timedelta(seconds=1)):
        assert send_due() == 1
    assert mail.outbox[0].extra_headers["Message-ID"] == first["Message-ID"]
    assert Message.objects.for_viewer(SYSTEM).get().status == "sent"
