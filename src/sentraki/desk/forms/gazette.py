"""Bringing a gazette, and answering what the watch found."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from sentraki.cases.rules.watch import Answer
from sentraki.screening.rules.gazette import Cover
from sentraki.ui.forms import DateInput

ACCEPTED = ".pdf,.csv,.xlsx,application/pdf,text/csv"


class GazetteForm(forms.Form):
    """A file; number and days only where the cover does not say them."""

    file = forms.FileField(
        label=_l("File"),
        help_text=_l("The PDF of DJKI (Seri-A), at most 160 MB, or a table (CSV, XLSX)."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    number = forms.CharField(
        label=_l("Number of the issue"),
        help_text=_l("Only for a table. Example: 141/P-M/VII/A/2026."),
        required=False,
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    opens_on = forms.DateField(
        label=_l("First day of publication"), required=False, widget=DateInput()
    )
    closes_on = forms.DateField(
        label=_l("Last day of publication"), required=False, widget=DateInput()
    )

    def clean(self) -> dict[str, Any]:
        """All three of number and days, or none."""
        given = super().clean() or {}
        told = [name for name in ("number", "opens_on", "closes_on") if given.get(name)]
        if told and len(told) < 3:
            for name in ("number", "opens_on", "closes_on"):
                if name not in told and name not in self.errors:
                    self.add_error(name, _l("Write the number and both days, or none of them."))
        return given

    def told(self) -> Cover | None:
        """What was written of the issue."""
        given = self.cleaned_data
        if not given.get("number"):
            return None
        return Cover(given["number"].strip().upper(), "", given["opens_on"], given["closes_on"])


class TakeBackForm(forms.Form):
    """Why an issue goes."""

    reason = forms.CharField(
        label=_l("Why it is taken back"),
        help_text=_l("Officers read it."),
        max_length=200,
        widget=forms.Textarea({"rows": 2}),
    )


class AnswerForm(forms.Form):
    """What is to become of a hit."""

    answered = forms.ChoiceField(
        label=_l("What was decided?"),
        choices=[
            (Answer.OBJECTED.value, _l("An objection was filed at DJKI")),
            (Answer.LEFT.value, _l("Nothing is done")),
        ],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_l("Note"),
        help_text=_l("For “nothing is done”: who decided, and why."),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
    )


class DraftForm(forms.Form):
    """The points of an objection, an empty line between two."""

    points = forms.CharField(
        label=_l("Points of the objection"),
        help_text=_l("An empty line begins a new point. What stands in brackets is yours to fill."),
        max_length=20_000,
        widget=forms.Textarea({"rows": 16, "lang": "id"}),
    )
