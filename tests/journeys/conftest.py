"""What the journeys share: one prepared data folder, copied for every run."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests import factories as make
from tests.journeys.server import manage

from sentraki.screening import extracts, registers


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with reference data, the demo and collected files; copy it, don't use it."""
    var = tmp_path_factory.mktemp("prepared") / "var"
    manage(var, "prepare", "--demo")
    return var


@pytest.fixture
def register(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small register in force, so that laptops have something to carry."""
    settings.CORPORA = tmp_path / "corpora"
    monkeypatch.setattr(registers, "_LOADED", registers._Loaded())
    monkeypatch.setattr(extracts, "_KEPT", extracts._Kept(extracts.threading.Lock()))
    path = tmp_path / "uji.csv"
    rows = [f"S{n},SAMBAL REKAAN {n} {n % 5},30,Didaftar" for n in range(0, 400, 7)]
    path.write_text("\n".join(["id,name,classes,status", *rows]), encoding="utf-8")
    facts = {"name": "Daftar uji", "as_of": date(2026, 11, 1), "licence": "rekaan"}
    registers.load_register(path, slug="uji", by=make.SYSTEM, **facts)
