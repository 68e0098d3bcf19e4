"""A register to carry along: what it holds, who may take it, and that it stays within its size."""

from datetime import date

import pytest

from sentraki.kernel import clock
from sentraki.kernel.access import Role, Viewer
from sentraki.kernel.errors import Denied, Invalid
from sentraki.screening import extracts, registers
from sentraki.screening.models import MarkRecord
from serupa import Query
from serupa.extract import read

pytestmark = pytest.mark.django_db
SYSTEM = Viewer.system("test")
ROWS = """id,name,classes,status
S1,KAPAL LAYANG,30,Didaftar
S2,SENJA BIRU,43,Didaftar
S3,BATU KALI,7,Didaftar
"""


FACTS = {"name": "Daftar uji", "as_of": date(2026, 11, 1), "licence": "rekaan"}


@pytest.fixture(autouse=True)
def register(settings, tmp_path, monkeypatch):
    settings.CORPORA = tmp_path / "corpora"
    monkeypatch.setattr(registers, "_LOADED", registers._Loaded())
    monkeypatch.setattr(extracts, "_KEPT", extracts._Kept(extracts.threading.Lock()))
    path = tmp_path / "uji.csv"
    path.write_text(ROWS, encoding="utf-8")
    registers.load_register(path, slug="uji", by=SYSTEM, **FACTS)


def test_an_extract_holds_the_marks_of_its_classes_and_of_related_ones_from_every_register():
    MarkRecord.objects.create(
        ref="cases.right:1", name="Langit Jingga", classes="30", changed_at=clock.now()
    )

    made = extracts.prepare(viewer=SYSTEM, classes=[30])

    marks = read(made.content)
    assert {mark.name for mark in marks.records()} == {
        "KAPAL LAYANG",
        "SENJA BIRU",
        "Langit Jingga",
    }
    told = made.about
    assert (told.classes, told.corpus.size, made.is_narrow) == ((30,), 3, False)
    assert {30, 43} <= set(told.covered)
    assert "Daftar uji" in [part.name for part in told.corpus.parts]
    assert told.corpus.date == "2026-11-01"
    found = marks.screen(Query("Kapal Layang", (30,))).findings
    assert [finding.record.name for finding in found] == ["KAPAL LAYANG"]


def test_the_same_again_is_not_made_again_until_a_register_changes():
    first = extracts.prepare(viewer=SYSTEM, classes=[30])
    assert extracts.prepare(viewer=SYSTEM, classes=[30, 30]) is first

    MarkRecord.objects.create(
        ref="cases.right:1", name="Langit Jingga", classes="30", changed_at=clock.now()
    )

    assert extracts.prepare(viewer=SYSTEM, classes=[30]).about.corpus.size == 3


def test_what_would_be_too_large_is_cut_to_the_classes_alone_and_then_refused(
    monkeypatch, tmp_path
):
    many = tmp_path / "kedai.csv"
    rows = [f"K{at},KEDAI NOMOR {at},43" for at in range(300)]
    many.write_text("\n".join(["id,name,classes", *rows]), encoding="utf-8")
    registers.load_register(many, slug="kedai", by=SYSTEM, **FACTS)
    whole = len(extracts.prepare(viewer=SYSTEM, classes=[30]).content)
    monkeypatch.setattr(extracts, "_KEPT", extracts._Kept(extracts.threading.Lock()))
    monkeypatch.setattr(extracts, "MOST_BYTES", whole - 1)

    narrow = extracts.prepare(viewer=SYSTEM, classes=[30])

    assert narrow.is_narrow
    assert {mark.name for mark in read(narrow.content).records()} == {"KAPAL LAYANG"}
    monkeypatch.setattr(extracts, "MOST_BYTES", 1_000)
    with pytest.raises(Invalid, match="fewer classes"):
        extracts.prepare(viewer=SYSTEM, classes=[43])


@pytest.mark.parametrize("classes", [[], [0], [46], list(range(1, 12))])
def test_classes_nobody_can_mean_are_refused(classes):
    with pytest.raises(Invalid):
        extracts.prepare(viewer=SYSTEM, classes=classes)


@pytest.mark.parametrize("viewer", [Viewer.public(), Viewer(Role.INTAKE, person_id=1, office_id=1)])
def test_only_officers_with_a_second_factor_take_a_register_along(viewer):
    with pytest.raises(Denied):
        extracts.prepare(viewer=viewer, classes=[30])
