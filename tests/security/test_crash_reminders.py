"""Workers die while they remind: every mark reaches every person, once."""

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.security.killing import KILLED, ROOT, House, environment, house, prepare, run

pytestmark = pytest.mark.slow
REMIND = ("manage.py", "shell", "-c", (
    "from sentraki.cases.services.reminders import remind_due; print(remind_due())"
))  # fmt: skip
SEND = ("manage.py", "shell", "-c", (
    "from sentraki.ledger.services.messages import send_due; print(send_due())"
))  # fmt: skip
SLUGS = ("deadline-near", "deadline-officer")
# The verifier who recorded the news, the head, and the applicant's page.
PEOPLE = 3
MAILS = 2


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A data folder in which one answer is due soon."""
    var = tmp_path_factory.mktemp("prepared")
    return var, prepare(var)


@pytest.fixture
def here(prepared: tuple[Path, dict[str, Any]], tmp_path: Path) -> Iterator[House]:
    """A fresh copy; what was in the outbox before is out."""
    folder, told = prepared
    with house(folder, tmp_path / "var", told) as made:
        made.begin_anew()
        run(made.var, *SEND)
        for path in (made.var / "mail").glob("*"):
            path.unlink()
        yield made


def written(here: House) -> tuple[int, int, int]:
    """Reminders, messages and entries of this mark."""
    messages = sum(here.count("ledger_message", slug=slug) for slug in SLUGS)
    reminded = here.count("cases_reminder", was_sent="1")
    return reminded, messages, here.count("ledger_entry", verb="deadline.remind")


def mail_ids(here: House) -> list[str]:
    """The Message-ID of every mail that left."""
    found = []
    for path in sorted((here.var / "mail").glob("*.log")):
        found += re.findall(r"^Message-ID: (\S+)", path.read_text("utf-8"), re.M)
    return found


def forget_leases(here: House) -> None:
    """As if the five minutes of the dead worker's lease were over."""
    with closing(sqlite3.connect(here.var / "sentraki.sqlite3")) as database:
        database.execute("UPDATE ledger_message SET next_try_at = created_at")
        database.commit()


@pytest.mark.parametrize(
    ("point", "is_done"),
    [
        ("case.remind:before-commit", False),
        ("deadline.remind:before-commit", False),
        ("deadline.remind:after-commit", True),
    ],
)
def test_a_worker_killed_while_it_reminds_leaves_all_or_nothing(
    here: House, point: str, is_done: bool
) -> None:
    here.wish(point)
    assert run(here.var, *REMIND).returncode == KILLED
    assert here.died_at_the_point
    assert written(here) == ((PEOPLE, PEOPLE, 1) if is_done else (0, 0, 0))

    said = [run(here.var, *REMIND).stdout.split()[-1] for _ in range(3)]
    assert said == (["0"] * 3 if is_done else [str(PEOPLE), "0", "0"])
    assert written(here) == (PEOPLE, PEOPLE, 1)
    run(here.var, *SEND)
    assert len(mail_ids(here)) == len(set(mail_ids(here))) == MAILS
    assert here.complaints() == ""


def test_a_worker_killed_between_handing_over_and_noting_sends_the_same_mail_again(
    here: House,
) -> None:
    run(here.var, *REMIND)
    here.wish("message.send:handed-over")
    assert run(here.var, *SEND).returncode == KILLED
    forget_leases(here)
    run(here.var, *SEND)

    assert len(set(mail_ids(here))) == MAILS
    assert here.count("ledger_message", status="queued") == 0


def test_four_workers_at_once_remind_once(here: House) -> None:
    workers = [
        subprocess.Popen(
            [sys.executable, *REMIND], cwd=ROOT, env=environment(here.var),
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )
        for _ in range(4)
    ]  # fmt: skip
    said = [worker.communicate(timeout=120)[0].split()[-1] for worker in workers]

    assert sorted(said) == ["0", "0", "0", str(PEOPLE)]
    assert written(here) == (PEOPLE, PEOPLE, 1)
