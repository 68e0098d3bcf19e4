"""A right is renewed or changed only as DJKI recorded it, with proof; its seal follows."""

from datetime import date, timedelta

import pytest
from tests import factories as make

from sentraki.cases.models import Deadline, Filing, Right, RightChange
from sentraki.cases.rules.dossier import FeeScheme
from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.cases.rules.right_change_flow import ChangeStatus
from sentraki.cases.selectors.right_changes import (
    change_kinds,
    due_renewals,
    kinds_for,
    price,
)
from sentraki.cases.selectors.right_ties import owner_of, untied
from sentraki.cases.services import filing, right_changes, rights
from sentraki.cases.services.filing_papers import Sent
from sentraki.cases.services.reference import load_reference
from sentraki.cases.services.reminders import who_is_told
from sentraki.cases.services.right_changes import Told
from sentraki.cases.services.right_ties import reached_at, tie
from sentraki.kernel import clock
from sentraki.kernel.access import Role, Viewer
from sentraki.kernel.clock import add_months
from sentraki.kernel.errors import Denied, Invalid, MoveRefused
from sentraki.ledger.models import Entry
from sentraki.parties.models import Business

pytestmark = pytest.mark.django_db


@pytest.fixture
def right() -> Right:
    """A mark in two classes whose last day is in three months."""
    load_reference()
    office = make.make_issuing_office(region="36.71", slug="tangerang")
    known = rights.KnownRight(
        "IDM000020201", "Sambal Sewan", "Dapur Sewan", "29,30",
        filed_on=add_months(clock.today(), 3 - 120), year=2017,
    )  # fmt: skip
    return rights.record_known(office=office, viewer=Viewer.system("tests"), known=known)


def officer(right: Right, role: Role = Role.VERIFIER) -> Viewer:
    return make.make_officer(right.office, role)


def proof() -> Sent:
    return Sent(make.make_picture(), "petikan.jpg")


def step(change: RightChange, verb: str, **told) -> RightChange:
    return right_changes.move(
        change=change, viewer=officer(change.right), step=verb, told=Told(**told)
    )


def renewed(right: Right, **record) -> RightChange:
    change = right_changes.begin(right=right, viewer=officer(right), kind="renewal")
    change = step(change, "file", number="PJ 1", day=clock.today())
    return step(change, "record", **{"day": clock.today(), "proof": proof(), **record})


def test_a_renewed_right_lasts_ten_years_from_its_old_last_day_and_its_seal_says_so(right):
    old = right.expires_on

    change = renewed(right)

    right.refresh_from_db()
    assert right.expires_on == add_months(old, 120) == change.expires_on
    assert right.seal.valid_until == right.expires_on
    assert right.seal.state == "registered"
    assert change.status == ChangeStatus.RECORDED
    assert change.fee == 2 * 1_000_000
    assert change.number == "PJ1"


def registered() -> Filing:
    """A filing of the office's whose mark DJKI registered."""
    office = make.make_issuing_office()
    filed = make.make_filed(office=office)
    filing.record_event(
        filing=filed,
        viewer=make.make_officer(office),
        news=filing.News("(TM) Didaftar", clock.today()),
        status=FilingStatus.REGISTERED,
        certificate=rights.Certificate(
            "IDM001234567", clock.today(), make.make_receipt(filed.case, kind="certificate")
        ),
    )
    return filed


def test_a_recorded_renewal_keeps_the_old_time_limit_and_opens_the_next():
    load_reference()
    registered()
    last = add_months(clock.today(), 3)
    Right.unscoped.update(expires_on=last)

    renewed(Right.unscoped.get())

    old, new = Deadline.unscoped.filter(rule="renewal").order_by("id")
    assert (old.status, old.closed_on) == ("met", clock.today())
    assert (new.status, new.legal_on) == ("open", add_months(last, 120))
    assert new.due_on <= new.legal_on
    assert new.question == ""


def test_the_day_in_the_letter_of_djki_wins_over_the_counted_one(right):
    day = add_months(right.expires_on, 120) - timedelta(days=1)

    renewed(right, expires_on=day)

    right.refresh_from_db()
    assert right.expires_on == day


def test_a_last_day_that_is_not_later_is_refused_and_the_right_stays(right):
    with pytest.raises(Invalid) as refused:
        renewed(right, expires_on=right.expires_on)

    assert "expires_on" in refused.value.fields
    assert Right.unscoped.get().expires_on == right.expires_on


def test_nothing_is_recorded_without_proof(right):
    with pytest.raises(MoveRefused) as refused:
        renewed(right, proof=None)

    assert refused.value.missing == ("proof_kept",)
    assert Right.unscoped.get().expires_on == right.expires_on


def test_a_late_renewal_costs_double_and_too_early_or_too_late_none_is_filed(right):
    kind, today = change_kinds()["renewal"], clock.today()
    in_time = price(right, kind, FeeScheme.UMK, today)
    for months, late in ((-1, True), (-5, True), (5, False)):
        right.expires_on = add_months(today, months)
        found = price(right, kind, FeeScheme.UMK, today)
        assert found.amount == in_time.amount * (2 if late else 1)
        assert not found.is_sure
    for months in (8, -8):
        Right.unscoped.update(expires_on=add_months(today, months))
        change = right_changes.begin(right=right, viewer=officer(right), kind="renewal")
        with pytest.raises(MoveRefused) as refused:
            step(change, "file", number="PJ1", day=today)
        assert refused.value.missing == ("in_window",)
        step(change, "drop", reason="Belum waktunya")


def test_letting_a_right_lapse_needs_a_reason_and_leaves_it_standing_until_its_day(right):
    change = right_changes.begin(right=right, viewer=officer(right), kind="renewal")
    with pytest.raises(MoveRefused):
        step(change, "let-lapse")

    change = step(change, "let-lapse", reason="Merek tidak dipakai lagi")

    assert change.status == ChangeStatus.LET_LAPSE
    assert Right.unscoped.get().ended_on is None
    ((row, begun),) = due_renewals(officer(right), clock.today(), 10)
    assert (row, begun) == (right, change)


def test_a_new_name_stands_on_the_seal_once_djki_recorded_it_and_not_before(right):
    change = right_changes.begin(
        right=right, viewer=officer(right), kind="name", value="Dapur Sewan Jaya"
    )
    change = step(change, "file", number="UN1", day=clock.today())
    assert Right.unscoped.get().holder == "Dapur Sewan"

    step(change, "record", day=clock.today(), proof=proof())

    right = Right.unscoped.get()
    assert right.holder == right.seal.facts["holder"] == "Dapur Sewan Jaya"


@pytest.mark.parametrize(("is_named", "shown"), [(True, "Toko Baru"), (False, "")])
def test_a_new_owner_is_named_publicly_only_if_they_agree(right, is_named, shown):
    change = right_changes.begin(
        right=right, viewer=officer(right), kind="transfer", value="Toko Baru", is_named=is_named
    )
    change = step(change, "file", number="AL1", day=clock.today())
    step(change, "record", day=clock.today(), proof=proof())

    right = Right.unscoped.get()
    assert right.holder == right.seal.facts["holder"] == shown


def given_away(right: Right) -> None:
    """DJKI records another owner; until then nothing changes."""
    change = right_changes.begin(
        right=right, viewer=officer(right), kind="transfer", value="Toko Baru"
    )
    change = step(change, "file", number="AL1", day=clock.today())
    assert Right.unscoped.get().given_away_on is None
    step(change, "record", day=clock.today(), proof=proof())


def test_a_right_given_away_is_the_old_owners_no_more(right):
    owner = Business.objects.create(
        region_code=right.region_code, owner_name="IBU SEWAN", trade_name="Dapur Sewan"
    )
    tie(right=right, business=owner, viewer=officer(right))

    given_away(right)

    assert Right.unscoped.get().business is None


def test_whoever_gave_a_right_of_a_file_away_is_neither_reminded_nor_its_owner():
    load_reference()
    filed = registered()
    last = add_months(clock.today(), 3)
    Right.unscoped.update(expires_on=last)
    given_away(Right.unscoped.get())

    fresh, row = Right.unscoped.get(), Deadline.unscoped.get(rule="renewal")
    applicants = [one.to.channel for one in who_is_told(row, "b14") if one.is_applicant]
    assert applicants == []
    assert (reached_at(fresh), owner_of(fresh)) == (None, None)
    assert list(untied(make.make_officer(filed.case.office))) == [fresh]

    owner = Business.objects.create(
        region_code=fresh.region_code, owner_name="IBU BARU", email="baru@contoh.invalid"
    )
    tie(right=fresh, business=owner, viewer=officer(fresh))

    fresh = Right.unscoped.get()
    row = Deadline.unscoped.get(rule="renewal")
    told = [one.to.address for one in who_is_told(row, "b14") if one.is_applicant]
    assert told == ["baru@contoh.invalid"]
    assert owner_of(fresh) == owner


def test_an_address_changes_nothing_that_is_public(right):
    change = right_changes.begin(
        right=right, viewer=officer(right), kind="address", value="Jalan Rahasia 7"
    )
    change = step(change, "file", number="UA1", day=clock.today())
    step(change, "record", day=clock.today(), proof=proof())

    assert "Rahasia" not in str(Right.unscoped.values())
    assert "Rahasia" not in str(list(Entry.objects.values_list("payload", flat=True)))


def test_an_owner_without_a_public_name_gets_none_through_a_change_of_name(right):
    Right.unscoped.update(holder="")
    change = right_changes.begin(right=right, viewer=officer(right), kind="name", value="Dapur X")
    change = step(change, "file", number="UN2", day=clock.today())
    step(change, "record", day=clock.today(), proof=proof())

    assert Right.unscoped.get().holder == ""


def test_one_change_of_a_kind_runs_at_a_time_and_a_new_one_may_follow(right):
    first = right_changes.begin(right=right, viewer=officer(right), kind="name", value="A")
    with pytest.raises(Invalid):
        right_changes.begin(right=right, viewer=officer(right), kind="name", value="B")
    step(first, "drop", reason="Salah")

    assert right_changes.begin(right=right, viewer=officer(right), kind="name", value="B").pk


def test_a_collective_mark_is_transferred_on_its_own_page_and_an_ended_right_not_at_all(right):
    me = officer(right)
    right.kind = "collective_mark"
    assert "transfer" not in {kind.code for kind in kinds_for(me, right)}
    right.ended_on = date(2026, 1, 1)
    assert kinds_for(me, right) == []


def test_another_region_begins_and_moves_nothing(right):
    stranger = make.make_officer(make.make_issuing_office(region="31.71", slug="lain"))
    with pytest.raises(Denied):
        right_changes.begin(right=right, viewer=stranger, kind="renewal")
    change = right_changes.begin(right=right, viewer=officer(right), kind="renewal")
    with pytest.raises(Denied):
        right_changes.move(change=change, viewer=stranger, step="drop", told=Told(reason="x"))


def test_intake_files_but_does_not_record(right):
    change = right_changes.begin(right=right, viewer=officer(right), kind="name", value="A")
    clerk = officer(right, Role.INTAKE)
    told = Told(number="UN1", day=clock.today())
    change = right_changes.move(change=change, viewer=clerk, step="file", told=told)

    with pytest.raises(MoveRefused):
        right_changes.move(
            change=change, viewer=clerk, step="record",
            told=Told(day=clock.today(), proof=proof()),
        )  # fmt: skip


def test_every_kind_of_change_has_a_fee_in_the_table_and_says_when_it_is_unsure(right):
    for kind in change_kinds().values():
        found = price(right, kind, FeeScheme.UMK, clock.today())
        assert found is not None
        assert not found.is_sure
