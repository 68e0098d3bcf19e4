"""Answering a letter of DJKI: the letter, its points, what is said to each, and handing it in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from sentraki.cases.services.replies import LONGEST_ANSWER, LONGEST_LETTER
from sentraki.ui.forms import DateInput


class LetterForm(forms.Form):
    """The letter and its own two dates."""

    letter = forms.CharField(
        label=_l("The letter's text"),
        help_text=_l("Copy it from the file, or type the points. Nothing is sent anywhere."),
        max_length=LONGEST_LETTER,
        widget=forms.Textarea({"rows": 16, "lang": "id"}),
    )
    dated_on = forms.DateField(label=_l("Date on the letter"), required=False, widget=DateInput())
    due_in_letter = forms.DateField(
        label=_l("Last day named in the letter"), required=False, widget=DateInput()
    )


class PointForm(forms.Form):
    """What the letter says in one point."""

    text = forms.CharField(
        label=_l("What the letter says"),
        help_text=_l("An empty line cuts it into two points."),
        max_length=LONGEST_LETTER,
        widget=forms.Textarea({"rows": 5, "lang": "id"}),
    )


class AnswerForm(forms.Form):
    """What is said to one point, building blocks to add, and what is attached."""

    answer = forms.CharField(
        label=_l("The answer"),
        help_text=_l("Fill in what stands in square brackets, or delete it."),
        max_length=LONGEST_ANSWER,
        required=False,
        widget=forms.Textarea({"rows": 12, "lang": "id"}),
    )
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)


class SentForm(forms.Form):
    """When the answer was handed in."""

    sent_on = forms.DateField(
        label=_l("Handed in on"), help_text=_l("The day on DJKI's receipt."), widget=DateInput()
    )
    note = forms.CharField(
        label=_l("Receipt or number"),
        required=False,
        max_length=300,
        widget=forms.TextInput({"autocomplete": "off"}),
    )


def version_of(posted: Any) -> int:
    """The version of a point its form was drawn with; 0 where none can be read."""
    text = str(posted.get("version", ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
