"""What a yearly programme promises: places, money, window, rule."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sentraki.cases.models import Programme
from sentraki.cases.rules.eligibility import SENTENCES, Asked, Condition, to_rows
from sentraki.cases.rules.place_flow import HOLD_DAYS
from sentraki.cases.rules.quota import SelectionMode, waves_of
from sentraki.cases.selectors.eligibility import conditions_of
from sentraki.kernel import clock
from sentraki.ui.forms import ChoiceRows, DateInput, ManyRows

MODES = {
    SelectionMode.FIRST_COME: _l("Whoever comes first"),
    SelectionMode.SCORE: _l("By points"),
    SelectionMode.LOTTERY: _l("By lot, with a published seed"),
    SelectionMode.EQUITY: _l("Evenly over the kecamatan"),
}
MODE_HINTS = {
    SelectionMode.FIRST_COME: _l("One by one, in the order of arrival numbers."),
    SelectionMode.SCORE: _l("After the window has closed. Equal points: the earlier arrival."),
    SelectionMode.LOTTERY: _l("After the window has closed. Anybody can draw the lots again."),
    SelectionMode.EQUITY: _l("After the window has closed. Each kecamatan in turn, by arrival."),
}
CONDITIONS = {condition: _l(sentence) for condition, sentence in SENTENCES.items()}
COUNTS = {Condition.RUNNING: "running_months", Condition.FIRST_TIME: "first_time_years"}
MOST_PLACES = 100_000
MOST_RUPIAH = 10**13
MOST_POINTS = 1_000
MOST_MONTHS, MOST_YEARS = 600, 50
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
    fee_per_class = forms.IntegerField(
        label=_l("Fee of one class in whole rupiah"),
        help_text=_l("The small-business tariff of the day; check it against the fee list."),
        min_value=1,
        max_value=MOST_RUPIAH,
        initial=500_000,
        required=False,
    )
    marks_per_business = forms.IntegerField(
        label=_l("Marks paid for each business"),
        min_value=1,
        max_value=45,
        initial=1,
        required=False,
    )
    opens_on = forms.DateField(label=_l("Opens on"), widget=DateInput())
    closes_on = forms.DateField(label=_l("Closes on"), widget=DateInput())
    waves_text = forms.CharField(
        label=_l("Waves"),
        help_text=_l("One wave a line: the day and its places. Example: 2026-03-02 50."),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )
    queue_at = forms.TimeField(
        label=_l("Hour at which the public queue opens"),
        help_text=_l("On the opening day, by the office's clock. Empty: no queue."),
        required=False,
        widget=forms.TimeInput({"type": "time"}),
    )
    hold_days = forms.IntegerField(
        label=_l("Days a place is held until it is taken up"),
        min_value=1,
        max_value=90,
        initial=HOLD_DAYS,
        required=False,
    )
    selection = forms.ChoiceField(
        label=_l("How places are given"),
        choices=[(mode.value, label) for mode, label in MODES.items()],
        widget=ChoiceRows(hints={mode.value: hint for mode, hint in MODE_HINTS.items()}),
    )
    seed = forms.CharField(
        label=_l("Seed of the lots"),
        help_text=_l("Any words or numbers. They are public, and fixed once the window is open."),
        required=False,
        max_length=64,
    )
    conditions = forms.MultipleChoiceField(
        label=_l("Conditions"),
        help_text=_l("Shown to applicants. What the records cannot answer is asked by an officer."),
        choices=[(one.value, _l(text) % {"n": "n"}) for one, text in SENTENCES.items()],
        required=False,
        widget=ManyRows,
    )
    running_months = forms.IntegerField(
        label=_l("Months the business has run"),
        required=False,
        min_value=1,
        max_value=MOST_MONTHS,
    )
    first_time_years = forms.IntegerField(
        label=_l("Years without a place"), required=False, min_value=1, max_value=MOST_YEARS
    )
    points = forms.IntegerField(
        label=_l("Points for each condition met"),
        help_text=_l("Counts only where places are given by points."),
        required=False,
        min_value=0,
        max_value=MOST_POINTS,
    )
    name_points = forms.IntegerField(
        label=_l("Points for a name in the two lower bands of the check"),
        required=False,
        min_value=0,
        max_value=MOST_POINTS,
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
        asked = {one.condition: one for one in conditions_of(programme)}
        opens = programme.queue_opens_at
        held = {
            "queue_at": clock.in_zone(opens, programme.office.zone).time() if opens else None,
            "waves_text": "\n".join(f"{w['opens_on']} {w['places']}" for w in programme.waves),
            "conditions": [condition.value for condition in asked],
            "points": max((one.points for one in asked.values()), default=0),
            **{
                field: asked[condition].value
                for condition, field in COUNTS.items()
                if condition in asked
            },
        }
        plain = [name for name in cls.base_fields if hasattr(programme, name)]
        return {name: getattr(programme, name) for name in plain} | held

    def clean_waves_text(self) -> str:
        """Every line is a day and a number of places."""
        text = str(self.cleaned_data["waves_text"])
        try:
            waves_of(text)
        except ValueError as error:
            raise forms.ValidationError(
                _("Line %(n)s is not a day and a number of places.") % {"n": error}
            ) from error
        return text

    def clean(self) -> dict[str, Any] | None:
        """The window opens before it closes; what a condition counts is given with it."""
        opens, closes = self.cleaned_data.get("opens_on"), self.cleaned_data.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", _("Must be the later day."))
        for condition, field in COUNTS.items():
            ticked = condition.value in self.cleaned_data.get("conditions", ())
            if ticked and not self.cleaned_data.get(field) and field not in self.errors:
                self.add_error(field, _("Write how many."))
        return self.cleaned_data

    def values(self, zone: str) -> dict[str, Any]:
        """The fields of a programme of an office in ``zone``; what was left empty keeps its
        beginning."""
        given = dict(self.cleaned_data)
        hour = given.pop("queue_at")
        day = given["opens_on"]
        given["queue_opens_at"] = (
            datetime.combine(day, hour, clock.ZONES[zone]) if hour is not None else None
        )
        points = given.pop("points") or 0
        counts = {condition: given.pop(field) or 0 for condition, field in COUNTS.items()}
        asked = [
            Asked(Condition(name), counts.get(Condition(name), 0), points)
            for name in given.pop("conditions")
        ]
        waves = [
            {"opens_on": wave.opens_on.isoformat(), "places": wave.places}
            for wave in waves_of(given.pop("waves_text"))
        ]
        defaults = {"fee_per_class", "marks_per_business", "hold_days"}
        kept = {k: v for k, v in given.items() if v is not None or k not in defaults}
        kept["name_points"] = given["name_points"] or 0
        return kept | {"eligibility": to_rows(asked), "waves": waves}
