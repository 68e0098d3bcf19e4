"""What anybody learns from a code: the four words, never a forged one."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.factories import SYSTEM, make_office, viewer

from sentraki.kernel import clock, ids
from sentraki.kernel.access import Role
from sentraki.kernel.errors import Denied, MoveRefused
from sentraki.kernel.seals import public_key_of
from sentraki.ledger.models import Entry, Seal
from sentraki.ledger.rules.seal_states import SealPurpose, SealState
from sentraki.ledger.selectors.seals import is_genuine, seal_by_code, seal_of
from sentraki.ledger.services import seals

pytestmark = pytest.mark.django_db
FILING = "cases.filing:1"
FACTS = {"mark": "SENJA", "class": 30, "number": "DID2026012345"}
MARK = SealPurpose.MARK


def issue(**more):
    values = {
        "on": FILING,
        "facts": FACTS,
        "valid_until": None,
        "by": SYSTEM,
        "region_code": "16.71",
    }
    return seals.issue(more.pop("purpose", MARK), **(values | more))


def test_a_new_seal_of_a_mark_says_applied_never_registered():
    answer = seal_by_code(issue().code)
    assert (answer.state, answer.facts, answer.is_known) == ("applied", FACTS, True)


def test_a_registered_mark_says_so_until_its_last_day_in_its_own_zone():
    seal = seals.set_state(
        issue(region_code="94.71"), SealState.REGISTERED, "", SYSTEM, valid_until=date(2036, 5, 1)
    )
    with clock.freeze(datetime(2036, 5, 1, 14, 59, tzinfo=UTC)):
        assert seal_by_code(seal.code).state == "registered"
    with clock.freeze(datetime(2036, 5, 1, 15, 1, tzinfo=UTC)):
        answer = seal_by_code(seal.code)
    assert (answer.state, answer.cause, answer.since_on) == ("void", "ended", date(2036, 5, 2))


def test_a_void_seal_says_since_when_and_why():
    with clock.freeze(datetime(2026, 11, 20, 20, tzinfo=UTC)):
        seal = seals.set_state(issue(), SealState.VOID, "refused", SYSTEM)
    answer = seal_by_code(seal.code)
    assert (answer.state, answer.cause, answer.since_on) == ("void", "refused", date(2026, 11, 21))


@pytest.mark.parametrize("code", ["", "x", "2345-6789-FHJK-MPRT-WXY2", "9" * 500, "\x00", "😀"])
def test_what_is_no_code_of_ours_is_unknown_without_asking_the_database(
    code, django_assert_max_num_queries
):
    with django_assert_max_num_queries(1):
        answer = seal_by_code(code)
    assert (answer.state, answer.is_known, dict(answer.facts)) == ("unknown", False, {})


def test_a_look_up_is_one_query(django_assert_num_queries):
    code = issue().code
    with django_assert_num_queries(1):
        seal_by_code(code)


def test_a_code_may_be_typed_carelessly():
    seal = issue()
    assert seal_by_code(f" {seal.code.lower().replace('-', ' ')} ").code == seal.code


@pytest.mark.parametrize(
    "change",
    [
        {"state": "registered"},
        {"facts": FACTS | {"mark": "LAIN"}},
        {"valid_until": date(2099, 1, 1)},
        {"purpose": "letter"},
        {"on_ref": "cases.filing:2"},
        {"region_code": "31.71"},
        {"cause": "ended"},
        {"checked_at": datetime(2030, 1, 1, tzinfo=UTC)},
        {"issued_at": datetime(2020, 1, 1, tzinfo=UTC)},
        {"changed_at": datetime(2020, 1, 1, tzinfo=UTC)},
        {"signature": b"\x00" * 64},
        {"signature": b""},
        {"key_id": "0" * 16},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_row_changed_by_hand_is_unknown(change):
    seal = issue()
    Seal.objects.filter(pk=seal.pk).update(**change)
    assert not seal_by_code(seal.code).is_known


def test_a_row_copied_to_another_code_is_unknown():
    seal = issue()
    seal.pk, seal.code = None, ids.new_seal_code()
    seal.save(force_insert=True)
    assert not seal_by_code(seal.code).is_known


def test_another_installations_seal_is_unknown(settings):
    own = settings.SEAL_KEY
    settings.SEAL_KEY = "77" * 32
    seal = issue()
    settings.SEAL_KEY = own
    assert not seal_by_code(seal.code).is_known


def test_after_a_change_of_keys_old_seals_hold_until_the_old_key_is_struck_off(settings):
    seal = issue()
    old = public_key_of(settings.SEAL_KEY).hex()
    settings.SEAL_KEY = "77" * 32
    settings.SEAL_OLD_PUBLIC_KEYS = [old]
    newer = issue()
    assert seal_by_code(seal.code).is_known
    assert newer.key_id != seal.key_id
    settings.SEAL_OLD_PUBLIC_KEYS = []
    assert not seal_by_code(seal.code).is_known
    assert seal_by_code(newer.code).is_known


def test_no_mutated_code_and_no_guess_is_ever_known():
    seal = issue()
    dice = random.Random(20261122)
    signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-"
    for _ in range(3_000):
        code = list(seal.code)
        for _ in range(dice.randint(1, 3)):
            code[dice.randrange(len(code))] = dice.choice(signs)
        if ids.normalise_code("".join(code)) != seal.code:
            assert not seal_by_code("".join(code)).is_known
    for _ in range(1_000):
        assert not seal_by_code(ids.new_seal_code()).is_known


def test_a_registered_mark_never_falls_back_to_applied():
    seal = seals.set_state(issue(), SealState.REGISTERED, "", SYSTEM)
    with pytest.raises(MoveRefused):
        seals.set_state(seal, SealState.APPLIED, "", SYSTEM)


def test_a_letter_is_never_called_registered():
    seal = issue(purpose=SealPurpose.LETTER)
    with pytest.raises(MoveRefused):
        seals.set_state(seal, SealState.REGISTERED, "", SYSTEM)
    with pytest.raises(MoveRefused):
        issue(purpose=SealPurpose.LETTER, state=SealState.REGISTERED)


@pytest.mark.parametrize(
    ("state", "cause"),
    [(SealState.VOID, ""), (SealState.REGISTERED, "ended"), (SealState.VOID, "because")],
)
def test_a_cause_goes_with_void_alone(state, cause):
    with pytest.raises(ValueError, match="cause"):
        seals.set_state(issue(), state, cause, SYSTEM)


@pytest.mark.parametrize(
    "facts",
    [{"nik": "1671012345678901"}, {"hp": "+6281234567890"}, {"list": ["hub 081234567890"]}],
)
def test_personal_numbers_never_become_public_facts(facts):
    with pytest.raises(ValueError, match="personal"):
        issue(facts=facts)
    with pytest.raises(ValueError, match="personal"):
        seals.set_state(issue(), SealState.REGISTERED, "", SYSTEM, facts=facts)


def test_facts_are_added_to_when_the_state_changes():
    seal = seals.set_state(
        issue(), SealState.REGISTERED, "", SYSTEM, facts={"registration": "IDM001234567"}
    )
    assert seal_by_code(seal.code).facts == FACTS | {"registration": "IDM001234567"}


def test_a_check_by_an_officer_is_shown_with_its_age():
    seal = issue()
    assert seal_by_code(seal.code).days_since_check is None
    now = clock.now()
    seals.refresh_checked(seal, SYSTEM, at=now - timedelta(days=90))
    assert (seal_by_code(seal.code).days_since_check, seal_by_code(seal.code).is_stale) == (
        90,
        False,
    )
    seals.refresh_checked(seal, SYSTEM, at=now - timedelta(days=91))
    assert seal_by_code(seal.code).is_stale


def test_another_regions_officer_changes_no_seal():
    seal = issue()
    stranger = viewer(Role.KANWIL, make_office(region="31"))
    for change in (
        lambda: seals.set_state(seal, SealState.REGISTERED, "", stranger),
        lambda: seals.refresh_checked(seal, stranger, at=clock.now()),
        lambda: issue(by=stranger),
    ):
        with pytest.raises(Denied):
            change()
    province = viewer(Role.KANWIL, make_office(region="16"))
    assert seals.set_state(seal, SealState.REGISTERED, "", province).state == "registered"


def test_every_change_of_a_seal_is_one_entry_without_its_facts():
    seal = issue()
    seals.set_state(seal, SealState.REGISTERED, "", SYSTEM)
    payloads = list(Entry.objects.values_list("verb", "payload"))
    assert payloads == [
        ("seal.issue", {"purpose": "mark", "state": "applied", "about": FILING}),
        ("seal.set-state", {"state": "registered", "cause": "", "about": FILING}),
    ]


def test_the_newest_seal_of_a_thing():
    issue()
    newest = issue()
    assert seal_of(FILING, MARK) == newest
    assert is_genuine(newest)
    assert seal_of("cases.filing:9", MARK) is None


def test_the_address_of_a_seal_is_its_verification_page(settings):
    settings.SITE_URL = "https://sentraki.example/"
    assert seals.address_of("X") == "https://sentraki.example/verifikasi/X"
