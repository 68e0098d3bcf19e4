"""Whoever changes the log by hand is found: alone, or with a checkpoint kept elsewhere."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from tests.factories import SYSTEM

from sentraki.kernel.merkle import Frontier, leaf_hash
from sentraki.ledger import triggers
from sentraki.ledger.acts import act
from sentraki.ledger.models import Checkpoint, Entry, EntryNote, Head
from sentraki.ledger.rules.entries import Leaf
from sentraki.ledger.services import checkpoints, notes
from sentraki.ledger.services.verify import verify

pytestmark = pytest.mark.django_db
EDITS = {
    "update": "UPDATE ledger_entry SET on_ref = 'cases.case:99' WHERE \"index\" = 2",
    "another-role": "UPDATE ledger_entry SET role = 'admin' WHERE \"index\" = 2",
    "later": "UPDATE ledger_entry SET at = '2031-01-01 00:00:00+00:00' WHERE \"index\" = 2",
    "delete-middle": 'DELETE FROM ledger_entry WHERE "index" = 2',
    "delete-first": 'DELETE FROM ledger_entry WHERE "index" = 0',
    "delete-tail": 'DELETE FROM ledger_entry WHERE "index" >= 4',
    "truncate": "DELETE FROM ledger_entry",
}


def grow(count=6, start=0):
    for number in range(start, start + count):
        with act("letter.request", on=f"cases.case:{number}", by=SYSTEM) as deed:
            deed.record(step=number)


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def open_the_guards():
    triggers.remove(connection)


def kinds(report):
    return {problem.kind for problem in report.problems}


def test_an_untouched_log_is_whole():
    grow()
    report = verify(checkpoints.make().text)
    assert (report.is_whole, report.size) == (True, 6)


def test_an_empty_log_is_whole():
    assert verify(checkpoints.make().text).is_whole


@pytest.mark.parametrize("table", triggers.TABLES)
@pytest.mark.parametrize("how", ["UPDATE {} SET at = at", "DELETE FROM {}"])
def test_the_database_itself_refuses_changes(table, how):
    grow(1)
    checkpoints.make()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql(how.format(table))
    assert verify().is_whole


@pytest.mark.postgres
@pytest.mark.parametrize("table", triggers.TABLES)
def test_postgresql_refuses_to_truncate(table):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql(f"TRUNCATE {table} CASCADE")


def test_missing_guards_are_reported():
    open_the_guards()
    assert kinds(verify()) == {"guard-missing"}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_by_hand_is_found_even_without_a_checkpoint(edit):
    grow()
    open_the_guards()
    sql(EDITS[edit])
    assert kinds(verify()) - {"guard-missing"}


def test_a_cut_tail_with_a_matching_head_is_found_with_yesterdays_checkpoint():
    grow()
    yesterday = checkpoints.make().text
    open_the_guards()
    sql('DELETE FROM ledger_entry WHERE "index" >= 4')
    sql("DELETE FROM ledger_checkpoint")
    rebuild_head()
    assert kinds(verify()) == {"guard-missing"}
    assert "truncated" in kinds(verify(yesterday))


def test_two_swapped_entries_are_found():
    grow()
    open_the_guards()
    for old, new in ((2, 100), (3, 2), (100, 3)):
        sql('UPDATE ledger_entry SET "index" = %s WHERE "index" = %s', new, old)
    assert "changed" in kinds(verify())


def test_an_inserted_entry_is_found():
    grow()
    open_the_guards()
    copy = Entry.objects.get(index=2)
    copy.index = 6
    copy.save(force_insert=True)
    assert {"changed", "head"} <= kinds(verify())


def test_an_old_copy_put_back_is_found_with_yesterdays_checkpoint():
    grow(4)
    copy = list(Entry.objects.values())
    head = Head.objects.get()
    grow(2, start=4)
    yesterday = checkpoints.make().text
    open_the_guards()
    sql("DELETE FROM ledger_checkpoint")
    sql("DELETE FROM ledger_entry")
    Entry.objects.bulk_create([Entry(**row) for row in copy])
    head.save()
    triggers.install(connection)
    assert verify().is_whole
    assert "truncated" in kinds(verify(yesterday))


def test_a_whole_chain_computed_anew_is_found_with_yesterdays_checkpoint_and_only_with_it():
    grow()
    yesterday = checkpoints.make().text
    open_the_guards()
    sql("DELETE FROM ledger_checkpoint")
    sql(EDITS["update"])
    recompute_everything()
    triggers.install(connection)
    assert verify().is_whole, "documented: without an outside checkpoint this is not noticed"
    assert "rewritten" in kinds(verify(yesterday))


def test_a_stored_checkpoint_finds_what_a_careless_forger_leaves():
    grow()
    checkpoints.make()
    open_the_guards()
    sql(EDITS["update"])
    recompute_everything()
    assert "rewritten" in kinds(verify())


def test_a_forged_checkpoint_is_no_checkpoint():
    grow()
    forged = checkpoints.make().text.replace("\n6\n", "\n5\n")
    assert kinds(verify(forged)) == {"checkpoint"}


def test_a_changed_payload_is_found():
    grow()
    open_the_guards()
    sql('UPDATE ledger_entry SET payload = %s WHERE "index" = 1', json.dumps({"step": 9}))
    assert "changed" in kinds(verify())


def test_an_erased_note_leaves_the_log_whole_and_nothing_of_the_words():
    with act("letter.request", on="cases.case:1", by=SYSTEM, note="Ibu Sari 0812"):
        pass
    entry = Entry.objects.get()
    notes.erase(entry, SYSTEM)
    assert EntryNote.objects.count() == 0
    assert verify(checkpoints.make().text).is_whole
    assert Entry.objects.get(index=1).verb == "note.erase"


def test_a_note_that_was_exchanged_is_found():
    with act("letter.request", on="cases.case:1", by=SYSTEM, note="Ditolak kepala"):
        pass
    EntryNote.objects.update(text="Disetujui kepala")
    assert kinds(verify()) == {"note"}


def test_checkpoints_are_made_once_per_size_and_each_extends_the_last():
    grow(2)
    first = checkpoints.make()
    assert checkpoints.make() == first
    grow(3, start=2)
    second = checkpoints.make()
    assert (first.size, second.size) == (2, 5)
    assert verify(first.text).is_whole
    assert verify(second.text).is_whole
    assert Checkpoint.objects.count() == 2


def test_the_command_line_keeps_a_checkpoint_and_compares_with_it(tmp_path, capsys):
    grow()
    kept = tmp_path / "palembang.txt"
    call_command("checkpoint", out=kept)
    call_command("verify_ledger", checkpoint=kept)
    assert "6 entries, whole (with the checkpoint given)" in capsys.readouterr().out
    open_the_guards()
    sql(EDITS["delete-tail"])
    with pytest.raises(CommandError, match="not whole"):
        call_command("verify_ledger", checkpoint=kept)
    assert "truncated: a checkpoint knows 6 entries, 4 are left" in capsys.readouterr().err


def rebuild_head():
    frontier = Frontier()
    for entry in Entry.objects.all():
        frontier.append(bytes(entry.leaf_hash))
    Head.objects.update(size=Entry.objects.count(), frontier=frontier.to_bytes())


def recompute_everything():
    for entry in Entry.objects.all():
        values = {name: getattr(entry, name) for name in Leaf.__dataclass_fields__}
        entry.leaf_hash = leaf_hash(Leaf(**values).to_bytes())
        entry.save()
    rebuild_head()
