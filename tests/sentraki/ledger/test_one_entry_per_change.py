"""Triggers of the database count every change of status; the log holds as many entries."""

from datetime import UTC, datetime

import pytest
from tests.factories import (
    SYSTEM,
    make_document,
    make_issuing_office,
    make_letter,
    make_signatory,
    viewer,
)
from tests.sentraki.ledger import change_counter

from sentraki.kernel import clock
from sentraki.kernel.access import Role
from sentraki.kernel.errors import MoveRefused
from sentraki.ledger.models import Entry
from sentraki.ledger.rules.seal_states import SealPurpose, SealState
from sentraki.ledger.services import documents, letters, pages, seals

pytestmark = pytest.mark.django_db
WATCHED = {"ledger_letter": "status", "ledger_seal": "state", "ledger_document": "erased_at"}
VERBS = {
    "ledger_letter": ("request", "sign", "withdraw", "use", "revoke", "expire"),
    "ledger_seal": ("issue", "set-state"),
    "ledger_document": ("store", "erase"),
}


def entries_by_table():
    return {
        table: Entry.objects.filter(
            verb__in=[f"{table.removeprefix('ledger_')}.{verb}" for verb in verbs]
        ).count()
        for table, verbs in VERBS.items()
    }


def test_every_change_of_status_has_exactly_one_entry():
    change_counter.install(WATCHED)
    office = make_issuing_office()
    head = make_signatory(office)
    officer = viewer(Role.VERIFIER, office)

    def signed(case):
        return letters.sign(make_letter(office=office, on=case), head)

    for case in ("cases.case:1", "cases.case:1", "cases.case:2"):
        pages.finish(signed(case).pk)
    used = letters.mark_used(signed("cases.case:3"), "cases.filing:1", officer)
    letters.revoke(used, head, note="Salah orang")
    letters.withdraw(make_letter(office=office, on="cases.case:4"), officer)
    with pytest.raises(MoveRefused):
        letters.mark_used(used, "cases.filing:2", officer)
    documents.erase(make_document(), SYSTEM)
    mark = seals.issue(SealPurpose.MARK, "cases.filing:1", {}, None, SYSTEM, region_code="16.71")
    seals.set_state(mark, SealState.REGISTERED, "", SYSTEM)
    seals.refresh_checked(mark, SYSTEM, at=clock.now())
    with clock.freeze(datetime(clock.now().year + 1, 2, 1, tzinfo=UTC)):
        assert letters.expire_due(SYSTEM) == 2

    assert change_counter.counted() == entries_by_table()
    assert entries_by_table() == {"ledger_letter": 15, "ledger_seal": 10, "ledger_document": 10}
