"""Communities and their collective marks: what an officer writes down about them."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sentraki.cases.models import DocumentRequirement
from sentraki.cases.rules.usage import Chapter
from sentraki.cases.selectors.collective import COLLECTIVE, quality_points
from sentraki.cases.services.collective import DEED_PAPER, RULES_PAPER, Wanted
from sentraki.desk import replies
from sentraki.desk.forms.counter import CounterForm
from sentraki.kernel.errors import Invalid
from sentraki.kernel.numbers import check_nib, check_postcode
from sentraki.kernel.wording import phone_e164
from sentraki.offices.models import Office
from sentraki.offices.selectors import districts_of
from sentraki.parties.models import Community
from sentraki.parties.rules.communities import BoardRole, CommunityKind, Seat
from sentraki.parties.selectors.subsectors import subsectors
from sentraki.parties.services.communities import NewMember
from sentraki.ui.forms import CameraInput, DateInput, DigitsInput, ManyRows, PhoneInput, PhotosField

LONGEST = 255
KINDS: dict[str, Promise] = {
    CommunityKind.GROUP: _l("Group or circle (kelompok, paguyuban, KUB)"),
    CommunityKind.COOPERATIVE: _l("Cooperative"),
    CommunityKind.RED_WHITE_COOPERATIVE: _l("Koperasi Desa or Kelurahan Merah Putih"),
    CommunityKind.ASSOCIATION: _l("Association"),
    CommunityKind.VILLAGE_ENTERPRISE: _l("Village enterprise (BUMDes)"),
}
BOARD = {
    BoardRole.CHAIR: _l("Chair"),
    BoardRole.SECRETARY: _l("Secretary"),
    BoardRole.TREASURER: _l("Treasurer"),
    BoardRole.SUPERVISOR: _l("Supervisor"),
}
_MARK = ("mark_name", "mark_type", "description", "colours", "translation", "goods", "nice_class",
         "scale", "subsector", "facilitate", "publish", "messages")  # fmt: skip


class CommunityForm(forms.Form):
    """Name, legal standing, product in common, board, address."""

    name = forms.CharField(label=_l("Name of the community"), max_length=LONGEST)
    short_name = forms.CharField(label=_l("Short name"), max_length=40, required=False)
    kind = forms.ChoiceField(label=_l("Kind of community"), choices=KINDS.items())
    product = forms.CharField(
        label=_l("Product the members have in common"), max_length=LONGEST, required=False
    )
    deed_number = forms.CharField(
        label=_l("Number of the deed or decree"), max_length=120, required=False
    )
    deed_on = forms.DateField(label=_l("Date of the deed"), required=False, widget=DateInput())
    deed_until = forms.DateField(
        label=_l("Valid until"),
        help_text=_l("Leave it empty when it has no end."),
        required=False,
        widget=DateInput(),
    )
    deed = forms.FileField(
        label=_l("Copy of the deed or decree"),
        help_text=_l("PDF or photo, at most 15 MB."),
        required=False,
        widget=CameraInput(),
    )
    chair = forms.CharField(label=BOARD[BoardRole.CHAIR], max_length=LONGEST, required=False)
    secretary = forms.CharField(
        label=BOARD[BoardRole.SECRETARY], max_length=LONGEST, required=False
    )
    treasurer = forms.CharField(
        label=BOARD[BoardRole.TREASURER], max_length=LONGEST, required=False
    )
    supervisor = forms.CharField(
        label=BOARD[BoardRole.SUPERVISOR], max_length=LONGEST, required=False
    )
    since = forms.DateField(label=_l("In office since"), required=False, widget=DateInput())
    until = forms.DateField(label=_l("In office until"), required=False, widget=DateInput())
    phone = forms.CharField(
        label=_l("Mobile number"), required=False, widget=PhoneInput({"data-secret": True})
    )
    nib = forms.CharField(
        label=_l("NIB (13 digits)"), max_length=40, required=False, widget=DigitsInput()
    )
    district_code = forms.ChoiceField(label=_l("District (kecamatan)"), required=False)
    street = forms.CharField(
        label=_l("Street and number, hamlet or village"), max_length=LONGEST, required=False
    )
    postcode = forms.CharField(
        label=_l("Postcode"), max_length=10, required=False, widget=DigitsInput()
    )
    guided_by = forms.CharField(label=_l("Office that guides it"), max_length=120, required=False)

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        districts = districts_of(office.region_code).values_list("code", "name")
        field = self.fields["district_code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose a district")), *districts]

    @classmethod
    def about(cls, community: Community, **kwargs: Any) -> "CommunityForm":
        """The form filled with what is known."""
        fields = ("name", "short_name", "kind", "product", "deed_number", "deed_on", "deed_until",
                  "phone", "nib", "district_code", "street", "postcode", "guided_by")  # fmt: skip
        initial = {name: getattr(community, name) for name in fields}
        for seat in community.seats.all():
            initial |= {seat.role: seat.name, "since": seat.since, "until": seat.until}
        return cls(initial=initial, **kwargs)

    def _checked(self, name: str, check: Any) -> str:
        typed = str(self.cleaned_data[name]).strip()
        try:
            return str(check(typed)) if typed else ""
        except Invalid as refused:
            raise forms.ValidationError(_(refused.message) % refused.params) from refused

    def clean_phone(self) -> str:
        """The number in E.164, or nothing."""
        return self._checked("phone", phone_e164)

    def clean_nib(self) -> str:
        """13 digits, or nothing."""
        return self._checked("nib", check_nib)

    def clean_postcode(self) -> str:
        """Five digits, or nothing."""
        return self._checked("postcode", check_postcode)

    def values(self) -> dict[str, Any]:
        """The fields of the community."""
        kept = {"chair", "secretary", "treasurer", "supervisor", "since", "until", "deed"}
        return {name: value for name, value in self.cleaned_data.items() if name not in kept}

    def seats(self) -> list[Seat]:
        """The board, in its order."""
        given = self.cleaned_data
        return [
            Seat(given[role].strip(), BoardRole(role), given["since"], given["until"])
            for role in BOARD
            if given[role].strip()
        ]


class MembersForm(forms.Form):
    """Members, one a line; longer lists come as a sheet."""

    people = forms.CharField(
        label=_l("Members, one a line"),
        help_text=_l("Name; product. For example: Ibu Contoh; ledre pisang"),
        max_length=20_000,
        widget=forms.Textarea({"rows": 6}),
    )

    def members(self) -> list[NewMember]:
        """Everybody named."""
        found = []
        for line in self.cleaned_data["people"].splitlines():
            name, _sep, product = (part.strip() for part in line.partition(";"))
            if name:
                found.append(NewMember(name=name, product=product))
        return found


class ChaptersForm(forms.Form):
    """One page of the rules of use: a box for each chapter."""

    def __init__(self, *args: Any, chapters: Sequence[Chapter], lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for chapter in chapters:
            help_text = chapter.hint(lang)
            if chapter.basis:
                notice = f" ({chapter.notice})" if chapter.notice else ""
                help_text = f"{help_text} {chapter.basis}{notice}."
            self.fields[chapter.code] = forms.CharField(
                label=chapter.label(lang),
                help_text=help_text,
                max_length=8_000,
                required=False,
                widget=forms.Textarea(
                    {"rows": 4} | ({"data-secret": True} if chapter.code == "marks" else {})
                ),
            )


class SignRulesForm(forms.Form):
    """Who has signed, when, and the signed copy."""

    signed_on = forms.DateField(label=_l("Signed on"), widget=DateInput())
    names = forms.MultipleChoiceField(
        label=_l("Who has signed"),
        widget=ManyRows(),
        error_messages={"required": _l("Tick everybody whose signature is on the copy.")},
    )
    copy = forms.FileField(
        label=_l("Signed copy"),
        help_text=_l("PDF or photo, at most 15 MB."),
        required=False,
        widget=CameraInput(),
    )

    def __init__(self, *args: Any, names: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["names"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(name, name) for name in names]


class RecordedForm(forms.Form):
    """What DJKI says of changed rules."""

    number = forms.CharField(label=_l("Number of the record at DJKI"), max_length=60)
    recorded_on = forms.DateField(label=_l("Recorded on"), widget=DateInput())


class TransferForm(forms.Form):
    """Which community takes the mark over, and why."""

    to = forms.ChoiceField(label=_l("New owner"))
    reason = forms.CharField(label=_l("Reason"), max_length=300, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, others: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose a community")), *others]


class MoveForm(forms.Form):
    """One step of a membership and what it rests on."""

    step = forms.ChoiceField(label=_l("Step"))
    reason = forms.CharField(
        label=_l("Reason"), max_length=300, required=False, widget=forms.Textarea({"rows": 2})
    )
    agreed = forms.BooleanField(label=_l("The board has agreed."), required=False)
    is_grave = forms.BooleanField(label=_l("It is a grave breach."), required=False)
    is_named = forms.BooleanField(
        label=_l("The member agrees that the seal shows the name."), required=False
    )

    def __init__(self, *args: Any, steps: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["step"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(steps)


class VisitForm(forms.Form):
    """What was found at a member's place."""

    visited_on = forms.DateField(label=_l("Visited on"), widget=DateInput())
    good = forms.MultipleChoiceField(
        label=_l("What was as it should be"), required=False, widget=ManyRows()
    )
    finding = forms.CharField(
        label=_l("What you saw"), max_length=2_000, widget=forms.Textarea({"rows": 3})
    )
    photos = PhotosField(label=_l("Photos"), help_text=_l("Up to six at once."), required=False)

    def __init__(self, *args: Any, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["good"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(quality_points(lang).items())


class CollectiveForm(forms.Form):
    """The mark a ready community wants protected, and the papers it brought."""

    phone = forms.CharField(label=_l("Mobile number"), widget=PhoneInput({"data-secret": True}))

    def __init__(self, *args: Any, community: Community, **kwargs: Any) -> None:
        super().__init__(*args, **({"initial": {"phone": community.phone}} | kwargs))
        for name in _MARK:
            self.fields[name] = deepcopy(CounterForm.base_fields[name])
        lang = get_language() or "id"
        subsector = self.fields["subsector"]
        assert isinstance(subsector, forms.ChoiceField)
        rows = [(row.code, row.name(lang)) for row in subsectors()]
        subsector.choices = [("", _("None of these, or not sure")), *rows]
        papers = DocumentRequirement.objects.filter(
            kind=COLLECTIVE, supplied_by="applicant", required=True, programme=None
        ).exclude(code__in=(RULES_PAPER, DEED_PAPER))
        for paper in papers:
            self.fields[f"paper_{paper.code}"] = forms.FileField(
                label=paper.label(lang),
                help_text=_("PDF or photo, at most 15 MB."),
                required=False,
                widget=CameraInput(),
            )

    def clean_phone(self) -> str:
        """The number in E.164."""
        try:
            return phone_e164(self.cleaned_data["phone"])
        except Invalid as refused:
            raise forms.ValidationError(_(refused.message) % refused.params) from refused

    @property
    def papers(self) -> list[Any]:
        """The boxes for papers."""
        return [self[name] for name in self.fields if name.startswith("paper_")]

    def wanted(self) -> Wanted:
        """The answers as the service takes them."""
        given = self.cleaned_data
        held = {
            name.removeprefix("paper_"): replies.sent_file(given[name])
            for name in self.fields
            if name.startswith("paper_") and given.get(name)
        }
        return Wanted(
            phone=given["phone"],
            scale=given["scale"],
            subsector=given["subsector"],
            mark={
                "name": given["mark_name"],
                "mark_type": given["mark_type"],
                "description": given["description"],
                "colours": given["colours"],
                "translation": given["translation"],
                "no_translation": not given["translation"],
            },
            goods={"classes": [given["nice_class"]], "text": given["goods"]},
            consent={name: given[name] for name in ("facilitate", "publish", "messages")},
            papers={code: sent for code, sent in held.items() if sent is not None},
        )
