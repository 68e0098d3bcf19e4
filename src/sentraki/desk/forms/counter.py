"""One compact page for an application taken in at the counter."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sentraki.cases.models import DocumentRequirement
from sentraki.cases.rules.dossier import MarkType
from sentraki.cases.services.counter import Told
from sentraki.desk import replies
from sentraki.kernel.errors import Invalid
from sentraki.kernel.numbers import check_nib, check_nik, check_postcode
from sentraki.kernel.wording import phone_e164
from sentraki.offices.models import Office
from sentraki.offices.selectors import districts_of
from sentraki.parties.rules import OwnerKind, Scale
from sentraki.parties.selectors.subsectors import subsectors
from sentraki.ui.forms import CameraInput, DigitsInput, PhoneInput, SecretTextInput

LONGEST = 255
OWNERS = {
    OwnerKind.PERSON: _l("One person"),
    OwnerKind.COMPANY: _l("A company (CV, PT, firm)"),
    OwnerKind.COOPERATIVE: _l("A cooperative"),
    OwnerKind.VILLAGE_ENTERPRISE: _l("A village enterprise (BUMDes)"),
    OwnerKind.GROUP: _l("A group or association"),
}
SCALES = {Scale.MICRO: _l("Micro"), Scale.SMALL: _l("Small"), Scale.MEDIUM: _l("Medium")}
TYPES: dict[str, Promise] = {
    MarkType.COMBINED: _l("Words and picture"),
    MarkType.WORD: _l("Words only"),
    MarkType.FIGURATIVE: _l("Picture only"),
}


class CounterForm(forms.Form):
    """Everything an application needs; papers that are not at hand are promised for later."""

    owner_kind = forms.ChoiceField(label=_l("Who will own the mark?"), choices=OWNERS.items())
    owner_name = forms.CharField(label=_l("Name as on the KTP"), max_length=LONGEST)
    phone = forms.CharField(label=_l("Mobile number"), widget=PhoneInput({"data-secret": True}))
    nik = forms.CharField(
        label=_l("NIK (16 digits on the KTP)"),
        max_length=40,
        required=False,
        widget=DigitsInput({"data-secret": True}),
    )
    trade_name = forms.CharField(label=_l("Name of the business"), max_length=LONGEST)
    nib = forms.CharField(
        label=_l("NIB (13 digits)"), max_length=40, required=False, widget=DigitsInput()
    )
    scale = forms.ChoiceField(label=_l("How large is the business?"), choices=SCALES.items())
    subsector = forms.ChoiceField(label=_l("Field of work"), required=False)
    district_code = forms.ChoiceField(label=_l("District (kecamatan)"))
    street = forms.CharField(
        label=_l("Street and number, hamlet or village"),
        max_length=LONGEST,
        widget=forms.TextInput({"autocomplete": "off", "data-secret": True}),
    )
    rt_rw = forms.CharField(label=_l("RT/RW"), max_length=20, required=False)
    postcode = forms.CharField(
        label=_l("Postcode"), max_length=10, required=False, widget=DigitsInput()
    )
    mark_name = forms.CharField(
        label=_l("Name of the mark"), max_length=LONGEST, widget=SecretTextInput()
    )
    mark_type = forms.ChoiceField(label=_l("Type of the mark"), choices=TYPES.items())
    description = forms.CharField(
        label=_l("Describe the label"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea({"rows": 2, "data-secret": True, "autocomplete": "off"}),
    )
    colours = forms.CharField(label=_l("Colours on the label"), max_length=LONGEST, required=False)
    translation = forms.CharField(
        label=_l("What do the foreign or regional words mean?"),
        help_text=_l("Leave it empty when there are none."),
        max_length=LONGEST,
        required=False,
        widget=SecretTextInput(),
    )
    goods = forms.CharField(label=_l("Goods or services"), max_length=300, widget=SecretTextInput())
    nice_class = forms.IntegerField(
        label=_l("Class"), help_text=_l("A number from 1 to 45."), min_value=1, max_value=45
    )
    publish = forms.BooleanField(
        label=_l("The owner agrees that business and mark are shown publicly after registration."),
        required=False,
    )
    messages = forms.BooleanField(
        label=_l("The owner wants deadline messages on this number."), required=False
    )
    facilitate = forms.BooleanField(
        label=_l(
            "The owner has read the notice and asks the office to facilitate the application."
        ),
        error_messages={"required": _l("The office can start only when the owner asks it to.")},
    )

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = get_language() or "id"
        rows = [(row.code, row.name(lang)) for row in subsectors()]
        districts = districts_of(office.region_code).values_list("code", "name")
        self._choose("subsector", [("", _("None of these, or not sure")), *rows])
        self._choose("district_code", [("", _("Choose a district")), *districts])
        for paper in _papers():
            self.fields[f"paper_{paper.code}"] = forms.FileField(
                label=paper.label(lang),
                help_text=_("PDF or photo, at most 15 MB."),
                required=False,
                widget=CameraInput(),
            )

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _checked(self, name: str, check: Any) -> str:
        typed = str(self.cleaned_data[name]).strip()
        try:
            return str(check(typed)) if typed else ""
        except Invalid as refused:
            raise forms.ValidationError(_(refused.message) % refused.params) from refused

    def clean_phone(self) -> str:
        """The number in E.164."""
        return self._checked("phone", phone_e164)

    def clean_nik(self) -> str:
        """16 digits, or nothing."""
        return self._checked("nik", lambda typed: check_nik(typed).digits)

    def clean_nib(self) -> str:
        """13 digits, or nothing."""
        return self._checked("nib", check_nib)

    def clean_postcode(self) -> str:
        """Five digits, or nothing."""
        return self._checked("postcode", check_postcode)

    def clean(self) -> dict[str, Any] | None:
        """A person's mark needs the person's NIK."""
        given = self.cleaned_data
        is_person = given.get("owner_kind") == OwnerKind.PERSON
        if is_person and not given.get("nik") and "nik" not in self.errors:
            self.add_error("nik", _("Write the 16 digits of the NIK."))
        return given

    @property
    def papers(self) -> list[Any]:
        """The boxes for papers."""
        return [self[name] for name in self.fields if name.startswith("paper_")]

    def told(self) -> Told:
        """The answers in the shape of the applicant's own form."""
        given = self.cleaned_data
        sections: dict[str, Any] = {
            "check": {"names": [given["mark_name"]], "goods": given["goods"],
                      "chosen": given["mark_name"]},
            "owner_kind": given["owner_kind"],
            "owner": {"owner_name": given["owner_name"], "nik": given["nik"]},
            "business": {name: given[name] for name in ("trade_name", "nib", "scale", "subsector")}
            | {"activity": given["goods"]},
            "address": {name: given[name]
                        for name in ("district_code", "street", "rt_rw", "postcode")},
            "mark": {
                "name": given["mark_name"],
                "mark_type": given["mark_type"],
                "description": given["description"],
                "colours": given["colours"],
                "translation": given["translation"],
                "no_translation": not given["translation"],
            },
            "goods": {"classes": [given["nice_class"]], "text": given["goods"]},
            "consent": {name: given[name] for name in ("facilitate", "publish", "messages")},
        }  # fmt: skip
        held = {
            name.removeprefix("paper_"): replies.sent_file(given[name])
            for name in self.fields
            if name.startswith("paper_") and given.get(name)
        }
        return Told(
            given["owner_name"],
            given["phone"],
            sections,
            {code: sent for code, sent in held.items() if sent is not None},
        )


def _papers() -> list[DocumentRequirement]:
    """What any applicant for a mark may bring, each once."""
    rows = DocumentRequirement.objects.filter(
        kind="mark", supplied_by="applicant", required=True, programme=None
    )
    return list({row.code: row for row in rows}.values())
