"""The rush: thousands come within a minute; each gets one arrival number, and the first a place.

Those who come at the same moment are served together, in one act: whoever of a process's threads
is first leads, takes everybody who waits, commits once for all of them, and hands the lead to the
first of those who came meanwhile. In a crowd the leader waits a moment for more to come. Nothing is
answered before that commit. Who waits need not keep a thread waiting (``arrive_later``). A person
is one phone number in a programme; a browser is the secret key its form carried, so the same form
sent twice finds what the first one made.
"""

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from threading import Event, Lock

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from sentraki.cases.models import Case, Place, Programme
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.cases.rules.place_flow import held_until
from sentraki.cases.rules.quota import SelectionMode, affordable, cost_of
from sentraki.cases.selectors.quota import live_places, money_of, places_open, without_place
from sentraki.cases.services.codes import new_codes
from sentraki.cases.services.intake import DRAFT_DAYS
from sentraki.cases.services.places import free_numbers, locked_programme
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid, MoveRefused
from sentraki.kernel.secrets import blind_index
from sentraki.kernel.wording import phone_e164
from sentraki.ledger.acts import act
from sentraki.ledger.services import counters

NOT_OPEN = gettext_noop("The queue is not open.")
WEAK_KEY = gettext_noop("This form was changed on the way. Open the page again.")
SHORTEST_KEY = 30
MOST_AT_ONCE = 200
WAITING = (CaseStatus.DRAFT, CaseStatus.SUBMITTED, CaseStatus.RETURNED, CaseStatus.WAITLISTED)
# How long a leader waits for those who come at the same moment, after two and after many did.
GATHERING, GATHERING_MANY = 0.12, 0.25
# For so many seconds after so many people came at once, what can wait makes way for those who come.
CROWD, CROWD_LASTS = 8, 5.0
_OF_A_SPOT = ("code", "programme_id", "phone_index", "resume_hash", "arrival_number")
_GATE = Viewer.system("cases.queue")


Served = Callable[["Case | None", "Exception | None"], None]
Start = Callable[[Callable[[], None]], object]


@dataclass
class _Comer:
    """One request that waits for its answer: in its thread, or without one to be ``served``."""

    programme: Programme
    name: str
    phone: str
    phone_index: str
    resume_hash: str
    wake: Event = field(default_factory=Event)
    is_answered: bool = False
    case: Case | None = None
    is_other_browser: bool = False
    twin: "_Comer | None" = None
    error: Exception | None = None
    served: Served | None = None
    start: Start | None = None

    def is_told(self) -> None:
        """Answer whoever waits in a thread; the others are served when nobody waits any more."""
        self.is_answered = True
        self.wake.set()

    def lead_next(self) -> None:
        """Let this one lead: in its own thread, or in one that is started for it."""
        if self.start is None:
            self.wake.set()
        else:
            self.start(_lead)


class _Line:
    """Those of this process who wait, and whether one of them leads."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.comers: deque[_Comer] = deque()
        self.is_led = False
        self.gathering = 0.0
        self.crowd_at = -CROWD_LASTS


_LINE = _Line()


def is_queue_open(programme: Programme) -> bool:
    """Whether people may queue now: first come, from the stated moment, within the window."""
    now, today = clock.now(), clock.today(programme.office.zone)
    return (
        programme.selection == SelectionMode.FIRST_COME
        and programme.queue_opens_at is not None
        and programme.queue_opens_at <= now
        and today <= programme.closes_on
    )


def arrive(*, programme: Programme, name: str, phone: str, key: str) -> Case | None:
    """Give this person a spot, or find the one this browser has; committed when it returns.

    ``key`` is the secret of the browser's form. ``None`` when the phone number has a spot that
    another browser made: its owner finds it there or with the code. Raises ``Invalid`` for a phone
    number that is none or a key nobody drew, ``MoveRefused`` while the queue is not open.
    """
    mine = _comer(programme, name, phone_e164(phone), key)
    if not _joins(mine):
        mine.wake.wait()
    if not mine.is_answered:
        _lead()
    if mine.error is not None:
        raise mine.error
    return None if mine.is_other_browser else mine.case


def arrive_later(
    *, programme: Programme, name: str, phone: str, key: str, served: Served, start: Start
) -> None:
    """As ``arrive`` for a caller that goes on at once: ``served(case, error)`` is called after the
    commit with what ``arrive`` would return or raise. It must not fail and not take long.

    ``phone`` is in E.164 already, as ``kernel.wording.phone_e164`` gives it. ``start`` runs what it
    is given in a thread of the caller's that nobody else keeps busy.
    Raises at once what ``arrive`` raises about the form.
    """
    mine = _comer(programme, name, phone, key)
    mine.served, mine.start = served, start
    if _joins(mine):
        start(_lead)


def _comer(programme: Programme, name: str, number: str, key: str) -> _Comer:
    if not is_queue_open(programme):
        raise MoveRefused(NOT_OPEN)
    if len(key) < SHORTEST_KEY or len(key) > 100:
        raise Invalid(WEAK_KEY)
    phone_index, resume_hash = blind_index(number, "phone"), blind_index(key, "resume")
    return _Comer(programme, name.strip()[:255], number, phone_index, resume_hash)


def _joins(mine: _Comer) -> bool:
    """Let it stand in line; whether it is the first and has to lead."""
    with _LINE.lock:
        _LINE.comers.append(mine)
        leads, _LINE.is_led = not _LINE.is_led, True
    return leads


def is_crowded() -> bool:
    """Whether a crowd comes to a queue of this process at the same moment, or did a moment ago."""
    return time.monotonic() - _LINE.crowd_at < CROWD_LASTS


def _lead() -> None:
    """Serve those who wait, whoever leads first among them, and hand on the lead."""
    if _LINE.gathering:
        time.sleep(_LINE.gathering)
    with _LINE.lock:
        taken = [_LINE.comers.popleft() for _ in range(min(len(_LINE.comers), MOST_AT_ONCE))]
        _LINE.gathering = GATHERING if len(taken) > 1 else 0.0
        if len({comer.phone_index for comer in taken}) >= CROWD:
            _LINE.gathering = GATHERING_MANY
            _LINE.crowd_at = time.monotonic()
    try:
        _serve_all(taken)
    finally:
        for comer in taken:
            if comer.case is None and comer.error is None:
                comer.error = RuntimeError("whoever led was stopped")
            comer.is_told()
        with _LINE.lock:
            _LINE.is_led = bool(_LINE.comers)
            following = _LINE.comers[0] if _LINE.comers else None
        if following is not None:
            following.lead_next()
        for comer in taken:
            if comer.served is not None:
                comer.served(None if comer.is_other_browser else comer.case, comer.error)


def _serve_all(taken: Sequence[_Comer]) -> None:
    """Programme by programme; what goes wrong in one is told to those who came to it."""
    groups: dict[int, list[_Comer]] = {}
    for comer in taken:
        groups.setdefault(comer.programme.pk, []).append(comer)
    for comers in groups.values():
        try:
            _serve(comers)
        except Exception as error:
            for comer in comers:
                comer.error = error


def _serve(comers: Sequence[_Comer]) -> None:
    """One act for all: arrival numbers in the order they came, places while there are any."""
    programme = comers[0].programme
    with act("programme.arrive", on=programme, by=_GATE, region_code=programme.region_code) as deed:
        row = locked_programme(programme)
        row.office = programme.office
        if not is_queue_open(row):
            raise MoveRefused(NOT_OPEN)
        new = _strangers(row, comers)
        placed = _give(row, new)
        deed.record(came=len(comers), new=len(new), places=placed)
    for comer in comers:
        if comer.twin is not None:
            comer.case = comer.twin.case


def _strangers(row: Programme, comers: Sequence[_Comer]) -> list[_Comer]:
    """Those without a spot yet, one of each phone number and key; the others find theirs."""
    phones = {one.phone_index for one in comers}
    keys = {one.resume_hash for one in comers}
    # Asked for the programme too, SQLite would read through all who came to it.
    spots = Case.unscoped.exclude(arrival_number=None).only(*_OF_A_SPOT).order_by()
    by_phone = _here(row, spots.filter(phone_index__in=phones), "phone_index")
    by_key = _here(row, spots.filter(resume_hash__in=keys), "resume_hash")
    new: list[_Comer] = []
    for one in comers:
        known = by_key.get(one.resume_hash) or by_phone.get(one.phone_index)
        if known is not None:
            one.case, one.is_other_browser = known, known.resume_hash != one.resume_hash
            continue
        one.twin = next(
            (o for o in new if one.resume_hash == o.resume_hash),
            next((o for o in new if one.phone_index == o.phone_index), None),
        )
        if one.twin is None:
            new.append(one)
        else:
            one.is_other_browser = one.twin.resume_hash != one.resume_hash
    return new


def _here(row: Programme, spots: QuerySet[Case], name: str) -> dict[str, Case]:
    return {getattr(case, name): case for case in spots if case.programme_id == row.pk}


def _give(row: Programme, new: Sequence[_Comer]) -> int:
    """Cases with arrival numbers for ``new``, places for the first of them; how many places."""
    if not new:
        return 0
    today = clock.today(row.office.zone)
    cost = cost_of(1, row.classes_per_mark, row.fee_per_class)
    most = min(len(new), _free(row, today))
    most = min(most, affordable(money_of(row), cost)) if most else 0
    numbers = free_numbers(row, most) if most else []
    last = counters.claim(f"arrival:{row.pk}", by=len(new))
    waiting = len(new) - len(numbers)
    queued = counters.claim(f"waiting:{row.pk}", by=waiting) - waiting if waiting else 0
    cases = []
    codes = new_codes(row.office, len(new))
    for at, (comer, code) in enumerate(zip(new, codes, strict=True)):
        arrival = last - len(new) + 1 + at
        comer.case = Case(
            code=code,
            office=row.office,
            region_code=row.region_code,
            programme=row,
            applicant_name=comer.name,
            phone=comer.phone,
            phone_index=comer.phone_index,
            resume_hash=comer.resume_hash,
            draft_until=today + timedelta(days=DRAFT_DAYS),
            arrival_number=arrival,
            turn_number=arrival,
            waiting_number=queued + 1 + at - len(numbers) if at >= len(numbers) else None,
        )
        cases.append(comer.case)
    Case.objects.bulk_create(cases)
    until = held_until(today, row.hold_days)
    Place.objects.bulk_create(
        Place(programme=row, case=case, number=number, cost=cost, held_until=until)
        for case, number in zip(cases, numbers, strict=False)
    )
    return len(numbers)


def _free(row: Programme, today: date) -> int:
    """Places for those who come now: none while anybody who came earlier still waits for one."""
    free = places_open(row, today) - live_places(row).count()
    if free <= 0:
        return 0
    earlier = Case.unscoped.filter(programme=row, status__in=WAITING).exclude(arrival_number=None)
    return 0 if without_place(earlier, row).exists() else free
