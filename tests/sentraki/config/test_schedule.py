"""What is due runs, once; what fails is tried again and stops nothing else."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sentraki.config import schedule
from sentraki.config.schedule import Entry, is_due, run_due
from sentraki.kernel import clock

NOON = datetime(2026, 11, 17, 5, 0, tzinfo=UTC)
CALLS: list[str] = []


def work() -> None:
    CALLS.append("work")


def stumble() -> None:
    CALLS.append("stumble")
    raise RuntimeError


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    CALLS.clear()
    monkeypatch.setattr(schedule, "STATE", tmp_path / "schedule.json")


def plan(monkeypatch: pytest.MonkeyPatch, *entries: Entry) -> None:
    monkeypatch.setattr(schedule, "SCHEDULE", entries)


HOURLY = Entry("hourly", f"{__name__}.work", timedelta(hours=1))
BROKEN = Entry("broken", f"{__name__}.stumble", timedelta(days=1))


def test_an_entry_runs_at_once_and_then_after_its_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    plan(monkeypatch, HOURLY)
    for minutes in (0, 1, 59, 60, 61):
        with clock.freeze(NOON + timedelta(minutes=minutes)):
            run_due()
    assert CALLS == ["work", "work"]


def test_a_failing_entry_stops_no_other_and_comes_back_after_five_minutes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plan(monkeypatch, BROKEN, HOURLY)
    with clock.freeze(NOON):
        assert run_due() == ["hourly"]
    with clock.freeze(NOON + timedelta(minutes=4)):
        run_due()
    with clock.freeze(NOON + timedelta(minutes=5)):
        run_due()
    assert CALLS == ["stumble", "work", "stumble"]


def test_two_at_once_do_not_run_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    plan(monkeypatch, HOURLY)
    with schedule._alone() as first:
        assert first
        assert run_due() == []
    assert CALLS == []


def test_a_damaged_state_file_means_everything_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    plan(monkeypatch, HOURLY)
    schedule.STATE.write_text("{half", encoding="utf-8")
    assert run_due() == ["hourly"]


@pytest.mark.parametrize(("minutes", "due"), [(59, False), (60, True), (61, True)])
def test_due_means_the_pause_is_over(minutes: int, due: bool) -> None:
    last = {"hourly": NOON.isoformat()}
    assert is_due(HOURLY, last, NOON + timedelta(minutes=minutes)) is due
