"""A real web server and worker on a loopback port, to be killed at a named point and restarted."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPException
from http.cookiejar import Cookie
from pathlib import Path
from typing import Any

from tests.security.recorder import Recorder

from sentraki.desk.play.hands import Stuck

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0
NO_ANSWER = (Stuck, OSError, HTTPException)
KILLED = 137


def environment(var: Path, **more: str) -> dict[str, str]:
    """What a child of ours gets: our sources, its own data folder, crash points awake."""
    left_out = ("DATABASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE", "SENTRAKI_SITE_URL")
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    own = {
        "SENTRAKI_VAR": str(var),
        "DJANGO_SETTINGS_MODULE": "tests.security.crash_settings",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "SENTRAKI_CRASH_AT": str(var / "crash-at"),
        "SENTRAKI_WORKERS": "1",
    }
    return {**kept, **own, **more}


def run(var: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run one of our programs on ``var`` to its end."""
    return subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=environment(var),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


class House:
    """One data folder with its web server; ``told`` says who may do what in it."""

    def __init__(self, prepared: Path, var: Path, told: dict[str, Any]) -> None:
        self.prepared, self.var, self.told = prepared, var, told
        self.web: subprocess.Popen[bytes] | None = None
        self.url = ""

    def begin_anew(self) -> None:
        """Everything as it was prepared; nobody serves."""
        self.kill()
        shutil.rmtree(self.var, ignore_errors=True)
        shutil.copytree(self.prepared, self.var)

    def serve(self) -> None:
        """Start the web server, on the same address each time, and wait until it answers."""
        if not self.url:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                self.url = f"http://127.0.0.1:{probe.getsockname()[1]}"
        command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py"]
        command += ["--bind", self.url.removeprefix("http://"), "sentraki.config.wsgi:application"]
        with (self.var / "web.log").open("ab") as out:
            self.web = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment(self.var, SENTRAKI_SITE_URL=self.url),
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._wait()

    def _wait(self) -> None:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                with opener.open(f"{self.url}/health/live", timeout=30):
                    return
            except (urllib.error.URLError, OSError):
                assert self.web is not None
                assert self.web.poll() is None, self.log()
                assert time.monotonic() < deadline, self.log()
                time.sleep(0.1)

    def kill(self) -> None:
        """``kill -9`` of the server with all its processes."""
        if self.web is not None:
            os.killpg(self.web.pid, signal.SIGKILL)
            self.web.wait(timeout=30)
            self.web = None

    def log(self) -> str:
        """What the server has said."""
        return (self.var / "web.log").read_text(encoding="utf-8", errors="replace")[-4000:]

    def wish(self, point: str) -> None:
        """The next process that reaches ``point`` dies there."""
        (self.var / "crash-at").write_text(point, encoding="utf-8")

    @property
    def died_at_the_point(self) -> bool:
        """Whether a process reached the point that was wished for."""
        return not (self.var / "crash-at").exists()

    def hand(self, browser: str) -> Recorder:
        """A person whose browser is logged in as ``browser``."""
        hand = Recorder(self.url)
        hand.jar.set_cookie(_session(self.told["browsers"][browser]))
        return hand

    def count(self, table: str, **equal: str) -> int:
        """How many rows of a table there are."""
        where = " AND ".join(f"{name} = ?" for name in equal) or "1"
        with closing(sqlite3.connect(self.var / "sentraki.sqlite3")) as database:
            rows = database.execute(
                f"SELECT count(*) FROM {table} WHERE {where}", [*equal.values()]
            )
            return int(rows.fetchone()[0])

    def complaints(self) -> str:
        """What ``doctor`` and the verification of the log find wrong, once what waits is done."""
        told = run(self.var, "tests/security/crash_check.py")
        return told.stdout if told.returncode == 0 else told.stdout + told.stderr


@contextmanager
def house(prepared: Path, var: Path, told: dict[str, Any]) -> Iterator[House]:
    """A house that is torn down whatever happens."""
    made = House(prepared, var, told)
    try:
        yield made
    finally:
        made.kill()


def prepare(var: Path) -> dict[str, Any]:
    """Fill the empty folder ``var``."""
    done = run(var, "tests/security/crash_world.py")
    assert done.returncode == 0, done.stderr[-4000:]
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _session(value: str) -> Cookie:
    return Cookie(
        0, "sessionid", value, None, False, "127.0.0.1", False, False, "/", True,
        False, None, True, None, None, {},
    )  # fmt: skip
