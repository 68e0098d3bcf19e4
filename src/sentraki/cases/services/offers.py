"""A place that is held for somebody: told, and taken up."""

from django.utils.translation import gettext_noop

from sentraki.cases.models import Case, Place
from sentraki.cases.rules.place_flow import PlaceStatus, is_over
from sentraki.cases.services.intake import facts_of, recipient_of
from sentraki.cases.services.places import live_place, set_place_status
from sentraki.cases.services.status import locked
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import MoveRefused
from sentraki.kernel.wording import date_id
from sentraki.ledger.acts import Deed, act

NO_PLACE = gettext_noop("No place is held for this file.")
_OFFERED = "place-offered"


def confirm_place(*, case: Case, viewer: Viewer, key: str = "") -> Place:
    """Take up the place that is held for the case: by its applicant or, told by phone, by an
    officer. Raises ``MoveRefused`` when none is held or its day is over."""
    with act("place.confirm", on=case, by=viewer, key=key, **facts_of(case)) as deed:
        fresh = locked(case)
        place = live_place(fresh)
        if place is None:
            raise MoveRefused(NO_PLACE)
        today = clock.today(fresh.office.zone)
        in_time = not is_over(place.held_until, today)
        set_place_status(place, "confirm", viewer, in_time=in_time)
        deed.record(place=place.number)
    return place


def tell_offer(deed: Deed, case: Case, place: Place) -> None:
    """Tell the applicant until when the place is held, if it still has to be taken up."""
    if place.status == PlaceStatus.RESERVED and place.held_until is not None:
        deed.tell(
            _OFFERED,
            to=recipient_of(case),
            code=case.code,
            office=case.office.unit,
            due=date_id(place.held_until),
        )
