"""What an error summary lists: one line an error, each leading to its field."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.forms.formsets import BaseFormSet


@dataclass(frozen=True)
class ErrorLink:
    """``text`` is the sentence, ``target`` the id of the field; empty for the form as a whole."""

    text: str
    target: str = ""


def links_of(form: BaseForm | BaseFormSet[Any] | Sequence[Any] | None) -> list[ErrorLink]:
    """The errors of ``form`` in reading order: the form's own first, then field by field.

    Takes a form, a formset or a sequence of both; ``None`` and unbound forms have none.
    """
    if form is None:
        return []
    if isinstance(form, BaseFormSet):
        own = [ErrorLink(str(text)) for text in form.non_form_errors()] if form.is_bound else []
        return own + [link for each in form.forms for link in links_of(each)]
    if not isinstance(form, BaseForm):
        return [link for each in form for link in links_of(each)]
    found = [ErrorLink(str(text)) for text in form.non_field_errors()]
    for field in form:
        target = field.auto_id if field.use_fieldset else field.id_for_label
        found += [ErrorLink(str(text), target) for text in field.errors]
    return found
