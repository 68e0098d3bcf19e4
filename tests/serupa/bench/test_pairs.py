import json
from collections import Counter
from pathlib import Path

import pytest

from serupa.bench import read_invented
from serupa.cli import main

INVENTED = Path(__file__).parents[3] / "data" / "bench" / "invented_conflicts.csv"


def test_invented_conflicts_are_as_their_page_says():
    pairs = read_invented(INVENTED)
    assert Counter(pair.case for pair in pairs) == {
        "Indonesia, seen": 240,
        "world, seen": 239,
        "Indonesia, judge": 240,
        "world, judge": 240,
    }
    assert not any(pair.is_identical for pair in pairs)
    assert all(pair.classes and pair.is_similar for pair in pairs)
    assert len({pair.older for pair in pairs}) == len({pair.id for pair in pairs}) == len(pairs)


def test_a_missing_column_is_told(tmp_path):
    file = tmp_path / "pairs.csv"
    file.write_text("id,mark_newer\n1,KOPI\n")
    with pytest.raises(KeyError):
        read_invented(file)


def test_the_command_counts_them_by_market_and_part(tmp_path, capsys):
    register, invented = tmp_path / "register.csv", tmp_path / "invented.csv"
    register.write_text("id,name,classes\nR1,KOPI SENJA,30\nR2,BATIK LARAS,25\n")
    invented.write_text(
        "id,mark_newer,mark_older,nice_classes,kind,market,part\n"
        "V1,NEWTERA,TERA,25,fused,Indonesia,seen\nV2,ZAMVOL,SAMFOL,5,sound,world,judge\n"
    )
    given = ["bench", "names", "--register", str(register), "--invented", str(invented)]
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("mark_newer,mark_older,nice_classes,outcome\nLOWA BARU,LOWA,25,similar\n")
    given += ["--pairs", str(pairs), "--only", "invented"]
    assert main([*given, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["invented"]
    assert set(told) == {"serupa", "pg_trgm formula"}
    assert [told["serupa"][case][0]["n"] for case in ("all", "Indonesia, seen")] == [2, 1]
    assert told["serupa"]["all"][0]["at_10"] == 1.0
    assert main(given) == 0
    assert "invented conflicts by kind" in capsys.readouterr().out
