"""The name check: up to five names and what is sold."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sentraki.cases.rules.text import one_line
from sentraki.ledger.uploads import UploadRefused, normalise_label
from sentraki.ledger.uploads.labels import Label
from sentraki.screening import inscriptions
from sentraki.screening.inscriptions import Inscription
from sentraki.screening.services import MOST_NAMES
from sentraki.ui.forms import PhotoInput, SecretTextInput

NAME_FIELDS = tuple(f"name_{number}" for number in range(1, MOST_NAMES + 1))
MOST_CLASSES = 10
_NUMBERS = re.compile(r"\d+")
_ORDER = (_l("Choice 1 (the one you like best)"), *(_l("Choice %(n)s"),) * (MOST_NAMES - 1))


class GoodsForm(forms.Form):
    """What is sold, and the classes when they are known already."""

    goods = forms.CharField(
        label=_l("What do you sell?"),
        help_text=_l(
            "One sentence is enough. Example: fish crackers, dyed cloth, design services."
        ),
        required=False,
        max_length=300,
        widget=SecretTextInput(),
    )
    classes = forms.CharField(
        label=_l("Nice class"),
        help_text=_l("Only if you know it: numbers from 1 to 45. Left empty, we suggest one."),
        required=False,
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "text"}),
    )

    def clean_classes(self) -> tuple[int, ...]:
        """The class numbers typed, in order, each once."""
        typed = self.cleaned_data["classes"].strip()
        numbers = [int(text) for text in _NUMBERS.findall(typed)]
        if (typed and not numbers) or any(not 1 <= number <= 45 for number in numbers):
            raise forms.ValidationError(_("A class is a number from 1 to 45."))
        if len(numbers) > MOST_CLASSES:
            raise forms.ValidationError(_("Write at most ten classes."))
        return tuple(dict.fromkeys(numbers))


class CheckForm(GoodsForm):
    """Up to five names, the goods, and a logo that is looked at once and never kept."""

    name_1 = forms.CharField(required=False, max_length=255, widget=SecretTextInput())
    name_2 = forms.CharField(required=False, max_length=255, widget=SecretTextInput())
    name_3 = forms.CharField(required=False, max_length=255, widget=SecretTextInput())
    name_4 = forms.CharField(required=False, max_length=255, widget=SecretTextInput())
    name_5 = forms.CharField(required=False, max_length=255, widget=SecretTextInput())
    logo = forms.FileField(
        label=_l("Photo of your logo"),
        help_text=_l(
            "We compare it with labels of other marks and look whether it can be your label. "
            "The picture is not kept."
        ),
        required=False,
        widget=PhotoInput({"data-shrink": True}),
    )
    label: Label | None = None
    sent: bytes = b""
    read: Inscription | None = None
    is_named_by_logo = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, (field, text) in enumerate(zip(NAME_FIELDS, _ORDER, strict=True), start=1):
            self.fields[field].label = str(text) % {"n": number} if number > 1 else text

    @property
    def name_fields(self) -> list[forms.BoundField]:
        """The five boxes for names."""
        return [self[name] for name in NAME_FIELDS]

    @property
    def names(self) -> list[str]:
        """The names typed, in order, equal ones once, without signs that turn the writing."""
        typed = (one_line(self.cleaned_data.get(name, "")) for name in NAME_FIELDS)
        return list(dict.fromkeys(name for name in typed if name))

    def clean_logo(self) -> None:
        """Read the picture in the limited child; the file itself lives as long as the request."""
        sent = self.cleaned_data["logo"]
        if not sent:
            return
        try:
            self.sent = sent.read()
            self.label = normalise_label(self.sent)
        except UploadRefused as no:
            raise forms.ValidationError(_(no.message) % no.params) from no

    @property
    def offer(self) -> str:
        """Whether the words of the logo are a name to compare as well: ``free``; ``full`` when five
        names stand there already; empty for no words, and for a name that was compared."""
        words = self.read.text.casefold() if self.read else ""
        if not words or words in (name.casefold() for name in self.names):
            return ""
        return "free" if len(self.names) < MOST_NAMES else "full"

    def clean(self) -> dict[str, Any]:
        """At least one name or a logo; the words of a logo without names are one."""
        if self.label is not None and not self.errors:
            self.read = inscriptions.read(self.sent, written=self.label.jpeg)
            if not self.names and self.read.text:
                self._be_named(self.read.text)
        is_bare = not self.names and self.label is None
        if is_bare and not any(name in self.errors for name in (*NAME_FIELDS, "logo")):
            self.add_error("name_1", _("Write at least one name, or choose a photo of your logo."))
        return self.cleaned_data

    def _be_named(self, words: str) -> None:
        """Go on as if the words had been typed as the first name."""
        self.is_named_by_logo = True
        self.data = {**self.data, "name_1": words}
        self.cleaned_data["name_1"] = words
