"""An extract: which marks it holds, what it says of itself, and that it reads back as it was."""

import json
from pathlib import Path

import numpy as np
import pytest

from serupa import Corpora, Corpus, Query, Record
from serupa.cli import main
from serupa.extract import Packed, about_of, pack, read
from serupa.extract.rules import rules
from serupa.index.files import Broken, arrays_in

ROWS = (
    Record("1", "KOPI SENJA", (30,), owner="Contoh Rekaan"),
    Record("2", "Kedai Ombak", (43, 30)),
    Record("3", "Sekrup Baja", (6,)),
    Record("4", "Tanpa Kelas"),
    Record("5", "Straße Ö", (29,)),
)


def register(*records: Record, name: str = "Daftar", date: str = "2026-11-01") -> Corpus:
    return Corpus.from_records(records, name=name, date=date)


def marks(packed: Packed) -> set[tuple[str, str, tuple[int, ...]]]:
    return {(one.id, one.name, one.classes) for one in read(packed.content).records()}


def told(content: bytes) -> dict[str, object]:
    return about_of(arrays_in("uji", np.frombuffer(content, np.uint8)))


def test_it_holds_its_classes_the_related_ones_and_the_marks_of_no_class() -> None:
    packed = pack(register(*ROWS), (30,))

    assert marks(packed) == {
        (one.id, one.name, tuple(sorted(one.classes))) for one in ROWS if one.id != "3"
    }
    assert packed.about.classes == (30,)
    assert {29, 30, 43} <= set(packed.about.covered)
    assert 6 not in packed.about.covered


def test_related_classes_may_be_left_out_and_no_class_means_all() -> None:
    alone = pack(register(*ROWS), (43,), related=False)
    assert {one for one, _, _ in marks(alone)} == {"2", "4"}
    assert alone.about.covered == (43,)

    whole = pack(register(*ROWS), ())
    assert len(marks(whole)) == 5
    assert whole.about.covered == tuple(range(1, 46))


def test_it_says_what_it_was_cut_from() -> None:
    both = Corpora([register(*ROWS, name="A"), register(*ROWS, name="B", date="2026-10-01")])

    packed = pack(both, (30,))

    about = told(packed.content)
    assert about == packed.about.to_dict()
    assert [part.name for part in packed.about.corpus.parts] == ["A", "B"]
    assert packed.about.corpus.date == "2026-10-01"
    assert packed.about.corpus.size == 8
    assert read(packed.content).info.fingerprint == packed.about.corpus.fingerprint


def test_a_mark_of_a_second_register_with_a_taken_id_is_not_lost() -> None:
    both = Corpora([register(ROWS[0]), register(Record("1", "Lain Lagi", (30,)))])

    assert {(one, name) for one, name, _ in marks(pack(both, (30,)))} == {
        ("1", "KOPI SENJA"), ("1/2", "Lain Lagi")
    }  # fmt: skip


def test_ids_of_several_kinds_are_text_in_it_and_come_back() -> None:
    some = Record("S1", "Kopi SENJA", (30,)), Record("IDM000007", "Kopi ☕ Ö", (30,))
    packed = pack(register(*some), ())
    assert marks(packed) == {(one.id, one.name, one.classes) for one in some}
    assert "ids" in arrays_in("uji", np.frombuffer(packed.content, np.uint8))


def test_nothing_of_a_mark_but_its_id_name_and_classes_goes_along() -> None:
    assert b"Contoh Rekaan" not in pack(register(*ROWS), (30,)).content


def test_what_is_withdrawn_is_not_in_it_and_what_was_just_added_is(tmp_path: Path) -> None:
    corpus = register(*ROWS)
    corpus.withdraw("1")
    corpus.add(Record("6", "Senja Baru", (30,)))

    assert {one for one, _, _ in marks(pack(corpus, (30,)))} == {"2", "4", "5", "6"}


def test_it_answers_as_the_register_of_the_same_marks() -> None:
    kept = [one for one in ROWS if one.id != "3"]
    mine = read(pack(register(*ROWS), (30,)).content).screen(Query("Kopi Sendja", (30,)))
    other = register(*kept).screen(Query("Kopi Sendja", (30,)))

    assert [(one.record.id, one.score, one.band) for one in mine.findings] == [
        (one.record.id, one.score, one.band) for one in other.findings
    ]
    assert mine.findings[0].record.name == "KOPI SENJA"


@pytest.mark.parametrize("harm", [lambda raw: raw[:-1], lambda raw: b"x" + raw, lambda raw: b""])
def test_what_is_no_whole_extract_is_not_read(harm) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Broken):
        read(harm(pack(register(*ROWS), (30,)).content))


def test_another_format_is_not_read() -> None:
    content = pack(register(*ROWS), (30,)).content
    with pytest.raises(Broken, match="another format"):
        read(content.replace(b'{"format":3,', b'{"format":2,', 1))


def test_a_class_beyond_45_is_refused() -> None:
    with pytest.raises(ValueError, match="45"):
        pack(register(*ROWS), (46,))


def test_every_number_list_and_sentence_can_be_written_as_json() -> None:
    whole = json.loads(json.dumps(rules()))

    assert whole["numbers"]["order"]["PARTLY"] > 0
    assert whole["signs"]["folds"]["ß"] == "ss"
    assert whole["texts"]["reason"]["sound.same"]["id"].startswith("Bunyi")


def test_the_command_writes_an_extract_and_says_what_is_in_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "marks.csv"
    table.write_text("id,name,classes\nS1,KOPI SENJA,30\nS2,SEKRUP,6\n", encoding="utf-8")
    assert main(["index", "build", "--register", str(table), "--out", str(tmp_path / "idx")]) == 0
    capsys.readouterr()

    out = tmp_path / "kopi.extract"
    given = ["extract", "--index", str(tmp_path / "idx"), "--classes", "30", "--out", str(out)]
    assert main([*given, "--json"]) == 0

    said = json.loads(capsys.readouterr().out)
    assert (said["rows"], said["bytes"]) == (1, out.stat().st_size)
    assert "30" in said["covered"].split(",")
    assert [one.name for one in read(out.read_bytes()).records()] == ["KOPI SENJA"]
    assert main([*given[:-3], "99", "--out", str(out)]) == 2
