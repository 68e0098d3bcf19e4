"""The later steps: who owns the mark, the business, where it is, what its owner agrees to."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sentraki.cases.models import Case
from sentraki.kernel import clock
from sentraki.kernel.errors import Invalid
from sentraki.kernel.numbers import check_nib, check_nik, check_postcode
from sentraki.kernel.wording import mask_nik
from sentraki.offices.selectors import districts_of
from sentraki.parties.rules import OwnerKind, Scale
from sentraki.parties.selectors.subsectors import subsectors
from sentraki.portal.forms.apply import LONGEST, StepForm, explain, said
from sentraki.ui.forms import ChoiceRows, DigitsInput

OWNER_KINDS = {
    OwnerKind.PERSON: _l("One person"),
    OwnerKind.COMPANY: _l("A company (CV, PT, firm)"),
    OwnerKind.COOPERATIVE: _l("A cooperative"),
    OwnerKind.VILLAGE_ENTERPRISE: _l("A village enterprise (BUMDes)"),
    OwnerKind.GROUP: _l("A group or association"),
}
SCALES = {
    Scale.MICRO: (_l("Micro"), _l("Sales of up to Rp2 billion a year.")),
    Scale.SMALL: (_l("Small"), _l("Sales of more than Rp2 billion up to Rp15 billion a year.")),
    Scale.MEDIUM: (
        _l("Medium"),
        _l("More than that: without the fee for small businesses."),
    ),
}
OLDEST_YEAR = 1850


class OwnerForm(StepForm):
    """Whose mark it will be. A stored NIK is never sent back to the page."""

    asked = ("nik",)

    owner_kind = forms.ChoiceField(
        label=_l("Who will own the mark?"),
        choices=[(kind.value, label) for kind, label in OWNER_KINDS.items()],
        widget=ChoiceRows,
    )
    owner_name = forms.CharField(
        label=_l("Name as on the KTP"),
        help_text=_l("For a company or group: the name in its deed."),
        max_length=LONGEST,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    nik = forms.CharField(
        label=_l("NIK (16 digits on the KTP)"),
        max_length=40,
        required=False,
        widget=DigitsInput({"data-secret": True}),
    )

    def __init__(self, data: Any = None, *, case: Case) -> None:
        super().__init__(data, case=case)
        why = _("DJKI's form asks for it. It is stored encrypted; every opening is recorded.")
        held = self.answers("owner").get("nik")
        kept = _("Saved: %(nik)s. Write it again only to change it.")
        self.fields["nik"].help_text = f"{why} {kept % {'nik': mask_nik(held)}}" if held else why

    def start_values(self) -> dict[str, Any]:
        """Saved answers without the NIK; the name told at the start."""
        owner = self.answers("owner")
        kind = self.case.answers.get("owner_kind") or OwnerKind.PERSON.value
        name = owner.get("owner_name") or self.case.applicant_name
        return {"owner_kind": kind, "owner_name": name}

    def clean_nik(self) -> str:
        """16 digits, or nothing."""
        typed = self.cleaned_data["nik"].strip()
        if not typed:
            return ""
        try:
            return check_nik(typed).digits
        except Invalid as no:
            raise said(no) from no

    def clean(self) -> dict[str, Any]:
        """A person's mark needs the person's NIK."""
        is_person = self.cleaned_data.get("owner_kind") == OwnerKind.PERSON
        held = self.cleaned_data.get("nik") or self.answers("owner").get("nik")
        if is_person and not held and "nik" not in self.errors:
            self.add_error("nik", _("Write the 16 digits of the NIK."))
        return self.cleaned_data

    def sections(self) -> dict[str, Mapping[str, Any]]:
        """Owner and kind; an empty NIK box leaves the stored one."""
        owner = {**self.answers("owner"), **self.given("owner_name")}
        if self.cleaned_data.get("nik"):
            owner["nik"] = self.cleaned_data["nik"]
        kind = self.given("owner_kind").get("owner_kind")
        return {"owner": owner, **({"owner_kind": {"value": kind}} if kind else {})}


def nik_doubts(case: Case) -> list[str]:
    """What looks odd about the stored NIK, in words; never a reason to refuse."""
    stored = (case.answers.get("owner") or {}).get("nik")
    try:
        return [_(text) for text in check_nik(stored).warnings] if stored else []
    except Invalid:
        return []


class BusinessForm(StepForm):
    """The business behind the mark."""

    trade_name = forms.CharField(label=_l("Name of the business"), max_length=LONGEST)
    nib = forms.CharField(
        label=_l("NIB (13 digits)"),
        help_text=_l("The business number from OSS. No NIB yet? Leave it empty; an officer helps."),
        max_length=40,
        required=False,
        widget=DigitsInput(),
    )
    scale = forms.ChoiceField(
        label=_l("How large is the business?"),
        help_text=_l("By yearly sales, PP 7/2021 article 35."),
        choices=[(scale.value, label) for scale, (label, _hint) in SCALES.items()],
        widget=ChoiceRows,
    )
    subsector = forms.ChoiceField(label=_l("Field of work"), required=False)
    since = forms.CharField(
        label=_l("Since which year?"),
        max_length=4,
        required=False,
        widget=DigitsInput({"maxlength": 4}),
    )

    def __init__(self, data: Any = None, *, case: Case) -> None:
        super().__init__(data, case=case)
        explain(self, "scale", {scale.value: hint for scale, (_n, hint) in SCALES.items()})
        lang = get_language() or "id"
        rows = [(row.code, row.name(lang)) for row in subsectors()]
        field = self.fields["subsector"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("None of these, or not sure")), *rows]

    def start_values(self) -> dict[str, Any]:
        """Saved answers; the year of the stored date."""
        saved = self.answers("business")
        return {**saved, "since": str(saved.get("started_on") or "")[:4]}

    def clean_nib(self) -> str:
        """13 digits, or nothing."""
        typed = self.cleaned_data["nib"].strip()
        try:
            return check_nib(typed) if typed else ""
        except Invalid as no:
            raise said(no) from no

    def clean_since(self) -> str:
        """A year that has been."""
        typed = str(self.cleaned_data["since"]).strip()
        this_year = clock.today().year
        if typed and not (
            re.fullmatch(r"[0-9]{4}", typed) and OLDEST_YEAR <= int(typed) <= this_year
        ):
            raise forms.ValidationError(_("Write the year with four digits, such as 2019."))
        return typed

    def sections(self) -> dict[str, Mapping[str, Any]]:
        """The business; its year is kept as the first of January."""
        values = {
            **self.answers("business"), **self.given("trade_name", "nib", "scale", "subsector")
        }  # fmt: skip
        since = self.cleaned_data.get("since")
        if since is not None:
            values["started_on"] = f"{since}-01-01" if since else ""
        return {"business": values}


class AddressForm(StepForm):
    """Where the business is, split as DJKI's form wants it."""

    district_code = forms.ChoiceField(label=_l("District (kecamatan)"))
    street = forms.CharField(
        label=_l("Street and number, hamlet or village"),
        help_text=_l("Without city, province and postcode."),
        max_length=LONGEST,
        widget=forms.TextInput({"autocomplete": "street-address", "data-secret": True}),
    )
    rt_rw = forms.CharField(
        label=_l("RT/RW"),
        help_text=_l("Example: 003/012."),
        max_length=20,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    postcode = forms.CharField(
        label=_l("Postcode"), max_length=10, required=False, widget=DigitsInput()
    )

    def __init__(self, data: Any = None, *, case: Case) -> None:
        super().__init__(data, case=case)
        rows = districts_of(case.office.region_code).select_related("parent")
        field = self.fields["district_code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose a district")), *_grouped(rows)]

    def start_values(self) -> dict[str, Any]:
        """Saved answers."""
        return self.answers("address")

    def clean_postcode(self) -> str:
        """Five digits, or nothing."""
        typed = self.cleaned_data["postcode"].strip()
        try:
            return check_postcode(typed) if typed else ""
        except Invalid as no:
            raise said(no) from no

    def sections(self) -> dict[str, Mapping[str, Any]]:
        """The address."""
        names = ("district_code", "street", "rt_rw", "postcode")
        return {"address": {**self.answers("address"), **self.given(*names)}}


def _grouped(rows: Any) -> list[tuple[str, Any]]:
    """Districts as choices; under the name of their regency where there are several."""
    by_regency: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        by_regency.setdefault(row.parent.name if row.parent else "", []).append(
            (row.code, row.name)
        )
    if len(by_regency) == 1:
        return [(code, name) for found in by_regency.values() for code, name in found]
    return sorted(by_regency.items())


class ConsentForm(StepForm):
    """One purpose a box, nothing ticked beforehand; what was agreed before stays ticked."""

    facilitate = forms.BooleanField(
        label=_l("I have read this notice and ask the office to facilitate my application."),
        required=False,
    )
    publish = forms.BooleanField(
        label=_l("I agree that my business and mark are shown publicly after registration."),
        required=False,
    )
    messages = forms.BooleanField(
        label=_l("I want deadline messages on this number."), required=False
    )

    def start_values(self) -> dict[str, Any]:
        """What the person agreed to on this page before."""
        return self.answers("consent")

    def clean_facilitate(self) -> bool:
        """Without this request there is nothing to do."""
        if not self.cleaned_data["facilitate"]:
            raise forms.ValidationError(_("The office can start only when you ask it to."))
        return True

    def sections(self) -> dict[str, Mapping[str, Any]]:
        """Each purpose with yes or no."""
        purposes = ("facilitate", "publish", "messages")
        return {"consent": {name: bool(self.cleaned_data.get(name)) for name in purposes}}
