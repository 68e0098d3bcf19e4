"""What officers write about a file: judgements, searches, returns, reasons."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import override, pgettext_lazy

from sentraki.ui.forms import CameraInput, ChoiceRows, DateInput

GOOD, BAD = "good", "replace"
LONGEST_REASON = 300
OTHER = "other"
GROUNDS: dict[str, Promise] = {
    "not-small": _l("The business is not a micro or small business"),
    "not-here": _l("The owner or the business is not from this region"),
    "had-place": _l("This person was already facilitated this year"),
    "same-mark": _l("The mark is the same as a registered one for goods of the same kind"),
    OTHER: _l("Another rule of the programme"),
}


class JudgeForm(forms.Form):
    """Whether a paper will do; a no needs its reason."""

    verdict = forms.ChoiceField(
        label=_l("Will this paper do?"),
        choices=[
            (GOOD, pgettext_lazy("paper", "Good")),
            (BAD, pgettext_lazy("paper", "To be replaced")),
        ],
        widget=ChoiceRows,
    )
    reason = forms.CharField(
        label=_l("What is wrong, and how is it mended?"),
        help_text=_l("The applicant reads this sentence. Example: the address on the card "
                     "cannot be read. Photograph it again in good light."),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any] | None:
        """A paper to be replaced needs a reason."""
        given = self.cleaned_data
        if given.get("verdict") == BAD and not given.get("reason", "").strip():
            self.add_error("reason", _("Give a reason."))
        return given


class PaperForm(forms.Form):
    """A paper the applicant brought to the counter."""

    file = forms.FileField(
        label=_l("Paper"), help_text=_l("PDF or photo, at most 15 MB."), widget=CameraInput()
    )


class PdkiForm(forms.Form):
    """What was seen in PDKI, when, and the picture that shows it."""

    checked_on = forms.DateField(label=_l("Date of the search"), widget=DateInput())
    finding = forms.CharField(
        label=_l("What did you see?"),
        help_text=_l("Words searched, classes, and the nearest marks with their numbers."),
        max_length=2000,
        widget=forms.Textarea({"rows": 4, "autocomplete": "off", "data-secret": True}),
    )
    picture = forms.FileField(
        label=_l("Screenshot"),
        help_text=_l("PDF or photo, at most 15 MB."),
        required=False,
        widget=CameraInput(),
    )


class ReturnForm(forms.Form):
    """All that is missing, in one list. Each known defect has a tick and its sentence.

    Once the list is sent (``is_sent``) the verb itself asks for the reason of a second return, so
    that the same answer sent twice is told as done and not as lacking.
    """

    more = forms.CharField(
        label=_l("Something else to mend"),
        help_text=_l("One line each: what is wrong, and how it is mended."),
        required=False,
        max_length=3000,
        widget=forms.Textarea({"rows": 3}),
    )
    due_on = forms.DateField(label=_l("Send everything before"), widget=DateInput())
    reason = forms.CharField(
        label=_l("Why is it returned again?"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(
        self,
        *args: Any,
        defects: list[dict[str, Any]],
        is_second: bool,
        is_sent: bool = False,
        only: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known = [row["code"] for row in defects]
        for row in defects:
            ticked = not only or row["code"] == only
            tick = forms.BooleanField(label=row["title"], required=False, initial=ticked)
            words = forms.CharField(
                label=_("Sentence for the applicant: %(paper)s") % {"paper": row["title"]},
                initial=row["text"],
                max_length=LONGEST_REASON,
                error_messages={"required": _("Write what the applicant has to do.")},
                widget=forms.Textarea({"rows": 2}),
            )
            self.fields[f"is_{row['code']}"] = tick
            self.fields[f"say_{row['code']}"] = words
        if is_second:
            self.fields["reason"].required = not is_sent
            self.fields["reason"].help_text = _(
                "This file was returned once already. Give a reason; the head of section will "
                "read it."
            )
        else:
            del self.fields["reason"]

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        """Tick and sentence of each known defect."""
        return [(self[f"is_{code}"], self[f"say_{code}"]) for code in self.known]

    def clean(self) -> dict[str, Any] | None:
        """At least one defect."""
        if not self.errors and not self.defects:
            self.add_error(None, _("Choose at least one defect, or write one."))
        return self.cleaned_data

    @property
    def defects(self) -> list[dict[str, str]]:
        """The list as it will be sent: known ones first, then the officer's own lines."""
        given = self.cleaned_data
        known = [
            {"requirement": code, "text": given.get(f"say_{code}", "").strip()}
            for code in self.known
            if given.get(f"is_{code}")
        ]
        lines = [line.strip() for line in given.get("more", "").splitlines()]
        return known + [{"requirement": "", "text": line[:300]} for line in lines if line]


class DeclineForm(forms.Form):
    """Which rule is not met, and the words the applicant reads."""

    ground = forms.ChoiceField(
        label=_l("Which rule is not met?"), choices=list(GROUNDS.items()), widget=ChoiceRows
    )
    words = forms.CharField(
        label=_l("Explain it to the applicant"),
        help_text=_l("The applicant reads this and may ask for a review."),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def clean(self) -> dict[str, Any] | None:
        """Another rule has to be named."""
        given = self.cleaned_data
        if given.get("ground") == OTHER and not given.get("words", "").strip():
            self.add_error("words", _("Name the rule."))
        return given

    @property
    def reason(self) -> str:
        """What the applicant reads, in Indonesian as all that is kept."""
        words = str(self.cleaned_data["words"]).strip()
        if self.cleaned_data["ground"] == OTHER:
            return words
        with override("id"):
            ground = str(GROUNDS[self.cleaned_data["ground"]])
        return f"{ground}. {words}" if words else ground


class ReasonForm(forms.Form):
    """A reason that is kept with the act."""

    reason = forms.CharField(
        label=_l("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea({"rows": 2})
    )
