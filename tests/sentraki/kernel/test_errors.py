import pytest

from sentraki.kernel.errors import (
    AlreadyDone,
    Denied,
    Invalid,
    MoveRefused,
    Refusal,
    Stale,
    Taken,
)


@pytest.mark.parametrize(
    "refusal",
    [
        Denied("no"),
        MoveRefused("no"),
        Invalid("no"),
        Taken("no"),
        Stale("no"),
        AlreadyDone("no", receipt="cases.case:1"),
    ],
)
def test_every_refusal_is_one_of_the_family(refusal):
    assert isinstance(refusal, Refusal)
    assert str(refusal) == refusal.message == "no"
    assert refusal.params == {}


def test_a_message_is_filled_with_its_params():
    refusal = Taken("Only %(left)s places.", left=3)
    assert str(refusal) == "Only 3 places."
    assert refusal.params == {"left": 3}


def test_a_percent_sign_without_params_is_only_a_sign():
    assert str(Invalid("100 % wool")) == "100 % wool"


def test_refusals_carry_what_a_page_needs():
    assert not Denied("no").hidden
    assert Denied("no", hidden=True).hidden
    assert MoveRefused("no", missing=("complete",)).missing == ("complete",)
    assert Invalid("no", fields={"nik": "A NIK has 16 digits."}).fields["nik"]
    assert AlreadyDone("no", receipt="cases.case:1").receipt == "cases.case:1"


def test_the_fields_of_one_refusal_are_its_own():
    fields = {"nik": "why"}
    refusal = Invalid("no", fields=fields)
    fields.clear()
    assert refusal.fields == {"nik": "why"}
