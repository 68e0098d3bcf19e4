"""``Ref``: how one room points at a thing in another without importing it.

A ref is the plain string ``room.model:key``, such as ``cases.case:12``.
"""

import re
from typing import Any, NewType

Ref = NewType("Ref", str)
_SHAPE = re.compile(r"^[a-z_]+\.[a-z_]+:[A-Za-z0-9_.-]{1,40}$")


def ref_of(thing: Any) -> Ref:
    """The ref of a saved model object; a string is checked and passed through.

    Raises ``ValueError`` for an unsaved object or a string of another shape.
    """
    if isinstance(thing, str):
        if not _SHAPE.fullmatch(thing):
            raise ValueError(f"not a ref: {thing!r}")
        return Ref(thing)
    if thing.pk is None:
        raise ValueError("an unsaved object has no ref")
    return Ref(f"{thing._meta.app_label}.{thing._meta.model_name}:{thing.pk}")


def key_of(ref: str, model: str) -> str | None:
    """The key inside ``ref`` when it points at ``model`` (``room.model``), else ``None``."""
    name, _, key = ref.partition(":")
    return key if name == model and key else None
