"""What officers write down from DJKI: the filing, its news, the end of a right."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.cases.selectors.refusals import reasons
from sentraki.cases.services.rights import END_CAUSES
from sentraki.cases.voices import FILING
from sentraki.kernel.errors import Invalid
from sentraki.kernel.numbers import DjkiCheck, check_djki_number, check_registration_number
from sentraki.ui.forms import CameraInput, DateInput

NEEDS_REASON = frozenset({FilingStatus.REFUSED})
TAKES_REASON = NEEDS_REASON | {FilingStatus.FORMAL_DEFECT, FilingStatus.PROV_REFUSAL}
CAUSES = {
    "ended": pgettext_lazy("end of a right", "Protection ended and was not renewed"),
    "revoked": pgettext_lazy("end of a right", "Cancelled or deleted by DJKI or a court"),
    "withdrawn": pgettext_lazy("end of a right", "Given up by its owner"),
    "transferred": pgettext_lazy("end of a right", "Transferred; a new seal follows"),
}


def look_at(form: forms.Form, field: str, check: Callable[[str], DjkiCheck]) -> bool:
    """Tidy the number in ``field`` and say whether its shape is unusual.

    An unusual number is asked about once (the box ``sure``), never refused.
    """
    typed = form.cleaned_data.get(field)
    if not typed:
        return False
    try:
        found = check(typed)
    except Invalid as refused:
        form.add_error(field, _(refused.message) % refused.params)
        return False
    form.cleaned_data[field] = found.text
    if found.warnings and not form.cleaned_data.get("sure"):
        form.add_error(field, _(found.warnings[0]))
        form.add_error("sure", _("Compare the number with the paper, then tick this."))
    return bool(found.warnings)


def sure_field() -> forms.BooleanField:
    """The box that answers for a number of unusual shape."""
    return forms.BooleanField(
        label=_l("The number is written exactly so on the paper."), required=False
    )


class FileForm(forms.Form):
    """Number, date and receipt of an application DJKI has received."""

    number = forms.CharField(
        label=_l("Application number"),
        help_text=_l("As DJKI wrote it. Example: DID2026000001."),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    sure = sure_field()
    received_on = forms.DateField(
        label=_l("Date of receipt"),
        help_text=_l("The day on DJKI's receipt, not today."),
        widget=DateInput(),
    )
    receipt = forms.FileField(
        label=_l("DJKI's receipt"),
        help_text=_l("PDF or photo, at most 15 MB."),
        widget=CameraInput(),
    )
    is_unusual = False

    def clean(self) -> dict[str, Any] | None:
        """Ask about a number of unusual shape."""
        self.is_unusual = look_at(self, "number", check_djki_number)
        return self.cleaned_data


class NewsForm(forms.Form):
    """DJKI's own words and the dates around them."""

    raw_text = forms.CharField(
        label=_l("DJKI's words"),
        help_text=_l("Paste the text from PDKI or the letter just as it stands."),
        max_length=2000,
        widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
    )
    happened_on = forms.DateField(
        label=_l("Date of the news"),
        help_text=_l("The date PDKI shows, or today."),
        widget=DateInput(),
    )
    letter_dated_on = forms.DateField(
        label=_l("Date on the letter"), required=False, widget=DateInput()
    )
    due_in_letter = forms.DateField(
        label=_l("Last day named in the letter"),
        help_text=_l("Only if the letter names a day."),
        required=False,
        widget=DateInput(),
    )

    def clean(self) -> dict[str, Any] | None:
        """A last day lies after the letter's own date."""
        given = self.cleaned_data
        dated, due = given.get("letter_dated_on"), given.get("due_in_letter")
        if dated and due and due < dated:
            self.add_error("due_in_letter", _("The last day comes before the letter's date."))
        return given


def _statuses(targets: Iterable[FilingStatus]) -> list[tuple[str, str]]:
    return [(status.value, str(FILING[status].officer)) for status in targets]


def _reasons(lang: str) -> list[tuple[str, str]]:
    rows = reasons().values()
    return [("", "—"), *((row.code, f"{row.code} · {row.name(lang)}") for row in rows)]


_OF_THE_CERTIFICATE = ("certificate_number", "registered_on", "certificate")


class RecordForm(NewsForm):
    """The news as it will be recorded: how we read it, and the files that prove it."""

    status = forms.ChoiceField(
        label=_l("We read it as"), help_text=_l("If that is wrong, choose another.")
    )
    compared = forms.BooleanField(
        label=_l("I have read the letter again: the day it names is written above."),
        required=False,
    )
    reason_code = forms.ChoiceField(label=_l("Reason of the refusal"), required=False)
    certificate_number = forms.CharField(
        label=_l("Registration number"),
        help_text=_l("As on the certificate. Example: IDM001234567."),
        required=False,
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    sure = sure_field()
    registered_on = forms.DateField(
        label=_l("Date of registration"), required=False, widget=DateInput()
    )
    certificate = forms.FileField(
        label=_l("Certificate"),
        help_text=_l("PDF or photo, at most 15 MB."),
        required=False,
        widget=CameraInput(),
    )
    evidence = forms.FileField(
        label=_l("Proof of the news"),
        help_text=_l("Screenshot of PDKI or the letter, PDF or photo."),
        required=False,
        widget=CameraInput(),
    )

    def __init__(
        self,
        *args: Any,
        targets: Iterable[FilingStatus] = tuple(FilingStatus),
        lang: str = "id",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("status", _statuses(targets)), ("reason_code", _reasons(lang))):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        if self.is_registration:
            for name in _OF_THE_CERTIFICATE:
                self._demand(name, _("“Registered” is recorded only with the certificate."))
        if self.chosen in NEEDS_REASON:
            self._demand("reason_code", _("Choose the reason DJKI gives, or “Other reason”."))

    def _demand(self, name: str, sentence: str) -> None:
        field = self.fields[name]
        field.required = True
        field.error_messages["required"] = sentence

    is_unusual = False

    @property
    def chosen(self) -> FilingStatus | None:
        """The status chosen so far."""
        text = self.data.get("status") or self.initial.get("status") or ""
        return FilingStatus(text) if text in set(FilingStatus) else None

    @property
    def is_registration(self) -> bool:
        """Whether the certificate is asked for."""
        return self.chosen is FilingStatus.REGISTERED

    @property
    def takes_reason(self) -> bool:
        """Whether a reason of refusal is asked for."""
        return self.chosen in TAKES_REASON

    def clean(self) -> dict[str, Any] | None:
        """Look at the certificate's number when there is one."""
        super().clean()
        if self.is_registration:
            self.is_unusual = look_at(self, "certificate_number", check_registration_number)
        return self.cleaned_data


class EndRightForm(forms.Form):
    """Since when a right no longer stands, and why."""

    cause = forms.ChoiceField(
        label=_l("Why it ended"),
        choices=[(code, CAUSES[code]) for code in END_CAUSES],
        widget=forms.RadioSelect,
    )
    ended_on = forms.DateField(label=_l("Since"), widget=DateInput())
    note = forms.CharField(
        label=_l("Where this is written"),
        help_text=_l("Letter, decision or page of PDKI. Officers read it."),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
    )
