"""Three desks, a bad line, wrong clocks, doubles and a lost laptop: the books always agree.

After every step the invariants of the house hold: I1 places numbered without gap or double, I2 one
live place for a person, I11 each record once; and each receipt a desk has seen exists once.
`SENTRAKI_DESK_RUNS=2000` asks for the long run.
"""

import os
from collections import Counter as Tally

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from tests import factories as make
from tests.events import make_event
from tests.laptops import Laptop, hashed

from sentraki.cases.models import Case, Place
from sentraki.cases.services.reference import load_reference
from sentraki.desk import event_sync
from sentraki.events.models import DeskRecord, Device, JoinQuestion, Visit
from sentraki.events.rules.desk import Answer
from sentraki.events.selectors.devices import sheets_of
from sentraki.events.services import devices
from sentraki.ledger.models import Counter

RUNS = int(os.environ.get("SENTRAKI_DESK_RUNS", "100"))
QUOTA = 6
STEPS = 10
DESKS = st.integers(0, 2)
PEOPLE = st.integers(1, 7)
CLOCKS = (-6 * 365 * 86_400, 0, 47 * 60)


class Desks(RuleBasedStateMachine):
    """What three desks write, what arrives of it, and what must be true of the office's books."""

    def __init__(self) -> None:
        super().__init__()
        self.story = transaction.atomic()
        self.story.__enter__()

    def teardown(self) -> None:
        """Take everything back."""
        transaction.set_rollback(True)
        self.story.__exit__(None, None, None)

    @initialize(off=st.permutations(CLOCKS))
    def morning(self, off: list[int]) -> None:
        """One event, one programme, three prepared laptops."""
        self.office = make.make_issuing_office()
        make.make_region("16.71.01")
        self.programme = make.make_programme(office=self.office, quota=QUOTA)
        self.event = make_event(office=self.office)
        self.officer = make.make_officer(self.office)
        told = [devices.prepare(event=self.event, viewer=self.officer) for _ in off]
        self.laptops = [
            Laptop(one.device.name, one.token, seed=n, off=clock)
            for n, (one, clock) in enumerate(zip(told, off, strict=True))
        ]
        self.revoked: set[str] = set()
        self.before_revoking: dict[str, int] = {}

    @rule(at=DESKS, who=PEOPLE, other_nik=st.booleans())
    def register(self, at: int, who: int, other_nik: bool) -> None:
        """Somebody comes to a desk; the same person may come to another, with a slip in the NIK."""
        more = {"nik": f"009902{41 + who:02d}0185{who:04d}"} if other_nik else {}
        self.laptops[at].register(who, **more)

    @rule(at=DESKS, data=st.data(), heard=st.booleans())
    def send_some(self, at: int, data: st.DataObject, heard: bool) -> None:
        """Any records, in any order, some twice; the answer may be lost on the way."""
        laptop = self.laptops[at]
        if laptop.book:
            some = st.lists(st.sampled_from(laptop.book), min_size=1, max_size=6)
            answer = laptop.send(data.draw(some), heard=heard)
            assert answer.status_code == (401 if laptop.desk in self.revoked else 200)

    @rule(at=DESKS)
    def send_changed(self, at: int) -> None:
        """A record that arrived comes again with another content."""
        laptop = self.laptops[at]
        if laptop.book and laptop.desk not in self.revoked:
            first = laptop.book[0]
            known = DeskRecord.unscoped.filter(client_id=first["id"]).exists()
            changed = hashed({**first, "body": first["body"].replace("CONTOH", "LAIN")})
            (answer,) = laptop.send([changed], heard=False).json()["answers"]
            if not known:
                laptop.book[0] = changed
            assert answer["state"] != "differs" or known

    @rule(at=DESKS)
    def send_damaged(self, at: int) -> None:
        """What was damaged on the way is never kept."""
        laptop = self.laptops[at]
        if laptop.book and laptop.desk not in self.revoked:
            damaged = {**laptop.book[-1], "at": 1}
            (answer,) = laptop.send([damaged], heard=False).json()["answers"]
            assert answer["state"] == "damaged"

    @rule(said=st.sampled_from([Answer.SAME, Answer.DIFFERENT]))
    def answer(self, said: Answer) -> None:
        """An officer decides about the oldest doubt."""
        open_rows = JoinQuestion.unscoped.filter(answer="").order_by("id")
        row = open_rows.filter(doubt="same-person").first()
        if row is not None:
            event_sync.answer(question=row, viewer=self.officer, said=said)

    @rule(at=DESKS)
    def lose(self, at: int) -> None:
        """A laptop is lost; at most one of the three."""
        laptop = self.laptops[at]
        if not self.revoked:
            devices.revoke(device=Device.unscoped.get(name=laptop.desk), viewer=self.officer)
            self.revoked.add(laptop.desk)
            self.before_revoking[laptop.desk] = self.arrived(laptop)

    def arrived(self, laptop: Laptop) -> int:
        """How many records of a desk the office has."""
        return DeskRecord.unscoped.filter(device__name=laptop.desk).count()

    @invariant()
    def places_are_numbered_without_gap_or_double(self) -> None:
        """I1; a number freed by a withdrawal may be given again."""
        if not hasattr(self, "programme"):
            return
        rows = Place.objects.filter(programme=self.programme)
        live = sorted(rows.filter(released_at=None).values_list("number", flat=True))
        given = Counter.objects.filter(name=f"places:{self.programme.pk}").first()
        assert len(live) == len(set(live)) <= QUOTA
        assert set(rows.values_list("number", flat=True)) == set(
            range(1, (given.value if given else 0) + 1)
        )

    @invariant()
    def a_person_holds_one_live_place(self) -> None:
        """I2."""
        people = Place.objects.filter(released_at=None).values_list("person_index", flat=True)
        assert max(Tally(people).values(), default=0) <= 1

    @invariant()
    def each_record_is_here_once_and_each_receipt_exists_once(self) -> None:
        """I11, and what a desk was told: the very receipt, on the very record."""
        rows = DeskRecord.unscoped.all()
        ids = [str(row.client_id) for row in rows]
        assert len(ids) == len(set(ids))
        by_id = {str(row.client_id): row for row in rows}
        for laptop in getattr(self, "laptops", ()):
            written = {record["id"] for record in laptop.book}
            for key, told in laptop.answers.items():
                if told["state"] != "damaged" and "receipt" in told:
                    assert by_id[key].receipt == told["receipt"]
                    assert key in written
        assert len({row.receipt for row in rows}) == len(ids)

    @invariant()
    def each_person_record_has_one_file_and_no_file_comes_from_nowhere(self) -> None:
        """A record leads to one case; nothing waits unworked, nothing is joined by itself."""
        rows = list(DeskRecord.unscoped.filter(kind="person"))
        refs = [row.case_ref for row in rows if row.case_ref]
        assert len(refs) == len(set(refs)) == Case.unscoped.count()
        assert all(row.state != "received" for row in rows)
        joined = Visit.unscoped.exclude(joined_to=None).count()
        same = JoinQuestion.unscoped.filter(answer=Answer.SAME).count()
        assert joined == same == Case.unscoped.filter(status="withdrawn").count()
        asked = JoinQuestion.unscoped.filter(doubt="same-person", answer="").count()
        assert asked == sum(row.state == "question" for row in rows)

    @invariant()
    def wrong_clocks_are_flagged(self) -> None:
        """The two wrong clocks and no other."""
        wrong = {one.desk for one in getattr(self, "laptops", ()) if one.off}
        for row in DeskRecord.unscoped.select_related("device"):
            assert row.clock_doubted == (row.device.name in wrong)

    @invariant()
    def a_lost_laptop_brings_nothing_more_and_its_gaps_are_told(self) -> None:
        """What was made, as far as it was told, and not received is listed."""
        if not hasattr(self, "laptops"):
            return
        for sheet in sheets_of(self.officer, self.event):
            assert sheet.received + sheet.lost_records == max(
                sheet.device.last_sequence, sheet.received
            )
        for laptop in self.laptops:
            if laptop.desk in self.revoked:
                assert self.arrived(laptop) == self.before_revoking[laptop.desk]


@pytest.mark.slow
@pytest.mark.django_db
def test_three_desks_keep_the_books_in_order() -> None:
    """`RUNS` stories; each starts from the same database and is taken back."""
    load_reference()
    run_state_machine_as_test(
        Desks,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
