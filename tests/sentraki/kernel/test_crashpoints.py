import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import override_settings

from sentraki.kernel.crashpoints import reach

SOURCE = Path(__file__).resolve().parents[3] / "src"
SCRIPT = """
from django.conf import settings
settings.configure(CRASH_POINTS_ENABLED={enabled})
from sentraki.kernel.crashpoints import reach
reach("case.submit:before-commit")
print("alive")
"""


def _run(wish: Path, *, enabled: bool) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", SCRIPT.format(enabled=enabled)],
        env={**os.environ, "PYTHONPATH": str(SOURCE), "SENTRAKI_CRASH_AT": str(wish)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_process_dies_at_the_point_a_test_names_and_only_once(tmp_path):
    wish = tmp_path / "wish"
    wish.write_text("case.submit:before-commit\n", encoding="utf-8")
    assert _run(wish, enabled=True).returncode == 137
    assert not wish.exists()
    assert _run(wish, enabled=True).stdout == "alive\n"


@pytest.mark.parametrize(
    ("point", "enabled"), [("case.accept:after-commit", True), ("case.submit:before-commit", False)]
)
def test_another_point_or_a_deaf_installation_lives_on(tmp_path, point, enabled):
    wish = tmp_path / "wish"
    wish.write_text(point, encoding="utf-8")
    assert _run(wish, enabled=enabled).stdout == "alive\n"
    assert wish.exists()


def test_nothing_happens_without_a_wish(monkeypatch):
    monkeypatch.delenv("SENTRAKI_CRASH_AT", raising=False)
    with override_settings(CRASH_POINTS_ENABLED=True):
        reach("case.submit:before-commit")
