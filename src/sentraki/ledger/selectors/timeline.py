"""What happened to a thing, as lines: who, did what, when. Never contents."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from sentraki.kernel import access
from sentraki.kernel.access import Role, Viewer
from sentraki.kernel.refs import key_of
from sentraki.ledger import verbs
from sentraki.ledger.models import Entry
from sentraki.offices.models import Person
from sentraki.offices.scoping import prefix_scope


@dataclass(frozen=True)
class TimelineRow:
    """One act. ``actor`` is a colleague's name for officers, empty for all others."""

    index: int
    at: datetime
    verb: str
    sentence_id: str
    sentence_en: str
    role: str
    actor: str
    office_id: int | None
    has_note: bool

    def sentence(self, lang: str) -> str:
        """The sentence in ``lang`` (``id`` unless ``en``)."""
        return self.sentence_en if lang.startswith("en") else self.sentence_id


def timeline(viewer: Viewer, ref: str, *, also: Iterable[str] = ()) -> list[TimelineRow]:
    """Acts on ``ref`` (and on the refs in ``also``, say its letters), oldest first.

    An applicant sees those of granted things, an officer those of the own regions; others none.
    ``also`` must be things the caller reached through ``ref``. Two queries at most.
    """
    entries = list(_visible(viewer, ref).filter(on_ref__in=[ref, *also]))
    names = _names(entries) if viewer.is_officer or viewer.role is Role.SYSTEM else {}
    return [_row(entry, names) for entry in entries]


def rows_of(entries: Iterable[Entry]) -> list[TimelineRow]:
    """Entries an officer may see, as lines with their colleagues' names. One query."""
    listed = list(entries)
    names = _names(listed)
    return [_row(entry, names) for entry in listed]


def entries_for(viewer: Viewer) -> QuerySet[Entry]:
    """Every entry an auditor or administrator may list, newest first; none for others."""
    if viewer.role not in {Role.ADMIN, Role.AUDITOR, Role.SYSTEM}:
        return Entry.objects.none()
    return _in_regions(viewer).order_by("-index")


def _visible(viewer: Viewer, ref: str) -> QuerySet[Entry]:
    if viewer.role is Role.APPLICANT:
        allowed = access.decide("timeline.view", viewer, about=ref).allowed
        return Entry.objects.all() if allowed else Entry.objects.none()
    if not access.may_enter("timeline.view", viewer).allowed:
        return Entry.objects.none()
    return _in_regions(viewer)


def _in_regions(viewer: Viewer) -> QuerySet[Entry]:
    if viewer.role is Role.SYSTEM:
        return Entry.objects.all()
    if not viewer.second_factor:
        return Entry.objects.none()
    condition: Q | None = prefix_scope("region_code", viewer.regions)
    return Entry.objects.none() if condition is None else Entry.objects.filter(condition)


def _names(entries: Iterable[Entry]) -> dict[str, str]:
    keys = {key for entry in entries if (key := key_of(entry.actor_ref, "offices.person"))}
    people = Person.objects.filter(pk__in=keys).values_list("pk", "name") if keys else ()
    return {f"offices.person:{pk}": name for pk, name in people}


def _row(entry: Entry, names: dict[str, str]) -> TimelineRow:
    verb = verbs.known_or_bare(entry.verb)
    return TimelineRow(
        index=entry.index,
        at=entry.at,
        verb=entry.verb,
        sentence_id=verb.sentence_id,
        sentence_en=verb.sentence_en,
        role=entry.role,
        actor=names.get(entry.actor_ref, ""),
        office_id=entry.office_id,
        has_note=bool(entry.note_commitment),
    )
