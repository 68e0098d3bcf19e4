"""`./sentraki run` serves the home page, keeps its parts alive, and leaves nothing behind."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from tests.house.walls import ROOT

pytestmark = pytest.mark.slow


def wait_for(what: str, seconds: float, holds: Callable[[], object]) -> None:
    """Ask until it holds; fail with ``what`` when it does not in time."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.2)


def get(port: int, path: str) -> tuple[int, str]:
    """Status and text of one page; status 0 when nobody answers."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        line.request("GET", path)
        answer = line.getresponse()
        return answer.status, answer.read().decode()
    except (OSError, http.client.HTTPException):
        return 0, ""
    finally:
        line.close()


def processes(folder: Path) -> dict[int, str]:
    """Living processes whose data folder is ours: id → command line."""
    found = {}
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if str(folder).encode() in (place / "environ").read_bytes():
                command = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                if command:
                    found[int(place.name)] = command
    return found


def part(folder: Path, name: str) -> int:
    """The oldest process of ours whose command line holds ``name``."""
    return min((pid for pid, command in processes(folder).items() if name in command), default=0)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    """A running house on a free port with its own data folder, without the demo offices."""
    folder = tmp_path_factory.mktemp("var")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, str(ROOT / "sentraki"), "run", "--no-demo", "--port", str(port)]
    env = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "SENTRAKI_SITE_URL")}
    env |= {"SENTRAKI_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "sentraki.config.settings.local"}
    log = folder / "run.log"
    with log.open("wb") as out:
        running = subprocess.Popen(command, env=env, stdout=out, stderr=subprocess.STDOUT)
    try:
        over = running.poll
        wait_for("the house does not open", 150, lambda: get(port, "/")[0] == 200 or over())
        assert over() is None, log.read_text()
        yield port, folder
        running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=30) == 0, log.read_text()
        assert processes(folder) == {}
    finally:
        running.kill()
        running.wait()


def test_the_house_gets_ready(house: tuple[int, Path]) -> None:
    port, _ = house
    wait_for("not ready", 30, lambda: get(port, "/health/ready") == (200, "ready\n"))


@pytest.mark.parametrize(("name", "path"), [("manage.py work", "/health/ready"), ("gunicorn", "/")])
def test_a_part_that_is_killed_comes_back(house: tuple[int, Path], name: str, path: str) -> None:
    port, folder = house
    wait_for("not there at first", 30, lambda: get(port, path)[0] == 200 and part(folder, name))
    before = part(folder, name)
    os.kill(before, signal.SIGKILL)
    wait_for("not started again", 30, lambda: part(folder, name) not in (0, before))
    wait_for("does not answer again", 30, lambda: get(port, path)[0] == 200)


def test_what_was_asked_for_is_not_in_the_logs(house: tuple[int, Path]) -> None:
    port, folder = house
    get(port, "/?q=KOPI-RAHASIA")
    get(port, "/KOPI-RAHASIA/")
    logs = "".join(path.read_text("utf-8") for path in folder.glob("**/*.log"))
    assert "sentraki.requests" in logs
    assert "RAHASIA" not in logs
