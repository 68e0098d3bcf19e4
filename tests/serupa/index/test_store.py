import json
import multiprocessing

import pytest
from tests.serupa.registers import RECORDS, as_built_before, kept_in

from serupa import Corpus, Record
from serupa.index.build import builders_of_records
from serupa.index.files import Broken, check_arrays
from serupa.index.holdings import FRESH_LIMIT
from serupa.index.store import MANIFEST, Store

NEW = Record("n1", "BINTANG TIMUR", (30,), "terdaftar", more=(("tahun", "2024"),))


def found(corpus, name, classes=()):
    return [record.id for record, _ in corpus.candidates(name, frozenset(classes), 3)]


def test_a_reader_sees_what_another_process_adds_and_withdraws(tmp_path):
    reader = kept_in(tmp_path)
    before = reader.info.fingerprint
    with multiprocessing.get_context("spawn").Pool(1) as other:
        other.apply(_add, (str(tmp_path),))
        assert found(reader, "bintang timur", (30,))[0] == "n1"
        other.apply(_withdraw, (str(tmp_path),))
    assert "n1" not in found(reader, "bintang timur")
    assert reader.info.fingerprint == before


def _add(folder):
    Corpus.open(folder).add(NEW)


def _withdraw(folder):
    Corpus.open(folder).withdraw("n1")


def test_classes_nobody_has_are_searched_in_vain_and_without_harm(tmp_path):
    Store(tmp_path).build(builders_of_records([NEW]), "satu", "")
    corpus = Corpus.open(tmp_path)
    assert found(corpus, "bintang timur", (12,)) == []
    assert len(corpus.pool("bintang timur", frozenset({12}), 5, 5)) == 1
    corpus.add(Record("n2", "BINTANG", (12,)))
    assert found(corpus, "bintang timur", (12,)) == ["n2"]


def test_every_field_of_a_mark_comes_back(tmp_path):
    corpus = kept_in(tmp_path, NEW, Record("n2", "日本 Ünïcode", (), more=(("a", "1"), ("b", "2"))))
    records = {
        record.id: record for record, _ in corpus.candidates("bintang timur", frozenset(), 9)
    }
    assert records["n1"] == NEW
    other = corpus.candidates("日本 Ünïcode", frozenset(), 1)[0][0]
    assert other == Record("n2", "日本 Ünïcode", (), more=(("a", "1"), ("b", "2")))


def test_an_index_of_another_version_is_told_and_built_anew(tmp_path):
    kept_in(tmp_path)
    Store(tmp_path).open()
    (tmp_path / MANIFEST).write_text("{}")
    with pytest.raises(Broken):
        Store(tmp_path).open()
    with pytest.raises(Broken):
        Corpus.open(tmp_path)
    Store(tmp_path).build(builders_of_records([NEW]), "satu", "")
    assert found(Corpus.open(tmp_path), "bintang timur") == ["n1"]


def test_a_build_that_fails_leaves_even_an_index_of_another_version_as_it_was(tmp_path):
    kept_in(tmp_path)
    (tmp_path / MANIFEST).write_text("{}")
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}

    def builders():
        yield from builders_of_records([NEW])
        raise ValueError("a bad row")

    with pytest.raises(ValueError, match="a bad row"):
        Store(tmp_path).build(builders(), "satu", "")
    kept = {name: (tmp_path / name).read_bytes() for name in before}
    assert kept == before
    Store(tmp_path).build(builders_of_records([NEW]), "satu", "")
    assert found(Corpus.open(tmp_path), "bintang timur") == ["n1"]
    assert len(list(tmp_path.iterdir())) == 4


def test_an_index_read_by_earlier_rules_is_searched_changed_and_says_so(tmp_path):
    corpus = kept_in(tmp_path)
    assert not Store(tmp_path).is_dated()
    as_built_before(tmp_path)
    assert Store(tmp_path).is_dated()
    assert found(Corpus.open(tmp_path), "kopi senja") == found(corpus, "kopi senja")
    Corpus.open(tmp_path).add(NEW)
    Corpus.open(tmp_path).tidy()
    assert Store(tmp_path).is_dated()
    Store(tmp_path).build(builders_of_records([NEW]), "satu", "")
    assert not Store(tmp_path).is_dated()


def test_several_changes_are_one_version_or_none(tmp_path):
    corpus = kept_in(tmp_path)
    before = corpus.info
    with pytest.raises(KeyError):
        corpus.change([NEW, "nobody"])
    assert corpus.info == before
    assert Corpus.open(tmp_path).info == before


def test_a_change_cut_off_in_the_middle_never_happened(tmp_path):
    corpus = kept_in(tmp_path)
    before = corpus.info
    corpus.add(NEW)
    (log,) = tmp_path.glob("*.log")
    whole = log.read_bytes()
    for size in range(len(whole)):
        log.write_bytes(whole[:size])
        assert Corpus.open(tmp_path).info == before
    log.write_bytes(whole[:-1])
    again = Corpus.open(tmp_path)
    again.add(NEW)
    assert log.read_bytes() == whole
    assert found(again, "bintang timur")[0] == "n1"


def test_a_damaged_file_is_refused_and_not_searched(tmp_path):
    kept_in(tmp_path)
    (arrays,) = tmp_path.glob("*.arrays")
    raw = bytearray(arrays.read_bytes())
    raw[-1] ^= 1
    arrays.write_bytes(raw)
    with pytest.raises(Broken, match="damaged"):
        check_arrays(arrays)
    arrays.write_bytes(raw[:-70])
    with pytest.raises(Broken, match="cut short"):
        Corpus.open(tmp_path)
    arrays.write_bytes(b"something else, long enough to have a head")
    with pytest.raises(Broken):
        Corpus.open(tmp_path)


def test_a_file_of_the_index_that_is_empty_or_gone_is_named(tmp_path):
    kept_in(tmp_path)
    (arrays,) = tmp_path.glob("*.arrays")
    arrays.write_bytes(b"")
    with pytest.raises(Broken, match=r"segment-000001-000\.arrays is empty"):
        Corpus.open(tmp_path)
    arrays.unlink()
    with pytest.raises(Broken, match=r"segment-000001-000\.arrays of the index .* is missing"):
        Corpus.open(tmp_path)


def test_what_others_keep_in_the_folder_stays_there(tmp_path):
    others = ["meeting.log", "film.mkv.part", "mine.arrays", ".notes.12.part", "changes-1.log"]
    for name in others:
        (tmp_path / name).write_text("precious")
    dead = [".manifest.json.77.part", ".segment-000009-000.arrays.77.part", "changes-000009.log"]
    for name in dead:
        (tmp_path / name).touch()
    corpus = kept_in(tmp_path)
    assert [name for name in dead if (tmp_path / name).exists()] == []
    corpus.withdraw("a1")
    corpus.change([Record(f"m{at}", "X", (9,)) for at in range(FRESH_LIMIT + 1)])
    assert {(tmp_path / name).read_text() for name in others} == {"precious"}
    told = Store(tmp_path).size()
    assert told == sum(file.stat().st_size for file in tmp_path.iterdir()) - 8 * len(others)


@pytest.mark.parametrize("wrong", ["", "a\nb"])
def test_an_id_that_could_not_be_kept_changes_nothing(tmp_path, wrong):
    for corpus in (kept_in(tmp_path), Corpus.from_records(RECORDS, name="", date="")):
        before = corpus.info
        with pytest.raises(ValueError, match="an id is one line of text"):
            corpus.add(Record(wrong, "BINTANG", (30,)))
        assert corpus.info == before
        assert found(corpus, "kopi senja")[0] == "a1"


def test_a_log_that_took_in_such_an_id_before_it_was_refused_can_be_mended(tmp_path):
    corpus = kept_in(tmp_path)
    before = corpus.info
    with corpus._store.locked():
        opened = corpus._store.open()
        tried = opened.holdings.copy()
        tried.again(Record("a\nb", "X"))
        corpus._store._append(opened, [Record("a\nb", "X")], tried)
    again = Corpus.open(tmp_path)
    again.withdraw("a\nb")
    assert again.info == before == Corpus.open(tmp_path).info


def test_damage_inside_the_log_is_told_and_nothing_after_it_is_written_over(tmp_path):
    corpus = kept_in(tmp_path)
    log = tmp_path / corpus._store.open().manifest.log
    corpus.add(NEW)
    corpus.add(Record("n2", "BINTANG BARAT", (30,)))
    whole = log.read_bytes()
    assert Store(tmp_path).check() == 0
    log.write_bytes(whole[:20] + b"?" + whole[21:])
    with pytest.raises(Broken, match="damaged"):
        Store(tmp_path).check()
    with pytest.raises(Broken, match="damaged"):
        Corpus.open(tmp_path).add(Record("n3", "X"))
    log.write_bytes(whole[:-1])
    assert Store(tmp_path).check() > 0
    Corpus.open(tmp_path).add(Record("n3", "X"))
    assert Store(tmp_path).check() == 0


def test_an_end_of_zeros_as_a_loss_of_power_leaves_it_is_no_change(tmp_path):
    corpus = kept_in(tmp_path)
    corpus.add(NEW)
    (log,) = tmp_path.glob("*.log")
    log.write_bytes(log.read_bytes() + bytes(64))
    again = Corpus.open(tmp_path)
    assert again.info == corpus.info
    again.withdraw("n1")
    assert Store(tmp_path).check() == 0


def test_a_damaged_manifest_is_refused(tmp_path):
    kept_in(tmp_path)
    manifest = tmp_path / MANIFEST
    told = json.loads(manifest.read_text())
    manifest.write_text(json.dumps({**told, "manifest": told["manifest"].replace("8", "9")}))
    with pytest.raises(Broken):
        Corpus.open(tmp_path)
    manifest.write_text("{}")
    with pytest.raises(Broken):
        Corpus.open(tmp_path)


def test_many_changes_at_once_become_a_segment_and_old_files_go(tmp_path):
    corpus = kept_in(tmp_path)
    corpus.withdraw("a4")
    many = [Record(f"m{number}", f"merek {number}", (9,)) for number in range(FRESH_LIMIT + 1)]
    corpus.change(many)
    assert len(list(tmp_path.glob("segment-*"))) == 2
    assert len(list(tmp_path.glob("*.log"))) == 1
    again = Corpus.open(tmp_path)
    assert again.info.size == len(RECORDS) + FRESH_LIMIT
    assert again.info == corpus.info
    assert found(again, "merek 77", (9,))[0] == "m77"
    assert "a4" not in found(again, "lois")


def test_tidying_changes_the_files_and_nothing_else(tmp_path):
    corpus = kept_in(tmp_path)
    reader = Corpus.open(tmp_path)
    corpus.withdraw("a4")
    corpus.add(NEW)
    before = corpus.info
    corpus.tidy()
    corpus.tidy()
    assert corpus.info == before == reader.info
    assert found(reader, "bintang timur")[0] == "n1"
    assert len(list(tmp_path.glob("segment-*"))) == 1


def test_building_again_replaces_the_marks_under_a_reader(tmp_path):
    reader = kept_in(tmp_path)
    Store(tmp_path).build(builders_of_records([NEW]), "baru", "2026-11-02")
    assert (reader.info.name, reader.info.size) == ("baru", 1)
    assert found(reader, "bintang") == ["n1"]


def test_a_later_row_with_the_same_id_replaces_the_earlier_one_even_in_another_segment(tmp_path):
    first = list(builders_of_records([Record("a", "LAMA"), Record("b", "TETAP"), NEW]))
    second = list(builders_of_records([Record("a", "BARU"), Record("c", "X"), Record("c", "Y")]))
    corpus_info = Store(tmp_path).build([*first, *second], "dua", "").holdings
    records = {record.id: record.name for record in corpus_info.in_force()}
    assert records == {"a": "BARU", "b": "TETAP", "n1": "BINTANG TIMUR", "c": "Y"}
    same = Corpus.from_records(
        [Record("a", "BARU"), Record("b", "TETAP"), NEW, Record("c", "Y")], name="", date=""
    )
    assert corpus_info.fingerprint == same.info.fingerprint


def test_an_empty_register_is_an_index_too(tmp_path):
    Store(tmp_path).build([], "kosong", "")
    corpus = Corpus.open(tmp_path)
    assert found(corpus, "apa saja") == []
    corpus.add(NEW)
    assert found(corpus, "bintang timur") == ["n1"]
    corpus.withdraw("n1")
    corpus.tidy()
    assert corpus.info.size == 0


def test_there_is_no_index_where_there_is_none(tmp_path):
    with pytest.raises(FileNotFoundError):
        Corpus.open(tmp_path)
