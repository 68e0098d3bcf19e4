"""Behind the gate: what the office keeps of hostile files."""

import hashlib

import pytest
from django.conf import settings
from tests import factories as make
from tests.hostile.building import MARKER
from tests.hostile.corpus import NASTY_NAMES, everything

from sentraki.cases.services.papers import add_paper
from sentraki.kernel.errors import Refusal
from sentraki.ledger.models import Document
from sentraki.ledger.services import documents
from sentraki.ledger.uploads import clean_name

pytestmark = pytest.mark.django_db
SERVABLE = {"image/jpeg", "image/png", "application/pdf"}


@pytest.mark.slow
@pytest.mark.parametrize("requirement", ["ktp", "label"])
def test_no_hostile_file_is_kept_as_it_was_sent(requirement):
    case = make.make_draft()
    applicant = make.applicant_of(case)
    sent = {hashlib.sha256(file.data).hexdigest() for file in everything()}
    before = set(settings.BLOB_ROOT.rglob("*"))

    for number, file in enumerate(everything()):
        name = NASTY_NAMES[number % len(NASTY_NAMES)]
        try:
            add_paper(
                case=case, viewer=applicant, requirement=requirement, source=file.data, name=name
            )
        except Refusal:
            continue

    kept = list(Document.unscoped.filter(on_ref=f"cases.case:{case.pk}"))
    assert len(kept) > 50
    for document in kept:
        content = documents.read(document, applicant, "view")
        assert document.mime in SERVABLE
        assert hashlib.sha256(content).hexdigest() not in sent
        assert MARKER not in content
        assert document.original_name == clean_name(document.original_name)
    fresh = {path for path in settings.BLOB_ROOT.rglob("*") if path.is_file()} - before
    assert not {path.name for path in fresh} & sent
    assert not [path for path in fresh if path.name.startswith(".")]
