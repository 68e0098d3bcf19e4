"""Giving out scarce things: letter numbers, places."""

from django.utils.translation import gettext_noop

from sentraki.kernel.errors import Taken
from sentraki.ledger import acts
from sentraki.ledger.models import Counter

_GONE = gettext_noop("The last one has just gone.")


def claim(name: str, limit: int | None = None, by: int = 1) -> int:
    """Take the next ``by`` numbers of counter ``name`` and return the last of them (from 1).

    ``limit`` is the highest number there may be; beyond it ``Taken`` is raised and nothing is
    taken. Only inside an act (``RuntimeError`` otherwise): what is claimed and the entry that says
    so are stored together, and numbers of an act that fails go back, so series have no gaps.
    """
    if acts.current() is None:
        raise RuntimeError("a counter is claimed inside an act")
    if by < 1:
        raise ValueError("claim at least one")
    counter, _ = Counter.objects.select_for_update().get_or_create(name=name)
    value = counter.value + by
    if limit is not None and value > limit:
        raise Taken(_GONE, name=name, limit=limit)
    counter.value, counter.limit = value, limit
    counter.save(update_fields=["value", "limit"])
    return value
