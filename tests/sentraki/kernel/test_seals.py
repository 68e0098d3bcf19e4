import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentraki.kernel.seals import encode_payload, key_id, public_key_of, sign, verify

# RFC 8032, section 7.1, test 2.
KEY = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"
PUBLIC = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
SIGNATURE = bytes.fromhex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)
PAYLOAD = encode_payload({"code": "MK26-YWFK", "status": "registered", "classes": [30, 43]})
FACTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


def test_the_published_vector_is_reproduced():
    assert public_key_of(KEY) == PUBLIC
    assert sign(b"\x72", KEY) == SIGNATURE
    assert verify(b"\x72", SIGNATURE, PUBLIC)


def test_a_key_has_a_short_name_that_differs_from_another_keys():
    assert len(key_id(PUBLIC)) == 16
    assert key_id(PUBLIC) != key_id(public_key_of("11" * 32))


def test_ten_thousand_changed_payloads_signatures_and_keys_are_refused():
    dice = random.Random(8032)
    whole = (PAYLOAD, sign(PAYLOAD, KEY), PUBLIC)
    assert verify(*whole)
    for _ in range(10_000):
        parts = [bytearray(part) for part in whole]
        part = dice.choice(parts)
        part[dice.randrange(len(part))] ^= 1 << dice.randrange(8)
        assert not verify(*(bytes(part) for part in parts))


@given(st.binary(max_size=80), st.binary(max_size=40))
@settings(max_examples=300)
def test_invented_signatures_and_keys_are_refused_without_an_error(signature, public):
    assert not verify(PAYLOAD, signature, PUBLIC)
    assert not verify(PAYLOAD, sign(PAYLOAD, KEY), public)


def test_another_installations_signature_is_refused():
    assert not verify(PAYLOAD, sign(PAYLOAD, "11" * 32), PUBLIC)


@given(st.dictionaries(st.text(max_size=8), FACTS, max_size=5), st.randoms())
@settings(max_examples=200)
def test_the_order_of_facts_does_not_matter(facts, dice):
    keys = list(facts)
    dice.shuffle(keys)
    assert encode_payload({key: facts[key] for key in keys}) == encode_payload(facts)


def test_a_payload_is_plain_compact_json():
    assert (
        encode_payload({"b": [1, None], "a": "batik é"}) == '{"a":"batik é","b":[1,null]}'.encode()
    )


@pytest.mark.parametrize("facts", [{"a": 0.1}, {"a": b"x"}, {"a": {1: 2}}, {"a": [object()]}])
def test_facts_that_have_no_single_form_are_refused(facts):
    with pytest.raises(TypeError):
        encode_payload(facts)
