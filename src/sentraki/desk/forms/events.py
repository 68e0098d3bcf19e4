"""What is said of an event, and of somebody at its door."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sentraki.events.models import Event
from sentraki.events.rules.events import MOST_SEATS, EventKind, Part
from sentraki.events.services.visits import Arrival
from sentraki.kernel import clock
from sentraki.kernel.errors import Invalid
from sentraki.kernel.ids import check_code
from sentraki.kernel.wording import phone_e164
from sentraki.offices.models import Office
from sentraki.offices.selectors import districts_of
from sentraki.parties.selectors.subsectors import subsectors
from sentraki.ui.forms import PhoneInput

KINDS = {
    EventKind.TALKSHOW: pgettext_lazy("event", "Talkshow"),
    EventKind.DISSEMINATION: pgettext_lazy("event", "Dissemination"),
    EventKind.CLINIC: pgettext_lazy("event", "Mobile IP Clinic"),
    EventKind.TRAINING: pgettext_lazy("event", "Training"),
    EventKind.CEREMONY: pgettext_lazy("event", "Ceremony"),
}
PARTS = {
    Part.GUEST: pgettext_lazy("event", "Guest"),
    Part.SPEAKER: pgettext_lazy("event", "Speaker"),
    Part.COMPANION: pgettext_lazy("event", "Companion"),
    Part.PRESS: pgettext_lazy("event", "Press"),
}
MOMENTS = ("starts_at", "ends_at", "books_until")
SHAPE = "%Y-%m-%dT%H:%M"


def moment(label: Any, **more: Any) -> forms.DateTimeField:
    """A day and an hour on the office's clocks, in the browser's own picker."""
    widget = forms.DateTimeInput({"type": "datetime-local"}, format=SHAPE)
    return forms.DateTimeField(label=label, input_formats=[SHAPE], widget=widget, **more)


def sector_choices() -> list[tuple[str, str]]:
    """The 17 subsectors, after "none of these"."""
    lang = get_language() or "id"
    rows = [(row.code, row.name(lang)) for row in subsectors()]
    return [("", _("None of these, or not sure")), *rows]


class EventForm(forms.Form):
    """Every field of an event."""

    kind = forms.ChoiceField(label=_l("Kind of event"), choices=list(KINDS.items()))
    title = forms.CharField(label=_l("Title of the event"), max_length=160)
    call = forms.CharField(
        label=_l("Call"),
        help_text=_l("What anybody reads: what it is about, for whom, what to bring."),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
    )
    place = forms.CharField(label=_l("Place of the event"), max_length=200)
    starts_at = moment(_l("Begins"))
    ends_at = moment(_l("Ends"))
    books_until = moment(_l("Seats may be booked until"), required=False)
    capacity = forms.IntegerField(label=_l("Seats"), min_value=1, max_value=MOST_SEATS)
    agreement = forms.CharField(
        label=_l("Cooperation agreement"),
        help_text=_l("Its number, when the event belongs to one."),
        required=False,
        max_length=120,
    )
    walk_ins = forms.BooleanField(
        label=_l("Guests without a booking may come"), required=False, initial=True
    )
    is_announced = forms.BooleanField(
        label=_l("Announced: everybody can read it and book a seat"), required=False
    )

    @classmethod
    def start_values(cls, event: Event | None, zone: str) -> dict[str, Any]:
        """What the boxes hold at first."""
        if event is None:
            return {"walk_ins": True}
        held: dict[str, Any] = {name: getattr(event, name) for name in cls.base_fields}
        for name in MOMENTS:
            held[name] = clock.in_zone(held[name], zone) if held[name] else None
        return held

    def values(self, zone: str) -> dict[str, Any]:
        """The fields of an event of an office in ``zone``."""
        given = dict(self.cleaned_data)
        for name in MOMENTS:
            told: datetime | None = given[name]
            given[name] = told.replace(tzinfo=clock.ZONES[zone]) if told else None
        return given


class DoorForm(forms.Form):
    """Somebody at the door: a booking code, or name and number."""

    code = forms.CharField(
        label=_l("Booking code"),
        help_text=_l("Scan it or type it. Without a booking leave it empty."),
        required=False,
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off", "data-scan": True}),
    )
    name = forms.CharField(
        label=_l("Name"),
        required=False,
        max_length=255,
        widget=forms.TextInput({"autocomplete": "off", "data-secret": True}),
    )
    phone = forms.CharField(
        label=_l("Mobile number"),
        required=False,
        widget=PhoneInput({"data-secret": True, "autocomplete": "off"}),
    )
    community = forms.CharField(label=_l("Community"), required=False, max_length=120)
    subsector = forms.ChoiceField(label=_l("Field of work"), required=False)
    district_code = forms.ChoiceField(label=_l("District (kecamatan)"), required=False)
    part = forms.ChoiceField(label=_l("Comes as"), choices=list(PARTS.items()), required=False)
    desk = forms.CharField(label=_l("Desk or door"), required=False, max_length=40)
    photo_consent = forms.BooleanField(
        label=_l("Agrees to be in photographs of the event"), required=False
    )

    name_consent = forms.BooleanField(
        label=_l("Agrees to be named on the public page of the certificate"), required=False
    )

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        districts = districts_of(office.region_code).values_list("code", "name")
        self._choose("subsector", sector_choices())
        self._choose("district_code", [("", _("Choose a district")), *districts])

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_code(self) -> str:
        """The code, also out of the address a ticket's QR carries."""
        typed = str(self.cleaned_data["code"]).strip().rstrip("/").rpartition("/")[2]
        return self._read(check_code, typed)

    def clean_phone(self) -> str:
        """The number in E.164, or nothing."""
        return self._read(phone_e164, str(self.cleaned_data["phone"]).strip())

    def _read(self, check: Any, typed: str) -> str:
        try:
            return str(check(typed)) if typed else ""
        except Invalid as refused:
            raise forms.ValidationError(_(refused.message) % refused.params) from refused

    def clean(self) -> dict[str, Any] | None:
        """One of the two ways in."""
        given = self.cleaned_data
        if not given.get("code") and not given.get("name") and not self.errors:
            self.add_error("name", _("Write the name, or the booking code."))
        return given

    def arrival(self) -> Arrival:
        """What the door knows."""
        given = self.cleaned_data
        names = ("name", "phone", "community", "subsector", "district_code", "desk")
        return Arrival(
            **{name: given[name] for name in names},
            part=Part(given["part"] or Part.GUEST),
            photo_consent=given["photo_consent"],
            name_consent=given["name_consent"],
        )
