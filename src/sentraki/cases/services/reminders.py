"""Reminding two people of each deadline: the officer in charge, and the applicant or the head.

A mark (14, 7, 3, 1 days before; day 60 and 80; the day after) speaks once. Rows of ``Reminder``,
messages and entries are written in one transaction under a key of the mark, so a worker that dies
leaves either nothing or all of it, and two workers do it once.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_noop

from sentraki.cases.messages import KINDS, TO_THE_OFFICE
from sentraki.cases.models import Case, Deadline, Reminder, Right
from sentraki.cases.rules.deadline_flow import DeadlineStatus
from sentraki.cases.rules.deadlines import OVER, Mark, Term, Who, marks, to_speak
from sentraki.cases.selectors.due import terms
from sentraki.cases.services.deadlines import CLERK
from sentraki.cases.services.dossier import with_office
from sentraki.cases.services.intake import recipient_of
from sentraki.cases.services.right_ties import reached_at
from sentraki.kernel import clock
from sentraki.kernel.access import Role
from sentraki.kernel.errors import AlreadyDone, MoveRefused
from sentraki.kernel.refs import ref_of
from sentraki.kernel.wording import date_en, date_id
from sentraki.ledger import messages
from sentraki.ledger.acts import Deed, act
from sentraki.ledger.messages import Recipient
from sentraki.offices.models import Person
from sentraki.offices.selectors import heads_of, officers_of

SMS = "sms"
# From these marks on the head of section reads along.
HEAD_READS = frozenset({"b3", "b1", "a80", OVER})
LAST_DAYS = 1
_ASKED = {**KINDS, **TO_THE_OFFICE}
CHANGED = gettext_noop("This deadline has changed meanwhile.")


@dataclass(frozen=True)
class Told:
    """One person to be told: ``who`` is ``applicant`` or a person's ref."""

    who: str
    to: Recipient

    @property
    def is_applicant(self) -> bool:
        """Whether the texts for applicants are meant for them."""
        return self.who == Role.APPLICANT


def remind_due() -> int:
    """Speak every mark that has come and was not spoken; returns how many messages were written.

    Of several that came at once only the newest is spoken; the others are noted as overtaken.
    """
    known = {term.code: term for term in terms()}
    rows = Deadline.unscoped.filter(
        who=Who.APPLICANT,
        due_on__isnull=False,
        status__in=(DeadlineStatus.OPEN, DeadlineStatus.MISSED),
    ).select_related("filing__case__office", "filing__case__business")
    written = 0
    for row in rows.order_by("due_on", "pk"):
        term = known.get(row.rule)
        if term is not None:
            # Another worker may have spoken, or an officer ended it, since the row was read.
            with suppress(AlreadyDone, MoveRefused):
                written += _remind(row, term)
    return written


def marks_of(row: Deadline, term: Term) -> list[Mark]:
    """The days on which to remind of ``row``; none while its day is unknown."""
    return marks(term, row.counted_from, row.due_on) if row.due_on else []


def _remind(row: Deadline, term: Term) -> int:
    about = row.due_on
    if about is None:
        return 0
    told = set(row.reminders.filter(about=about).values_list("mark", flat=True))
    today = clock.today(row.filing.case.office.zone)
    new, speaks = to_speak(marks_of(row, term), today, told)
    if not new:
        return 0
    key = f"{row.pk}:{row.due_on}:{new[-1].code}"
    with act("deadline.remind", on=row, by=CLERK, key=key, **with_office(row.filing.case)) as deed:
        fresh = Deadline.unscoped.select_for_update().get(pk=row.pk)
        if (fresh.status, fresh.due_on) != (row.status, row.due_on):
            raise MoveRefused(CHANGED)
        people = list(who_is_told(row, new[-1].code))
        for mark in new:
            for one in people:
                Reminder.objects.create(
                    deadline=row,
                    about=about,
                    mark=mark.code,
                    to=one.who,
                    channel=one.to.channel,
                    was_sent=speaks and mark is new[-1],
                )
        deed.record(mark=new[-1].code, marks=len(new), people=len(people), spoken=speaks)
        if speaks:
            _speak(deed, row, term, new[-1].code, people)
    return len(people) if speaks else 0


def who_is_told(row: Deadline, mark: str) -> Iterator[Told]:
    """The officer in charge and the applicant; the head too near the end, or where the applicant
    can only be reached through the page, or not at all."""
    case = row.filing.case
    officer = _officer(row, case)
    ways = _ways_to_the_owner(row, case)
    heads = heads_of(case.office_id)[:1]
    reads = mark in HEAD_READS or officer is None or all(to.channel == "inbox" for to in ways)
    persons = {person.pk: person for person in ([officer] if officer else [])}
    persons.update({head.pk: head for head in heads if reads})
    for person in persons.values():
        address = Recipient("email", person.email, case.office.region_code, name=person.name)
        yield Told(str(ref_of(person)), address)
    for to in ways:
        yield Told(Role.APPLICANT.value, to)


def _ways_to_the_owner(row: Deadline, case: Case) -> list[Recipient]:
    """The applicant; of a right given away the new owner alone, where an officer has named one."""
    right: Right | None = getattr(row.filing, "right", None)
    if right is None or right.is_of_its_file:
        return [recipient_of(case), *_short_ways(case)]
    owner = reached_at(right)
    return [owner] if owner else []


def _officer(row: Deadline, case: Case) -> Person | None:
    """Who recorded the news, while working for the case's office; else its first verifier."""
    here = [
        person
        for role in (Role.VERIFIER, Role.INTAKE)
        for person in officers_of(case.office_id, role)
    ]
    mine = [person for person in here if person.pk == row.officer_id]
    return next(iter([*mine, *here]), None)


def _short_ways(case: Case) -> list[Recipient]:
    """The applicant's phone, where a gateway is set up and messages were agreed to."""
    agreed = case.business is not None and case.business.consents.filter(
        purpose="messages", withdrawn_at=None
    ).exists()  # fmt: skip
    if not (settings.SMS_FOLDER and agreed and case.phone):
        return []
    return [Recipient(SMS, case.phone, case.region_code, name=case.applicant_name)]


def _speak(deed: Deed, row: Deadline, term: Term, mark: str, people: list[Told]) -> None:
    """Officers read it in the act about the deadline, the applicant in one about the case."""
    office = f"{settings.SITE_URL.rstrip('/')}/kantor/tenggat/{row.public_id}/"
    for one in people:
        if not one.is_applicant:
            slug = "deadline-escalated" if mark == OVER else "deadline-officer"
            deed.tell(slug, to=one.to, **_fields(row, term, slug, one.to.lang, office))
    own = [one for one in people if one.is_applicant]
    if not own:
        return
    case = row.filing.case
    with act("case.remind", on=case, by=CLERK, **with_office(case)) as inner:
        inner.record(deadline=str(ref_of(row)), mark=mark)
        for one in own:
            slug = _slug(row, mark)
            fields = _fields(row, term, slug, one.to.lang, settings.SITE_URL)
            inner.tell(slug, to=one.to, **fields)


def prepared_text(row: Deadline, term: Term, lang: str = "id") -> str:
    """The short text an officer may send by hand today; empty while the day is unknown."""
    if row.due_on is None:
        return ""
    slug = _slug(row, OVER if _days_left(row) < 0 else "")
    return messages.write(slug, _fields(row, term, slug, lang, settings.SITE_URL), lang=lang).short


def _slug(row: Deadline, mark: str) -> str:
    if mark == OVER:
        return "deadline-past"
    return "deadline-last" if _days_left(row) <= LAST_DAYS else "deadline-near"


def _days_left(row: Deadline) -> int:
    assert row.due_on is not None
    return (row.due_on - clock.today(row.filing.case.office.zone)).days


def _fields(
    row: Deadline, term: Term, slug: str, lang: str, address: str
) -> dict[str, str | dict[str, str]]:
    """What the texts of ``slug`` ask for: a code, an office, days; nothing secret."""
    spoken = date_en if lang.startswith("en") else date_id
    assert row.due_on is not None
    assert row.legal_on is not None
    known: dict[str, str | dict[str, str]] = {
        "code": row.filing.case.code,
        "office": row.filing.case.office.unit,
        "what": term.label(lang),
        "n": str(max(_days_left(row), 0)),
        "due": spoken(row.due_on),
        "legal": spoken(row.legal_on),
        "site": {"link": address},
        "page": {"link": address},
    }
    return {name: known[name] for name in _ASKED[slug]}
