"""What an officer says about a deadline: kept, not applying, or whose day counts."""

from django import forms
from django.utils.translation import gettext_lazy as _l

from sentraki.cases.models import Deadline
from sentraki.cases.rules.deadline_flow import Question
from sentraki.cases.rules.deadlines import Choice
from sentraki.cases.telling import day_text
from sentraki.ui.forms import DateInput


class MeetForm(forms.Form):
    """When the answer was sent."""

    met_on = forms.DateField(
        label=_l("Sent on"), help_text=_l("The day on DJKI's receipt."), widget=DateInput()
    )
    note = forms.CharField(
        label=_l("Receipt or number"),
        required=False,
        max_length=300,
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class WithdrawForm(forms.Form):
    """Why nobody has to act."""

    reason = forms.CharField(
        label=_l("Why it does not apply"),
        help_text=_l("Officers read it."),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
    )


class DecideForm(forms.Form):
    """The answer to what is asked about a deadline; no field when nothing is asked any more."""

    choice = forms.ChoiceField(label=_l("Which day counts?"), widget=forms.RadioSelect)
    letter_dated_on = forms.DateField(label=_l("Date on the letter"), widget=DateInput())

    def __init__(self, deadline: Deadline, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]  # data as the view has it
        if deadline.question == Question.DIFFERS:
            del self.fields["letter_dated_on"]
            field = self.fields["choice"]
            assert isinstance(field, forms.ChoiceField)
            days = {Choice.LETTER: deadline.in_letter, Choice.COUNT: deadline.counted_on}
            words = {Choice.LETTER: _l("The letter's day"), Choice.COUNT: _l("Our count")}
            field.choices = [
                (one.value, f"{words[one]}: {day_text(day)}") for one, day in days.items()
            ]
        elif deadline.question == Question.NONE:
            self.fields.clear()
        else:
            del self.fields["choice"]
