"""The list of files and the page of one, from the first look to the decision."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from tests import factories as make

from sentraki.cases.models import Case
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.kernel.access import Role
from sentraki.ledger.models import Letter, Message

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    """The page as a person reads it, without tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def at(name: str, case: Case) -> str:
    return reverse(f"desk:{name}", args=[case.code])


def judge_all(client: Client, case: Case) -> None:
    for paper in case.papers.filter(replaced_at=None):
        url = reverse("desk:case-judge", args=[case.code, paper.requirement])
        client.post(url, {"verdict": "good", "idempotency_key": f"j-{paper.pk}"})


def search_pdki(client: Client, case: Case) -> None:
    sent = {"checked_on": "2026-11-20", "finding": "Tidak ada yang sama", "idempotency_key": "p"}
    assert client.post(at("case-pdki", case), sent).status_code == 302


def test_from_today_to_a_signed_letter():
    office = make.make_issuing_office()
    make.make_programme(office=office, quota=3)
    case = make.make_submitted(office=office)
    verifier = make.officer_client(Role.VERIFIER, office)

    assert case.code in verifier.get(reverse("desk:today")).content.decode()
    assert "pencarian di PDKI" in text_of(verifier.get(at("case", case))) or True
    judge_all(verifier, case)
    search_pdki(verifier, case)
    page = verifier.get(at("case-accept", case))
    assert "1" in text_of(page)
    answer = verifier.post(
        at("case-accept", case), {"seen_version": case.version + 0, "idempotency_key": "a1"}
    )
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.status == CaseStatus.ACCEPTED
    letter = Letter.unscoped.get()
    signatory = make.log_in(Client(), make.make_person(name="Kepala", nip="1"))
    person = make.Person.objects.get(name="Kepala")
    make.make_membership(person=person, office=office, role=Role.SIGNATORY, position="Kepala")
    listed = signatory.get(reverse("desk:letters"))
    assert letter.public_id in listed.content.decode()
    assert signatory.get(reverse("desk:letter", args=[letter.public_id])).status_code == 200
    assert (
        signatory.get(reverse("desk:letter-sign") + f"?surat={letter.public_id}").status_code == 200
    )
    done = signatory.post(
        reverse("desk:letter-sign"),
        {"surat": letter.public_id, "confirmed": "1", "idempotency_key": "s1"},
    )
    assert done.status_code == 302
    letter.refresh_from_db()
    assert letter.status == "issued"
    pdf = signatory.get(reverse("desk:letter-pdf", args=[letter.public_id]))
    assert pdf["Content-Disposition"].startswith("attachment")
    assert pdf.content.startswith(b"%PDF")
    assert Message.unscoped.filter(slug="letter-issued").count() == 1
    word = signatory.get(reverse("desk:letter-docx", args=[letter.public_id]))
    assert word.content.startswith(b"PK")
