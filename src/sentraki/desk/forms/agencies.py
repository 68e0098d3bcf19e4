"""What is filled in about other agencies and about names on permits."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from sentraki.cases.coherence_words import permit_name
from sentraki.offices.rules import AgencyKind, AgencyScope
from sentraki.parties.rules.permits import PermitKind
from sentraki.ui.forms import DateInput

PLAIN = {"autocomplete": "off"}
KINDS = (
    (AgencyKind.HALAL.value, pgettext_lazy("agency", "Halal (LP3H, LPH, BPJPH)")),
    (AgencyKind.PIRT.value, pgettext_lazy("agency", "Health office (PIRT)")),
    (AgencyKind.OTHER.value, pgettext_lazy("agency", "Another agency")),
)
SCOPES = (
    (AgencyScope.MARKS.value, _l("Filed and registered marks")),
    (AgencyScope.PRODUCTS.value, _l("Products")),
    (AgencyScope.PERMITS.value, _l("Names on permits and what differs")),
)


class AgencyForm(forms.Form):
    """An agency and what it may learn."""

    name = forms.CharField(
        label=_l("Name of the agency"), max_length=120, widget=forms.TextInput(PLAIN)
    )
    kind = forms.ChoiceField(label=_l("Kind"), choices=KINDS)
    scopes = forms.MultipleChoiceField(
        label=_l("It may learn"),
        help_text=_l("Name and NIB of the business are always told. Never NIK, phone or papers."),
        choices=SCOPES,
        widget=forms.CheckboxSelectMultiple,
    )

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        return {**self.cleaned_data, "kind": AgencyKind(self.cleaned_data["kind"])}


class PermitForm(forms.Form):
    """One paper and the name on it."""

    kind = forms.ChoiceField(label=_l("Paper"), choices=())
    name = forms.CharField(
        label=_l("Name as it stands there"), max_length=255, widget=forms.TextInput(PLAIN)
    )
    number = forms.CharField(
        label=_l("Number"), max_length=60, required=False, widget=forms.TextInput(PLAIN)
    )
    holder = forms.CharField(
        label=_l("In whose name"), max_length=255, required=False, widget=forms.TextInput(PLAIN)
    )
    valid_until = forms.DateField(label=_l("Valid until"), required=False, widget=DateInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.value, permit_name(kind)) for kind in PermitKind]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        return {**self.cleaned_data, "kind": PermitKind(self.cleaned_data["kind"])}
