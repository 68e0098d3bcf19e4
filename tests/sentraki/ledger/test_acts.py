"""One way to change a fact: permission, transaction, entry, receipt, messages."""

import pytest
from django.db import DatabaseError, connection, transaction
from tests.factories import SYSTEM, make_document, make_office, viewer

from sentraki.kernel import access
from sentraki.kernel.access import Role, Viewer
from sentraki.kernel.errors import AlreadyDone, Denied, Invalid
from sentraki.kernel.merkle import Frontier
from sentraki.ledger import acts, verbs
from sentraki.ledger.acts import act
from sentraki.ledger.messages import Recipient, UndeclaredMessage
from sentraki.ledger.models import Counter, Document, Entry, EntryNote, Head, Message, Receipt
from sentraki.ledger.services.counters import claim
from sentraki.ledger.services.verify import verify

pytestmark = pytest.mark.django_db

ABOUT = "cases.case:12"
TO = Recipient("inbox", ABOUT, "16.71")
FIELDS = {"office": "Dinas", "number": "1", "until": "31-12-2026", "site": "x"}


def do(verb="letter.request", by=SYSTEM, **more):
    with act(verb, on=ABOUT, by=by, **more) as deed:
        deed.record(step=1)
    return deed


def test_an_act_leaves_exactly_one_entry_that_says_who_did_what_to_which_thing():
    office = make_office()
    by = Viewer(
        Role.VERIFIER, person_id=7, office_id=office.pk, regions=("16.71",), second_factor=True
    )
    deed = do(by=by, region_code="16.71")
    entry = Entry.objects.get()
    assert (entry.index, entry.verb, entry.on_ref) == (0, "letter.request", ABOUT)
    assert (entry.actor_ref, entry.role, entry.office_id) == (
        "offices.person:7",
        "verifier",
        office.pk,
    )
    assert (entry.region_code, entry.payload, deed.index) == ("16.71", {"step": 1}, 0)


def test_entries_are_numbered_without_gaps_and_the_head_follows():
    for _ in range(5):
        do()
    assert list(Entry.objects.values_list("index", flat=True)) == [0, 1, 2, 3, 4]
    frontier = Frontier()
    for entry in Entry.objects.all():
        frontier.append(bytes(entry.leaf_hash))
    head = Head.objects.get()
    assert (head.size, bytes(head.frontier)) == (5, frontier.to_bytes())


def test_an_undeclared_verb_is_a_mistake_at_once():
    with pytest.raises(verbs.UndeclaredVerb), act("case.invent", on=ABOUT, by=SYSTEM):
        pytest.fail("the body must not run")


def test_who_may_not_is_told_why_and_nothing_is_written():
    with pytest.raises(Denied) as denied, act("letter.request", on=ABOUT, by=Viewer.public()):
        pytest.fail("the body must not run")
    assert denied.value.message == access.rules()["letter.request"].reason
    assert Entry.objects.count() == 0


def test_the_facts_reach_the_policy():
    officer = viewer(Role.VERIFIER, make_office(region="16.71"))
    with pytest.raises(Denied):
        do(by=officer, region_code="31.71")
    do(by=officer, region_code="16.71.01")
    assert Entry.objects.count() == 1


def test_what_the_thing_itself_tells_reaches_the_policy_unasked():
    document = make_document(region_code="31.71")
    officer = viewer(Role.VERIFIER, make_office(region="16.71"))
    with pytest.raises(Denied), act("letter.request", on=document, by=officer):
        pytest.fail("another region's thing")


def test_an_exception_takes_everything_back():
    def break_halfway():
        with act("letter.request", on=ABOUT, by=SYSTEM, key="k") as deed:
            Counter.objects.create(name="x")
            deed.tell("letter-issued", to=TO, **FIELDS)
            raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        break_halfway()
    left = [m.objects.count() for m in (Entry, Counter, Receipt)]
    assert [*left, Message.objects.for_viewer(SYSTEM).count()] == [0, 0, 0, 0]


def test_an_entry_that_cannot_be_written_takes_everything_back():
    do()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_head SET size = 0")
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        act("letter.request", on=ABOUT, by=SYSTEM),
    ):
        Counter.objects.create(name="x")
    assert Counter.objects.count() == 0
    assert Entry.objects.count() == 1


def test_an_act_that_never_says_what_it_is_about_is_a_mistake():
    with pytest.raises(RuntimeError, match="about"), act("letter.request", on=None, by=SYSTEM):
        pass
    assert Entry.objects.count() == 0


def test_a_key_works_once_and_then_returns_its_first_receipt():
    do(key="form-1")
    with pytest.raises(AlreadyDone) as done:
        do(key="form-1")
    assert done.value.receipt == ABOUT
    assert Entry.objects.count() == 1


def test_the_same_key_is_another_one_for_another_verb():
    do(key="form-1")
    do("letter.withdraw", key="form-1")
    assert Entry.objects.count() == 2


def test_a_key_of_an_act_that_failed_can_be_used_again():
    with pytest.raises(RuntimeError), act("letter.request", on=ABOUT, by=SYSTEM, key="form-1"):
        raise RuntimeError
    do(key="form-1")
    assert Receipt.objects.get().on_ref == ABOUT


def test_an_overlong_key_is_refused_kindly():
    with pytest.raises(Invalid):
        do(key="x" * 101)


def test_acts_within_acts_write_one_entry_each_the_inner_one_first():
    with act("letter.request", on=ABOUT, by=SYSTEM) as outer:
        do("letter.withdraw")
        assert acts.current() is outer
    assert list(Entry.objects.values_list("verb", flat=True)) == [
        "letter.withdraw",
        "letter.request",
    ]
    assert acts.current() is None
    assert verify().is_whole


def test_an_inner_act_falls_with_the_outer_one():
    def break_halfway():
        with act("letter.request", on=ABOUT, by=SYSTEM):
            do("letter.withdraw")
            raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        break_halfway()
    assert Entry.objects.count() == 0
    do()
    assert verify().is_whole


def test_an_inner_act_that_is_taken_back_alone_leaves_no_entry():
    def break_inner():
        with transaction.atomic():
            do("letter.withdraw")
            raise RuntimeError("broken")

    with act("letter.request", on=ABOUT, by=SYSTEM):
        with pytest.raises(RuntimeError, match="broken"):
            break_inner()
        do("letter.use")
    assert list(Entry.objects.values_list("verb", flat=True)) == ["letter.use", "letter.request"]
    assert verify().is_whole


@pytest.mark.parametrize("facts", [{"name": "Kopi Senja"}, {"nik": "1671012345678901"}])
def test_personal_words_cannot_be_recorded(facts):
    with (
        pytest.raises(ValueError, match="entry"),
        act("letter.request", on=ABOUT, by=SYSTEM) as deed,
    ):
        deed.record(**facts)
    assert Entry.objects.count() == 0


def test_a_note_stands_apart_from_its_entry_and_only_its_commitment_is_hashed():
    do(note="Pemohon menelepon, minta ditunda")
    entry = Entry.objects.get()
    note = EntryNote.objects.get()
    assert note.text == "Pemohon menelepon, minta ditunda"
    assert len(entry.note_commitment) == 64
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM ledger_entrynote")
        assert "menelepon" not in cursor.fetchone()[0]


def test_messages_wait_in_the_outbox_of_the_same_transaction():
    with act("letter.request", on=ABOUT, by=SYSTEM) as deed:
        deed.tell("letter-issued", to=TO, **FIELDS)
        deed.tell("letter-issued", to=TO, **FIELDS)
    rows = Message.objects.for_viewer(SYSTEM)
    assert [(m.slug, m.on_ref, m.status, m.recipient["address"]) for m in rows] == [
        ("letter-issued", ABOUT, "queued", ABOUT)
    ] * 2


@pytest.mark.parametrize(
    ("slug", "fields"),
    [("never-declared", {}), ("letter-issued", {}), ("letter-issued", FIELDS | {"more": "x"})],
)
def test_an_undeclared_message_or_field_is_a_mistake(slug, fields):
    with pytest.raises(UndeclaredMessage), act("letter.request", on=ABOUT, by=SYSTEM) as deed:
        deed.tell(slug, to=TO, **fields)


def test_work_after_the_commit_waits_for_the_outermost_act(django_capture_on_commit_callbacks):
    done = []
    with django_capture_on_commit_callbacks(execute=True):
        with act("letter.request", on=ABOUT, by=SYSTEM) as outer:
            with act("letter.withdraw", on=ABOUT, by=SYSTEM) as inner:
                inner.after_commit(lambda: done.append("inner"))
            outer.after_commit(lambda: done.append("outer"))
        assert done == []
    assert done == ["inner", "outer"]


def test_an_act_costs_few_queries(django_assert_num_queries):
    do()
    with django_assert_num_queries(6):
        do()


def test_a_counter_is_claimed_inside_an_act_only():
    with pytest.raises(RuntimeError, match="inside an act"):
        claim("letter:1:x:2026")
    assert Document.objects.for_viewer(SYSTEM).count() == 0
