"""Forms around the journey of a dossier."""

from django import forms
from django.utils.translation import gettext_lazy as _l


class ReasonForm(forms.Form):
    """Why something is opened again or sent back."""

    reason = forms.CharField(
        label=_l("Reason"),
        help_text=_l("Say what has to be mended. It is kept, and those concerned read it."),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
    )
