"""Labels that look alike: who is in the index, what an answer says, what is kept of a question."""

import io
import shutil
import subprocess
import sys
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid
from sentraki.kernel.refs import Ref
from sentraki.screening import galleries, pictures
from sentraki.screening.lookalikes import section
from sentraki.screening.models import MarkPicture, PictureSource

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[3]
LABELS = ROOT / "data" / "marks" / "labels"
SYSTEM = Viewer.system("tests")
needs_engine = pytest.mark.skipif(find_spec("onnxruntime") is None, reason="without the extra")


@pytest.fixture(autouse=True)
def own_index(settings, tmp_path):
    settings.CORPORA = tmp_path / "corpora"


def picture_of(name):
    with Image.open(LABELS / f"{name}.png") as opened:
        return np.asarray(opened.convert("RGB"))


def file_of(picture, kind="PNG"):
    held = io.BytesIO()
    Image.fromarray(picture).save(held, kind)
    return held.getvalue()


def remember(name, ref="cases.right:1", **more):
    facts = {"name": name.title(), "classes": "30", "number": "IDM1", "status": "registered"}
    jpeg = file_of(picture_of(name), "JPEG")
    pictures.remember_picture(ref=Ref(ref), jpeg=jpeg, **(facts | more))


def looked(picture, **more):
    return pictures.look(file_of(picture), lang="id", **more)


def names(found):
    return [one.name for one in found.found]


@needs_engine
def test_the_demo_labels_are_loaded_once_and_a_changed_copy_is_found_first():
    assert galleries.load_demo_labels() == 12
    assert galleries.load_demo_labels() == 0
    found = looked(255 - picture_of("kopi")[:, ::-1])
    first = found.found[0]
    assert (first.name, found.searched, found.waiting) == ("Kopi Musi Rekaan", 12, 0)
    assert first.band >= 3
    assert any("dicerminkan" in word for word in first.words)
    assert any("dibalik" in word for word in first.words)


@needs_engine
def test_a_part_that_matched_is_framed_on_the_own_picture():
    galleries.load_demo_labels()
    label = Image.new("RGB", (400, 400), (240, 230, 200))
    small = Image.fromarray(picture_of("pempek")).resize((130, 130))
    label.paste(small, (230, 40))
    for at in range(6):
        label.paste((30, 60, 40), (40 + 50 * at, 330, 75 + 50 * at, 345))
    found = looked(np.asarray(label))
    first = found.found[0]
    assert first.name == "Pempek Cik Nona Contoh"
    assert first.own != found.own


@needs_engine
def test_the_part_of_a_mark_that_was_copied_is_framed_on_the_mark():
    both = np.concatenate([picture_of("teh"), picture_of("gelang")], axis=1)
    facts = {"name": "Dua", "classes": "30", "number": "IDM1", "status": "registered"}
    pictures.remember_picture(ref=Ref("cases.right:1"), jpeg=file_of(both, "JPEG"), **facts)
    whole, part = looked(both).found[0], looked(picture_of("gelang")).found[0]
    assert "(lihat kotak)" in part.words[-1]
    assert part.theirs != whole.theirs
    assert "kotak" not in whole.words[0]


@needs_engine
def test_at_most_ten_are_told_and_those_below_every_band_apart():
    galleries.load_demo_labels()
    found = looked(picture_of("teh"))
    assert len(found.found) == 10
    assert found.alike[0].name == "Teh Kemuning Contoh"
    assert {one.band for one in found.nearest} <= {1}
    assert len(found.alike) + len(found.nearest) == 10


@needs_engine
def test_a_mark_whose_name_is_similar_too_stands_first_and_says_so():
    galleries.load_demo_labels()
    found = looked(picture_of("teh"), names=["Teh Kemunig Contoh"])
    assert found.found[0].both
    assert not any(one.both for one in found.found[1:])


@needs_engine
def test_only_marks_of_the_classes_asked_and_related_ones_are_compared():
    galleries.load_demo_labels()
    found = looked(picture_of("gelang"), classes=(30,))
    assert "Gelang Mutiara Musi Rekaan" not in names(found)
    assert names(looked(picture_of("gelang"), classes=(14,)))[0] == "Gelang Mutiara Musi Rekaan"


@needs_engine
def test_a_label_replaced_or_taken_out_is_found_no_longer():
    remember("kopi")
    assert names(looked(picture_of("kopi"))) == ["Kopi"]
    remember("roti")
    assert names(looked(picture_of("roti"))) == ["Roti"]
    pictures.forget_picture(Ref("cases.right:1"))
    assert looked(picture_of("roti")).found == ()


@needs_engine
def test_the_own_mark_of_a_file_is_not_among_its_look_alikes():
    remember("kopi")
    remember("teh", ref="cases.right:2")
    assert names(looked(picture_of("kopi"), besides=Ref("cases.right:1"))) == ["Teh"]


@needs_engine
def test_an_index_of_another_database_is_of_no_account():
    remember("kopi")
    looked(picture_of("kopi"))
    MarkPicture.objects.all().delete()
    remember("sambal")
    assert names(looked(picture_of("kopi"))) == ["Sambal"]


@needs_engine
@pytest.mark.parametrize("damage", ["a file cut short", "a file gone", "the folder gone"])
@pytest.mark.parametrize("is_new_process", [False, True])
def test_an_index_damaged_behind_our_back_is_made_again(damage, is_new_process, monkeypatch):
    remember("kopi")
    assert names(looked(picture_of("kopi"))) == ["Kopi"]

    vectors = next(pictures.index_root().rglob("whole.u8"))
    if damage == "the folder gone":
        shutil.rmtree(vectors.parent)
    elif damage == "a file gone":
        vectors.unlink()
    else:
        vectors.write_bytes(vectors.read_bytes()[:9])
    if is_new_process:
        monkeypatch.setattr(pictures, "_STATE", pictures._State())

    assert names(looked(picture_of("kopi"))) == ["Kopi"]


@needs_engine
def test_what_is_new_is_indexed_a_portion_at_a_time_and_said(monkeypatch):
    galleries.load_demo_labels()
    monkeypatch.setattr(pictures, "AT_ONCE", 5)
    assert (looked(picture_of("teh")).searched, looked(picture_of("teh")).waiting) == (5, 2)
    assert pictures.catch_up() == 0
    assert looked(picture_of("teh")).searched == 12


@needs_engine
def test_nothing_of_a_question_is_kept(tmp_path):
    galleries.load_demo_labels()
    pictures.catch_up()
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    rows = MarkPicture.objects.count()
    looked(picture_of("kopi")[::-1])
    after = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert after == before
    assert MarkPicture.objects.count() == rows


@needs_engine
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "kosong"),
        (b"<svg onload='x'/>", "bukan gambar"),
        (file_of(np.full((40, 40, 3), 255, np.uint8)), "polos"),
        (file_of(np.zeros((1, 1, 3), np.uint8)), "polos"),
        (file_of(np.zeros((200, 200, 3), np.uint8))[:60], "rusak"),
    ],
)
def test_a_picture_that_cannot_be_compared_is_refused_in_a_sentence(content, said):
    told = section(content)
    assert told.looked is None
    assert said in told.problem


@needs_engine
def test_a_page_is_compared_by_the_picture_made_of_it():
    remember("kopi")
    written = file_of(picture_of("kopi"), "JPEG")
    assert pictures.look(b"%PDF-1.4", lang="id", written=written).found[0].name == "Kopi"


def test_without_the_extra_the_section_says_what_is_missing(monkeypatch):
    monkeypatch.setattr(pictures, "find_spec", lambda name: None)
    told = section(file_of(picture_of("kopi")))
    assert told.missing
    assert told.looked is None


def test_without_the_extra_the_house_starts_and_the_check_imports():
    code = (
        "import sys; sys.modules['onnxruntime'] = None\n"
        "import django; django.setup()\n"
        "import sentraki.portal.views.check, sentraki.desk.views.lookalikes\n"
    )
    env = {
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "sentraki.config.settings.test",
    }
    subprocess.run([sys.executable, "-c", code], env=env, cwd=ROOT, check=True)


def gallery(tmp_path, text):
    path = tmp_path / "labels.csv"
    path.write_text(text)
    return path


def load(path, slug="jawa"):
    given = {"name": "Daftar", "as_of": date(2026, 1, 2), "licence": "CC0"}
    return galleries.load_gallery(path, slug=slug, by=SYSTEM, **given)


def test_a_gallery_takes_what_can_be_read_and_names_what_cannot(tmp_path):
    (tmp_path / "a.png").write_bytes(file_of(picture_of("kopi")))
    (tmp_path / "b.png").write_bytes(b"nonsense")
    loaded = load(
        gallery(tmp_path, "id,path,name,classes\n1,a.png,Kopi,30\n2,b.png,Dua,\n3,c.png,T,\n")
    )
    assert loaded.rows == 1
    assert [key for key, _ in loaded.refused] == ["2", "3"]
    kept = MarkPicture.objects.get()
    assert (kept.ref, kept.name, kept.classes) == ("jawa:1", "Kopi", "30")
    with Image.open(io.BytesIO(bytes(kept.content))) as opened:
        assert (opened.format, max(opened.size)) == ("JPEG", 320)


def test_a_gallery_without_its_columns_changes_nothing(tmp_path):
    with pytest.raises(Invalid, match="no column"):
        load(gallery(tmp_path, "id,name\n1,Kopi\n"))
    assert PictureSource.objects.count() == 0


def test_a_gallery_that_is_dropped_takes_its_labels_along(tmp_path):
    (tmp_path / "a.png").write_bytes(file_of(picture_of("kopi")))
    load(gallery(tmp_path, "id,path,name\n1,a.png,Kopi\n"))
    galleries.drop_gallery("jawa", by=SYSTEM)
    assert MarkPicture.objects.count() == 0
    with pytest.raises(Invalid, match="no gallery"):
        galleries.drop_gallery("jawa", by=SYSTEM)


BAD_ROWS = {
    "classes in words": "1,a.png,Kopi,kelas tiga puluh",
    "a class there is not": "1,a.png,Kopi,99",
    "an id twice": "2,a.png,Kopi,30",
    "no id": ",a.png,Kopi,30",
    "a long id": "1" * 200 + ",a.png,Kopi,30",
    "a long name": "1,a.png," + "n" * 256 + ",30",
    "no path": "1",
    "a folder": "1,.,Kopi,30",
    "a path that is none": "1,a\0.png,Kopi,30",
}


@needs_engine
@pytest.mark.parametrize("row", BAD_ROWS.values(), ids=BAD_ROWS.keys())
def test_a_row_that_would_break_the_search_is_left_out_and_named(tmp_path, row):
    (tmp_path / "a.png").write_bytes(file_of(picture_of("kopi")))
    loaded = load(gallery(tmp_path, f"id,path,name,classes\n2,a.png,Dua,30\n{row}\n"))

    assert (loaded.rows, len(loaded.refused)) == (1, 1)
    assert loaded.refused[0][1]
    assert names(looked(picture_of("kopi"))) == ["Dua"]


def test_a_gallery_whose_pictures_are_away_leaves_the_older_one(tmp_path):
    (tmp_path / "a.png").write_bytes(file_of(picture_of("kopi")))
    load(gallery(tmp_path, "id;path;name\n1;a.png;Kopi\n"))
    (tmp_path / "a.png").unlink()

    with pytest.raises(Invalid, match="no picture in this gallery"):
        load(gallery(tmp_path, "id,path,name\n1,a.png,Kopi\n"))
    with pytest.raises(Invalid, match="short name"):
        load(gallery(tmp_path, "id,path,name\n1,a.png,Kopi\n"), slug="../x")
    assert MarkPicture.objects.get().name == "Kopi"
