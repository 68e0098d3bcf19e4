"""A halal or PIRT officer asks about one business, with the credentials of the own agency."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sentraki.cases.coherence_words import difference_sentence, permit_name
from sentraki.cases.selectors.identity import Identity
from sentraki.cases.services.identity import LONGEST, SHORTEST, read_identity
from sentraki.kernel.errors import Denied, Invalid
from sentraki.ledger.rules.seal_states import SealState
from sentraki.offices import limits
from sentraki.offices.agencies import agency_with, viewer_for
from sentraki.offices.doors import door
from sentraki.portal.limits import too_many
from sentraki.ui.forms import DigitsInput

ASKINGS_PER_HOUR = 60
PLAIN = {"autocomplete": "off", "spellcheck": "false"}
STATUS = {
    SealState.APPLIED: _l("filed, not registered yet"),
    SealState.REGISTERED: _l("registered"),
    SealState.VOID: _l("not in force"),
}


class IdentityForm(forms.Form):
    """Who asks, about which business, and what for."""

    client_id = forms.CharField(
        label=_l("Client id of your agency"), max_length=60, widget=forms.TextInput(PLAIN)
    )
    secret = forms.CharField(
        label=_l("Secret of your agency"), max_length=200, widget=forms.PasswordInput(PLAIN)
    )
    nib = forms.RegexField(
        r"^[0-9]{13}$",
        label=_l("NIB (13 digits)"),
        help_text=_l("Or the code of a seal below."),
        required=False,
        widget=DigitsInput(),
    )
    seal = forms.CharField(
        label=_l("Code of a seal"), max_length=60, required=False, widget=forms.TextInput(PLAIN)
    )
    purpose = forms.CharField(
        label=_l("What you need it for"),
        help_text=_l("The owner of the business reads this."),
        min_length=SHORTEST,
        max_length=LONGEST,
        widget=forms.TextInput(PLAIN),
    )


@door(get="identity.enter", post="identity.enter")
def identity(request: HttpRequest) -> HttpResponse:
    """The form; what is found stands under it. Nothing asked for reaches an address."""
    form = IdentityForm(request.POST if request.method == "POST" else None)
    found: Identity | None = None
    if request.method == "POST" and form.is_valid():
        if not limits.allow(request, "identity page", ASKINGS_PER_HOUR):
            return too_many(request)
        found = _asked(form)
    context = {"form": form, **(_shown(found) if found else {})}
    response = render(request, "portal/identity/identity.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _asked(form: IdentityForm) -> Identity | None:
    values = form.cleaned_data
    agency = agency_with(values["client_id"], values["secret"])
    if agency is None:
        form.add_error("secret", _l("Client id and secret do not belong together."))
        return None
    try:
        return read_identity(
            viewer=viewer_for(agency),
            purpose=values["purpose"],
            nib=values["nib"],
            seal=values["seal"],
        )
    except (Invalid, Denied) as no:
        form.add_error("nib", _(no.message) % no.params)
    return None


def _shown(found: Identity) -> dict[str, Any]:
    return {
        "found": found,
        "marks": [(mark, STATUS[SealState(mark.status)]) for mark in found.marks],
        "permits": [(permit, permit_name(permit.paper.kind)) for permit in found.permits],
        "differences": [difference_sentence(row) for row in found.differences],
    }
