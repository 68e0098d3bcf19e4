"""Writing the answer to DJKI's letter: cut into points, answer each, hand it in complete."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop

from sentraki.cases.models import FilingEvent, Reply, ReplyPoint
from sentraki.cases.rules.answering import KIND_OF, Exhibit
from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.cases.rules.office_letter import (
    MOST_POINTS,
    grounds_of,
    parted,
    take_apart,
    unanswered,
)
from sentraki.cases.selectors.replies import vocabulary
from sentraki.cases.services import deadlines
from sentraki.cases.services.dossier import with_office
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid, MoveRefused, Stale
from sentraki.ledger.acts import act

LONGEST_LETTER = 60_000
LONGEST_ANSWER = 20_000
MOST_FORMER = 12
NO_ANSWER_DUE = gettext_noop("Nobody answers this kind of news.")
BEGUN = gettext_noop("An answer to this letter was begun before.")
EMPTY = gettext_noop("Type or paste the letter.")
TOO_LONG = gettext_noop("This text is too long.")
FUTURE = gettext_noop("Not in the future.")
SENT = gettext_noop("This answer was handed in. It stays as it is.")
NO_POINT = gettext_noop("Write the point.")
MANY_POINTS = gettext_noop("An answer has at most 60 points.")
FIRST_POINT = gettext_noop("There is no point before the first one.")
HAS_ANSWER = gettext_noop("This point has an answer. Empty the answer first.")
LAST_POINT = gettext_noop("The last point stays.")
CHANGED = gettext_noop("Somebody else changed this point while you were writing.")
UNANSWERED = gettext_noop("These points have no finished answer yet: %(points)s.")


def begin(
    *,
    event: FilingEvent,
    viewer: Viewer,
    letter: str,
    dated_on: date | None = None,
    due_in_letter: date | None = None,
    key: str = "",
) -> Reply:
    """Keep the letter, cut it into points, and count the time limit from the letter's own dates.

    Raises ``Invalid`` for an empty or too long letter, a date in the future, or news that nobody
    answers; ``MoveRefused`` when an answer to this very letter was begun.
    """
    kind = KIND_OF.get(FilingStatus(event.status))
    case = event.filing.case
    if kind is None:
        raise Invalid(NO_ANSWER_DUE)
    if not letter.strip() or len(letter) > LONGEST_LETTER:
        reason = TOO_LONG if letter.strip() else EMPTY
        raise Invalid(reason, fields={"letter": reason})
    if dated_on is not None and dated_on > clock.today(case.office.zone):
        raise Invalid(FUTURE, fields={"dated_on": FUTURE})
    parts = take_apart(letter)
    with act("reply.begin", on=event.filing, by=viewer, key=key, **with_office(case)) as deed:
        # The act holds the head of the log, so two who begin at once come one after the other.
        if Reply.unscoped.filter(event=event).exists():
            raise MoveRefused(BEGUN)
        reply = Reply.objects.create(
            region_code=event.filing.region_code,
            filing=event.filing,
            event=event,
            kind=kind,
            letter=letter,
            lead=parts.lead,
            closing=parts.closing,
            dated_on=dated_on,
            due_in_letter=due_in_letter,
            begun_by_id=viewer.acting_person,
        )
        for text in parts.points:
            _put(reply, text, viewer)
        deadlines.take_dates(event, dated_on, due_in_letter, deed)
        deed.record(event=event.pk, points=len(parts.points))
    return reply


def _put(reply: Reply, text: str, viewer: Viewer, position: int | None = None) -> ReplyPoint:
    place = reply.points.count() + 1 if position is None else position
    return ReplyPoint.objects.create(
        reply=reply,
        position=place,
        text=text,
        grounds=_grounds(text),
        edited_by_id=viewer.acting_person,
    )


def _grounds(text: str) -> str:
    return " ".join(grounds_of(text, vocabulary()))[:200]


def reword(
    *, point: ReplyPoint, viewer: Viewer, text: str, version: int, key: str = ""
) -> list[ReplyPoint]:
    """Write what the letter says in this point anew; an empty line cuts it into two points.

    The answer stays with the first of them. Raises ``Stale`` when somebody else changed the point.
    """
    parts = parted(text)
    if not parts or len(text) > LONGEST_LETTER:
        reason = TOO_LONG if parts else NO_POINT
        raise Invalid(reason, fields={"text": reason})
    with act("reply.arrange", on=point.reply, by=viewer, key=key, **_facts(point.reply)) as deed:
        fresh = _open_point(point, viewer, version)
        reply, first = fresh.reply, fresh.position
        if reply.points.count() + len(parts) - 1 > MOST_POINTS:
            raise Invalid(MANY_POINTS, fields={"text": MANY_POINTS})
        fresh.text, fresh.grounds = parts[0], _grounds(parts[0])
        _touch(fresh, viewer)
        _shift(reply, first, len(parts) - 1)
        added = [_put(reply, part, viewer, first + n) for n, part in enumerate(parts[1:], start=1)]
        deed.record(how="reword", point=first, parts=len(parts))
    return [fresh, *added]


def join(*, point: ReplyPoint, viewer: Viewer, version: int, key: str = "") -> ReplyPoint:
    """Make one point of this one and the one before; texts, answers and attachments add up."""
    with act("reply.arrange", on=point.reply, by=viewer, key=key, **_facts(point.reply)) as deed:
        fresh = _open_point(point, viewer, version)
        before = fresh.reply.points.filter(position__lt=fresh.position).last()
        if before is None:
            raise Invalid(FIRST_POINT)
        before.text = f"{before.text}\n{fresh.text}"
        before.answer = "\n\n".join(filter(None, (before.answer.strip(), fresh.answer.strip())))
        before.grounds = " ".join(dict.fromkeys([*before.codes, *fresh.codes]))[:200]
        held = {one["code"] for one in before.exhibits}
        before.exhibits += [one for one in fresh.exhibits if one["code"] not in held]
        before.former = {"list": [*_former(before), *_former(fresh)][-MOST_FORMER:]}
        _touch(before, viewer)
        deed.record(how="join", point=fresh.position)
        fresh.delete()
        _number_anew(before.reply)
    return before


def add(*, reply: Reply, viewer: Viewer, text: str, key: str = "") -> ReplyPoint:
    """Add a point the cutting has missed, as the last one."""
    if not text.strip() or len(text) > LONGEST_LETTER:
        reason = TOO_LONG if text.strip() else NO_POINT
        raise Invalid(reason, fields={"text": reason})
    with act("reply.arrange", on=reply, by=viewer, key=key, **_facts(reply)) as deed:
        fresh = _open(reply)
        if fresh.points.count() >= MOST_POINTS:
            raise Invalid(MANY_POINTS, fields={"text": MANY_POINTS})
        point = _put(fresh, text.strip(), viewer)
        deed.record(how="add", point=point.position)
    return point


def remove(*, point: ReplyPoint, viewer: Viewer, version: int, key: str = "") -> None:
    """Take away what is no point of the letter; refused while it has an answer."""
    with act("reply.arrange", on=point.reply, by=viewer, key=key, **_facts(point.reply)) as deed:
        fresh = _open_point(point, viewer, version)
        if fresh.answer.strip():
            raise Invalid(HAS_ANSWER)
        if fresh.reply.points.count() == 1:
            raise Invalid(LAST_POINT)
        deed.record(how="remove", point=fresh.position)
        reply = fresh.reply
        fresh.delete()
        _number_anew(reply)


def answer(
    *,
    point: ReplyPoint,
    viewer: Viewer,
    text: str,
    version: int,
    exhibits: Sequence[Exhibit] = (),
    key: str = "",
) -> ReplyPoint:
    """Keep what is answered to a point, finished or not, and what is attached.

    ``version`` is the one the writer saw. Raises ``Stale`` when another person has changed the
    point since; a wording that is replaced is kept among the former ones.
    """
    if len(text) > LONGEST_ANSWER:
        raise Invalid(TOO_LONG, fields={"answer": TOO_LONG})
    with act("reply.answer", on=point.reply, by=viewer, key=key, **_facts(point.reply)) as deed:
        fresh = _open_point(point, viewer, version)
        _keep_former(fresh, text, viewer)
        fresh.answer = text
        fresh.exhibits = [{"code": one.code, "line": one.line} for one in exhibits]
        _touch(fresh, viewer)
        deed.record(point=fresh.position)
    return fresh


def _former(point: ReplyPoint) -> list[dict[str, Any]]:
    return list(point.former.get("list", []))


def _keep_former(point: ReplyPoint, text: str, viewer: Viewer) -> None:
    """Keep a wording that would be lost: not one that the new text only goes on from."""
    old = point.answer.strip()
    kept = _former(point)
    if not old or old in text or any(one["text"] == old for one in kept):
        return
    kept.append({"at": point.edited_at.isoformat(), "by": point.edited_by.name, "text": old})
    point.former = {"list": kept[-MOST_FORMER:]}


def finish(
    *, reply: Reply, viewer: Viewer, sent_on: date, note: str = "", key: str = ""
) -> Reply:  # fmt: skip
    """Write down that the complete answer was handed in on ``sent_on``; its time limit is kept.

    Raises ``MoveRefused`` naming the points without a finished answer, ``Invalid`` for a day in
    the future, before the letter, or after the last day.
    """
    if sent_on > clock.today(reply.filing.case.office.zone):
        raise Invalid(FUTURE, fields={"sent_on": FUTURE})
    with act("reply.finish", on=reply, by=viewer, key=key, **_facts(reply)) as deed:
        fresh = _open(reply)
        must_be_complete(fresh)
        fresh.sent_on, fresh.note = sent_on, note.strip()[:300]
        fresh.save(update_fields=["sent_on", "note"])
        closed = deadlines.keep(fresh.event, fresh.kind, sent_on, note, viewer)
        deed.record(sent_on=sent_on.isoformat(), closed=closed)
    return fresh


def must_be_complete(reply: Reply) -> None:
    """Raise ``MoveRefused`` naming every point that cannot go out yet."""
    open_points = unanswered([point.answer for point in reply.points.all()])
    if open_points:
        raise MoveRefused(UNANSWERED, points=", ".join(map(str, open_points)))


def _facts(reply: Reply) -> dict[str, Any]:
    return with_office(reply.filing.case)


def _open(reply: Reply) -> Reply:
    fresh = Reply.unscoped.select_for_update(of=("self",)).get(pk=reply.pk)
    if fresh.sent_on is not None:
        raise MoveRefused(SENT)
    return fresh


def _open_point(point: ReplyPoint, viewer: Viewer, version: int) -> ReplyPoint:
    _open(point.reply)
    fresh = ReplyPoint.objects.select_for_update(of=("self",)).filter(pk=point.pk).first()
    if fresh is None:
        raise Stale(CHANGED)
    if fresh.version != version and fresh.edited_by_id != viewer.person_id:
        raise Stale(CHANGED)
    return fresh


def _touch(point: ReplyPoint, viewer: Viewer) -> None:
    point.version += 1
    point.edited_at, point.edited_by_id = clock.now(), viewer.acting_person
    point.save()


def _shift(reply: Reply, after: int, by: int) -> None:
    for point in reply.points.filter(position__gt=after).order_by("-position") if by else ():
        point.position += by
        point.save(update_fields=["position"])


def _number_anew(reply: Reply) -> None:
    for position, point in enumerate(reply.points.all(), start=1):
        if point.position != position:
            point.position = position
            point.save(update_fields=["position"])
