"""What every test may lean on, and what a test may need from the machine it runs on.

A test that needs Chromium, PostgreSQL or the folder of shared data says so with a marker
(`browser`, `postgres`, `shared`). Where the machine lacks it the test is skipped by name; when
`SENTRAKI_REQUIRE` lists the need, it fails instead.
"""

import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as django_settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from sentraki.kernel import clock

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("SENTRAKI_SHARED", ROOT.parent / "shared")) / "data"
REQUIRED = frozenset(filter(None, os.environ.get("SENTRAKI_REQUIRE", "").split(",")))
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
LOOPBACK = ("127.", "::1", "localhost")

hypothesis_settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
hypothesis_settings.load_profile("house")


def on_postgres() -> bool:
    """Whether this run's database is PostgreSQL."""
    return "postgresql" in django_settings.DATABASES["default"]["ENGINE"]


def lacking(need: str) -> str:
    """Why this machine cannot serve ``need``; empty when it can."""
    if need == "browser" and CHROMIUM is None:
        return "Chromium is not installed"
    if need == "shared" and not SHARED.is_dir():
        return "the folder with shared data is not beside the checkout"
    if need == "postgres" and not on_postgres():
        return "this run uses SQLite"
    if need == "sqlite" and on_postgres():
        return "this run uses PostgreSQL"
    return ""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Give each lane of `./sentraki test` what belongs there.

    Each database's own tests stay out of the other's lanes; tests that touch no database, and
    those about hostile files, run once. Long tests come first, so that both processes stay busy.
    """
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
    lane = os.environ.get("SENTRAKI_LANE")
    if lane == "postgres" and "SENTRAKI_CHOSEN" not in os.environ:
        others = [
            item
            for item in items
            if not touches_database(item)
            or "hostile" in item.path.parts
            or item.get_closest_marker("sqlite")
        ]
    elif lane in ("sqlite", "browser"):
        others = [item for item in items if item.get_closest_marker("postgres")]
    else:
        return
    out = set(others)
    items[:] = [item for item in items if item not in out]
    config.hook.pytest_deselected(items=others)


def touches_database(item: pytest.Item) -> bool:
    """Whether a test asks for the database, by its marker or by a fixture."""
    fixtures = {"db", "transactional_db", "live_server", "django_db_setup"}
    asked = fixtures & set(getattr(item, "fixturenames", ()))
    return bool(asked) or item.get_closest_marker("django_db") is not None


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip, or fail where skipping is forbidden, what this machine cannot do."""
    for need in ("browser", "shared", "postgres", "sqlite"):
        reason = lacking(need) if item.get_closest_marker(need) else ""
        if reason and need in REQUIRED:
            pytest.fail(f"{need} is required: {reason}", pytrace=False)
        if reason:
            pytest.skip(f"{need}: {reason}")


@pytest.fixture(scope="session", autouse=True)
def no_outgoing_traffic() -> Iterator[None]:
    """Nothing in the suite may talk to another machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            assert str(address[0]).startswith(LOOPBACK), f"a test tried to reach {address}"
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture
def shared_data() -> Path:
    """The folder of shared data; the test carries ``@pytest.mark.shared``."""
    return SHARED


@pytest.fixture
def frozen() -> Callable[[datetime], AbstractContextManager[datetime]]:
    """``with frozen(when): …`` stops the house's clock."""
    return clock.freeze


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """One Chromium for the session; make a fresh context per test."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - absent without the test set

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, headless=True, args=CHROMIUM_ARGUMENTS
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def artefacts() -> Path:
    """Where screenshots and other things to look at afterwards are kept."""
    folder = Path(os.environ.get("SENTRAKI_ARTEFACTS", django_settings.VAR)) / "artefacts"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(autouse=True)
def no_crowd() -> None:
    """A crowd of one test is over when the next begins: name checks make way for it."""
    arrivals = sys.modules.get("sentraki.cases.services.arrivals")
    if arrivals is not None:
        arrivals._LINE.crowd_at = -arrivals.CROWD_LASTS
