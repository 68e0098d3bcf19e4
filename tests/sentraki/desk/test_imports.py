"""The pages of the importer."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse
from tests import factories as make
from tests.sentraki.parties import sheets

from sentraki.desk.import_rows import masked
from sentraki.desk.views.imports import INLINE
from sentraki.kernel.access import Role
from sentraki.kernel.errors import Denied
from sentraki.ledger.models import Entry
from sentraki.parties import jobs
from sentraki.parties.models import Business, ImportBatch

pytestmark = pytest.mark.django_db
QUEUED = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def office():
    found = make.make_office()
    make.make_region("16.71.01", "Ilir Barat Dua")
    return found


def post(client, data, name="usaha.csv", key="", kind="business"):
    file = SimpleUploadedFile(name, data)
    fields = {"kind": kind, "file": file, "idempotency_key": key}
    return client.post(reverse("desk:import-new"), fields)


def address(batch, name="import", *more):
    return reverse(f"desk:{name}", args=(batch.public_id, *more))


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_a_sheet_goes_from_the_file_to_the_result_and_back(office):
    client = make.officer_client(Role.VERIFIER, office)
    data = sheets.csv_of(*sheets.many(3), ("", "", "", "", "x"))

    arrived = post(client, data, key="k1")
    batch = ImportBatch.unscoped.get()
    assert arrived.url == address(batch)
    preview = text_of(client.get(address(batch)))
    assert "3 dari 4 baris akan masuk, 1 baris perlu Anda lihat." in preview
    assert "Nama usaha dan nama pemilik kosong." in preview
    assert post(client, data, key="k1").url == address(batch)

    asked = text_of(client.get(address(batch, "import-apply")))
    assert "Baru: 3 baris" in asked
    for _ in range(2):
        done = client.post(address(batch, "import-apply"), {"idempotency_key": "k2"})
        assert done.url == address(batch)
    assert Business.unscoped.count() == 3
    assert "3 baris masuk, 1 baris perlu Anda lihat." in text_of(client.get(address(batch)))

    client.get(address(batch, "import-undo"))
    for _ in range(2):
        client.post(address(batch, "import-undo"), {"idempotency_key": "k3"})
    assert Business.unscoped.count() == 0
    assert "Dikembalikan seperti semula." in text_of(client.get(address(batch)))


def test_a_long_import_waits_in_the_queue_and_can_be_started_again(office):
    client = make.officer_client(Role.VERIFIER, office)
    post(client, sheets.csv_of(*sheets.many(INLINE + 1)))
    batch = ImportBatch.unscoped.get()
    with override_settings(TASKS=QUEUED):
        client.post(address(batch, "import-apply"), {"idempotency_key": "k1"})
    page = text_of(client.get(address(batch)))
    assert "Baris dimasukkan di belakang layar; tinggal 501." in page
    assert Business.unscoped.count() == 0

    client.post(address(batch, "import-apply"), {"idempotency_key": "k2"})

    batch.refresh_from_db()
    assert (batch.state, Business.unscoped.count()) == ("applied", INLINE + 1)
    client.post(address(batch, "import-undo"), {"idempotency_key": "k3"})
    batch.refresh_from_db()
    assert (batch.state, Business.unscoped.count()) == ("undone", 0)


def test_a_job_of_somebody_who_left_does_nothing(office):
    membership = make.make_membership(office=office)
    client = make.log_in(make.Client(), membership.person)
    post(client, sheets.csv_of(*sheets.many(INLINE + 1)))
    batch = ImportBatch.unscoped.get()
    with override_settings(TASKS=QUEUED):
        client.post(address(batch, "import-apply"), {"idempotency_key": "k1"})
    membership.ended_at = batch.made_at
    membership.save()
    for job in (jobs.carry_on_import, jobs.carry_on_undo):
        with pytest.raises(Denied):
            job.call(batch.pk, membership.person_id, office.pk, Role.VERIFIER.value)
    assert Business.unscoped.count() == 0


def test_what_is_no_spreadsheet_is_told_on_the_form(office):
    client = make.officer_client(Role.VERIFIER, office)
    for data in (b"%PDF-1.7", b"PK\x03\x04nope", b"\x89PNG\r\n\x1a\n\x00\x00"):
        answer = post(client, data)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
    missing = client.post(reverse("desk:import-new"), {"kind": "business"})
    assert missing.status_code == 422
    assert ImportBatch.unscoped.count() == 0


def test_an_aggregate_is_refused_politely(office):
    client = make.officer_client(Role.INTAKE, office)
    post(client, sheets.csv_of(("A", 3), ("B", 4), headings=("Kecamatan", "Jumlah UMKM")))
    page = text_of(client.get(address(ImportBatch.unscoped.get())))
    assert "bukan daftar usaha satu per satu" in page
    assert "2 baris dibaca; tidak ada yang dicatat." in page


def test_columns_can_be_corrected_and_mistakes_are_told(office):
    client = make.officer_client(Role.VERIFIER, office)
    post(client, sheets.csv_of(("Ani", "Dapur"), headings=("Kolom A", "Kolom B")))
    batch = ImportBatch.unscoped.get()
    twice = client.post(address(batch, "import-columns"), {"c-0": "nib", "c-1": "nib"})
    assert (twice.status_code, "Dua kolom" in text_of(twice)) == (422, True)
    strange = client.post(address(batch, "import-columns"), {"c-0": "sandi"})
    assert strange.status_code == 422
    good = {"c-0": "owner_name", "c-1": "trade_name", "idempotency_key": "k"}
    for _ in range(2):
        assert client.post(address(batch, "import-columns"), good).url == address(batch)
    assert sheets.verdicts(batch) == {2: ("create", [])}


def test_rows_are_narrowed_by_verdict_and_paged(office):
    client = make.officer_client(Role.VERIFIER, office)
    post(client, sheets.csv_of(*sheets.many(60), ("", "", "", "", "x")))
    batch = ImportBatch.unscoped.get()
    everything = client.get(address(batch)).content.decode()
    rejected = client.get(address(batch) + "?putusan=reject").content.decode()
    assert everything.count("<tr>") == 51
    assert rejected.count("<tr>") == 2
    assert client.get(address(batch) + "?putusan=%27&page=x").status_code == 200


def test_personal_numbers_are_masked_on_the_page(office):
    client = make.officer_client(Role.VERIFIER, office)
    nik = "0071014101800001"
    post(client, sheets.csv_of(("Dapur", nik, "0812 3456 7890"), headings=("Nama", "NIK", "HP")))
    page = client.get(address(ImportBatch.unscoped.get())).content.decode()
    assert nik not in page
    assert "0812 3456 7890" not in page
    assert masked(nik) in page
    assert masked("") == ""


def test_rows_come_back_as_files_and_each_download_is_in_the_log(office):
    client = make.officer_client(Role.VERIFIER, office)
    post(client, sheets.csv_of(("", "", "", "", "=x")))
    batch = ImportBatch.unscoped.get()
    for form, begin in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")):
        answer = client.get(address(batch, "import-rows", form))
        assert answer.content.startswith(begin)
        assert "attachment" in answer["Content-Disposition"]
    assert client.get(address(batch, "import-rows", "exe")).status_code == 404
    assert Entry.objects.filter(verb="import.export").count() == 2


def test_empty_sheets_are_handed_out(office):
    client = make.officer_client(Role.INTAKE, office)
    for kind in ("business", "right"):
        answer = client.get(reverse("desk:import-template", args=(kind,)))
        assert answer.content.startswith(b"PK")
    assert client.get(reverse("desk:import-template", args=("mesin",))).status_code == 404


def test_another_region_finds_nothing_and_strangers_are_sent_to_the_log_in(office, client):
    post(make.officer_client(Role.VERIFIER, office), sheets.csv_of(*sheets.many(1)))
    batch = ImportBatch.unscoped.get()
    stranger = make.officer_client(Role.VERIFIER, make.make_office(region="35.22"))
    names = ("import", "import-apply", "import-undo")
    gets = [address(batch, name) for name in names] + [address(batch, "import-rows", "csv")]
    posts = [address(batch, name) for name in ("import-columns", "import-apply", "import-undo")]
    assert {stranger.get(path).status_code for path in gets} == {404}
    assert {stranger.post(path, {}).status_code for path in posts} == {404}
    assert batch.file_name not in stranger.get(reverse("desk:imports")).content.decode()
    assert {client.get(path).status_code for path in gets} == {302}
    auditor = make.officer_client(Role.AUDITOR, office)
    assert {auditor.get(path).status_code for path in gets} == {403}


def test_the_list_costs_as_many_queries_for_one_as_for_many(office, django_assert_max_num_queries):
    client = make.officer_client(Role.VERIFIER, office)
    counts = []
    for _ in range(2):
        for _ in range(3):
            post(client, sheets.csv_of(*sheets.many(2)))
        with django_assert_max_num_queries(60) as seen:
            assert client.get(reverse("desk:imports")).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_same_in_english(office):
    client = make.officer_client(Role.VERIFIER, office)
    client.cookies["django_language"] = "en"
    post(client, sheets.csv_of(("", "", "", "", "x")))
    page = text_of(client.get(address(ImportBatch.unscoped.get())))
    assert "The name of the business and of its owner are missing." in page
    assert "0 of 1 rows would come in, 1 need you." in page
