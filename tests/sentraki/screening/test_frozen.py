"""A frozen screening says the same for ever, whatever becomes of the registers it searched."""

import json
from datetime import date

import pytest

from sentraki.kernel.access import Viewer
from sentraki.kernel.refs import Ref
from sentraki.screening import registers, services
from sentraki.screening.models import ScreeningRun

pytestmark = pytest.mark.django_db
HEADING = "No. Permohonan;Nama Merek;Kelas;Status;Pemilik\n"
SYSTEM = Viewer.system("test")
ASKED = {"classes": [30], "goods": "kopi bubuk"}


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path, monkeypatch):
    settings.CORPORA = tmp_path / "corpora"
    monkeypatch.setattr(registers, "_LOADED", registers._Loaded())


def load(folder, *names, as_of):
    rows = (f"D{at};{name};30;Didaftar;Rekaan\n" for at, name in enumerate(names))
    path = folder / "export.csv"
    path.write_text(HEADING + "".join(rows), encoding="utf-8")
    facts = {"slug": "uji", "name": "Daftar uji", "licence": "rekaan", "by": SYSTEM}
    return registers.load_register(path, as_of=as_of, **facts)


def written(reports):
    return json.dumps([report.to_dict() for report in reports]).encode()


def test_a_frozen_answer_replays_to_the_byte_after_its_register_changed_and_went(
    tmp_path, django_capture_on_commit_callbacks
):
    load(tmp_path, "KAPAL LAYANG", "SENJA BIRU", as_of=date(2026, 11, 1))
    run = services.freeze(
        viewer=SYSTEM,
        case_ref=Ref("cases.case:1"),
        region_code="16.71",
        names=["Kapal Layang", "Senja"],
        chosen="Kapal Layang",
        **ASKED,
    )
    then = services.check(names=["Kapal Layang", "Senja"], limit=20, **ASKED).reports
    assert [one.record.name for one in then[0].findings] == ["KAPAL LAYANG"]

    with django_capture_on_commit_callbacks(execute=True):
        load(tmp_path, "KAPAL LAYAR", as_of=date(2026, 11, 20))
    now = services.check(names=["Kapal Layang", "Senja"], limit=20, **ASKED).reports
    with django_capture_on_commit_callbacks(execute=True):
        registers.drop_register("uji", by=SYSTEM)

    kept = ScreeningRun.unscoped.get(pk=run.pk)
    assert written(services.frozen_reports(kept)) == written(then) != written(now)
    assert (kept.corpus_date, kept.corpus_size) == (date(2026, 11, 1), 2)
    assert kept.fingerprint == then[0].corpus.fingerprint != now[0].corpus.fingerprint
