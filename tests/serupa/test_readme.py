"""What the README of the library shows is what happens."""

import doctest
import re
import shlex

from tests.serupa.registers import ROOT

from serupa.cli import main

README = ROOT / "src" / "serupa" / "README.md"


def block(kind):
    return re.search(rf"```{kind}\n(.*?)```", README.read_text(encoding="utf-8"), re.S)[1]


def test_the_five_minutes_of_the_readme_run_as_shown(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "marks.csv").write_text(block("csv"), encoding="utf-8")
    (tmp_path / "queries.csv").write_text("query_id,name,classes\nq1,Kopi Senja,30\n")
    for step in block("console").split("$ serupa ")[1:]:
        command, shown = step.split("\n", 1)
        assert main(shlex.split(command)) == 0
        said = capsys.readouterr().out
        wanted = shown.replace("…", "...")
        assert doctest.OutputChecker().check_output(wanted, said, doctest.ELLIPSIS), (shown, said)
    failed, tried = doctest.testfile(str(README), module_relative=False)
    assert (failed, tried > 0) == (0, True)
