"""Django's own errors as sentences that name the field and say what to do.

A sentence a form brings itself stays as it is: only Django's stock texts are told anew, by code.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core import validators
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _l

from sentraki.kernel.wording import number_id

_LENGTHS: Mapping[str, Promise] = {
    "max_length": _l("%(field)s: at most %(limit)s characters. Now %(now)s."),
    "min_length": _l("%(field)s: at least %(limit)s characters. Now %(now)s."),
    "max_value": _l("%(field)s: at most %(limit)s."),
    "min_value": _l("%(field)s: at least %(limit)s."),
}
_SENTENCES: Mapping[str, Promise] = {
    "required": _l("%(field)s: not filled in yet."),
    "invalid_choice": _l("%(field)s: choose one of the answers shown."),
    "null_characters_not_allowed": _l("%(field)s: one sign cannot be read. Type it again."),
    "missing": _l("%(field)s: the file did not arrive. Send it again."),
    "empty": _l("%(field)s: the file is empty. Send another."),
}
_INVALID: tuple[tuple[type[forms.Field], Promise], ...] = (
    (forms.DateField, _l("%(field)s: write a date, for example 2026-12-31.")),
    (forms.IntegerField, _l("%(field)s: write a number in digits.")),
    (forms.EmailField, _l("%(field)s: write an e-mail address, for example nama@contoh.id.")),
    (forms.FileField, _l("%(field)s: the file did not arrive. Send it again.")),
)
_BOUNDS = (
    validators.MaxLengthValidator,
    validators.MinLengthValidator,
    validators.MaxValueValidator,
    validators.MinValueValidator,
)


def told(error: Any, field: forms.Field, label: str) -> Any:
    """``error`` of ``field`` as our sentence when it is Django's own, else as it came.

    Takes and gives what an error list holds: ``ValidationError`` or text.
    """
    name = label.rstrip(" ?:.")
    if not isinstance(error, ValidationError) or not name:
        return error
    if not _is_stock(error, field):
        return error
    params: Mapping[str, Any] = error.params or {}
    code = error.code or ""
    if code in _LENGTHS and "limit_value" in params:
        words = {"limit": params["limit_value"], "now": params["show_value"]}
        if code.endswith("_length"):  # a count; a largest value may be a year
            words = {key: _count(value) for key, value in words.items()}
        return ValidationError(str(_LENGTHS[code]) % {"field": name, **words}, code)
    sentence = _SENTENCES.get(code) or (_invalid(field) if code == "invalid" else None)
    return ValidationError(str(sentence) % {"field": name}, code) if sentence else error


def _count(number: int) -> str:
    return f"{number:,}" if (get_language() or "").startswith("en") else number_id(number)


def _invalid(field: forms.Field) -> Promise | None:
    return next((sentence for kind, sentence in _INVALID if isinstance(field, kind)), None)


def _is_stock(error: ValidationError, field: forms.Field) -> bool:
    return str(error.message) in {str(text) for text in _stock_texts(field)}


def _stock_texts(field: forms.Field) -> Iterator[Any]:
    """What Django itself would say about such a field, in the present language."""
    for kind in type(field).__mro__:
        yield from getattr(kind, "default_error_messages", {}).values()
    yield from (validator.message for validator in (*_BOUNDS, validators.EmailValidator))
    yield validators.ProhibitNullCharactersValidator.message
