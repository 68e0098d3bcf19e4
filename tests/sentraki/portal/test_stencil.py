"""A page drawn once is filled in as if it were drawn anew, and a crowd draws it once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentraki.portal.stencil import Remembered, Stencil, slot


@given(st.text(), st.text())
def test_whatever_is_filled_in_is_text_and_nothing_else(first, second):
    page = Stencil(f'<p title="{slot("first")}">{slot("second")} {slot("first")}</p>').fill(
        {"first": first, "second": second, "more": "x"}
    )

    assert page == f'<p title="{escape(first)}">{escape(second)} {escape(first)}</p>'
    assert page.count("<") == page.count(">") == 2
    assert page.count('"') == 2


def test_a_slot_nobody_fills_is_an_error():
    with pytest.raises(KeyError):
        Stencil(slot("name")).fill({})


def test_what_is_remembered_is_made_anew_when_its_time_is_over(settings):
    made = []
    remembered = Remembered(lambda key: made.append(key) or len(made))
    settings.QUEUE_MEMORY_SECONDS = 60
    assert [remembered.get("a"), remembered.get("a"), remembered.get("b")] == [1, 1, 2]
    settings.QUEUE_MEMORY_SECONDS = 0
    fresh = Remembered(lambda key: made.append(key) or len(made))
    assert [fresh.get("a"), fresh.get("a")] == [3, 4]


def test_what_cannot_be_made_is_not_remembered(settings):
    settings.QUEUE_MEMORY_SECONDS = 60
    answers = iter([KeyError("gone"), "there"])

    def make(_key):
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    remembered = Remembered(make)
    with pytest.raises(KeyError):
        remembered.get("a")
    assert remembered.get("a") == "there"


def test_while_one_thread_makes_it_anew_the_others_go_on_with_the_old(settings):
    settings.QUEUE_MEMORY_SECONDS = 0
    go_on, made = threading.Event(), []

    def make(_key):
        made.append(1)
        if len(made) > 1:
            go_on.wait(10)
        return len(made)

    remembered = Remembered(make)
    remembered.get("a")
    with ThreadPoolExecutor(5) as pool:
        renewing = pool.submit(remembered.get, "a")
        while len(made) < 2:
            pass
        assert [remembered.get("a") for _ in range(4)] == [1] * 4
        go_on.set()
        assert renewing.result() == 2
