"""What an administrator fills in about the own office and its people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from sentraki.kernel.access import Role
from sentraki.offices.models import Office
from sentraki.offices.rules import (
    MEMBER_ROLES,
    OfficeKind,
    PaperSize,
    ScreeningMode,
    SuggestionMode,
    role_fits,
)
from sentraki.offices.words import role_name
from sentraki.ui.forms import ChoiceRows, DateInput, DigitsInput, PhoneInput, PhotoInput

PLAIN = {"autocomplete": "off"}
SCREENING = (
    (ScreeningMode.FULL.value, pgettext_lazy("screening mode", "Everything")),
    (ScreeningMode.CLASS_ONLY.value, pgettext_lazy("screening mode", "Advice on classes only")),
    (ScreeningMode.OFFICERS_ONLY.value, pgettext_lazy("screening mode", "Officers only")),
)
SUGGESTIONS = (
    (SuggestionMode.DIRECTIONS.value, pgettext_lazy("suggestion mode", "Directions only")),
    (SuggestionMode.VARIANTS.value, pgettext_lazy("suggestion mode", "Concrete variants")),
)
PAPERS = (
    (PaperSize.F4.value, "F4 (215 × 330 mm)"),
    (PaperSize.A4.value, "A4 (210 × 297 mm)"),
)


class LinesField(forms.CharField):
    """Several lines of text, kept as a list without empty ones."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        """A list as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """The lines as a list."""
        if isinstance(value, list):
            return value
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]


def _text(label: Any, most: int, hint: Any = "", **more: Any) -> forms.CharField:
    widget = forms.TextInput(PLAIN)
    return forms.CharField(
        label=label, help_text=hint, max_length=most, required=False, widget=widget, **more
    )


def _millimetres(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=60)


class OfficeForm(forms.Form):
    """Everything that makes an office's pages and letters its own."""

    address = _text(_l("Address"), 255)
    postcode = forms.CharField(
        label=_l("Postcode"), max_length=5, required=False, widget=DigitsInput()
    )
    phone = forms.CharField(label=_l("Phone"), max_length=20, required=False, widget=PhoneInput())
    whatsapp = forms.CharField(
        label=_l("WhatsApp number"),
        help_text=_l("Applicants ask here. Leave empty if nobody answers."),
        max_length=20,
        required=False,
        widget=PhoneInput(),
    )
    email = forms.EmailField(label=_l("E-mail"), required=False)
    website = _text(_l("Website"), 120)
    opening_hours = _text(_l("Opening hours"), 120, _l("Example: Monday to Friday, 08.00–15.30"))

    letterhead_lines = LinesField(
        label=_l("Lines of the letterhead"),
        help_text=_l("One line each, from top to bottom, at most eight."),
        required=False,
        widget=forms.Textarea({"rows": 5}),
    )
    paper_size = forms.ChoiceField(label=_l("Paper size"), choices=PAPERS)
    margin_top = _millimetres(_l("Margin at the top (mm)"))
    margin_right = _millimetres(_l("Margin at the right (mm)"))
    margin_bottom = _millimetres(_l("Margin at the bottom (mm)"))
    margin_left = _millimetres(_l("Margin at the left (mm)"))
    signature_place = _text(_l("Place of signing"), 60)
    signatory_title = _text(_l("Title of the signatory"), 120)
    letter_number_pattern = forms.CharField(
        label=_l("Pattern of letter numbers"),
        help_text=_l("Places: {n} {office_code} {roman_month} {month} {year}."),
        max_length=80,
        widget=forms.TextInput(PLAIN),
    )
    may_issue_umk_letter = forms.BooleanField(
        label=_l("This office may issue the recommendation letter"), required=False
    )
    letter_basis = _text(
        _l("Rule that says so"), 255, _l("Number and article of the rule, printed nowhere.")
    )

    colour = forms.CharField(
        label=_l("Colour of the header's edge"),
        help_text=_l("It must stand out on white (3:1). It colours nothing else."),
        max_length=7,
        widget=forms.TextInput({"type": "color"}),
    )
    takes_applications = forms.BooleanField(
        label=_l("This office takes applications from the public"), required=False
    )
    screening_mode = forms.ChoiceField(
        label=_l("What the public sees of the name check"), choices=SCREENING, widget=ChoiceRows
    )
    suggestion_mode = forms.ChoiceField(
        label=_l("Suggestions for other names"), choices=SUGGESTIONS, widget=ChoiceRows
    )
    parent = forms.ModelChoiceField(
        label=_l("Kanwil dossiers go to"), queryset=Office.objects.none(), required=False
    )

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        province = office.region_id.split(".")[0]
        field = self.fields["parent"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Office.objects.filter(kind=OfficeKind.KANWIL, region_id=province)
        if office.is_kanwil:
            del self.fields["parent"]

    def clean_colour(self) -> str:
        """Small letters, as colours are kept."""
        return str(self.cleaned_data["colour"]).lower()


GROUPS = (
    (
        _l("Contact"),
        ("address", "postcode", "phone", "whatsapp", "email", "website", "opening_hours"),
    ),
    (
        _l("Letters"),
        (
            "letterhead_lines", "paper_size", "margin_top", "margin_right", "margin_bottom",
            "margin_left", "signature_place", "signatory_title", "letter_number_pattern",
            "may_issue_umk_letter", "letter_basis",
        ),
    ),
    (
        _l("Public pages"),
        ("colour", "takes_applications", "screening_mode", "suggestion_mode", "parent"),
    ),
)  # fmt: skip


class EmblemForm(forms.Form):
    """The official emblem, as the office has it."""

    emblem = forms.FileField(
        label=_l("Emblem"),
        help_text=_l("PNG, JPG or WebP on white or transparent ground."),
        widget=PhotoInput(),
    )


class DayOffForm(forms.Form):
    """A day on which this office does not work."""

    day = forms.DateField(label=_l("Day"), widget=DateInput())
    name = forms.CharField(label=_l("Occasion"), max_length=120, widget=forms.TextInput(PLAIN))
    source = forms.CharField(
        label=_l("Rule that says so"),
        help_text=_l("Number of the decree or circular."),
        max_length=255,
        widget=forms.TextInput(PLAIN),
    )


class OfficerForm(forms.Form):
    """A person who works here from today, and as what."""

    email = forms.EmailField(
        label=_l("E-mail"),
        help_text=_l("The person sets a password by “forgot password”, then a second factor."),
        widget=forms.EmailInput(PLAIN),
    )
    name = forms.CharField(label=_l("Name"), max_length=120, widget=forms.TextInput(PLAIN))
    nip = forms.RegexField(
        r"^\d{18}$",
        label="NIP",
        help_text=_l("18 digits, as printed under letters."),
        required=False,
        widget=DigitsInput(),
    )
    phone = forms.CharField(label=_l("Phone"), max_length=20, required=False, widget=PhoneInput())
    position = forms.CharField(
        label=_l("Position"),
        help_text=_l("As printed under letters."),
        max_length=120,
        required=False,
        widget=forms.TextInput(PLAIN),
    )
    role = forms.ChoiceField(
        label=_l("Works as"),
        help_text=_l("Whoever checks files does not sign their letters."),
        widget=ChoiceRows,
    )

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        kind = OfficeKind(office.kind)
        fitting = [role for role in MEMBER_ROLES if role_fits(role, kind)]
        field.choices = [(role.value, role_name(role)) for role in fitting]

    @property
    def chosen_role(self) -> Role:
        """The role chosen."""
        return Role(self.cleaned_data["role"])
