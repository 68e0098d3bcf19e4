"""What a knock at a programme's queue is told, whichever way it came in.

The page (``views.queue``) and the wicket beside it (``portal.wicket``) ask here, so that both give
the same answer to the same knock: this module knows the queue, and no request.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.http import Http404

from sentraki.cases.models import Programme
from sentraki.cases.selectors.arrivals import Spot, spot_of
from sentraki.cases.services import arrivals
from sentraki.kernel import clock, ids
from sentraki.kernel.access import Viewer
from sentraki.kernel.wording import phone_e164
from sentraki.portal import pace
from sentraki.portal.forms.apply import LONGEST
from sentraki.portal.stencil import Remembered, Stencil
from sentraki.ui.templatetags.ui import number

COOKIE = "antre"
LONGEST_KEY = 100
# Where a ``Note`` is left for whoever stands around the house (``portal.wicket``).
NOTE = "sentraki.queue"


class Look(NamedTuple):
    """What a page looks like, for everybody to whom it looks the same.

    ``kind`` is ``form``, ``place``, ``waiting``, ``known``, ``early``, ``closed`` or ``slower``.
    """

    kind: str
    wait: int = 0
    until: date | None = None
    is_begun: bool = False


@dataclass(frozen=True)
class Told:
    """One answer: the page's ``look``, the browser's ``key``, and what differs from browser to
    browser. ``look`` is ``None`` for "your spot is here: load the page"."""

    look: Look | None
    key: str
    words: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, int | None] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The status of the answer."""
        if self.look is None:
            return 302
        return 429 if self.look.wait else 200

    def values(self) -> dict[str, str]:
        """What stands in the page's slots, in the language that is active."""
        written = {name: number(value) for name, value in self.numbers.items()}
        return {"name": "", "phone": "", "key": self.key, **self.words, **written}

    def keeps_key(self, held: str) -> bool:
        """Whether the browser, whose cookie is ``held``, is given its key to keep."""
        return self.status != 429 and len(self.key) >= arrivals.SHORTEST_KEY and self.key != held


class Note(NamedTuple):
    """What a page was made of: its slots filled with ``values``, in this ``language``, at this
    ``origin`` (the address of the house as the request saw it). No stencil for a redirect."""

    told: Told
    stencil: Stencil | None
    values: Mapping[str, str]
    language: str
    origin: str


def _programme(public_id: str) -> Programme:
    rows = Programme.objects.for_viewer(Viewer.public()).select_related("office__region")
    found = rows.filter(public_id=public_id).exclude(queue_opens_at=None).first()
    if found is None:
        raise Http404
    return found


PROGRAMMES = Remembered(_programme)


Find = Callable[[Programme, str], Spot | None]


def look_in(row: Programme, network: str, held: str, find: Find = spot_of) -> Told:
    """Somebody from ``network`` opens the page; ``held`` is what the browser's cookie says.

    ``find`` tells the spot of a key, for callers that have asked for many at once.
    """
    key = held[:LONGEST_KEY]
    wait = pace.knock(network, is_sending=False)
    if wait:
        return Told(Look("slower", wait), key)
    spot = find(row, key)
    if spot is not None:
        return _spot(key, spot)
    return Told(form_of(row), key if len(key) >= arrivals.SHORTEST_KEY else ids.new_secret())


def form_of(row: Programme, wait: int = 0) -> Look:
    """The form, or in its place the reason why there is none now."""
    if arrivals.is_queue_open(row):
        return Look("form", wait)
    is_early = row.queue_opens_at is not None and clock.now() < row.queue_opens_at
    return Look("early" if is_early else "closed", wait)


def before_arriving(
    row: Programme, network: str, given: Mapping[str, str], find: Find = spot_of
) -> Told | None:
    """Somebody sends the form: what is told at once, ``None`` when a spot is to be given."""
    key = given["key"][:LONGEST_KEY]
    wait = pace.knock(network, is_sending=True, key=key)
    if wait:
        return Told(form_of(row, wait), key, {"name": given["name"], "phone": given["phone"]})
    return Told(None, key) if find(row, key) is not None else None


def plainly_read(given: Mapping[str, str]) -> tuple[str, str] | None:
    """Name and phone as typed, where the name needs no closer look; else ``None``.

    A crowd sends it right, and is spared the form. Raises ``Invalid`` for no phone number.
    """
    name = given["name"].strip()
    if name and len(name) <= LONGEST and name.isprintable():
        return name, phone_e164(given["phone"])
    return None


def _spot(key: str, spot: Spot) -> Told:
    kind = "place" if spot.place else "waiting"
    numbers = {
        "place": spot.place,
        "waiting": spot.waiting or spot.arrival,
        "arrival": spot.arrival,
    }
    look = Look(kind, until=spot.held_until, is_begun=spot.is_begun)
    return Told(look, key, {"code": spot.code}, numbers)
