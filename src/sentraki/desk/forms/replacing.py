"""Why a mark was refused, asked before a new file is opened."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _l

from sentraki.cases.selectors.refusals import reasons


class ReasonForm(forms.Form):
    """One of the reasons of ``data/refusal_reasons.csv``."""

    reason_code = forms.ChoiceField(label=_l("Why it was refused"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["reason_code"]
        assert isinstance(field, forms.ChoiceField)
        lang = get_language() or "id"
        named = [(code, f"{code} · {row.name(lang)}") for code, row in reasons().items()]
        field.choices = [("", "–"), *named]
