"""Starting an application, and its first steps: the name, the goods, the mark."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sentraki.cases.models import Case
from sentraki.cases.rules.dossier import MarkType
from sentraki.kernel.errors import Invalid
from sentraki.kernel.secrets import blind_index
from sentraki.kernel.wording import phone_e164
from sentraki.offices.models import Office
from sentraki.ui.forms import ChoiceRows, ManyRows, PhoneInput, SecretTextInput
from serupa import suggest
from serupa.goods import summaries

LONGEST = 255
OTHER = "other"
MOST_CLASSES = 10
ALL_CLASSES = frozenset(str(number) for number in range(1, 46))
_NUMBERS = re.compile(r"\d+")


def said(refusal: Invalid) -> forms.ValidationError:
    """A refusal of the lower floors as an error of a form."""
    return forms.ValidationError(_(refusal.message) % refusal.params)


def explain(form: forms.Form, field: str, hints: Mapping[str, object]) -> None:
    """Give the choices of ``field`` their second lines, in the reader's language."""
    widget = form.fields[field].widget
    assert isinstance(widget, ChoiceRows)
    widget.hints = {value: str(hint) for value, hint in hints.items()}


class StartForm(forms.Form):
    """All that is asked before a draft exists; the office only where none was chosen."""

    office = forms.ChoiceField(label=_l("Which office should help you?"))
    name = forms.CharField(
        label=_l("Your name"), max_length=LONGEST, widget=forms.TextInput({"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_l("Mobile number"),
        help_text=_l("With your code it opens your file again. Example: 0812 3456 7890."),
        widget=PhoneInput({"data-secret": True}),
    )

    def __init__(self, *args: Any, office: Office | None, offices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if office:
            del self.fields["office"]
        else:
            choice = self.fields["office"]
            assert isinstance(choice, forms.ChoiceField)
            rows = [(one.slug, f"{one.name} · {one.unit}") for one in offices]
            choice.choices = [("", _("Choose an office")), *rows]

    def clean_phone(self) -> str:
        """The number in E.164."""
        try:
            return phone_e164(self.cleaned_data["phone"])
        except Invalid as no:
            raise said(no) from no


class StepForm(forms.Form):
    """One page of questions about ``case``. ``sections`` is what the page adds to the answers.

    ``asked`` names boxes that ``clean`` asks for: on the page they do not count as optional.
    """

    use_required_attribute = False
    asked: tuple[str, ...] = ()

    def __init__(self, data: Any = None, *, case: Case) -> None:
        self.case = case
        super().__init__(data, initial=self.start_values())
        if not self.is_bound:
            self._show_asked()

    def full_clean(self) -> None:
        """Look at what was typed; afterwards the page shows which boxes are asked for."""
        super().full_clean()
        self._show_asked()

    def _show_asked(self) -> None:
        for name in self.asked:
            if name in self.fields:
                self.fields[name].required = True

    def answers(self, section: str) -> dict[str, Any]:
        """What is known of ``section`` so far."""
        return dict(self.case.answers.get(section) or {})

    def start_values(self) -> dict[str, Any]:
        """What the boxes hold before anything is typed."""
        return {}

    def sections(self) -> dict[str, Mapping[str, Any]]:
        """Answers by section, from the boxes that hold something valid; others stay as saved."""
        return {}

    def stays(self) -> bool:
        """Whether the page has something to show before the next one."""
        return False

    def given(self, *names: str) -> dict[str, Any]:
        """The valid values of ``names``."""
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class NameForm(StepForm):
    """Which name goes on. A name that was not checked is screened and shown once before."""

    choice = forms.ChoiceField(label=_l("Which name do you want to register?"), widget=ChoiceRows)
    other = forms.CharField(
        label=_l("The name of your mark"),
        max_length=LONGEST,
        required=False,
        widget=SecretTextInput(),
    )
    shown = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, case: Case) -> None:
        self.names: list[str] = list((case.answers.get("check") or {}).get("names") or [])
        self.current = str((case.answers.get("mark") or {}).get("name") or "")
        super().__init__(data, case=case)
        if not self.names:
            self.fields["other"].required = True
            del self.fields["choice"]
            return
        choice = self.fields["choice"]
        assert isinstance(choice, forms.ChoiceField)
        rows = [(str(at), name) for at, name in enumerate(self.names)]
        choice.choices = [*rows, (OTHER, _("Another name"))]
        self.fields["other"].label = _("The other name")
        self.fields["other"].help_text = _("Only if you chose “Another name”.")

    def start_values(self) -> dict[str, Any]:
        """The saved name, else the one chosen in the name check."""
        wanted = self.current or self.answers("check").get("chosen") or ""
        if wanted in self.names:
            return {"choice": str(self.names.index(wanted))}
        shown = {"other": wanted, "shown": fingerprint(wanted)} if wanted else {}
        return {**shown, "choice": OTHER if wanted else ""}

    @property
    def unchecked(self) -> str:
        """The saved name when the name check has not seen it."""
        return "" if self.current in self.names else self.current

    def clean(self) -> dict[str, Any]:
        """Another name needs its words."""
        picked = self.cleaned_data.get("choice", OTHER if not self.names else "")
        bare = not self.cleaned_data.get("other", "").strip()
        if picked == OTHER and bare and "other" not in self.errors:
            self.add_error("other", _("Write the name of your mark."))
        return self.cleaned_data

    def picked(self) -> str:
        """The name chosen or typed; empty when there is none."""
        choice = self.cleaned_data.get("choice", OTHER if not self.names else "")
        if choice == OTHER:
            return str(self.cleaned_data.get("other", "")).strip()
        return self.names[int(choice)] if choice.isdigit() else ""

    def sections(self) -> dict[str, Mapping[str, Any]]:
        """The name, and among the checked ones once its result was shown."""
        name = self.picked()
        if not name:
            return {}
        check = self.answers("check")
        if name not in self.names and not self.is_new(name):
            check["names"] = [*self.names, name]
        return {"mark": {**self.answers("mark"), "name": name}, "check": {**check, "chosen": name}}

    def is_new(self, name: str) -> bool:
        """Whether nobody has shown the result for this name yet."""
        return name not in self.names and self.cleaned_data.get("shown") != fingerprint(name)

    def stays(self) -> bool:
        """A new name's result is shown before going on."""
        return self.is_new(self.picked())


def fingerprint(name: str) -> str:
    """What a page carries to know which name's result it showed; not the name."""
    return blind_index(name, "shown name")[:32]


class GoodsForm(StepForm):
    """What is sold, in the owner's words, and the classes: suggested, confirmed by the owner."""

    text = forms.CharField(
        label=_l("What do you sell?"),
        help_text=_l(
            "One sentence is enough. Example: fish crackers, dyed cloth, design services."
        ),
        max_length=300,
        widget=SecretTextInput(),
    )
    classes = forms.MultipleChoiceField(
        label=_l("Which class fits?"),
        help_text=_l("These are suggestions. An officer looks at them with you."),
        required=False,
        widget=ManyRows,
    )
    more = forms.CharField(
        label=_l("Another class"),
        help_text=_l("Only if you know it: numbers from 1 to 45."),
        required=False,
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    asked = ("classes",)
    offered = forms.CharField(required=False, max_length=1, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, case: Case) -> None:
        super().__init__(data, case=case)
        start = self.start_values()
        if not (self.data.get("offered") if self.is_bound else start["text"]):
            del self.fields["classes"], self.fields["more"], self.fields["offered"]
            return
        ticked = self.data.getlist("classes") if isinstance(self.data, QueryDict) else []
        known = [int(text) for text in [*start["classes"], *ticked] if text in ALL_CLASSES]
        found = [item.nice_class for item in suggest(start["text"], limit=4)]
        classes = self.fields["classes"]
        assert isinstance(classes, forms.MultipleChoiceField)
        numbers = dict.fromkeys([*known, *found])
        classes.choices = [(str(number), class_name(number)) for number in numbers]

    def start_values(self) -> dict[str, Any]:
        """Saved answers, else those of the name check."""
        saved, check = self.answers("goods"), self.answers("check")
        return {
            "text": saved.get("text") or check.get("goods") or "",
            "classes": [str(n) for n in saved.get("classes") or check.get("classes") or []],
            "offered": "1",
        }

    def clean_more(self) -> list[int]:
        """The class numbers typed."""
        numbers = [int(text) for text in _NUMBERS.findall(self.cleaned_data["more"])]
        if any(not 1 <= number <= 45 for number in numbers):
            raise forms.ValidationError(_("A class is a number from 1 to 45."))
        return numbers

    def clean(self) -> dict[str, Any]:
        """At least one class once classes are on the page; not more than a form can hold."""
        asked = "classes" in self.fields and not {"classes", "more"} & set(self.errors)
        if asked and not self.chosen():
            self.add_error("classes", _("Choose at least one class, or write its number."))
        if len(self.chosen()) > MOST_CLASSES:
            self.add_error("more", _("Write at most ten classes."))
        return self.cleaned_data

    def chosen(self) -> list[int]:
        """The classes ticked and typed, each once."""
        ticked = [int(number) for number in self.cleaned_data.get("classes", [])]
        return list(dict.fromkeys([*ticked, *self.cleaned_data.get("more", [])]))

    def sections(self) -> dict[str, Mapping[str, Any]]:
        """Text and classes; terms of the official list are an officer's work and stay."""
        saved = self.answers("goods")
        classes = self.chosen() or saved.get("classes") or []
        return {"goods": {**saved, **self.given("text"), "classes": classes}}

    def stays(self) -> bool:
        """The first time, the suggested classes are shown next."""
        return "classes" not in self.fields


def class_name(number: int) -> str:
    """A class with its short name in the reader's language."""
    in_id, in_en = summaries().get(number, ("", ""))
    name = in_en if (get_language() or "id").startswith("en") else in_id
    return _("Class %(number)s: %(name)s") % {"number": number, "name": name}


MARK_TYPES = {
    MarkType.COMBINED: (_l("Words and picture"), _l("A name together with a logo.")),
    MarkType.WORD: (_l("Words only"), _l("Just the name, in any lettering.")),
    MarkType.FIGURATIVE: (_l("Picture only"), _l("A logo without words.")),
}


class MarkForm(StepForm):
    """What the mark is: type, looks, foreign words. The boxes have the e-form's limits."""

    asked = ("translation",)

    mark_type = forms.ChoiceField(
        label=_l("What does your mark consist of?"),
        choices=[(kind.value, label) for kind, (label, _hint) in MARK_TYPES.items()],
        widget=ChoiceRows,
    )
    description = forms.CharField(
        label=_l("Describe the label"),
        help_text=_l("What is seen on it? Example: the words “Kopi Senja” above a rising sun."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea({"rows": 3, "data-secret": True, "autocomplete": "off"}),
    )
    colours = forms.CharField(
        label=_l("Colours on the label"),
        help_text=_l("Example: red, black."),
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    no_translation = forms.BooleanField(
        label=_l("There are no foreign or regional words"), required=False
    )
    translation = forms.CharField(
        label=_l("What do the foreign or regional words mean?"),
        help_text=_l("Example: “mak” means mother."),
        max_length=LONGEST,
        required=False,
        widget=SecretTextInput(),
    )
    transliteration = forms.CharField(
        label=_l("How are non-Latin letters read?"),
        help_text=_l("Only if the label has letters such as Arabic, Chinese or Javanese script."),
        max_length=LONGEST,
        required=False,
        widget=SecretTextInput(),
    )
    disclaimer = forms.CharField(
        label=_l("Words you claim no right to"),
        help_text=_l("Common words such as the name of the goods, for which no right is asked."),
        max_length=LONGEST,
        required=False,
        widget=SecretTextInput(),
    )
    KEPT = (
        "mark_type", "description", "colours", "no_translation", "translation",
        "transliteration", "disclaimer",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, case: Case) -> None:
        super().__init__(data, case=case)
        explain(self, "mark_type", {kind.value: hint for kind, (_n, hint) in MARK_TYPES.items()})

    def start_values(self) -> dict[str, Any]:
        """Saved answers."""
        return self.answers("mark")

    def clean(self) -> dict[str, Any]:
        """Either a translation or the word that there is nothing to translate."""
        data = self.cleaned_data
        none, meaning = data.get("no_translation"), data.get("translation")
        if none and meaning:
            self.add_error("translation", _("Take the tick away, or leave this box empty."))
        if not none and not meaning and "translation" not in self.errors:
            self.add_error(
                "translation", _("Write what the words mean, or tick that there are none.")
            )
        return data

    def sections(self) -> dict[str, Mapping[str, Any]]:
        """The mark's data beside its name."""
        return {"mark": {**self.answers("mark"), **self.given(*self.KEPT)}}
