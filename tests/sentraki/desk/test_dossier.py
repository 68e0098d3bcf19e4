"""The page of a dossier: what is wrong, sealing, the package, opening again."""

import io
import json
import zipfile

import pytest
from django.urls import reverse
from tests import factories as make

from sentraki.cases.models import Case
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.kernel.access import Role
from sentraki.kernel.refs import ref_of
from sentraki.ledger.models import Entry, Letter
from sentraki.ledger.services import letters, pages

pytestmark = pytest.mark.django_db


def signed(office):
    """An accepted case whose letter is signed: the moment before sealing."""
    case = make.make_accepted(office=office)
    letter = Letter.unscoped.get(on_ref=ref_of(case), status="requested")
    letters.sign(letter, make.make_signatory(office))
    pages.finish(letter.pk)
    return case


def address(case, name="dossier", *more):
    return reverse(f"desk:{name}", args=(case.code, *more))


def test_a_dossier_without_a_letter_says_so_and_cannot_be_sealed():
    office = make.make_issuing_office()
    case = make.make_accepted(office=office)
    client = make.officer_client(Role.VERIFIER, office)

    page = client.get(address(case)).content.decode()
    answer = client.post(address(case, "dossier-seal"), {"confirmed": "1"})

    assert "belum" in page or "Belum" in page
    assert address(case, "dossier-seal") not in page
    assert answer.status_code == 409
    assert Case.unscoped.get(pk=case.pk).status == CaseStatus.ACCEPTED


def test_the_copy_sheet_hides_the_nik_until_it_is_asked_for_and_that_is_an_entry():
    office = make.make_issuing_office()
    case = signed(office)
    client = make.officer_client(Role.INTAKE, office)

    before = client.get(address(case)).content.decode()
    after = client.post(address(case, "dossier-identity")).content.decode()

    assert "0071014101800001" not in before
    assert "Sambal Mak Ijah" in before
    assert "0071014101800001" in after
    assert Entry.objects.filter(verb="case.show-identity").count() == 1


def test_looking_at_a_dossier_opens_no_guarded_paper():
    office = make.make_issuing_office()
    case = signed(office)

    make.officer_client(Role.INTAKE, office).get(address(case))

    assert not Entry.objects.filter(verb="document.read", payload__purpose="dossier").exists()


def test_sealing_from_the_page_locks_the_case_and_gives_a_package_with_everything():
    office = make.make_issuing_office()
    case = signed(office)
    client = make.officer_client(Role.VERIFIER, office)

    asked = client.get(address(case, "dossier-seal"))
    sealed = client.post(
        address(case, "dossier-seal"),
        {"confirmed": "1", "point": ["money-ready"], "idempotency_key": "s1"},
    )
    again = client.post(address(case, "dossier-seal"), {"confirmed": "1", "idempotency_key": "s1"})
    page = client.get(address(case)).content.decode()
    package = client.get(address(case, "dossier-package", 1))

    assert asked.status_code == 200
    assert sealed.status_code == again.status_code == 302
    dossier = case.dossiers.get()
    assert dossier.sha256 in page
    assert package["Content-Disposition"].startswith("attachment")
    with zipfile.ZipFile(io.BytesIO(package.content)) as archive:
        names = archive.namelist()
        listing = json.loads(archive.read("manifest.json"))
    assert {"permohonan_st96.xml", "permohonan.pdf", "manifest.json", "01_etiket.jpg"} <= set(names)
    assert [row["name"] for row in listing["files"]] == [row["name"] for row in dossier.files]
    assert Entry.objects.filter(verb="document.read", payload__purpose="dossier-download").exists()
    assert Entry.objects.get(verb="case.seal-dossier").payload["ticked"] == ["money-ready"]


def test_opening_again_needs_a_reason_and_the_next_seal_makes_a_second_dossier():
    office = make.make_issuing_office()
    case = make.make_sealed(office=office)
    client = make.officer_client(Role.VERIFIER, office)

    refused = client.post(address(case, "case-reopen"), {"reason": " "})
    opened = client.post(address(case, "case-reopen"), {"reason": "Warna belum diuraikan"})
    client.post(address(case, "dossier-seal"), {"confirmed": "1"})

    assert refused.status_code == 200
    assert "ki-field is-invalid" in refused.content.decode()
    assert opened.status_code == 302
    assert [row.number for row in case.dossiers.all()] == [1, 2]


@pytest.mark.parametrize("name", ["dossier", "dossier-seal", "case-reopen"])
def test_a_dossier_of_another_region_is_not_there(name):
    case = make.make_sealed()
    stranger = make.officer_client(Role.VERIFIER, make.make_issuing_office(region="31.71"))

    assert stranger.get(address(case, name)).status_code == 404
    assert stranger.get(address(case, "dossier-package", 1)).status_code == 404


def test_a_kanwil_opens_a_dossier_only_once_it_was_handed_over():
    office = make.make_issuing_office()
    kanwil = make.make_kanwil(office)
    case = make.make_sealed(office=office)
    client = make.officer_client(Role.KANWIL, office.parent)

    before = client.get(address(case)).status_code
    make.handover.send(cases=[case], from_office=office, viewer=make.make_officer(office))
    after = client.get(address(case))
    package = client.get(address(case, "dossier-package", 1))

    assert before == 404
    assert after.status_code == package.status_code == 200
    assert kanwil.office_id == office.parent_id


def test_an_administrator_sees_the_dossier_but_cannot_take_the_package():
    case = make.make_sealed()
    client = make.officer_client(Role.ADMIN, case.office)

    assert client.get(address(case)).status_code == 200
    assert client.get(address(case, "dossier-package", 1)).status_code == 404
