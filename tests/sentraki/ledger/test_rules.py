"""The ledger's paper rules: leaves, notes, texts, flows."""

import hashlib
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentraki.kernel.access import Role, Viewer
from sentraki.kernel.errors import MoveRefused
from sentraki.kernel.seals import public_key_of, sign, verify
from sentraki.ledger.rules import notes
from sentraki.ledger.rules.delivery import MAX_TRIES, wait_after
from sentraki.ledger.rules.entries import (
    Leaf,
    actor_ref,
    check_payload,
    commitment,
    instant_text,
)
from sentraki.ledger.rules.filling import fill, plain, tokens
from sentraki.ledger.rules.letter_flow import LETTER_FLOW, LetterStatus
from sentraki.ledger.rules.seal_states import SealPurpose, SealState, may_become, may_start
from sentraki.ledger.rules.secrecy import Secrecy, is_guarded

SITE = "https://sentraki.example"
KEY = "11" * 32
AT = datetime(2026, 11, 22, 3, 4, 5, 6, tzinfo=UTC)


def leaf(**changes):
    values = {
        "index": 0,
        "verb": "case.accept",
        "on_ref": "cases.case:1",
        "actor_ref": "offices.person:3",
        "role": "verifier",
        "office_id": 2,
        "region_code": "16.71",
        "at": AT,
        "payload": {"b": 1, "a": "x"},
        "note_commitment": "",
    }
    return Leaf(**(values | changes))


def test_a_leaf_is_the_same_bytes_whatever_the_order_and_zone():
    wib = timezone(timedelta(hours=7))
    one = leaf().to_bytes()
    other = leaf(payload={"a": "x", "b": 1}, at=AT.astimezone(wib)).to_bytes()
    assert one == other
    assert b'"at":"2026-11-22T03:04:05.000006Z"' in one


@pytest.mark.parametrize(
    "change",
    [
        {"index": 1},
        {"verb": "case.decline"},
        {"on_ref": "cases.case:2"},
        {"actor_ref": "offices.person:4"},
        {"role": "admin"},
        {"office_id": None},
        {"region_code": "16.72"},
        {"at": AT + timedelta(microseconds=1)},
        {"payload": {"b": 2, "a": "x"}},
        {"note_commitment": "0"},
    ],
)
def test_every_part_of_an_entry_is_in_its_leaf(change):
    assert leaf(**change).to_bytes() != leaf().to_bytes()


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        instant_text(datetime(2026, 1, 1))


@pytest.mark.parametrize(
    "value",
    [
        {"about": "cases.case:12", "n": 7, "yes": True, "none": None},
        {"codes": ["PLG-2345-6789", "DID2026012345"], "more": {"sha256": "0" * 9 + "a" * 55}},
        "",
    ],
)
def test_refs_codes_and_small_numbers_may_enter_the_log(value):
    check_payload(value)


@pytest.mark.parametrize(
    "value",
    [
        {"name": "Kopi Senja"},
        {"nik": "1671012345678901"},
        {"nik": 1671012345678901},
        {"phone": "+6281234567890"},
        {"Kopi Senja": 1},
        {"deep": [{"deeper": "Jalan Merdeka"}]},
        {"share": 0.5},
        {"when": AT},
    ],
)
def test_nothing_personal_may_enter_the_log(value):
    with pytest.raises(ValueError, match="entry"):
        check_payload(value)


def test_a_commitment_needs_the_salt_to_be_guessed():
    assert commitment(b"salt", "note") == hashlib.sha256(b"saltnote").hexdigest()
    assert commitment(b"other", "note") != commitment(b"salt", "note")


@pytest.mark.parametrize(
    ("viewer", "ref"),
    [
        (Viewer(Role.VERIFIER, person_id=3), "offices.person:3"),
        (Viewer.public(), "public"),
        (Viewer(Role.APPLICANT), "applicant"),
        (Viewer.system("outbox"), "system:outbox"),
    ],
)
def test_an_actor_is_a_ref_never_a_name(viewer, ref):
    assert actor_ref(viewer) == ref


def test_from_c3_on_documents_are_guarded():
    assert [s.value for s in Secrecy if is_guarded(s)] == ["C3", "C4", "C5"]


def is_ours(hint, body, signature):
    key = public_key_of(KEY)
    name = body.decode().partition("\n")[0]
    return notes.key_hash(name, key) == hint and verify(body, signature, key)


def a_note(size=1042):
    checkpoint = notes.Checkpoint("sentraki.example/ledger", size, hashlib.sha256(b"x").digest())
    text = notes.write(checkpoint, public_key=public_key_of(KEY), sign=lambda body: sign(body, KEY))
    return checkpoint, text


def test_a_checkpoint_reads_back_also_with_a_witness_below_it():
    checkpoint, text = a_note()
    witness = "— kanwil.example AAAAAbbbb\n"
    assert notes.read(text, verify=is_ours) == checkpoint
    assert notes.read(text + witness, verify=is_ours) == checkpoint
    assert notes.read(text.replace("\n", "\r\n"), verify=is_ours) == checkpoint


def test_a_checkpoint_has_the_form_of_the_published_format():
    _, text = a_note()
    origin, size, root, gap, signature, end = text.split("\n")
    assert (origin, size, gap, end) == ("sentraki.example/ledger", "1042", "", "")
    assert len(root) == 44
    assert signature.startswith("— sentraki.example/ledger ")


@given(st.integers(0, 100), st.integers(1, 255))
def test_a_changed_checkpoint_is_never_accepted(place, flip):
    _, text = a_note()
    raw = bytearray(text.encode())
    raw[place % len(raw)] ^= flip
    try:
        changed = raw.decode()
    except UnicodeDecodeError:
        return
    with pytest.raises(notes.NotANote):
        notes.read(changed, verify=is_ours)


@pytest.mark.parametrize(
    "text",
    ["", "a\n1\n\n", "a\n01\nAAAA\n\n— a AAAA\n", "a\n-1\nAAAA\n\n— a AAAA\n", "a\n²\nAAAA\n\n—"],
)
def test_other_texts_are_no_checkpoints(text):
    with pytest.raises(notes.NotANote):
        notes.read(text, verify=is_ours)


def test_values_are_put_in_once_and_as_plain_text():
    text = "Halo {name}, berkas {code}. {items}\n{site}"
    fields = {
        "name": "{code} <b>[x](http://jahat.example)</b>\r\nBcc: a@b.c www.jahat.example",
        "code": "PLG-2345",
        "items": ["KTP {name}", "Label"],
        "site": {"link": SITE + "/berkas-saya/"},
    }
    filled = fill(text, fields, own_site=SITE)
    assert filled == (
        "Halo (code) ‹b›(x)(http //jahat.example)‹/b› Bcc: a@b.c www jahat.example, "
        "berkas PLG-2345. 1. KTP (name)\n2. Label\nhttps://sentraki.example/berkas-saya/"
    )


@pytest.mark.parametrize(
    "address",
    [
        "http://jahat.example/",
        SITE + ".jahat.example/",
        SITE + "@jahat.example/",
        SITE + "/ok x",
        SITE + "/ok\nBcc: a@b.c",
    ],
)
def test_a_message_links_to_this_site_only(address):
    with pytest.raises(ValueError, match=r"this site|an address"):
        fill("{site}", {"site": {"link": address}}, own_site=SITE)


def test_a_text_that_asks_for_an_unknown_field_is_a_mistake():
    assert tokens("a {b} {c_d} {} {0} %(x)s {E}") == {"b", "c_d"}
    with pytest.raises(KeyError):
        fill("{b}", {}, own_site=SITE)


@given(st.text())
def test_a_plain_value_is_one_line_without_markup_links_or_hidden_signs(value):
    made = plain(value)
    assert not set(made) & set("<>[]{}`*\\\r\n\x00\u2028\u202e\u200b")
    assert "://" not in made
    assert len(made) <= 300
    assert plain(made) == made


def test_retries_wait_longer_each_time_and_end_after_five():
    waits = [wait_after(n) for n in range(1, MAX_TRIES)]
    assert waits == sorted(waits)
    assert wait_after(MAX_TRIES) is None


def test_only_a_signatory_signs_and_nobody_signs_twice():
    for role in Role:
        if role is Role.SIGNATORY:
            continue
        with pytest.raises(MoveRefused):
            LETTER_FLOW.take("sign", status="requested", role=role, facts={})
    with pytest.raises(MoveRefused):
        LETTER_FLOW.take("sign", status="issued", role=Role.SIGNATORY, facts={})


def test_a_letter_whose_day_is_over_is_not_used():
    with pytest.raises(MoveRefused) as refused:
        LETTER_FLOW.take("use", status="issued", role=Role.VERIFIER, facts={"still_valid": False})
    assert refused.value.missing == ("still_valid",)


@pytest.mark.parametrize("ended", [LetterStatus.REVOKED, LetterStatus.EXPIRED])
def test_an_ended_letter_stays_ended(ended):
    assert all(not LETTER_FLOW.open_to(status=ended, role=role) for role in Role)


def test_a_mark_seal_starts_applied_or_registered_and_other_seals_valid():
    starts = {p: {s for s in SealState if may_start(p, s)} for p in SealPurpose}
    assert starts[SealPurpose.MARK] == {SealState.APPLIED, SealState.REGISTERED}
    others = [starts[p] for p in SealPurpose if p is not SealPurpose.MARK]
    assert others == [{SealState.VALID}] * 4


def test_the_steps_of_a_mark_seal():
    steps = {
        (a.value, b.value)
        for a in SealState
        for b in SealState
        if a is not SealState.VALID and may_become("mark", a, b)
    }
    assert steps == {
        ("applied", "registered"),
        ("applied", "void"),
        ("registered", "void"),
        ("void", "applied"),
        ("void", "registered"),
    }
