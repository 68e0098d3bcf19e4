"""What can be lost first, what is late, and what to do next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Count, Model, QuerySet, Window
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sentraki.cases.models import HandoverItem, Programme
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.cases.rules.quota import Places
from sentraki.cases.selectors import queues
from sentraki.cases.selectors.due import Standing
from sentraki.cases.selectors.handover import ready_to_file
from sentraki.cases.selectors.quota import open_on, with_places
from sentraki.cases.selectors.reaching import idle_of
from sentraki.cases.telling import day_text
from sentraki.desk import case_rows, deadline_rows, replies
from sentraki.desk.nav import address_of
from sentraki.events.selectors.duties import signs_at
from sentraki.kernel import clock
from sentraki.kernel.access import Role, Viewer
from sentraki.ledger.selectors.letters import letters_waiting, may_sign
from sentraki.offices.doors import door
from sentraki.offices.models import Office
from sentraki.offices.viewers import viewer_on

MOST_DEADLINES = 6
FIRST_ROWS = 10
NAMED = 3
_M = TypeVar("_M", bound=Model)


@dataclass(frozen=True)
class Late:
    """One kind of thing that waits too long: how many, the first few, and where all stand."""

    count: int
    sentence: str
    url: str
    first: tuple[tuple[str, str, str], ...] = ()


@door(get="today.view")
def today(request: HttpRequest) -> HttpResponse:
    """The first page after the log-in; each role sees its own work first."""
    viewer, office = viewer_on(request), replies.own_office(request)
    day = clock.today(office.zone)
    soon = queues.deadlines(viewer, office.zone)
    context: dict[str, Any] = {
        "hello": _greeting(viewer, office),
        "day": day,
        "summary": _summary(soon),
        "deadlines": deadline_rows.of(soon[:MOST_DEADLINES]),
        "more_deadlines": max(0, len(soon) - MOST_DEADLINES),
        "deadlines_url": address_of("desk:deadlines"),
        "filings_url": address_of("desk:filings"),
        "is_kanwil": viewer.role is Role.KANWIL,
        "may_take_in": viewer.role in (Role.INTAKE, Role.VERIFIER),
    }
    extra = _kanwil(viewer) if viewer.role is Role.KANWIL else _local(viewer, office, day)
    return replies.page(request, "desk/today/today.html", context | extra)


def _kanwil(viewer: Viewer) -> dict[str, Any]:
    waiting = HandoverItem.objects.filter(
        handover__to_office_id=viewer.office_id, answer="", dossier__opened_again_at=None
    )
    return {
        "to_answer": waiting.count(),
        "to_file": ready_to_file(viewer).count(),
        "handovers_url": address_of("desk:handovers"),
    }


def _local(viewer: Viewer, office: Office, day: date) -> dict[str, Any]:
    sizes = queues.queue_sizes(viewer)
    programmes = with_places(open_on(viewer, day))
    first = list(queues.queue(viewer, CaseStatus.SUBMITTED)[:FIRST_ROWS])
    letters = list(letters_waiting(viewer))
    mine = [letter for letter in letters if may_sign(viewer, letter).allowed]
    return {
        "tiles": case_rows.queue_tiles(sizes),
        "rows": case_rows.rows_of(viewer, first),
        "submitted": sizes[CaseStatus.SUBMITTED.value],
        "programmes": programmes,
        "idle": _idle(programmes, day),
        "late": [item for item in _late(viewer, office) if item.count],
        "letters": len(letters),
        "to_sign": len(mine),
        "on_duty": signs_at(viewer) if viewer.role is Role.SIGNATORY else [],
    }


def _idle(programmes: Sequence[tuple[Programme, Places]], day: date) -> list[dict[str, Any]]:
    """Programmes that will not be full by the day they close."""
    found = []
    for programme, places in programmes:
        alarm = idle_of(programme, places, day)
        if alarm is not None:
            sentence = _("%(name)s: %(n)s of %(m)s places are idle.") % {
                "name": programme, "n": alarm.left, "m": places.quota
            }  # fmt: skip
            url = address_of("desk:programme-idle", programme.public_id)
            found.append({"sentence": sentence, "url": url})
    return found


def _first(rows: QuerySet[_M]) -> tuple[list[_M], int]:
    """The first few, and how many there are in all. One query, however many thousand."""
    counted: Any = rows.annotate(in_all=Window(Count("pk")))[:NAMED]
    found = list(counted)
    return found, found[0].in_all if found else 0


def _late(viewer: Viewer, office: Office) -> Sequence[Late]:
    slow, slow_in_all = _first(queues.slow_cases(viewer))
    overdue, overdue_in_all = _first(queues.overdue_returns(viewer, office.zone))
    away, away_in_all = _first(queues.waiting_at_kanwil(viewer))
    cases = reverse("desk:cases")
    return (
        Late(
            slow_in_all,
            ngettext(
                "%(n)s file sent more than five days ago waits for a check.",
                "%(n)s files sent more than five days ago wait for a check.",
                slow_in_all,
            )
            % {"n": slow_in_all},
            f"{cases}?antre=submitted",
            tuple(
                (case_rows.name_of(c), _page(c.code), case_rows.days_text(case_rows.days_since(
                    c.submitted_at
                )))
                for c in slow
            ),
        ),
        Late(
            overdue_in_all,
            ngettext(
                "%(n)s applicant has not answered by the day named.",
                "%(n)s applicants have not answered by the day named.",
                overdue_in_all,
            )
            % {"n": overdue_in_all},
            f"{cases}?antre=returned",
            tuple((n.case.code, _page(n.case.code), day_text(n.due_on)) for n in overdue),
        ),
        Late(
            away_in_all,
            ngettext(
                "%(n)s dossier waits for the Kanwil's answer.",
                "%(n)s dossiers wait for the Kanwil's answer.",
                away_in_all,
            )
            % {"n": away_in_all},
            address_of("desk:handovers"),
            tuple(
                (item.case.code, _page(item.case.code), day_text(item.handover.sent_at.date()))
                for item in away
            ),
        ),
    )  # fmt: skip


def _page(code: str) -> str:
    return reverse("desk:case", args=[code])


def _summary(soon: Sequence[Standing]) -> str:
    left = [item.days_left for item in soon if item.days_left is not None]
    over = sum(days < 0 for days in left)
    parts = []
    if over:
        text = ngettext("%(n)s deadline is over", "%(n)s deadlines are over", over)
        parts.append(text % {"n": over})
    nearest = next((days for days in left if days >= 0), None)
    if nearest is not None:
        text = ngettext("the next is in %(n)s day", "the next is in %(n)s days", nearest)
        parts.append(text % {"n": nearest})
    return ", ".join(parts)


def _greeting(viewer: Viewer, office: Office) -> str:
    hour = clock.in_zone(clock.now(), office.zone).hour
    name = viewer.name.split()[0] if viewer.name.split() else viewer.name
    if 4 <= hour < 11:
        text = _("Good morning, %(name)s")
    elif 11 <= hour < 15:
        text = _("Good day, %(name)s")
    elif 15 <= hour < 18:
        text = _("Good afternoon, %(name)s")
    else:
        text = _("Good evening, %(name)s")
    return text % {"name": name}
