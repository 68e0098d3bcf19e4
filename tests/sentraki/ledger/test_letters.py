"""Letters: drafted by one, signed by another, numbered without gaps, the same page each time."""

import hashlib
from datetime import UTC, date, datetime

import pytest
from tests.factories import (
    LETTER_FIELDS,
    SYSTEM,
    make_document,
    make_issuing_office,
    make_letter,
    make_letter_kind,
    make_office,
    make_person,
    make_signatory,
    viewer,
)

from sentraki.kernel import clock
from sentraki.kernel.access import Role
from sentraki.kernel.errors import AlreadyDone, Denied, Invalid, MoveRefused, Refusal
from sentraki.kernel.refs import ref_of
from sentraki.ledger.messages import Recipient
from sentraki.ledger.models import Counter, Entry, Letter, Message, Seal
from sentraki.ledger.selectors import health
from sentraki.ledger.selectors.letters import compare, letters_of, letters_waiting, may_sign
from sentraki.ledger.selectors.seals import seal_by_code
from sentraki.ledger.services import letters, pages, seals

pytestmark = pytest.mark.django_db
CASE = "cases.case:1"


@pytest.fixture
def office():
    return make_issuing_office(
        letter_number_pattern="{n:03d}/REK/{roman_month}/{year}", code="DKOP"
    )


@pytest.fixture
def head(office):
    return make_signatory(office)


@pytest.fixture
def signed(office, head):
    return letters.sign(make_letter(office=office), head)


def verbs():
    return list(Entry.objects.values_list("verb", flat=True))


def test_a_draft_has_no_number_and_waits_for_the_office(office):
    letter = make_letter(office=office)
    assert (letter.status, letter.number, letter.seal) == ("requested", "", None)
    assert list(letters_waiting(viewer(Role.SIGNATORY, office))) == [letter]
    assert list(letters_waiting(viewer(Role.SIGNATORY, make_issuing_office()))) == []
    assert list(letters_waiting(viewer(Role.APPLICANT, grants=(CASE,)))) == []


def test_a_second_draft_of_the_same_letter_points_at_the_first(office):
    letter = make_letter(office=office)
    with pytest.raises(AlreadyDone) as done:
        make_letter(office=office)
    assert done.value.receipt == ref_of(letter)


def test_a_picture_of_another_file_cannot_be_smuggled_in(office):
    kind = make_letter_kind()
    foreign = make_document(on="cases.case:2")
    with pytest.raises(Invalid):
        letters.request(
            kind.slug,
            CASE,
            LETTER_FIELDS,
            office=office,
            by=SYSTEM,
            pictures={"label.png": foreign},
        )


def test_signing_gives_number_seal_and_last_day_before_any_page_exists(office, head):
    with clock.freeze(datetime(2026, 3, 5, 2, 0, tzinfo=UTC)):
        letter = letters.sign(make_letter(office=office), head)
    assert (letter.status, letter.number, letter.sequence) == ("issued", "001/REK/III/2026", 1)
    assert (letter.year, letter.valid_until) == (2026, date(2026, 12, 31))
    assert (letter.pdf, len(letter.content_hash)) == (None, 64)
    assert letter.seal.facts == {"number": "001/REK/III/2026"}
    assert letter.frozen["data"]["signatory"] == {
        "name": "Kepala Dinas",
        "nip": "197001012000031001",
        "position": "Kepala",
        "unit": office.unit,
    }


def test_the_year_of_a_number_is_that_of_the_offices_clocks():
    jayapura = make_issuing_office(region="94.71")
    with clock.freeze(datetime(2026, 12, 31, 15, 30, tzinfo=UTC)):
        letter = letters.sign(make_letter(office=jayapura), make_signatory(jayapura))
    assert (letter.year, letter.valid_until) == (2027, date(2027, 12, 31))


def test_numbers_run_per_office_and_year(head, office):
    other = make_issuing_office()
    made = []
    for number, (where, year) in enumerate(
        [(office, 2026), (office, 2026), (other, 2026), (office, 2027)]
    ):
        with clock.freeze(datetime(year, 6, 1, tzinfo=UTC)):
            draft = make_letter(office=where, on=f"cases.case:{number}")
            letter = letters.sign(draft, head if where == office else make_signatory(where))
        made.append((letter.year, letter.sequence))
    assert made == [(2026, 1), (2026, 2), (2026, 1), (2027, 1)]
    assert health.series_have_no_gaps() == []


def test_who_drafted_or_checked_a_letter_never_signs_it(office, head):
    person = make_person()
    drafter = viewer(Role.SIGNATORY, office, person=person)
    own = letters.request(make_letter_kind().slug, CASE, LETTER_FIELDS, office=office, by=drafter)
    checked = letters.request(
        make_letter_kind().slug,
        "cases.case:2",
        LETTER_FIELDS,
        office=office,
        by=SYSTEM,
        checked_by=[f"offices.person:{head.person_id}"],
    )
    with pytest.raises(Denied):
        letters.sign(own, drafter)
    with pytest.raises(Denied):
        letters.sign(checked, head)
    assert not may_sign(drafter, own).allowed
    assert may_sign(head, own).allowed
    assert Counter.objects.count() == 0


def test_an_office_that_may_not_issue_signs_nothing():
    bappeda = make_office()
    letter = make_letter(office=bappeda)
    with pytest.raises(Denied):
        letters.sign(letter, make_signatory(bappeda))


def test_another_office_of_the_same_region_signs_nothing(office):
    letter = make_letter(office=office)
    with pytest.raises(Denied):
        letters.sign(letter, make_signatory(make_issuing_office()))


def test_a_letter_is_signed_once(signed, head):
    with pytest.raises(MoveRefused):
        letters.sign(signed, head)
    assert Counter.objects.get().value == 1


def test_a_repeated_click_returns_the_first_receipt(office, head):
    letter = make_letter(office=office)
    letters.sign(letter, head, "click-1")
    with pytest.raises(AlreadyDone) as done:
        letters.sign(letter, head, "click-1")
    assert done.value.receipt == ref_of(letter)


def test_a_number_of_a_signature_that_failed_goes_to_the_next(office, head):
    letter = make_letter(office=office)
    letter.fields = LETTER_FIELDS | {"share": 0.5}
    letter.save()
    with pytest.raises(TypeError):
        letters.sign(letter, head)
    letter.fields = LETTER_FIELDS
    letter.save()
    assert letters.sign(letter, head).sequence == 1


def test_the_page_is_made_after_signing_and_is_the_same_each_time(signed):
    letter = pages.finish(signed.pk)
    again = pages.make_page(letter)
    assert letter.pdf.content_sha256 == letter.pdf_sha256 == hashlib.sha256(again).hexdigest()
    assert again.startswith(b"%PDF-")
    assert health.letters_have_pages() == []


def test_finishing_twice_changes_nothing(signed):
    pages.finish(signed.pk)
    entries = verbs()
    pages.finish(signed.pk)
    assert pages.finish_all() == 0
    assert verbs() == entries


def test_a_page_that_was_left_out_is_made_later(signed):
    assert health.letters_have_pages() == ["1 signed letters without a page"]
    assert pages.finish_all() == 1
    assert Letter.objects.for_viewer(SYSTEM).get().pdf_sha256


def test_a_letter_whose_stored_content_was_changed_gets_no_page(signed):
    signed.frozen["data"]["mark_name"] = "LAIN"
    signed.save()
    with pytest.raises(Refusal, match="changed"):
        pages.make_page(signed)
    assert pages.finish_all() == 0


def test_signing_makes_the_page_at_once_when_all_goes_well(
    office, head, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        letter = letters.sign(make_letter(office=office), head)
    letter.refresh_from_db()
    assert letter.pdf_sha256


def test_one_changed_byte_makes_another_letter(signed):
    letter = pages.finish(signed.pk)
    page = bytearray(pages.make_page(letter))
    assert compare(letter, bytes(page)) == "same"
    page[len(page) // 2] ^= 1
    assert compare(letter, bytes(page)) == "different"
    assert compare(letter, bytes(page) + b"\n%%EOF") == "different"
    assert compare(Letter(), b"") == "different"


def test_the_seal_of_a_letter_says_valid_until_its_last_day(signed):
    code = signed.seal.code
    assert seal_by_code(code).state == "valid"
    with clock.freeze(datetime(signed.year + 1, 1, 2, tzinfo=UTC)):
        answer = seal_by_code(code)
    assert (answer.state, answer.cause) == ("void", "ended")


def test_a_new_letter_for_the_same_file_revokes_the_one_before(office, head, signed):
    newer = letters.sign(make_letter(office=office), head)
    signed.refresh_from_db()
    assert newer.replaces == signed
    assert (signed.status, signed.end_cause, newer.sequence) == ("revoked", "replaced", 2)
    assert seal_by_code(signed.seal.code).cause == "replaced"
    assert seal_by_code(newer.seal.code).state == "valid"


def test_a_revoked_letter_says_so_at_once(signed, head):
    letters.revoke(signed, head, note="Salah alamat")
    answer = seal_by_code(signed.seal.code)
    assert (answer.state, answer.cause) == ("void", "revoked")
    with pytest.raises(MoveRefused):
        letters.revoke(signed, head, note="lagi")


def test_a_draft_can_be_taken_back_and_drafted_anew(office):
    letter = make_letter(office=office)
    letters.withdraw(letter, viewer(Role.VERIFIER, office))
    assert make_letter(office=office).status == "requested"


def test_a_letter_serves_one_filing(signed, office):
    officer = viewer(Role.VERIFIER, office)
    used = letters.mark_used(signed, "cases.filing:1", officer)
    assert (used.status, used.used_for) == ("used", "cases.filing:1")
    with pytest.raises(MoveRefused):
        letters.mark_used(signed, "cases.filing:2", officer)


def test_a_letter_serves_no_filing_of_the_next_year(signed, office):
    officer = viewer(Role.VERIFIER, office)
    with (
        clock.freeze(datetime(signed.year + 1, 1, 2, tzinfo=UTC)),
        pytest.raises(MoveRefused) as refused,
    ):
        letters.mark_used(signed, "cases.filing:1", officer)
    assert refused.value.missing == ("still_valid",)


def test_unused_letters_end_with_the_year_and_used_ones_stay(signed, office, head):
    used = letters.sign(make_letter(office=office, on="cases.case:2"), head)
    letters.mark_used(used, "cases.filing:1", viewer(Role.VERIFIER, office))
    assert letters.expire_due(SYSTEM) == 0
    with clock.freeze(datetime(signed.year + 1, 1, 2, tzinfo=UTC)):
        assert letters.expire_due(SYSTEM) == 1
        assert letters.expire_due(SYSTEM) == 0
    signed.refresh_from_db()
    used.refresh_from_db()
    assert (signed.status, used.status) == ("expired", "used")


def test_another_regions_officer_cannot_touch_a_letter(signed):
    stranger = viewer(Role.SIGNATORY, make_issuing_office(region="31.71"))
    for verb in (
        lambda: letters.revoke(signed, stranger),
        lambda: letters.mark_used(signed, "cases.filing:1", stranger),
        lambda: letters.withdraw(signed, stranger),
    ):
        with pytest.raises(Denied):
            verb()


def test_an_applicant_sees_signed_letters_of_granted_things_only(signed, office):
    make_letter(office=office)
    owner = viewer(Role.APPLICANT, grants=(CASE,))
    assert list(letters_of(owner, CASE)) == [signed]
    assert list(letters_of(viewer(Role.APPLICANT, grants=("cases.case:9",)), CASE)) == []
    assert list(letters_of(viewer(Role.PUBLIC), CASE)) == []


def test_whoever_shall_know_is_told_in_the_same_transaction(office, head):
    to = Recipient("email", "sari@example.com", "16.71")
    letter = letters.sign(make_letter(office=office), head, tell=[to])
    message = Message.objects.for_viewer(SYSTEM).get()
    assert message.fields["number"] == letter.number
    assert message.fields["site"] == {"link": seals.address_of(letter.seal.code)}


def test_each_step_is_one_entry(office, head):
    letter = letters.sign(make_letter(office=office), head)
    pages.finish(letter.pk)
    assert verbs() == [
        "document.store",
        "letter.request",
        "seal.issue",
        "letter.sign",
        "document.read",
        "document.store",
        "letter.attach",
    ]


def test_what_a_letter_says_is_unreadable_in_the_database(signed):
    columns = {"a": "ledger_letter.fields", "b": "ledger_letter.frozen"}
    row = Letter.objects.for_viewer(SYSTEM).extra(select=columns).get()
    assert "Sari" not in row.a + row.b


def test_a_seal_of_a_letter_is_one_of_its_own(signed):
    assert Seal.objects.get().on_ref == ref_of(signed)
