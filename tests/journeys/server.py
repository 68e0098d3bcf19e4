"""A server of our own: real gunicorn on a loopback port, real files, the demo loaded."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 180.0


def environment(var: Path, **more: str) -> dict[str, str]:
    """What a child of ours gets: our sources, its own data folder, SQLite, one machine's keys."""
    left_out = ("DATABASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE", "SENTRAKI_SITE_URL")
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    own = {
        "SENTRAKI_VAR": str(var),
        "DJANGO_SETTINGS_MODULE": "sentraki.config.settings.local",
        "PYTHONPATH": str(ROOT / "src"),
    }
    return {**kept, **own, **more}


def manage(var: Path, *words: str) -> str:
    """Run a management command on ``var`` and hand back what it printed."""
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=environment(var),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, f"manage.py {' '.join(words)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


class Server:
    """A running server: its address, its data, and the codes of its demo people."""

    def __init__(self, url: str, var: Path) -> None:
        self.url = url
        self.var = var

    def code_of(self, email: str) -> str:
        """What the person's authenticator app shows now."""
        found = re.search(rf"{re.escape(email)}\s+(\d{{6}})", manage(self.var, "demo_logins"))
        assert found, f"{email} is no demo person"
        return found[1]

    @property
    def password(self) -> str:
        """The one password of all demo people."""
        found = re.search(r"people: (\S+)", manage(self.var, "demo_logins"))
        assert found
        return found[1]

    def log(self) -> str:
        """All the web server has said."""
        return (self.var / "web.log").read_text(encoding="utf-8", errors="replace")


@contextmanager
def serving(prepared: Path, var: Path) -> Iterator[Server]:
    """Copy a prepared data folder to ``var`` and serve it with gunicorn."""
    shutil.copytree(prepared, var)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py"]
    command += ["--bind", f"127.0.0.1:{port}", "sentraki.config.wsgi:application"]
    with (var / "web.log").open("wb") as out:
        web = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment(var, SENTRAKI_SITE_URL=url),
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    server = Server(url, var)
    try:
        _wait(server, web)
        yield server
    except BaseException:
        print(f"--- the web server said ---\n{server.log()[-6000:]}")
        raise
    finally:
        os.killpg(web.pid, signal.SIGTERM)
        web.wait(timeout=60)


def _wait(server: Server, web: "subprocess.Popen[bytes]") -> None:
    """Until the home page answers."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with opener.open(server.url, timeout=30) as answer:
                assert answer.status == 200
            return
        except (urllib.error.URLError, OSError):
            assert web.poll() is None, server.log()
            assert time.monotonic() < deadline, f"no home page\n{server.log()}"
            time.sleep(0.2)
