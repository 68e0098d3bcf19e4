"""A throw-away installation with a queue: web server, worker, a witness that reads its books."""

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command('migrate', verbosity=0); call_command('createcachetable', verbosity=0)
from tests import factories as make
from sentraki.kernel import clock
office = make.make_issuing_office(region='36.71')
row = make.make_programme(office=office, quota={quota}, queue_opens_at=clock.now())
print(row.public_id)
"""
# What a killed server had sent to PostgreSQL may still be committed while the witness reads, so it
# reads cases and places as of one moment.
WITNESS = """
import django; django.setup()
import json, sys
from django.db import connection, connections, transaction
from sentraki.cases.models import Case, Place
from sentraki.kernel import doctor
from sentraki.ledger.services.verify import verify
for _line in sys.stdin:
    with transaction.atomic():
        if connection.vendor == 'postgresql':
            connection.cursor().execute('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ')
        cases = [[c.phone, c.arrival_number, c.waiting_number]
                 for c in Case.unscoped.exclude(arrival_number=None)
                 .only('phone', 'arrival_number', 'waiting_number')]
        places = list(Place.objects.filter(released_at=None)
                      .values_list('number', 'case__arrival_number'))
    problems = {name: found for name, check in doctor.checks().items() if (found := check())}
    log = verify()
    print(json.dumps({
        'cases': cases,
        'places': places,
        'problems': problems | ({} if log.is_whole else {'log': [p.text for p in log.problems]}),
    }), flush=True)
    connections.close_all()
"""
# Has imported everything and holds nothing; what it forks is as new as a process can be.
WARM = """
import os, sys
import sentraki.config.wsgi
from django.core.management import call_command
from gunicorn.app.wsgiapp import WSGIApplication
import sentraki.config.management.commands.work
for _line in sys.stdin:
    pids = []
    for what in ('web', 'worker'):
        pid = os.fork()
        if pid:
            pids.append(pid)
            continue
        os.setsid()
        if what == 'web':
            sys.argv = ['gunicorn', *sys.argv[1:]]
            WSGIApplication('').run()
        call_command('work')
    print(*pids, flush=True)
    for pid in pids:
        os.waitpid(pid, 0)
    print('over', flush=True)
"""
READY_IN = 60.0


def leave_nothing_behind() -> None:
    """Whoever ends this run early with SIGTERM ends its server and worker too."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))


class House:
    """One data folder, on SQLite or on the empty PostgreSQL ``database``; nobody serves yet."""

    def __init__(self, var: Path, quota: int, database: str = "") -> None:
        self.var, self.database = var, database
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.path = f"/program/{self.run(PREPARE.format(quota=quota))}/antre/"
        self._children: list[subprocess.Popen[bytes]] = []
        self._forked: list[int] = []
        self._helpers: dict[str, subprocess.Popen[str]] = {}

    def environment(self) -> dict[str, str]:
        """What every process of this house is told."""
        # A house that may not keep what it compiled starts slower than any that is deployed.
        left_out = (
            "DATABASE_URL",
            "SENTRAKI_WORKERS",
            "SENTRAKI_THREADS",
            "PYTHONDONTWRITEBYTECODE",
        )
        kept = {name: value for name, value in os.environ.items() if name not in left_out}
        own = {
            "SENTRAKI_VAR": str(self.var),
            "DJANGO_SETTINGS_MODULE": "tests.rush.settings",
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "SENTRAKI_SITE_URL": f"http://localhost:{self.port}",
        }
        return {**kept, **own, **({"DATABASE_URL": self.database} if self.database else {})}

    def run(self, program: str, *words: str) -> str:
        """Let ``program`` run to its end in this house; the last line it printed."""
        done = subprocess.run(
            [sys.executable, "-c", program, *words],
            cwd=ROOT,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(done.stderr[-3000:])
        return done.stdout.strip().splitlines()[-1]

    @property
    def _web(self) -> list[str]:
        bind = f"127.0.0.1:{self.port}"
        return ["-c", "deploy/gunicorn.conf.py", "--bind", bind, "sentraki.config.wsgi:application"]

    def open(self, *, is_warm: bool = False) -> float:
        """Start server and worker as they are deployed; seconds until the queue's page came.

        A warm start forks them from a process that has imported the house before.
        """
        began = time.monotonic()
        if is_warm:
            self._forked = [int(pid) for pid in self._ask("warm", WARM, *self._web).split()]
        else:
            self._start(["-m", "gunicorn", *self._web])
            self._start(["manage.py", "work"])
        while time.monotonic() < began + READY_IN:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}{self.path}", timeout=5)
            except OSError:
                time.sleep(0.02)
            else:
                return time.monotonic() - began
        raise SystemExit((self.var / "log").read_text()[-3000:])

    def _start(self, words: list[str]) -> None:
        with (self.var / "log").open("ab") as log:
            self._children.append(
                subprocess.Popen(
                    [sys.executable, *words],
                    cwd=ROOT,
                    env=self.environment(),
                    stdout=subprocess.DEVNULL,
                    stderr=log,
                    start_new_session=True,
                )
            )

    def end(self, sign: signal.Signals = signal.SIGTERM) -> float:
        """Send ``sign`` to every process; the CPU seconds they used (cold ones only)."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        for pid in self._forked + [child.pid for child in self._children]:
            os.killpg(pid, sign)
        for child in self._children:
            child.wait()
        if self._forked:
            assert self._told("warm") == "over"
        self._children, self._forked = [], []
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def cpu(self) -> float:
        """CPU seconds of server and worker until now, those of processes that ended left out."""
        ticks, groups = 0, {child.pid for child in self._children}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[2]) in groups:
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def account(self) -> dict[str, Any]:
        """What the database holds, and what ``doctor`` and the log's verification find wrong."""
        told: dict[str, Any] = json.loads(self._ask("witness", WITNESS))
        return told

    def _ask(self, name: str, program: str, *words: str) -> str:
        """A line to the helper of that name, started where it is missing; its answer."""
        if name not in self._helpers:
            with (self.var / "log").open("ab") as log:
                self._helpers[name] = subprocess.Popen(
                    [sys.executable, "-c", program, *words],
                    cwd=ROOT,
                    env=self.environment(),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    text=True,
                )
        stdin = self._helpers[name].stdin
        assert stdin is not None
        stdin.write("\n")
        stdin.flush()
        return self._told(name)

    def _told(self, name: str) -> str:
        stdout = self._helpers[name].stdout
        assert stdout is not None
        return stdout.readline().strip()

    def close(self) -> None:
        """Nothing of it goes on."""
        if self._children or self._forked:
            self.end(signal.SIGKILL)
        for helper in self._helpers.values():
            helper.kill()
            helper.communicate()
