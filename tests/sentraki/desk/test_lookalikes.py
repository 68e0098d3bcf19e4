"""The label of a file beside labels that look like it, and what registration adds to the search."""

import io
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.urls import reverse
from PIL import Image
from tests import factories as make

from sentraki.cases.models import Right
from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.cases.services import filing as filings
from sentraki.cases.services import rights
from sentraki.cases.services.papers import add_paper
from sentraki.kernel import clock
from sentraki.kernel.access import Role
from sentraki.kernel.refs import ref_of
from sentraki.ledger.models import Entry
from sentraki.screening.galleries import load_demo_labels
from sentraki.screening.models import MarkPicture

pytestmark = pytest.mark.django_db
LABELS = Path(__file__).parents[3] / "data" / "marks" / "labels"
needs_engine = pytest.mark.skipif(find_spec("onnxruntime") is None, reason="without the extra")


@pytest.fixture(autouse=True)
def own_index(settings, tmp_path):
    settings.CORPORA = tmp_path / "corpora"


@pytest.fixture
def office():
    return make.make_issuing_office()


def label_of(name):
    held = io.BytesIO()
    with Image.open(LABELS / f"{name}.png") as opened:
        opened.convert("RGB").rotate(90).save(held, "JPEG")
    return held.getvalue()


def give_label(case, viewer, name="kopi"):
    source = label_of(name)
    add_paper(case=case, viewer=viewer, requirement="label", source=source, name="label.jpg")


def page_of(office, case, role=Role.VERIFIER):
    client = make.officer_client(role, office)
    return client.get(reverse("desk:case-lookalikes", args=[case.code]))


@needs_engine
def test_the_officer_sees_what_looks_like_the_label_and_the_look_is_noted(office):
    load_demo_labels()
    case = make.make_submitted(office=office)
    give_label(case, make.make_officer(office))
    before = Entry.objects.filter(verb="document.read").count()
    said = page_of(office, case)
    page = said.content.decode()
    assert said.status_code == 200
    assert "Kopi Musi Rekaan" in page
    assert "diputar" in page
    assert Entry.objects.filter(verb="document.read").count() == before + 1
    assert reverse("desk:case-lookalikes", args=[case.code]) in (
        make.officer_client(Role.VERIFIER, office)
        .get(reverse("desk:case", args=[case.code]))
        .content.decode()
    )


def test_officers_of_another_region_find_no_such_page(office):
    case = make.make_submitted(office=office)
    elsewhere = make.make_office(region="36")
    assert page_of(elsewhere, case).status_code == 404


def test_a_label_that_is_not_filed_is_in_no_search(office):
    case = make.make_submitted(office=office)
    give_label(case, make.make_officer(office))
    assert MarkPicture.objects.count() == 0


def registered(office):
    filing = make.make_filed(office=office)
    today = clock.today()
    filings.record_event(
        filing=filing,
        viewer=make.make_officer(office),
        news=filings.News("(TM) Didaftar", today),
        status=FilingStatus.REGISTERED,
        certificate=rights.Certificate("IDM000000009", today, make.make_receipt(filing.case)),
    )
    return Right.unscoped.get(filing=filing)


def test_a_registered_mark_brings_its_label_into_the_search(office):
    right = registered(office)
    kept = MarkPicture.objects.get()
    assert kept.ref == str(ref_of(right))
    assert (kept.name, kept.status, kept.number) == (right.name, "registered", "IDM000000009")
    with Image.open(io.BytesIO(bytes(kept.content))) as opened:
        assert max(opened.size) <= 320


def test_the_end_of_a_right_is_said_of_its_label_without_reading_it_again(office):
    right = registered(office)
    reads = Entry.objects.filter(verb="document.read").count()
    rights.end(right=right, viewer=make.make_officer(office), cause="ended", ended_on=clock.today())
    assert MarkPicture.objects.get().status == "ended"
    assert Entry.objects.filter(verb="document.read").count() == reads


def test_an_imported_right_without_a_picture_has_none_to_show(office):
    known = rights.KnownRight(
        "IDM000000001", "Kemplang", "Dapur", "30", registered_on=clock.today()
    )
    rights.record_known(office=office, viewer=make.SYSTEM, known=known)
    assert MarkPicture.objects.count() == 0
