from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentraki.kernel.refs import key_of, ref_of


def _thing(key):
    return SimpleNamespace(pk=key, _meta=SimpleNamespace(app_label="cases", model_name="case"))


def test_a_saved_object_has_a_ref_and_its_key_comes_back():
    assert ref_of(_thing(12)) == "cases.case:12"
    assert key_of("cases.case:12", "cases.case") == "12"


def test_an_unsaved_object_has_none():
    with pytest.raises(ValueError, match="unsaved"):
        ref_of(_thing(None))


@pytest.mark.parametrize("text", ["cases.case:12", "events.visit:01J8-x_y.z"])
def test_a_ref_is_passed_through(text):
    assert ref_of(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "cases.case",
        "cases.case:",
        "Cases.case:1",
        "case:1",
        "cases.case:1 2",
        "a.b:" + "1" * 41,
    ],
)
def test_text_of_another_shape_is_refused(text):
    with pytest.raises(ValueError, match="not a ref"):
        ref_of(text)


def test_a_line_break_after_a_ref_is_refused():
    with pytest.raises(ValueError, match="not a ref"):
        ref_of("cases.case:12\n")


@pytest.mark.parametrize("ref", ["cases.filing:12", "cases.case:", "", "cases.case"])
def test_a_ref_to_something_else_has_no_key(ref):
    assert key_of(ref, "cases.case") is None


@given(st.text(max_size=60))
def test_any_text_is_a_ref_or_refused(text):
    try:
        ref = ref_of(text)
    except ValueError:
        return
    model, _, key = ref.partition(":")
    assert key_of(ref, model) == key
