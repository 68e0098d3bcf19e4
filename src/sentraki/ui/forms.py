"""How Django's forms come out as ours.

``FORM_RENDERER = "sentraki.ui.forms.Renderer"`` makes ``{{ form }}``, ``{{ form.as_div }}`` and
``{{ field.as_field_group }}`` draw ``.ki-field``: label, hint before the box, the box, and the
error as one sentence with its sign, which names the field. Optional fields say so; required ones
say nothing.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import BaseRenderer, DjangoTemplates
from django.forms.utils import ErrorList
from django.http import HttpRequest
from django.template.loader import get_template
from django.utils.functional import Promise

from sentraki.ui.sentences import told

_OWN: Mapping[str, str] = MappingProxyType(
    {
        "django/forms/div.html": "ui/form/form.html",
        "django/forms/field.html": "ui/form/field.html",
        "django/forms/errors/list/default.html": "ui/form/errors.html",
        "django/forms/widgets/radio.html": "ui/form/choices.html",
        "django/forms/widgets/checkbox_select.html": "ui/form/choices.html",
    }
)
_CHECKS = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)


class Field(BoundField):
    """A bound field that knows its classes; screen readers get hint and error with the box."""

    @property
    def errors(self) -> ErrorList:
        """The field's errors, Django's own told as sentences that name the field."""
        found: ErrorList = super().errors
        said = found.copy()
        said.field_id = found.field_id  # type: ignore[attr-defined]  # new in Django 5.2
        said.data = [told(error, self.field, str(self.label)) for error in found.data]
        return said

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        """Django's attributes, and the class of the box unless the widget brings its own."""
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        if widget.use_fieldset:
            attrs.pop("aria-invalid", None)
        if "class" not in widget.attrs and not widget.is_hidden:
            attrs["class"] = _css_of(widget)
        return attrs

    def css_classes(self, extra_classes: Any = None) -> str:
        """``ki-field`` and, while something is wrong, ``is-invalid``."""
        own = super().css_classes(extra_classes)
        return " ".join(filter(None, ["ki-field", "is-invalid" if self.errors else "", own]))

    @property
    def is_optional(self) -> bool:
        """Whether "(may be skipped)" stands beside the label."""
        return not self.field.required and not isinstance(
            self.field.widget, (forms.CheckboxInput, forms.HiddenInput)
        )

    @property
    def is_check(self) -> bool:
        """Whether this is one box to tick, whose label wraps it."""
        return isinstance(self.field.widget, forms.CheckboxInput)


def _css_of(widget: forms.Widget) -> str:
    if isinstance(widget, _CHECKS):
        return "form-check-input"
    if isinstance(widget, forms.Select):
        return "form-select"
    return "" if isinstance(widget, CameraInput) else "form-control"


class Renderer(BaseRenderer):
    """Our templates from the project's engine, Django's own for the bare widgets."""

    form_template_name = "ui/form/form.html"
    field_template_name = "ui/form/field.html"
    bound_field_class = Field

    def __init__(self) -> None:
        self._plain = DjangoTemplates()

    def get_template(self, template_name: str) -> Any:
        """The template of that name; names of Django's that we draw ourselves lead to ours."""
        name = _OWN.get(template_name, template_name)
        if name.startswith("django/"):
            return self._plain.get_template(name)
        return get_template(name)

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        """Draw a form, a field or a widget."""
        return str(self.get_template(template_name).render(context, request=request)).strip()


class PhoneInput(forms.TextInput):
    """A mobile number: the number pad, and the phone's own number offered."""

    input_type = "tel"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        given = {"inputmode": "tel", "autocomplete": "tel", "maxlength": 20}
        super().__init__(given | (attrs or {}))


class DigitsInput(forms.TextInput):
    """A number that is a name (NIK, NIB, postcode): digits pad, nothing remembered or added up."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        given = {"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}
        super().__init__(given | (attrs or {}))


class SecretTextInput(forms.TextInput):
    """An unfiled name: the browser does not keep it, and no local copy is made while offline."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        given = {"autocomplete": "off", "data-secret": True, "spellcheck": "false"}
        super().__init__(given | (attrs or {}))


class DateInput(forms.DateInput):
    """A date in the browser's own picker."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class CameraInput(forms.FileInput):
    """A camera button and a file button for one field; whichever was used is sent.

    ``accept`` names what the file button offers. Both inputs carry the field's name: a browser
    sends an empty part for the unused one, which Django drops.
    """

    template_name = "ui/form/camera.html"

    def __init__(
        self, attrs: dict[str, Any] | None = None, accept: str = "image/*,application/pdf"
    ) -> None:
        super().__init__({"accept": accept} | (attrs or {}))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Django's context; ``parts`` holds what both inputs carry besides name and id."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        given = context["widget"]["attrs"]
        context["parts"] = {
            key: value
            for key, value in given.items()
            if key not in ("id", "accept", "class", "required")
        }
        context["only_pictures"] = given.get("accept") == "image/*"
        return context


class PhotoInput(CameraInput):
    """A camera button and a button for a picture already on the phone."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, accept="image/*")


class PhotosInput(PhotoInput):
    """The same for several pictures: ``multiple`` choices, all of them sent."""

    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"multiple": True} | (attrs or {}))


class PhotosField(forms.FileField):
    """Several files under one name; cleans to a list, in the order they were chosen."""

    widget = PhotosInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Each file by Django's own rules."""
        given = data if isinstance(data, list) else [data] if data else []
        if not given:
            super().clean(None, initial)
            return []
        return [super(PhotosField, self).clean(file, initial) for file in given]


class ChoiceRows(forms.RadioSelect):
    """One of a few, as rows to touch. A choice may be ``(value, label)`` or, through ``hints``,
    carry a second line."""

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Any = (),
        hints: Mapping[str, str | Promise] | None = None,
    ) -> None:
        super().__init__(attrs, choices)
        self.hints = dict(hints or {})

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Django's option with its ``hint``."""
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        return option | {"hint": self.hints.get(str(value), "")}


class ManyRows(forms.CheckboxSelectMultiple):
    """Any of a few, as rows to touch, with the same ``hints``."""

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Any = (),
        hints: Mapping[str, str | Promise] | None = None,
    ) -> None:
        super().__init__(attrs, choices)
        self.hints = dict(hints or {})

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Django's option with its ``hint``."""
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        return option | {"hint": self.hints.get(str(value), "")}
