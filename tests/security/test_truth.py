"""Every policy row of the house answers as its room's truth table says."""

from tests.security import truth

from sentraki.kernel import access


def test_every_registered_row_is_in_a_truth_table() -> None:
    asked = {question.action for question in truth.questions()}
    known = {action for action in access.rules() if not action.startswith("test-")}

    assert known - asked == set()


def test_every_question_is_answered_as_the_tables_say() -> None:
    wrong = [question for question in truth.questions() if not question.is_answered_right]

    assert wrong == []
