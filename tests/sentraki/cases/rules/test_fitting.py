"""Eight questions at most, and every right can be reached."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentraki.cases.rules.fitting import (
    ANSWERS,
    MOST_QUESTIONS,
    Caution,
    FittingRight,
    Question,
    Result,
    follow,
    paths,
)

PATHS = list(paths())


def test_no_path_asks_more_than_eight_questions() -> None:
    assert max(len(walked) for walked, _ in PATHS) <= MOST_QUESTIONS


def test_no_path_asks_the_same_question_twice() -> None:
    for walked, _ in PATHS:
        asked = [question for question, _ in walked]
        assert len(asked) == len(set(asked))


def test_every_right_and_every_caution_can_be_reached() -> None:
    assert {result.right for _, result in PATHS} == set(FittingRight)
    assert {note for _, result in PATHS for note in result.cautions} == set(Caution)


def test_every_question_and_every_answer_is_used() -> None:
    used = {(question, answer) for walked, _ in PATHS for question, answer in walked}
    listed = {(question, answer) for question, all_ in ANSWERS.items() for answer in all_}
    assert used == listed | {("where", "elsewhere")}


def test_following_a_path_meets_its_questions_in_order_and_its_result() -> None:
    for walked, result in PATHS:
        answers = [answer for _, answer in walked]
        for at, (question, _) in enumerate(walked):
            assert follow(answers[:at]) == Question(question, at + 1)
        assert follow(answers) == result


@given(st.data())
def test_any_way_of_answering_ends_within_eight_questions(data: st.DataObject) -> None:
    where_known = data.draw(st.booleans())
    answers: list[str] = []
    step = follow(answers, where_known=where_known)
    while isinstance(step, Question):
        assert not (where_known and step.slug == "where")
        answers.append(data.draw(st.sampled_from(ANSWERS[step.slug] or ("elsewhere", "kota"))))
        step = follow(answers, where_known=where_known)
    assert isinstance(step, Result)
    assert len(answers) <= MOST_QUESTIONS


@given(st.lists(st.text(max_size=8), max_size=10))
def test_foreign_answers_are_refused_and_nothing_else_happens(answers: list[str]) -> None:
    try:
        follow(answers)
    except ValueError:
        return
    assert len(answers) <= MOST_QUESTIONS


@pytest.mark.parametrize(
    ("answers", "right"),
    [
        (["name", "own", "nib", "elsewhere"], "mark"),
        (["name", "shared", "yes", "no_nib", "elsewhere"], "collective_mark"),
        (["picture", "own", "me"], "copyright"),
        (["picture", "shared"], "communal"),
        (["heritage", "shared"], "communal"),
        (["shape", "own", "me", "no"], "design"),
        (["method", "own", "no"], "patent"),
        (["origin", "yes"], "geo_indication"),
        (["unsure"], "none"),
    ],
)
def test_plain_cases_read_as_people_expect(answers: list[str], right: str) -> None:
    result = follow(answers)
    assert isinstance(result, Result)
    assert result.right == right


def test_an_answer_after_the_result_is_refused() -> None:
    with pytest.raises(ValueError, match="after the result"):
        follow(["unsure", "own"])
