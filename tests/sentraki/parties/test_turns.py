import sqlite3
import threading
import time

from sentraki.parties.services.turns import ASIDE, TURN, Turns

SLICES = 250
HELD = 0.02


def writing(file, turns, started, done):
    """Many short transactions one after another, as an import has them."""
    own = sqlite3.connect(file, isolation_level=None)
    for _ in range(SLICES):
        own.execute("BEGIN IMMEDIATE")
        own.execute("INSERT INTO written VALUES ('import')")
        time.sleep(HELD)
        own.execute("COMMIT")
        started.set()
        turns.give_way()
    done.set()
    own.close()


def test_somebody_else_writes_while_an_import_goes_on(tmp_path):
    file = tmp_path / "house.sqlite3"
    mine = sqlite3.connect(file, isolation_level=None, timeout=20)
    mine.execute("PRAGMA journal_mode=WAL")
    mine.execute("CREATE TABLE written (who TEXT)")
    started, done = threading.Event(), threading.Event()
    given = (file, Turns(is_one_writer=True), started, done)
    other = threading.Thread(target=writing, args=given)
    other.start()
    started.wait()
    for _ in range(2):
        mine.execute("INSERT INTO written VALUES ('check')")
    was_beside = not done.is_set()
    other.join()
    counted = dict(mine.execute("SELECT who, count(*) FROM written GROUP BY who"))
    mine.close()
    assert was_beside
    assert counted == {"import": SLICES, "check": 2}


def test_nobody_stands_aside_for_a_short_work_or_where_all_may_write():
    short, many = Turns(is_one_writer=True), Turns(is_one_writer=False)
    before = short._since
    short.give_way()
    many._since -= 2 * TURN
    kept = many._since
    many.give_way()
    assert (short._since, many._since) == (before, kept)
    assert ASIDE > 0.1
