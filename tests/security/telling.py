"""Figures a reader of the test run wants to see, whatever pytest captures."""

import pytest


def tell(config: pytest.Config, line: str) -> None:
    """Print one line past the capture."""
    capture = config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():
        print(f"\n{line}")
