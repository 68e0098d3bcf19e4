"""Many at once, with real threads and real transactions, on the database of this run."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core import mail
from django.db import connection
from tests.factories import (
    LETTER_FIELDS,
    SYSTEM,
    make_document,
    make_issuing_office,
    make_letter,
    make_letter_kind,
    make_signatory,
)

from sentraki.kernel.errors import AlreadyDone, MoveRefused, Taken
from sentraki.kernel.refs import ref_of
from sentraki.ledger.acts import act
from sentraki.ledger.messages import Recipient
from sentraki.ledger.models import Counter, Entry, Letter, Message, Receipt
from sentraki.ledger.rules.secrecy import Secrecy
from sentraki.ledger.selectors import health
from sentraki.ledger.services import checkpoints, letters, pages
from sentraki.ledger.services.counters import claim
from sentraki.ledger.services.messages import send_due
from sentraki.ledger.services.verify import verify

pytestmark = pytest.mark.django_db(transaction=True)
CASE = "cases.case:1"


def at_once(count, work):
    """``work(number)`` in ``count`` threads that start together; results or refusals in order."""
    barrier = Barrier(count)

    def one(number):
        try:
            barrier.wait()
            return work(number)
        except (AlreadyDone, MoveRefused, Taken) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def nothing_is_wrong():
    assert verify().is_whole
    assert [problem for check in health.CHECKS.values() for problem in check()] == []


@pytest.mark.slow
def test_two_hundred_letters_by_eight_signatories_have_gapless_unique_numbers():
    office = make_issuing_office()
    heads = [make_signatory(office) for _ in range(8)]
    kind = make_letter_kind().slug
    with act("letter.request", on="cases.programme:1", by=SYSTEM):
        drafts = []
        for number in range(200):
            case = f"cases.case:{number}"
            label = make_document(on=case, secrecy=Secrecy.C4)
            drafts.append(
                letters.request(
                    kind, case, LETTER_FIELDS, office=office, by=SYSTEM,
                    pictures={"label.png": label},
                )
            )  # fmt: skip

    def sign_a_share(number):
        return [letters.sign(draft, heads[number]).sequence for draft in drafts[number::8]]

    given = [sequence for share in at_once(8, sign_a_share) for sequence in share]
    signed = Letter.objects.for_viewer(SYSTEM)
    assert sorted(given) == list(range(1, 201))
    assert signed.values("number").distinct().count() == 200
    assert signed.exclude(pdf_sha256="").values("pdf_sha256").distinct().count() == 200
    assert Entry.objects.filter(verb="letter.sign").count() == 200
    nothing_is_wrong()


def test_one_key_sent_five_times_at_once_has_one_effect_and_one_receipt():
    office = make_issuing_office()
    letter = make_letter(office=office)
    head = make_signatory(office)
    answers = at_once(5, lambda _: letters.sign(letter, head, "click-1"))
    receipts = {a.receipt for a in answers if isinstance(a, AlreadyDone)}
    assert [isinstance(a, AlreadyDone) for a in answers].count(False) == 1
    assert receipts == {ref_of(letter)}
    assert Counter.objects.get().value == 1
    assert Receipt.objects.filter(verb="letter.sign").count() == 1
    nothing_is_wrong()


def test_two_signatories_and_different_keys_still_sign_once():
    office = make_issuing_office()
    letter = make_letter(office=office)
    heads = [make_signatory(office) for _ in range(4)]
    answers = at_once(4, lambda n: letters.sign(letter, heads[n], f"click-{n}"))
    assert [type(a) for a in answers].count(MoveRefused) == 3
    assert Counter.objects.get().value == 1
    nothing_is_wrong()


def test_a_draft_requested_five_times_at_once_exists_once():
    office = make_issuing_office()
    kind = make_letter_kind().slug
    answers = at_once(
        5, lambda _: letters.request(kind, CASE, LETTER_FIELDS, office=office, by=SYSTEM)
    )
    assert [isinstance(a, AlreadyDone) for a in answers].count(True) == 4
    assert Letter.objects.for_viewer(SYSTEM).count() == 1


def test_a_page_made_by_four_workers_at_once_is_one_page():
    office = make_issuing_office()
    signed = letters.sign(make_letter(office=office), make_signatory(office))
    Letter.objects.for_viewer(SYSTEM).update(pdf=None, pdf_sha256="")
    Receipt.objects.filter(verb="letter.attach").delete()
    pages_made = at_once(4, lambda _: pages.finish(signed.pk).pdf_sha256)
    assert len(set(pages_made)) == 1
    assert Receipt.objects.filter(verb="letter.attach").count() == 1


def test_ten_places_asked_for_by_sixteen_go_to_ten():
    def ask(number):
        with act("letter.request", on=f"cases.case:{number}", by=SYSTEM):
            return claim("programme:1:2026", limit=10)

    answers = at_once(16, ask)
    assert sorted(a for a in answers if isinstance(a, int)) == list(range(1, 11))
    assert [type(a) for a in answers].count(Taken) == 6
    assert Entry.objects.count() == 10
    assert verify().is_whole


def test_forty_messages_sent_by_four_workers_arrive_once_each():
    with act("letter.request", on=CASE, by=SYSTEM) as deed:
        for number in range(40):
            to = Recipient("email", f"warga{number}@example.com", "16.71")
            deed.tell("letter-issued", to=to, office="D", number="1", until="x", site="y")
    sent = at_once(4, lambda _: send_due())
    assert sum(sent) == 40
    assert sorted(m.to[0] for m in mail.outbox) == sorted(
        f"warga{number}@example.com" for number in range(40)
    )
    assert set(Message.objects.for_viewer(SYSTEM).values_list("attempts", flat=True)) == {1}


def test_checkpoints_made_beside_writers_always_fit():
    def write_or_witness(number):
        for step in range(10):
            if number % 2:
                checkpoints.make()
            else:
                with act("letter.request", on=f"cases.case:{number}-{step}", by=SYSTEM):
                    pass

    at_once(4, write_or_witness)
    assert verify().size == 20
    assert verify().is_whole
