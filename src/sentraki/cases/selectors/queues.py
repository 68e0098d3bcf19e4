"""What waits for whom in an office today."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Value

from sentraki.cases.models import Case, CaseClass, Deadline, HandoverItem, ReturnNotice
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.cases.selectors.due import Standing, deadlines_of, pressing, standings
from sentraki.cases.selectors.watch import open_hits
from sentraki.kernel import clock, ids
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid
from sentraki.kernel.secrets import blind_index
from sentraki.kernel.wording import phone_e164
from sentraki.ledger.selectors.letters import letters_waiting
from sentraki.offices.models import Region
from sentraki.screening.services import key_of_name

SLOW_AFTER_DAYS = 5
OPEN = (
    CaseStatus.SUBMITTED,
    CaseStatus.RETURNED,
    CaseStatus.WAITLISTED,
    CaseStatus.ACCEPTED,
    CaseStatus.READY,
)


def cases_of(viewer: Viewer) -> QuerySet[Case]:
    """The cases the viewer's office works on, with what a list row shows. Drafts stay private."""
    return (
        Case.objects.for_viewer(viewer)
        .exclude(status=CaseStatus.DRAFT)
        .select_related("business", "programme", "office")
    )


def queue(viewer: Viewer, status: str) -> QuerySet[Case]:
    """One queue, oldest first."""
    return cases_of(viewer).filter(status=status).order_by("submitted_at", "id")


def of_class(rows: QuerySet[Case], number: int) -> QuerySet[Case]:
    """Those of ``rows`` that stand in a Nice class; found by an index, no other file is read."""
    return rows.filter(pk__in=CaseClass.objects.filter(number=number).order_by().values("case"))


def queue_sizes(viewer: Viewer) -> dict[str, int]:
    """How many cases stand in each status; a status without cases is 0. One query."""
    counted = dict.fromkeys(CaseStatus, 0)
    rows = Case.objects.for_viewer(viewer).order_by().values_list("status")
    counted.update({CaseStatus(s): n for s, n in rows.annotate(n=Count("pk"))})
    return {status.value: number for status, number in counted.items()}


def slow_cases(viewer: Viewer) -> QuerySet[Case]:
    """Submitted cases nobody has decided within five days."""
    limit = clock.now() - timedelta(days=SLOW_AFTER_DAYS)
    return queue(viewer, CaseStatus.SUBMITTED).filter(submitted_at__lt=limit)


def overdue_returns(viewer: Viewer, zone: str) -> QuerySet[ReturnNotice]:
    """Returned cases whose day has passed without an answer."""
    mine = Case.objects.for_viewer(viewer).filter(status=CaseStatus.RETURNED)
    return (
        ReturnNotice.objects.filter(case__in=mine, answered_at=None, due_on__lt=clock.today(zone))
        .select_related("case")
        .order_by("due_on")
    )


def deadlines(viewer: Viewer, zone: str) -> list[Standing]:
    """What an applicant must do within 30 days, has missed, or what is asked about; questions
    first, then the nearest."""
    return standings(deadlines_of(viewer).filter(pressing(clock.today(zone))))


def waiting_at_kanwil(viewer: Viewer) -> QuerySet[HandoverItem]:
    """Dossiers the Kanwil has not answered, oldest first."""
    mine = Case.objects.for_viewer(viewer)
    return (
        HandoverItem.objects.filter(case__in=mine, answer="")
        .select_related("handover", "case")
        .order_by("handover__sent_at")
    )


def twins(viewer: Viewer, case: Case) -> QuerySet[Case]:
    """Other live cases with the same person, business number or mark: flags, not verdicts."""
    others = cases_of(viewer).exclude(pk=case.pk)
    others = others.exclude(status__in=(CaseStatus.WITHDRAWN, CaseStatus.DECLINED))
    same = Q(pk=None)
    if case.business and case.business.nik_index:
        same |= Q(business__nik_index=case.business.nik_index)
    if case.business and case.business.nib:
        same |= Q(business__nib=case.business.nib)
    if case.mark_index:
        same |= Q(mark_index=case.mark_index)
    return others.filter(same)


def nav_counts(viewer: Viewer) -> dict[str, int]:
    """``cases`` to bring on, ``letters`` to sign, ``filings`` at DJKI, pressing ``deadlines``,
    ``watches`` nobody has answered.

    One query.
    """
    mine = Case.objects.for_viewer(viewer).order_by()
    parts: dict[str, QuerySet[Any]] = {
        "cases": mine.filter(status__in=OPEN),
        "filings": mine.filter(status=CaseStatus.FILED),
        "deadlines": Deadline.objects.for_viewer(viewer).order_by().filter(pressing(clock.today())),
        "letters": letters_waiting(viewer).order_by(),
        "watches": open_hits(viewer).filter(answer="").order_by(),
    }
    counted = [
        rows.annotate(part=Value(name)).values("part").annotate(n=Count("pk")).values("part", "n")
        for name, rows in parts.items()
    ]
    found = counted[0].union(*counted[1:], all=True)
    return dict.fromkeys(parts, 0) | {row["part"]: row["n"] for row in found}


def search_cases(viewer: Viewer, words: str) -> QuerySet[Case]:
    """Cases by code, business or owner name (a part), mark (reading alike), NIB, phone, number.

    The mark is compared through its keyed index: half a name finds no mark.
    """
    text = words.strip()[:255]
    if not text:
        return cases_of(viewer).none()
    wanted = (
        Q(code=ids.normalise_code(text))
        | Q(business__trade_name__icontains=text)
        | Q(business__owner_name__icontains=text)
        | Q(business__nib=text)
        | Q(filing__number__iexact=text)
    )
    mark = key_of_name(text)
    if mark:
        wanted |= Q(mark_index=mark)
    with suppress(Invalid):
        wanted |= Q(phone_index=blind_index(phone_e164(text), "phone"))
    return cases_of(viewer).filter(wanted).order_by(F("submitted_at").desc(nulls_last=True), "id")


def district_names(codes: set[str]) -> dict[str, str]:
    """Names of kecamatan by code. One query."""
    return dict(Region.objects.filter(code__in=codes).values_list("code", "name"))
