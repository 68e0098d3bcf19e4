"""Who serves an event, and what its guests may take home."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from sentraki.events.models import Duty, Event
from sentraki.events.rules.duties import Audience, DutyPart
from sentraki.events.selectors.duties import duties_of
from sentraki.kernel.access import Role, Viewer
from sentraki.offices.models import Person
from sentraki.offices.selectors.people import officers_of

PARTS = {
    DutyPart.REGISTRATION: pgettext_lazy("duty", "Registration"),
    DutyPart.NAMES: pgettext_lazy("duty", "Name check"),
    DutyPart.PAPERS: pgettext_lazy("duty", "Papers"),
    DutyPart.SIGNATORY: pgettext_lazy("duty", "Signatory on duty"),
}
AUDIENCES = {
    Audience.PUBLIC: pgettext_lazy("material", "Everybody"),
    Audience.GUESTS: pgettext_lazy("material", "Guests with a booking code or a certificate"),
}
_ROLES = (Role.INTAKE, Role.VERIFIER, Role.ADMIN, Role.SIGNATORY)


def duty_rows(viewer: Viewer, event: Event) -> list[tuple[Duty, str]]:
    """Who serves the event, with the part in words."""
    return [(row, str(PARTS[DutyPart(row.part)])) for row in duties_of(viewer, event)]


class DutyForm(forms.Form):
    """One officer, one part, and the desk."""

    person = forms.ChoiceField(label=_l("Officer"))
    part = forms.ChoiceField(label=_l("Serves as"), choices=list(PARTS.items()))
    desk = forms.CharField(
        label=_l("Desk or door"),
        help_text=_l("As on the sign, for example: Desk 2."),
        required=False,
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    device = forms.ChoiceField(
        label=_l("Laptop on this desk"),
        help_text=_l("With a laptop the desk is called by the laptop's name."),
        required=False,
    )

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people: dict[str, Person] = {}
        for role in _ROLES:
            for person in officers_of(event.office_id, role):
                self.people.setdefault(str(person.pk), person)
        laptops = event.devices.filter(revoked_at=None)
        self.laptops = {str(row.pk): row for row in laptops}
        self._choose("person", [(key, person.name) for key, person in self.people.items()])
        self._choose("device", [("", _("none")), *((k, d.name) for k, d in self.laptops.items())])

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def values(self) -> dict[str, Any]:
        """What ``set_duty`` takes."""
        given = self.cleaned_data
        return {
            "person": self.people[given["person"]],
            "part": DutyPart(given["part"]),
            "desk": given["desk"],
            "device": self.laptops.get(given["device"]),
        }


class MaterialForm(forms.Form):
    """A file of an event."""

    title = forms.CharField(label=_l("Title of the material"), max_length=160)
    audience = forms.ChoiceField(label=_l("Who may have it"), choices=list(AUDIENCES.items()))
    file = forms.FileField(
        label=_l("File"),
        help_text=_l("PDF or photo, at most 15 MB. Save slides as PDF first."),
        widget=forms.FileInput({"accept": "application/pdf,image/*"}),
    )
