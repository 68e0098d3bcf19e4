"""What the journeys share: one prepared data folder, copied for every run."""

from pathlib import Path

import pytest
from tests.journeys.server import manage


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with reference data, the demo and collected files; copy it, don't use it."""
    var = tmp_path_factory.mktemp("prepared") / "var"
    manage(var, "prepare", "--demo")
    return var
