"""From a draft to a registered right, through the services alone."""

from datetime import date

import pytest
from tests import factories as make

from sentraki.cases.models import Case, Place, Right
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.cases.selectors.applicant import inbox
from sentraki.cases.services import decisions, filing, intake, rights
from sentraki.kernel.errors import AlreadyDone, Denied, MoveRefused
from sentraki.ledger.models import Entry, Letter, Message
from sentraki.ledger.services import letters as ledger_letters
from sentraki.screening.models import ScreeningRun

pytestmark = pytest.mark.django_db


def test_a_submitted_case_has_a_business_a_frozen_screening_and_no_plain_name():
    case = make.make_submitted()

    assert case.status == CaseStatus.SUBMITTED
    assert case.business is not None
    assert case.business.owner_name == "IJAH CONTOH"
    assert ScreeningRun.unscoped.get().asked["chosen"] == "Sambal Mak Ijah"
    assert Case.unscoped.get(pk=case.pk).mark_name == "Sambal Mak Ijah"


def test_the_same_key_submits_once_and_gives_the_first_receipt_again():
    case = make.fill_in(make.make_draft())
    who = make.applicant_of(case)
    intake.submit(case=case, viewer=who, key="k1")

    with pytest.raises(AlreadyDone) as again:
        intake.submit(case=case, viewer=who, key="k1")

    assert again.value.receipt == f"cases.case:{case.pk}"
    assert Entry.objects.filter(verb="case.submit").count() == 1


def test_an_incomplete_case_says_what_is_missing():
    case = make.fill_in(make.make_draft(), papers=("label",))

    with pytest.raises(MoveRefused) as refused:
        intake.submit(case=case, viewer=make.applicant_of(case))

    assert refused.value.missing == ("complete",)


def test_a_stranger_cannot_submit_somebody_elses_case():
    case, other = make.make_draft(), make.make_draft(phone="081234567891")

    with pytest.raises(Denied):
        intake.submit(case=case, viewer=make.applicant_of(other))


def test_accepting_gives_place_one_and_drafts_a_letter_the_verifier_may_not_sign():
    office = make.make_issuing_office()
    verifier = make.make_officer(office)
    case = make.make_accepted(office=office, verifier=verifier)

    letter = Letter.unscoped.get()
    signed = ledger_letters.sign(letter, make.make_signatory(office))

    assert Place.objects.get().number == 1
    assert case.status == CaseStatus.ACCEPTED
    assert signed.number
    with pytest.raises(Denied):
        ledger_letters.sign(letter, verifier)


def test_a_second_return_needs_a_reason():
    office = make.make_issuing_office()
    officer = make.make_officer(office)
    case = make.make_submitted(office=office)
    defects = [{"requirement": "umk-statement", "text": "Meterai belum ada"}]
    due = intake.clock.today()
    decisions.return_once(case=case, viewer=officer, defects=defects, due_on=due)
    make.add_paper(
        case=case,
        viewer=make.applicant_of(case),
        requirement="umk-statement",
        source=make.make_picture(),
        name="p.jpg",
    )
    intake.submit(case=case, viewer=make.applicant_of(case))

    with pytest.raises(MoveRefused) as refused:
        decisions.return_once(case=case, viewer=officer, defects=defects, due_on=due)

    assert refused.value.missing == ("first_return_or_reason",)


def returned_twice(office) -> Case:
    """A case of ``office`` its officer has sent back a second time."""
    officer, due = make.make_officer(office), intake.clock.today()
    case = make.make_submitted(office=office)
    defects = [{"requirement": "", "text": "Ganti label"}]
    decisions.return_once(case=case, viewer=officer, defects=defects, due_on=due)
    intake.submit(case=case, viewer=make.applicant_of(case))
    decisions.return_once(
        case=case, viewer=officer, defects=defects, due_on=due, reason="Label masih buram"
    )
    return case


def told_to_the_office() -> list[str]:
    told = Message.unscoped.filter(slug="case-returned-again")
    return sorted(message.recipient["address"] for message in told)


def test_the_first_return_is_told_to_the_applicant_alone():
    office = make.make_issuing_office()
    make.make_signatory(office)
    case = make.make_submitted(office=office)
    defects = [{"requirement": "", "text": "Ganti label"}]

    decisions.return_once(
        case=case, viewer=make.make_officer(office), defects=defects, due_on=intake.clock.today()
    )

    assert told_to_the_office() == []


def test_a_second_return_is_told_to_the_head_of_section_without_its_reason():
    office = make.make_issuing_office()
    head = make.Person.objects.get(pk=make.make_signatory(office).person_id)
    make.make_officer(office, make.Role.ADMIN)
    make.make_signatory(make.make_issuing_office(region="36.71"))

    case = returned_twice(office)

    assert told_to_the_office() == [head.email]
    message = Message.unscoped.get(slug="case-returned-again")
    assert message.fields == {"code": case.code, "office": office.unit, "n": "2"}
    assert "case-returned-again" not in [told.slug for told in inbox(case, make.applicant_of(case))]


def test_where_nobody_signs_the_administrator_is_told_of_a_second_return():
    office = make.make_issuing_office()
    gone = make.make_signatory(office)
    make.Membership.objects.filter(person_id=gone.person_id).update(ended_at=intake.clock.now())
    admin = make.make_officer(office, make.Role.ADMIN)

    returned_twice(office)

    assert told_to_the_office() == [make.Person.objects.get(pk=admin.person_id).email]


def test_filing_needs_the_kanwils_receipt():
    office = make.make_issuing_office()
    make.make_kanwil(office)
    case = make.make_sealed(office=office)

    with pytest.raises(MoveRefused) as refused:
        filing.file_case(
            case=case,
            viewer=make.make_officer(office),
            number="DID2026000001",
            received_on=date(2026, 1, 2),
            receipt=make.make_receipt(case),
        )

    assert "acknowledged" in refused.value.missing


def test_a_filed_mark_has_a_seal_that_is_not_green_and_a_registered_one_is():
    office = make.make_issuing_office()
    filed = make.make_filed(office=office)
    state_when_filed = filed.seal.state
    certificate = make.make_receipt(filed.case, kind="certificate")

    filing.record_event(
        filing=filed,
        viewer=make.make_officer(office),
        news=filing.News("(TM) Didaftar", make.clock.today()),
        status=FilingStatus.REGISTERED,
        certificate=rights.Certificate("IDM001234567", make.clock.today(), certificate),
    )

    right = Right.unscoped.get()
    right.seal.refresh_from_db()
    assert state_when_filed == "applied"
    assert right.seal.state == "registered"
    assert right.number == "IDM001234567"
    assert right.name == "Sambal Mak Ijah"


def test_a_kanwil_sees_only_what_was_handed_to_it():
    office = make.make_issuing_office()
    kanwil = make.make_kanwil(office)
    make.make_sealed(office=office)

    assert list(Case.objects.for_viewer(kanwil)) == []
