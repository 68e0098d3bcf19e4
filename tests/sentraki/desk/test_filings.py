"""Applications at DJKI: number with receipt, news with both counts of days, the green seal."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests import factories as make

from sentraki.cases.models import Filing, FilingEvent, Right
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.cases.services import filing as filings
from sentraki.cases.services import handover
from sentraki.kernel import clock
from sentraki.kernel.access import Role
from sentraki.kernel.errors import Invalid
from sentraki.ledger.models import Document

pytestmark = pytest.mark.django_db

NUMBER = "DID2026000001"


def paper(name="bukti.jpg"):
    return SimpleUploadedFile(name, make.make_picture(), "image/jpeg")


def acknowledged(office):
    kanwil = make.make_kanwil(office)
    case = make.make_sealed(office=office)
    batch = handover.send(cases=[case], from_office=office, viewer=make.make_officer(office))
    handover.answer(item=batch.items.get(), viewer=kanwil, accepted=True)
    case.refresh_from_db()
    return case


def today():
    return clock.today("WIB")


def told(**more):
    day = today().isoformat()
    return {"number": NUMBER, "received_on": day, "receipt": paper(), **more}


def news(status, **more):
    day = today().isoformat()
    return {"raw_text": "(TM) kabar", "happened_on": day, "status": status, **more}


def address(name, thing):
    return reverse(f"desk:{name}", args=(thing,))


def test_the_kanwil_records_number_date_and_receipt_once():
    office = make.make_issuing_office()
    case = acknowledged(office)
    client = make.officer_client(Role.KANWIL, office.parent)
    page = address("file-case", case.code)

    listed = client.get("/kantor/permohonan/").content.decode()
    first = client.post(page, told(idempotency_key="f1"))
    second = client.post(page, told(idempotency_key="f1"))

    assert page in listed
    filing = Filing.unscoped.get()
    assert first.url == second.url == address("filing", filing.pk)
    case.refresh_from_db()
    assert case.status == CaseStatus.FILED
    assert filing.receipt.kind == "filing-receipt"
    assert Document.unscoped.filter(kind="filing-receipt").count() == 1
    assert client.get(first.url).status_code == 200


def test_an_unusual_number_is_asked_about_once_and_then_taken():
    office = make.make_issuing_office()
    case = acknowledged(office)
    client = make.officer_client(Role.VERIFIER, office)
    page = address("file-case", case.code)

    asked = client.post(page, told(number="D00-2026-1"))
    taken = client.post(page, told(number="D00-2026-1", sure="on"))

    assert asked.status_code == 200
    assert taken.status_code == 302
    assert Filing.unscoped.get().number == "D00-2026-1"


@pytest.mark.parametrize("lacking", ["number", "received_on", "receipt"])
def test_without_number_date_or_receipt_nothing_is_filed(lacking):
    office = make.make_issuing_office()
    case = acknowledged(office)
    client = make.officer_client(Role.VERIFIER, office)
    values = told()
    del values[lacking]

    client.post(address("file-case", case.code), values)

    assert not Filing.unscoped.exists()


def test_a_file_that_is_no_paper_is_refused_at_its_field_and_nothing_is_kept():
    office = make.make_issuing_office()
    case = acknowledged(office)
    client = make.officer_client(Role.VERIFIER, office)
    bad = SimpleUploadedFile("bukti.pdf", b"<svg onload=alert(1)>", "application/pdf")

    answer = client.post(address("file-case", case.code), told(receipt=bad))

    assert answer.status_code == 200
    assert "is-invalid" in answer.content.decode()
    assert not Document.unscoped.filter(kind="filing-receipt").exists()


def test_a_case_the_kanwil_has_not_acknowledged_is_not_filed():
    office = make.make_issuing_office()
    make.make_kanwil(office)
    case = make.make_sealed(office=office)
    client = make.officer_client(Role.VERIFIER, office)

    client.post(address("file-case", case.code), told())

    assert not Filing.unscoped.exists()


def test_a_receipt_of_another_case_does_not_serve():
    office = make.make_issuing_office()
    case = acknowledged(office)
    other = make.make_submitted(office=office, **make.somebody_else())

    with pytest.raises(Invalid):
        filings.file_case(
            case=case,
            viewer=make.make_officer(office),
            number=NUMBER,
            received_on=today(),
            receipt=make.make_receipt(other),
        )


def test_pasted_words_are_read_first_and_recorded_only_when_confirmed():
    office = make.make_issuing_office()
    make.load_case_reference()
    filing = make.make_filed(office=office)
    client = make.officer_client(Role.VERIFIER, office)
    page = address("filing-news", filing.pk)
    words = {"raw_text": "(TM) Usulan Penolakan", "happened_on": today().isoformat()}

    read = client.post(page, words).content.decode()
    assert not FilingEvent.objects.exists()
    done = client.post(page, news("PROV_REFUSAL", raw_text=words["raw_text"], reason_code="A1"))

    assert 'value="PROV_REFUSAL" selected' in read
    assert done.status_code == 302
    event = FilingEvent.objects.get()
    assert (event.status, event.reason_code) == ("PROV_REFUSAL", "A1")
    assert event.raw_text == "(TM) Usulan Penolakan"
    assert "A1" in client.get(done.url).content.decode()


def test_words_nobody_knows_are_recorded_as_to_be_read():
    office = make.make_issuing_office()
    filing = make.make_filed(office=office)
    client = make.officer_client(Role.VERIFIER, office)

    read = client.post(
        address("filing-news", filing.pk),
        {"raw_text": "Entah apa", "happened_on": today().isoformat()},
    ).content.decode()

    assert 'value="UNKNOWN" selected' in read


def test_a_letter_whose_day_differs_from_our_count_is_asked_about_and_is_the_last():
    office = make.make_issuing_office()
    filing = make.make_filed(office=office)
    client = make.officer_client(Role.VERIFIER, office)
    named = today() + timedelta(days=10)
    values = news(
        "PROV_REFUSAL",
        letter_dated_on=today().isoformat(),
        due_in_letter=named.isoformat(),
    )
    page = address("filing-news", filing.pk)

    asked = client.post(page, values)
    recorded = client.post(page, {**values, "compared": "on"})

    assert asked.status_code == 422
    assert 'name="compared"' in asked.content.decode()
    assert recorded.status_code == 302
    event = FilingEvent.objects.get()
    deadline = event.deadlines.get()
    assert (deadline.legal_on, deadline.question) == (named, "differs")
    assert deadline.due_on <= named < deadline.counted_on <= today() + timedelta(days=30)


def test_registered_needs_the_certificate_and_turns_the_seal_green():
    office = make.make_issuing_office()
    filing = make.make_filed(office=office)
    client = make.officer_client(Role.VERIFIER, office)
    page = address("filing-news", filing.pk)
    day = today().isoformat()

    asked = client.post(page, {"raw_text": "(TM) Didaftar", "happened_on": day})
    form = asked.content.decode()
    demanded = form[form.index("Nomor pendaftaran") : form.index("Bukti kabar")]
    assert "(boleh dilewati)" not in demanded
    bare = client.post(page, news("REGISTERED"))
    values = news(
        "REGISTERED",
        certificate_number="IDM001234567",
        registered_on=day,
        certificate=paper("sertifikat.jpg"),
        evidence=paper("layar.jpg"),
        idempotency_key="r1",
    )
    done = client.post(page, values)
    again = client.post(page, {**values, "certificate": paper("s.jpg"), "evidence": paper("l.jpg")})

    assert bare.status_code == 422
    assert done.status_code == again.status_code == 302
    right = Right.unscoped.get()
    assert right.seal.state == "registered"
    assert (right.number, right.certificate.kind) == ("IDM001234567", "certificate")
    assert Document.unscoped.filter(kind="certificate").count() == 1
    shown = client.get(address("filing", filing.pk)).content.decode()
    assert "IDM001234567" in shown
    papers = [right.certificate, FilingEvent.objects.get().evidence, filing.receipt]
    for document in papers:
        answer = client.get(reverse("desk:filing-document", args=(filing.pk, document.public_id)))
        assert answer["Content-Disposition"].startswith("attachment")
    closed = client.post(address("filing-close", filing.pk))
    assert closed.status_code == 302
    filing.case.refresh_from_db()
    assert filing.case.status == CaseStatus.CLOSED


def test_a_refusal_needs_its_reason_and_the_seal_says_not_valid():
    office = make.make_issuing_office()
    filing = make.make_filed(office=office)
    client = make.officer_client(Role.VERIFIER, office)
    page = address("filing-news", filing.pk)

    bare = client.post(page, news("REFUSED"))
    done = client.post(page, news("REFUSED", reason_code="B1"))
    filing.seal.refresh_from_db()

    assert bare.status_code == 422
    assert done.status_code == 302
    assert (filing.seal.state, filing.seal.cause) == ("void", "refused")


def test_an_appeal_brings_the_seal_back_and_a_second_refusal_ends_it_again():
    office = make.make_issuing_office()
    filing = make.make_filed(office=office)
    client = make.officer_client(Role.VERIFIER, office)
    page = address("filing-news", filing.pk)
    states = []

    refused = news("REFUSED", reason_code="B1")
    for values in (refused, news("APPEAL"), refused):
        assert client.post(page, values).status_code == 302
        filing.seal.refresh_from_db()
        states.append((filing.seal.state, filing.seal.facts["stage"]))

    assert states == [("void", "REFUSED"), ("applied", "APPEAL"), ("void", "REFUSED")]


def test_an_application_of_another_region_or_another_kanwil_is_not_there():
    office = make.make_issuing_office()
    filing = make.make_filed(office=office)
    far = make.officer_client(Role.VERIFIER, make.make_issuing_office(region="31.71"))
    other = make.make_office(region="16", kind=make.OfficeKind.KANWIL)
    beside = make.officer_client(Role.KANWIL, other)

    for client in (far, beside):
        assert client.get(address("filing", filing.pk)).status_code == 404
        assert client.post(address("filing-news", filing.pk), news("PUBLISHED")).status_code == 404
        assert client.get(address("file-case", filing.case.code)).status_code == 404
        assert filing.number not in client.get("/kantor/permohonan/").content.decode()


def test_a_document_of_another_file_is_not_given_out_through_this_one():
    office = make.make_issuing_office()
    filing = make.make_filed(office=office)
    other = make.make_submitted(office=office, **make.somebody_else())
    client = make.officer_client(Role.VERIFIER, office)
    strangers = [make.make_receipt(other), filing.case.papers.first().document]

    for document in strangers:
        address_ = reverse("desk:filing-document", args=(filing.pk, document.public_id))
        assert client.get(address_).status_code == 404
