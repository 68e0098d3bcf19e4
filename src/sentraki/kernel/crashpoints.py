"""Named points where a test may kill the process, to prove that nothing promised is lost.

``reach("case.submit:before-commit")`` does nothing unless the setting ``CRASH_POINTS_ENABLED`` is
on and the file named by the environment variable ``SENTRAKI_CRASH_AT`` holds that very name.
"""

import os
from pathlib import Path

from django.conf import settings


def reach(name: str) -> None:
    """Die here, without any clean-up, when a test asked for it; otherwise return."""
    if not settings.CRASH_POINTS_ENABLED:
        return
    wish = Path(os.environ.get("SENTRAKI_CRASH_AT", "/nonexistent"))
    if wish.exists() and wish.read_text(encoding="utf-8").strip() == name:
        wish.unlink()
        os._exit(137)
