"""One action writes to many: each applicant gets a message of the own file, nobody's else."""

from datetime import timedelta

from django.utils.translation import gettext_noop

from sentraki.cases.models import Case, Programme
from sentraki.cases.selectors.reaching import lacking, ready_for_a_place
from sentraki.cases.services.intake import facts_of, recipient_of
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid
from sentraki.kernel.refs import ref_of
from sentraki.ledger.acts import act
from sentraki.ledger.models import Entry

NOBODY = gettext_noop("There is nobody to write to; the same people are written to once a day.")
QUIET = timedelta(hours=20)


def remind_incomplete(*, programme: Programme, viewer: Viewer, key: str = "") -> int:
    """Tell everybody whose file lacks a paper exactly which; returns how many were told.

    Whoever was written to within the last twenty hours is left alone. Raises ``Invalid`` when
    nobody is left to write to.
    """
    rows = lacking(viewer, programme)
    return _write(
        programme,
        viewer,
        key,
        "case-missing",
        {row.case.pk: (row.case, row.items()) for row in rows},
    )


def tell_places_left(*, programme: Programme, viewer: Viewer, key: str = "") -> int:
    """Tell everybody who is ready that places are left; as :func:`remind_incomplete`."""
    rows = ready_for_a_place(viewer, programme)
    to = {row.case.pk: (row.case, "") for row in rows}
    return _write(programme, viewer, key, "places-left", to)


def _write(
    programme: Programme, viewer: Viewer, key: str, slug: str, to: dict[int, tuple[Case, str]]
) -> int:
    facts = {"region_code": programme.region_code}
    with act("programme.remind", on=programme, by=viewer, key=key, **facts) as outer:
        refs = {str(ref_of(case)): pk for pk, (case, _items) in to.items()}
        lately = Entry.objects.filter(
            verb="case.write-to", on_ref__in=refs, at__gt=clock.now() - QUIET
        )
        told = {refs[ref] for ref in lately.values_list("on_ref", flat=True)}
        due = [pair for pk, pair in to.items() if pk not in told]
        if not due:
            raise Invalid(NOBODY)
        for case, items in due:
            with act("case.write-to", on=case, by=viewer, **facts_of(case)) as deed:
                fields = {"code": case.code, "office": case.office.unit}
                deed.tell(slug, to=recipient_of(case), **fields, **_items(items))
        outer.record(message=slug, cases=len(due))
    return len(due)


def _items(items: str) -> dict[str, str]:
    return {"items": items} if items else {}
