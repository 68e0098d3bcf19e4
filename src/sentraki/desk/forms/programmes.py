"""What a yearly programme promises: places, money, window, rule."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sentraki.cases.models import Programme
from sentraki.cases.rules.quota import SelectionMode
from sentraki.ui.forms import ChoiceRows, DateInput

MODES = {
    SelectionMode.FIRST_COME: _l("Whoever is complete first"),
    SelectionMode.CURATED: _l("Chosen by the office after the window closes"),
}
MOST_PLACES = 100_000
MOST_RUPIAH = 10**13
EARLIEST, LATEST = 2000, 2100


class ProgrammeForm(forms.Form):
    """Every field of a programme. The quota cannot fall below the places already taken."""

    name = forms.CharField(label=_l("Name of the programme"), max_length=160)
    year = forms.IntegerField(label=_l("Year"), min_value=EARLIEST, max_value=LATEST)
    quota = forms.IntegerField(
        label=_l("Places"),
        help_text=_l("How many marks the programme pays for."),
        min_value=0,
        max_value=MOST_PLACES,
    )
    fund_source = forms.CharField(
        label=_l("Source of the money"), help_text=_l("Example: APBD."), max_length=80
    )
    budget = forms.IntegerField(
        label=_l("Budget in whole rupiah"), min_value=0, max_value=MOST_RUPIAH
    )
    classes_per_mark = forms.IntegerField(
        label=_l("Classes paid for each mark"), min_value=1, max_value=45, initial=1
    )
    opens_on = forms.DateField(label=_l("Opens on"), widget=DateInput())
    closes_on = forms.DateField(label=_l("Closes on"), widget=DateInput())
    selection = forms.ChoiceField(
        label=_l("How places are given"),
        choices=[(mode.value, label) for mode, label in MODES.items()],
        widget=ChoiceRows,
    )
    rules_text = forms.CharField(
        label=_l("Rules as applicants read them"),
        help_text=_l("One rule a line."),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 5}),
    )

    @classmethod
    def start_values(cls, programme: Programme | None, today: date) -> dict[str, Any]:
        """What the boxes hold: the programme as it is, or sensible beginnings of a new one."""
        if programme is None:
            year = today.year
            return {
                "year": year,
                "opens_on": date(year, 1, 1),
                "closes_on": date(year, 12, 31),
                "selection": SelectionMode.FIRST_COME,
            }
        return {name: getattr(programme, name) for name in cls.base_fields}

    def clean(self) -> dict[str, Any] | None:
        """The window opens before it closes."""
        opens, closes = self.cleaned_data.get("opens_on"), self.cleaned_data.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", _("Must be the later day."))
        return self.cleaned_data
