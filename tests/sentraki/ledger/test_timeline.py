"""What happened to a thing: shown to its owner and officers as lines, never as contents."""

import pytest
from tests.factories import SYSTEM, make_office, make_person, viewer

from sentraki.kernel.access import Role, Viewer
from sentraki.ledger.acts import act
from sentraki.ledger.models import Entry
from sentraki.ledger.selectors.timeline import entries_for, timeline

pytestmark = pytest.mark.django_db
CASE = "cases.case:1"


@pytest.fixture
def office():
    return make_office(region="16.71")


@pytest.fixture
def officer(office):
    return viewer(Role.VERIFIER, office, person=make_person(name="Budi Santoso"))


@pytest.fixture
def happened(officer):
    with act("letter.request", on=CASE, by=officer, region_code="16.71", note="rahasia") as deed:
        deed.record(kind="surat")
    with act("letter.withdraw", on=CASE, by=SYSTEM, region_code="16.71"):
        pass


def test_officers_see_who_did_what(happened, officer):
    rows = timeline(officer, CASE)
    assert [(row.sentence("id"), row.actor, row.role, row.has_note) for row in rows] == [
        ("Konsep surat disusun", "Budi Santoso", "verifier", True),
        ("Konsep surat ditarik", "", "system", False),
    ]
    assert rows[0].sentence("en") == "Letter drafted"


def test_the_owner_sees_what_happened_but_no_names(happened):
    rows = timeline(viewer(Role.APPLICANT, grants=(CASE,)), CASE)
    assert [row.actor for row in rows] == ["", ""]


@pytest.mark.parametrize(
    "stranger",
    [
        Viewer.public(),
        viewer(Role.APPLICANT, grants=("cases.case:2",)),
        viewer(Role.APPLICANT),
        Viewer(Role.VERIFIER, regions=("31.71",), second_factor=True),
        Viewer(Role.VERIFIER, regions=("16.71",), second_factor=False),
        Viewer(Role.VERIFIER, regions=(), second_factor=True),
    ],
    ids=["public", "other owner", "no grant", "other region", "no second factor", "no region"],
)
def test_others_see_nothing(happened, stranger):
    assert timeline(stranger, CASE) == []


def test_a_row_holds_no_contents(happened, officer):
    shown = repr(timeline(officer, CASE))
    assert "rahasia" not in shown
    assert "surat'" not in shown


def test_letters_of_a_case_can_be_shown_with_it(happened, officer):
    with act("letter.sign", on="ledger.letter:1", by=SYSTEM_SIGNER, **SIGN_FACTS):
        pass
    rows = timeline(officer, CASE, also=["ledger.letter:1"])
    assert [row.verb for row in rows] == ["letter.request", "letter.withdraw", "letter.sign"]


SYSTEM_SIGNER = Viewer(
    Role.SIGNATORY, person_id=9, office_id=4, regions=("16.71",), second_factor=True
)
SIGN_FACTS = {"region_code": "16.71", "office_id": 4, "office_may_issue": True, "hands": ()}


def test_the_number_of_queries_does_not_grow(happened, officer, django_assert_num_queries):
    with django_assert_num_queries(2):
        timeline(officer, CASE)
    for _ in range(5):
        with act("letter.request", on=CASE, by=officer, region_code="16.71"):
            pass
    with django_assert_num_queries(2):
        timeline(officer, CASE)


def test_auditors_and_administrators_list_their_regions_entries(happened, office):
    for role in Role:
        expected = 2 if role in {Role.ADMIN, Role.AUDITOR} else 0
        assert entries_for(viewer(role, office)).count() == (2 if role is Role.SYSTEM else expected)
    assert entries_for(viewer(Role.AUDITOR, make_office(region="31.71"))).count() == 0


def test_a_verb_that_was_given_up_still_shows(happened, officer):
    Entry.objects.bulk_create([_old_entry()])
    assert timeline(officer, CASE)[-1].sentence("id") == "case.long-ago"


def _old_entry():
    last = Entry.objects.last()
    return Entry(
        index=last.index + 1,
        verb="case.long-ago",
        on_ref=CASE,
        actor_ref="public",
        role="public",
        region_code="16.71",
        at=last.at,
        payload={},
        leaf_hash=b"\x00" * 32,
    )
