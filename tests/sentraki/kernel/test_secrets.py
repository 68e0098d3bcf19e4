from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from sentraki.kernel.clock import freeze
from sentraki.kernel.errors import Invalid
from sentraki.kernel.secrets import (
    CannotDecrypt,
    blind_index,
    decrypt_bytes,
    encrypt_bytes,
    open_token,
    seal_token,
)

NOON = datetime(2026, 5, 4, 5, 0, tzinfo=UTC)
NIK = "9971025708900001"
ANSWERS = {"names": ["Kopi Senja", "Senja Kopi"], "class": 30, "logo": None}


def test_an_index_is_the_same_for_the_same_value_and_purpose_only():
    assert blind_index(NIK, "nik") == blind_index(NIK, "nik")
    assert blind_index(NIK, "nik") != blind_index(NIK, "phone")
    assert blind_index(NIK, "nik") != blind_index(NIK[:-1] + "2", "nik")
    assert len(blind_index(NIK, "nik")) == 64


def test_an_index_of_another_installation_is_another():
    here = blind_index(NIK, "nik")
    with override_settings(BLIND_INDEX_KEY="00" * 32):
        assert blind_index(NIK, "nik") != here


def test_answers_come_back_from_a_token_and_cannot_be_read_in_it():
    token = seal_token(ANSWERS, "screening")
    assert open_token(token, "screening") == ANSWERS
    assert "Senja" not in token


def test_a_token_opens_for_its_purpose_only():
    with pytest.raises(Invalid, match="cannot be read"):
        open_token(seal_token(ANSWERS, "screening"), "draft")


@pytest.mark.parametrize(("sealed_for", "opened_for"), [(600, 86_400), (86_400, 600)])
def test_a_token_lives_for_the_shorter_of_both_ages(sealed_for, opened_for):
    with freeze(NOON):
        token = seal_token(ANSWERS, "screening", max_age=sealed_for)
    with freeze(NOON + timedelta(seconds=600)):
        assert open_token(token, "screening", max_age=opened_for) == ANSWERS
    with freeze(NOON + timedelta(seconds=601)), pytest.raises(Invalid, match="open for too long"):
        open_token(token, "screening", max_age=opened_for)


@cache
def one_token() -> str:
    """Sealed once: what is drawn may not depend on what is new in every example."""
    return seal_token(ANSWERS, "screening")


@given(st.data())
@settings(max_examples=200)
def test_a_changed_token_is_refused(data):
    token = one_token()
    place = data.draw(st.integers(0, len(token) - 4))
    sign = data.draw(st.sampled_from("ABCxyz019-_").filter(lambda sign: sign != token[place]))
    with pytest.raises(Invalid):
        open_token(token[:place] + sign + token[place + 1 :], "screening")


@given(st.text(max_size=200))
@settings(max_examples=200)
def test_whatever_a_stranger_sends_as_a_token_is_refused(token):
    with pytest.raises(Invalid):
        open_token(token, "screening")


@given(st.binary(max_size=2000), st.text(max_size=20))
@settings(max_examples=200)
def test_bytes_come_back_from_their_ciphertext(data, context):
    sealed = encrypt_bytes(data, context)
    assert decrypt_bytes(sealed, context) == data
    assert len(sealed) == len(data) + 30


def test_the_same_bytes_are_never_encrypted_the_same_way():
    assert encrypt_bytes(b"ktp", "document") != encrypt_bytes(b"ktp", "document")


def test_bytes_of_one_context_do_not_open_in_another():
    with pytest.raises(CannotDecrypt, match="another context"):
        decrypt_bytes(encrypt_bytes(b"ktp", "document:1"), "document:2")


@given(st.binary(min_size=1, max_size=60), st.data())
@settings(max_examples=200)
def test_a_flipped_bit_anywhere_is_noticed(data, draw):
    sealed = bytearray(encrypt_bytes(data, "document"))
    place = draw.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= 1 << draw.draw(st.integers(0, 7))
    with pytest.raises(CannotDecrypt):
        decrypt_bytes(bytes(sealed), "document")


@given(st.binary(max_size=60))
@settings(max_examples=200)
def test_bytes_that_were_never_encrypted_are_refused(data):
    with pytest.raises(CannotDecrypt):
        decrypt_bytes(data, "document")


def test_bytes_of_another_key_name_the_reason():
    with override_settings(BLOB_KEY="one"):
        sealed = encrypt_bytes(b"ktp", "document")
    with override_settings(BLOB_KEY="two"), pytest.raises(CannotDecrypt, match="another key"):
        decrypt_bytes(sealed, "document")
