"""What officers write down once a right stands: who received the certificate, what changes."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from sentraki.cases.rules.dossier import FeeScheme
from sentraki.cases.rules.right_change_flow import ChangeStatus
from sentraki.cases.selectors.right_changes import ChangeKind
from sentraki.cases.services.deliveries import LONGEST_NAME, LONGEST_NOTE
from sentraki.cases.services.right_changes import LONGEST
from sentraki.ui.forms import CameraInput, ChoiceRows, DateInput, PhotoInput

STEPS = {
    "file": _l("It was handed in at DJKI"),
    "let-lapse": _l("The owner lets the right lapse"),
    "drop": _l("The owner changed their mind"),
    "record": _l("DJKI recorded it"),
    "refuse": _l("DJKI refused it"),
}
STANDING = {
    ChangeStatus.PLANNED: pgettext_lazy("change of a right", "Decided, not handed in yet"),
    ChangeStatus.FILED: pgettext_lazy("change of a right", "Handed in at DJKI"),
    ChangeStatus.RECORDED: pgettext_lazy("change of a right", "Recorded by DJKI"),
    ChangeStatus.REFUSED: pgettext_lazy("change of a right", "Refused by DJKI"),
    ChangeStatus.LET_LAPSE: pgettext_lazy("change of a right", "The owner lets it lapse"),
    ChangeStatus.DROPPED: pgettext_lazy("change of a right", "Given up"),
}


class HandingForm(forms.Form):
    """Who received a certificate, when, and a photo for those who agree."""

    receiver = forms.CharField(
        label=_l("Who received the certificate?"),
        help_text=_l("The owner, or the name of the person the owner sent."),
        max_length=LONGEST_NAME,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    received_on = forms.DateField(label=_l("When?"), widget=DateInput())
    note = forms.CharField(
        label=_l("Note"),
        help_text=_l("For example: with a power of attorney, or what was explained."),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    photo = forms.FileField(
        label=_l("Photo of the handing over"),
        help_text=_l("Not needed. It is kept encrypted and shown to officers alone."),
        required=False,
        widget=PhotoInput(),
    )
    photo_agreed = forms.BooleanField(
        label=_l("The person in the photo agrees that it is kept"), required=False
    )


class CeremonyForm(forms.Form):
    """What a list of certificates is for, and when they are handed over."""

    title = forms.CharField(
        label=_l("What is the list for?"),
        help_text=_l("For example: Handing over of certificates, 17 August."),
        max_length=120,
    )
    held_on = forms.DateField(label=_l("Day"), widget=DateInput())
    place = forms.CharField(
        label=pgettext_lazy("of an event", "Place"), max_length=120, required=False
    )


class BeginForm(forms.Form):
    """What the owner decided to have recorded."""

    kind = forms.ChoiceField(label=_l("What changes?"), widget=ChoiceRows)
    value = forms.CharField(
        label=_l("New name or address"),
        help_text=_l("Leave it empty for a renewal."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea({"rows": 2, "autocomplete": "off"}),
    )
    is_named = forms.BooleanField(
        label=_l("A new owner agrees that the register shows the name"), required=False
    )

    def __init__(
        self, *args: Any, kinds: Iterable[ChangeKind], lang: str = "id", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(kind.code, kind.name(lang)) for kind in kinds]


class StepForm(forms.Form):
    """One step of a change; what it needs depends on the step, and the verb says so."""

    step = forms.ChoiceField(label=_l("What happened?"), widget=ChoiceRows)
    number = forms.CharField(
        label=_l("Number DJKI gave"), max_length=40, required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )  # fmt: skip
    day = forms.DateField(
        label=_l("On which day?"),
        help_text=_l("The day on DJKI's receipt or letter."),
        required=False,
        widget=DateInput(),
    )
    scheme = forms.ChoiceField(
        label=_l("Which fee was paid?"),
        choices=[
            (FeeScheme.UMK, _l("Small-business fee")),
            (FeeScheme.GENERAL, _l("General fee")),
        ],
        required=False,
        widget=ChoiceRows,
    )
    expires_on = forms.DateField(
        label=_l("New last day"),
        help_text=_l("As DJKI's letter has it."),
        required=False,
        widget=DateInput(),
    )
    proof = forms.FileField(
        label=_l("Letter or page of DJKI"),
        help_text=_l("PDF or photo, at most 15 MB."),
        required=False,
        widget=CameraInput(),
    )
    reason = forms.CharField(
        label=_l("Reason"), max_length=LONGEST, required=False,
        widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip

    _needed = {
        "file": ("number", "day", "scheme"),
        "record": ("day", "expires_on", "proof"),
        "refuse": ("reason",),
        "drop": ("reason",),
        "let-lapse": ("reason",),
    }

    def __init__(
        self, *args: Any, steps: Iterable[str], is_renewal: bool, is_sent: bool = False, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        open_steps = [step for step in STEPS if step in set(steps)]
        field = self.fields["step"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(step, STEPS[step]) for step in (STEPS if is_sent else open_steps)]
        wanted = {name for step in open_steps for name in self._needed[step]}
        if not is_renewal:
            wanted.discard("expires_on")
        for name in list(self.fields):
            if name != "step" and name not in wanted and not is_sent:
                del self.fields[name]

    def told(self, name: str) -> Any:
        """The answer to ``name``; none where this step does not ask for it."""
        return self.cleaned_data.get(name)
