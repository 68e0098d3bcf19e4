"""Files are kept under their content, encrypted where the class demands, and every look counts."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import SYSTEM, make_document, make_office, viewer

from sentraki.kernel.access import Role
from sentraki.kernel.errors import AlreadyDone, Denied, Refusal
from sentraki.ledger.models import Document, Entry
from sentraki.ledger.rules.secrecy import Secrecy, is_guarded
from sentraki.ledger.selectors import blobs, health
from sentraki.ledger.selectors.documents import documents_of, may_read
from sentraki.ledger.services import documents

pytestmark = pytest.mark.django_db
CASE = "cases.case:1"
MARKER = b"PENANDA-RAHASIA-1671"


@pytest.fixture(autouse=True)
def blob_root(settings, tmp_path):
    settings.BLOB_ROOT = tmp_path / "blobs"
    return settings.BLOB_ROOT


def files():
    return [path for path in Path(settings.BLOB_ROOT).rglob("*") if path.is_file()]


@pytest.mark.parametrize("secrecy", Secrecy)
def test_what_was_stored_is_read_back_and_only_guarded_classes_are_unreadable_on_disk(secrecy):
    document = make_document(data=MARKER, secrecy=secrecy)
    on_disk = blobs.path_of(document.stored_sha256).read_bytes()
    assert (MARKER not in on_disk) == is_guarded(secrecy) == document.encrypted
    assert documents.read(document, SYSTEM, "view") == MARKER


def test_the_same_content_lies_on_disk_once_unless_it_is_encrypted():
    for secrecy in (Secrecy.C1, Secrecy.C1, Secrecy.C3, Secrecy.C3):
        make_document(data=MARKER, secrecy=secrecy)
    assert len(files()) == 3


def test_files_are_readable_by_the_owner_alone():
    make_document()
    assert {path.stat().st_mode & 0o777 for path in files()} == {0o600}


def test_a_file_name_is_unreadable_in_the_database(django_assert_num_queries):
    document = make_document(original_name="KTP Sari.jpg")
    raw = Document.objects.for_viewer(SYSTEM).extra(select={"raw": "original_name"}).get().raw
    assert "Sari" not in raw
    document.refresh_from_db()
    assert document.original_name == "KTP Sari.jpg"


def test_storing_is_one_entry_and_holds_no_file_name():
    document = make_document(original_name="KTP Sari.jpg")
    entry = Entry.objects.get()
    assert entry.verb == "document.store"
    assert entry.on_ref == f"ledger.document:{document.pk}"
    assert entry.payload == {"kind": "label", "about": CASE, "secrecy": "C2"}


@pytest.mark.parametrize(
    ("secrecy", "entries"), [(Secrecy.C2, 0), (Secrecy.C3, 1), (Secrecy.C4, 1)]
)
def test_reading_a_guarded_document_is_itself_an_entry(secrecy, entries):
    document = make_document(secrecy=secrecy)
    officer = viewer(Role.VERIFIER, make_office(region="16.71"))
    documents.read(document, officer, "view")
    reads = Entry.objects.filter(verb="document.read")
    assert reads.count() == entries


def test_another_regions_officer_learns_nothing_not_even_that_it_exists():
    document = make_document(region_code="31.71")
    officer = viewer(Role.VERIFIER, make_office(region="16.71"))
    with pytest.raises(Denied) as denied:
        documents.read(document, officer, "view")
    assert denied.value.hidden
    assert list(documents_of(officer, CASE)) == []


def test_an_applicant_reads_what_belongs_to_a_granted_thing():
    document = make_document()
    owner = viewer(Role.APPLICANT, grants=(CASE,))
    stranger = viewer(Role.APPLICANT, grants=("cases.case:2",))
    assert documents.read(document, owner, "view")
    assert list(documents_of(owner, CASE)) == [document]
    assert list(documents_of(stranger, CASE)) == []
    assert not may_read(stranger, document)


def test_a_key_stores_once():
    values = {
        "data": documents.Made(b"x", "text/plain"),
        "kind": "label",
        "secrecy": Secrecy.C1,
        "on": CASE,
        "region_code": "16.71",
        "by": SYSTEM,
        "key": "upload-1",
    }
    document = documents.store(**values)
    with pytest.raises(AlreadyDone) as done:
        documents.store(**values)
    assert done.value.receipt == f"ledger.document:{document.pk}"


@pytest.mark.parametrize("secrecy", [Secrecy.C1, Secrecy.C4])
def test_a_changed_file_is_never_given_out(secrecy):
    document = make_document(secrecy=secrecy)
    path = blobs.path_of(document.stored_sha256)
    raw = bytearray(path.read_bytes())
    raw[-1] ^= 1
    path.write_bytes(raw)
    with pytest.raises(Refusal, match="damaged"):
        documents.read(document, SYSTEM, "view")


@given(st.binary(max_size=200))
def test_any_content_survives_the_round(data):
    document = make_document(data=data, secrecy=Secrecy.C3)
    assert documents.read(document, SYSTEM, "view") == data


def test_erasing_removes_content_and_name_and_keeps_the_row(django_capture_on_commit_callbacks):
    document = make_document(secrecy=Secrecy.C3, original_name="KTP.jpg")
    with django_capture_on_commit_callbacks(execute=True):
        documents.erase(document, SYSTEM)
    assert (document.original_name, document.erased_at is None, files()) == ("", False, [])
    with pytest.raises(Refusal, match="erased"):
        documents.read(document, SYSTEM, "view")
    assert list(documents_of(SYSTEM, CASE)) == []


def test_erasing_one_of_two_equal_documents_keeps_the_shared_file(
    django_capture_on_commit_callbacks,
):
    first, second = make_document(data=MARKER), make_document(data=MARKER)
    with django_capture_on_commit_callbacks(execute=True):
        documents.erase(first, SYSTEM)
    assert documents.read(second, SYSTEM, "view") == MARKER


def test_another_regions_administrator_erases_nothing():
    document = make_document(region_code="31.71")
    with pytest.raises(Denied):
        documents.erase(document, viewer(Role.ADMIN, make_office(region="16.71")))


def age(path, hours):
    then = path.stat().st_mtime - hours * 3600
    os.utime(path, (then, then))


def test_the_sweep_takes_old_files_without_a_document_and_nothing_else(blob_root):
    kept = make_document(data=b"kept")
    young = blob_root / "ab" / ("ab" + "0" * 62)
    old = blob_root / "cd" / ("cd" + "0" * 62)
    draft = blob_root / "cd" / ".cd000000.draft"
    for path in (young, old, draft):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    for path in (old, draft, blobs.path_of(kept.stored_sha256)):
        age(path, 2)
    assert health.files_have_documents() == ["2 files without a document"]
    assert documents.sweep() == 2
    assert sorted(files()) == sorted([young, blobs.path_of(kept.stored_sha256)])
    assert health.files_have_documents() == []


def test_a_file_that_is_used_again_counts_as_new(blob_root):
    document = make_document(data=MARKER)
    path = blobs.path_of(document.stored_sha256)
    age(path, 2)
    make_document(data=MARKER)
    assert list(blobs.files_older_than()) == []


def test_a_document_without_its_file_is_reported():
    document = make_document()
    blobs.path_of(document.stored_sha256).unlink()
    assert health.documents_have_files() == [f"document {document.pk} has no file"]
