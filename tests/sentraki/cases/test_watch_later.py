"""After a hit was found: reminders before the last day, and an issue brought by mistake."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import factories as make
from tests.sentraki.cases.test_watch import (
    PLANTED,
    bring,
    office,
    own_folders,
    protect,
    published,
    registered,
)

from sentraki.cases.models import WatchHit
from sentraki.cases.rules.watch import REMIND, mark_due
from sentraki.cases.services import gazette as services
from sentraki.cases.services import watch
from sentraki.kernel import clock
from sentraki.kernel.access import Role
from sentraki.kernel.errors import Denied, Invalid, MoveRefused
from sentraki.ledger.models import Message
from sentraki.screening.models import CorpusSource, GazetteEntry, GazetteIssue, GazetteReading

__all__ = ["office", "own_folders"]
pytestmark = pytest.mark.django_db


@given(st.lists(st.integers(0, 60), min_size=1, max_size=12, unique=True))
def test_whatever_days_the_worker_runs_on_each_mark_speaks_once_at_most(days):
    spoken, reminded = [], None
    for left in sorted(days, reverse=True):
        mark = mark_due(left, reminded)
        if mark is not None:
            spoken.append(mark)
            reminded = mark
    assert len(set(spoken)) == len(spoken)
    assert all(left > max(REMIND) for left in days) == (not spoken)
    assert mark_due(-1, None) is None


def near(slug="watch-near"):
    return Message.unscoped.filter(slug=slug).count()


def test_the_owner_and_the_head_are_reminded_once_a_mark_until_somebody_answers(office):
    make.make_signatory(office)
    right = registered(office)
    hit = make.make_hit(right, days=30)
    assert watch.remind() == 0

    def move(days):
        WatchHit.unscoped.update(last_day=clock.today("WIB") + timedelta(days=days))

    move(10)
    assert [watch.remind(), watch.remind()] == [1, 0]
    told = near()
    assert told >= 1
    move(1)
    assert [watch.remind(), watch.remind()] == [1, 0]
    assert near() == 2 * told
    verifier = make.make_officer(office)
    hit.refresh_from_db()
    watch.answer(hit=hit, viewer=verifier, answered="objected")
    WatchHit.unscoped.update(reminded=None)
    assert watch.remind() == 0


def test_a_wrong_issue_goes_with_its_hits_and_a_newer_one_stays(tmp_path, office):
    for name in PLANTED.values():
        protect(office, name)
    wrong = bring(tmp_path, office, published(PLANTED), number="140/P-M/VII/A/2026")
    newer = bring(
        tmp_path, office, published(["Lain Sekali"], 950_001), number="141/P-M/VII/A/2026"
    )
    assert WatchHit.unscoped.count() == 3
    admin = make.make_officer(office, Role.ADMIN)
    with pytest.raises(Invalid):
        services.take_back(reading=wrong, viewer=admin, reason=" ")
    with pytest.raises(Denied):
        services.take_back(reading=wrong, viewer=make.make_officer(office), reason="Salah")

    gone = services.take_back(reading=wrong, viewer=admin, reason="Salah unggah")

    assert gone == 3
    assert WatchHit.unscoped.count() == 0
    assert [row.number for row in GazetteEntry.objects.all()] == ["DID202606950001"]
    assert GazetteIssue.objects.get() == newer.issue
    assert CorpusSource.objects.get(slug="brm").rows == 1
    assert GazetteReading.objects.get(pk=wrong.pk).state == "taken-back"
    with pytest.raises(MoveRefused):
        services.take_back(reading=wrong, viewer=admin, reason="Lagi")
    services.take_back(reading=newer, viewer=admin, reason="Juga")
    assert not CorpusSource.objects.filter(slug="brm").exists()


def test_a_file_brought_again_after_it_was_taken_back_finds_everything_again(tmp_path, office):
    protect(office, "Kopi Cikupa")
    first = bring(tmp_path, office, published(["KOPIE TJIKUPA"]))
    services.take_back(reading=first, viewer=make.make_officer(office, Role.ADMIN), reason="x")
    assert WatchHit.unscoped.count() == 0
    bring(tmp_path, office, published(["KOPIE TJIKUPA"]))
    assert WatchHit.unscoped.count() == 1
