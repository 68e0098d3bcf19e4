"""The watch: every issue of the gazette against every protected mark, while objecting is possible.

Carried out by the program itself; who owns the mark is told in plain words, with a link to both
marks side by side. What an owner does is recorded here; objecting itself happens at DJKI.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import chain
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_noop

from sentraki.cases.models import Right, WatchHit
from sentraki.cases.rules.watch import REMIND, Answer, mark_due
from sentraki.cases.selectors.watch import in_force_rights
from sentraki.cases.services.right_ties import reached_at
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid, MoveRefused
from sentraki.kernel.refs import ref_of
from sentraki.kernel.wording import date_en, date_id
from sentraki.ledger.acts import act
from sentraki.ledger.messages import Recipient
from sentraki.offices.models import Office
from sentraki.offices.selectors import heads_of
from sentraki.screening import pictures
from sentraki.screening.gazette import label_picture
from sentraki.screening.models import GazetteEntry, GazetteIssue
from serupa import Corpus, Finding, Query, Record
from serupa.register import read_classes
from serupa.screening import compare
from serupa.watch import alarms

SAYS_WHY = gettext_noop("Say in a few words why.")
OVER = gettext_noop("The time for an objection is over.")
NO_POINT = gettext_noop("Write at least one point.")
LONGEST_DRAFT = 20_000
_CLERK = Viewer.system("cases.watch")


def watch_issue(issue: GazetteIssue) -> int:
    """Compare one issue with every protected mark and tell the owners; how many hits are new.

    Only while its publication runs, and only once for each pair, however often it is called.
    """
    if issue.closes_on < clock.today("WIB"):
        return 0
    rights = {row.pk: row for row in in_force_rights(clock.today("WIB")).select_related("office")}
    if not rights:
        return 0
    own = dict(
        Right.unscoped.filter(pk__in=rights, filing__isnull=False).values_list(
            "pk", "filing__number"
        )
    )
    known = set(WatchHit.unscoped.filter(entry__issue=issue).values_list("right_id", "entry_id"))
    found: dict[int, list[WatchHit]] = defaultdict(list)
    for right_id, entry, finding, band in chain(
        _names_alike(issue, rights), _labels_alike(issue, rights)
    ):
        right = rights[right_id]
        if (right_id, entry.pk) not in known and own.get(right_id) != entry.number:
            known.add((right_id, entry.pk))
            found[right.office_id].append(_find(right, entry, finding, band))
    for hits in found.values():
        _tell_office(hits)
    return sum(map(len, found.values()))


_Alarm = tuple[int, GazetteEntry, dict[str, Any], int]


def _names_alike(issue: GazetteIssue, rights: Mapping[int, Right]) -> Iterator[_Alarm]:
    protected = Corpus.from_records(map(_record, rights.values()), name="watch", date="")
    entries = GazetteEntry.objects.filter(issue=issue).exclude(name="").select_related("issue")
    for entry in entries.iterator(chunk_size=500):
        for _mark, finding in alarms([_published(entry)], protected):
            key = int(finding.record.id)
            yield key, entry, as_the_owner_reads(rights[key], entry).to_dict(), finding.band


def _labels_alike(issue: GazetteIssue, rights: Mapping[int, Right]) -> Iterator[_Alarm]:
    """Labels like one kept of a protected mark; none where pictures are not compared."""
    if not pictures.is_installed():
        return
    refs = {str(ref_of(right)): key for key, right in rights.items()}
    pictures.catch_up()
    entries = GazetteEntry.objects.filter(issue=issue).exclude(label="").select_related("issue")
    for entry in entries.iterator(chunk_size=500):
        label = label_picture(entry)
        if label is None:
            continue
        for alike in pictures.own_alike(label, classes=entry.class_numbers):
            if alike.ref in refs:
                yield refs[alike.ref], entry, {"label": dict(alike.words)}, alike.band


def _record(right: Right) -> Record:
    return Record(
        id=str(right.pk),
        name=right.name,
        classes=read_classes(right.classes),
        status="registered",
        number=right.number,
        source="own",
    )


def _published(entry: GazetteEntry) -> Record:
    return Record(
        id=entry.number,
        name=entry.name,
        classes=entry.class_numbers,
        status="published",
        number=entry.number,
    )


def _find(right: Right, entry: GazetteEntry, finding: dict[str, Any], band: int) -> WatchHit:
    """Keep the pair and tell the applicant behind the right, if one is known here."""
    with act("watch.find", on=right, by=_CLERK) as deed:
        hit = WatchHit.objects.create(
            region_code=right.region_code,
            right=right,
            entry=entry,
            band=band,
            finding=finding,
            last_day=entry.issue.closes_on,
        )
        deed.record(entry=entry.number, band=band)
        to = reached_at(right)
        if to is not None:
            deed.tell(
                "watch-found",
                to=to,
                code=_code(right),
                office=right.office.unit,
                due=_day(hit, to),
                page={"link": link_of(hit)},
            )
            hit.told = to.channel
            hit.save(update_fields=["told"])
    return hit


def _code(right: Right) -> str:
    """What the owner knows it by: the code of the file, else the registration number."""
    return right.filing.case.code if right.filing and right.is_of_its_file else right.number


def as_the_owner_reads(right: Right, entry: GazetteEntry) -> Finding:
    """How the published mark resembles the protected one, seen from the protected one."""
    alone = Corpus.from_records([_published(entry)], name="watch", date="")
    return compare(Query(right.name, read_classes(right.classes)), alone)[0]


def _tell_office(hits: Sequence[WatchHit]) -> None:
    """The heads of section read how many there are; many owners have no file here."""
    office: Office = hits[0].right.office
    first = min(hits, key=lambda hit: hit.last_day)
    with act("watch.tell", on=office, by=_CLERK) as deed:
        deed.record(hits=len(hits))
        for person in heads_of(office.pk):
            to = Recipient("email", person.email, office.region_code, name=person.name)
            deed.tell(
                "watch-to-tell",
                to=to,
                office=office.unit,
                n=str(len(hits)),
                due=_day(first, to),
                page={"link": f"{settings.SITE_URL.rstrip('/')}/kantor/pantauan/"},
            )


def remind() -> int:
    """Call unanswered hits to mind, 14, 7, 3 and 1 days before the last one; how many spoke.

    The owner is told where one is known, and the head of section in every case. A mark that a
    later one has overtaken stays silent; a worker killed in between speaks once all the same.
    """
    today = clock.today("WIB")
    rows = WatchHit.unscoped.filter(
        answer=Answer.NONE, last_day__range=(today, today + timedelta(days=max(REMIND)))
    )
    keys = [hit.pk for hit in rows if mark_due((hit.last_day - today).days, hit.reminded)]
    return sum(_remind(key) for key in keys)


def _remind(key: int) -> bool:
    about = WatchHit.unscoped.select_related("right__office").get(pk=key)
    with act("watch.remind", on=about.right, by=_CLERK) as deed:
        hit = WatchHit.unscoped.select_for_update(of=("self",)).get(pk=key)
        mark = mark_due((hit.last_day - clock.today("WIB")).days, hit.reminded)
        if mark is None or hit.answer:
            return False
        hit.reminded = mark
        hit.save(update_fields=["reminded"])
        deed.record(days=mark)
        right, office = hit.right, hit.right.office
        told = [
            Recipient("email", person.email, office.region_code, name=person.name)
            for person in heads_of(office.pk)
        ]
        owner = reached_at(right)
        if owner is not None:
            told.append(owner)
        for to in told:
            due, page = _day(hit, to), {"link": link_of(hit)}
            deed.tell(
                "watch-near", to=to, code=_code(right), office=office.unit, due=due, page=page
            )
    return True


def link_of(hit: WatchHit) -> str:
    """The page the owner is sent to; the address itself is the key."""
    return f"{settings.SITE_URL.rstrip('/')}/pantauan/{hit.public_id}/"


def _day(hit: WatchHit, to: Recipient) -> str:
    return date_en(hit.last_day) if to.lang.startswith("en") else date_id(hit.last_day)


def answer(
    *, hit: WatchHit, viewer: Viewer, answered: str, note: str = "", key: str = ""
) -> WatchHit:
    """Record what became of a hit: objected at DJKI, or left (which needs a reason).

    Raises ``MoveRefused`` after the last day, ``Invalid`` without a reason or for another answer.
    """
    with act("watch.answer", on=hit, by=viewer, key=key) as deed:
        fresh = _running(hit)
        if answered not in (Answer.OBJECTED, Answer.LEFT):
            raise Invalid(SAYS_WHY, fields={"answered": SAYS_WHY})
        if answered == Answer.LEFT and not note.strip():
            raise Invalid(SAYS_WHY, fields={"note": SAYS_WHY})
        fresh.answer, fresh.note = answered, note.strip()[:1000]
        fresh.answered_at = clock.now()
        fresh.save(update_fields=["answer", "note", "answered_at"])
        deed.record(answer=answered)
    return fresh


def edit_draft(*, hit: WatchHit, viewer: Viewer, points: Sequence[str], key: str = "") -> WatchHit:
    """Keep the points of the objection as somebody wrote them.

    Raises ``Invalid`` for none at all or far too long ones, ``MoveRefused`` after the last day.
    """
    written = [" ".join(point.split()) for point in points if point.strip()]
    text = "\n\n".join(written)
    if not written or len(text) > LONGEST_DRAFT:
        raise Invalid(NO_POINT, fields={"points": NO_POINT})
    with act("watch.draft", on=hit, by=viewer, key=key) as deed:
        fresh = _running(hit)
        fresh.draft = text
        fresh.save(update_fields=["draft"])
        deed.record(points=len(written))
    return fresh


def _running(hit: WatchHit) -> WatchHit:
    fresh = WatchHit.unscoped.select_for_update().get(pk=hit.pk)
    if fresh.last_day < clock.today("WIB"):
        raise MoveRefused(OVER)
    return fresh
