"""A credential holds for exactly what was signed; a status list holds exactly the bits set."""

import base64
import gzip
import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentraki.kernel.credentials import (
    LIST_BITS,
    bit_at,
    encode_bits,
    jwk,
    key_of,
    read_credential,
    sign_credential,
)
from sentraki.kernel.seals import public_key_of

KEY, OTHER = "11" * 32, "22" * 32
REF = "did:web:contoh.test:api:v1#a"
KEYS = {REF: public_key_of(KEY)}
CREDENTIAL = {"type": ["VerifiableCredential"], "credentialSubject": {"name": "Kopi Uji"}}
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."


def made(credential=CREDENTIAL, key=KEY, ref=REF):
    return sign_credential(credential, key_hex=key, key_ref=ref)


def part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def test_what_was_signed_is_read_back_and_signing_twice_gives_the_same_text():
    assert read_credential(made(), KEYS) == CREDENTIAL
    assert made() == made()


def test_its_header_says_what_the_recommendation_asks_for():
    header = json.loads(base64.urlsafe_b64decode(made().split(".")[0] + "=="))

    assert header == {"alg": "EdDSA", "cty": "vc", "kid": REF, "typ": "vc+jwt"}


def test_ten_thousand_changed_credentials_all_fail():
    token, chance = made(), random.Random(20261129)
    for _ in range(10_000):
        place, letter = chance.randrange(len(token)), chance.choice(ALPHABET)
        changed = token[:place] + letter + token[place + 1 :]
        if changed != token:
            assert read_credential(changed, KEYS) is None


def test_another_key_another_algorithm_or_no_signature_do_not_count():
    header, content, signature = made().split(".")
    unsigned = part({"alg": "none", "typ": "vc+jwt", "kid": REF})

    assert read_credential(made(key=OTHER), KEYS) is None
    assert read_credential(made(ref="did:web:lain.test#a"), KEYS) is None
    assert read_credential(f"{unsigned}.{content}.", KEYS) is None
    assert read_credential(f"{unsigned}.{content}.{signature}", KEYS) is None
    assert read_credential(f"{header}.{content}.{signature}=", KEYS) is None


@given(st.text(max_size=200))
def test_no_text_at_all_makes_reading_fail(text):
    assert read_credential(text, KEYS) is None


def test_a_key_survives_its_published_form():
    assert key_of(jwk(KEYS[REF])) == KEYS[REF]
    assert key_of({"kty": "RSA"}) is None
    assert key_of({"kty": "OKP", "crv": "Ed25519", "x": "AAAA"}) is None


@given(st.sets(st.integers(0, LIST_BITS - 1), max_size=30), st.integers(0, LIST_BITS - 1))
def test_a_bit_is_set_when_it_was_named_and_only_then(places, asked):
    encoded = encode_bits(places)

    assert bit_at(encoded, asked) is (asked in places)
    assert all(bit_at(encoded, place) for place in places)


def test_the_first_place_is_the_leftmost_bit():
    packed = base64.urlsafe_b64decode(encode_bits([0])[1:] + "==")

    assert gzip.decompress(packed)[:2] == b"\x80\x00"


@pytest.mark.parametrize("broken", ["", "u", "uAAAA", "z" + encode_bits([])[1:]])
def test_what_is_no_list_says_nothing(broken):
    assert bit_at(broken, 0) is None


def test_a_list_that_unpacks_to_more_than_a_list_is_refused():

    bomb = gzip.compress(bytes(50_000_000))
    text = "u" + base64.urlsafe_b64encode(bomb).rstrip(b"=").decode()

    assert bit_at(text, 0) is None


@pytest.mark.parametrize("place", [-1, LIST_BITS])
def test_a_place_outside_the_list_is_a_mistake(place):
    with pytest.raises(ValueError, match="no such place"):
        encode_bits([place])
    assert bit_at(encode_bits([]), place) is None
