"""What was found out about a case's mark: the frozen screening and the search in PDKI by hand."""

from collections.abc import Iterable

from sentraki.cases.models import Case
from sentraki.kernel.access import Viewer
from sentraki.kernel.refs import ref_of
from sentraki.screening.models import ScreeningRun


def frozen_run(viewer: Viewer, case: Case) -> ScreeningRun | None:
    """The newest frozen screening of a case, or ``None``."""
    return ScreeningRun.objects.for_viewer(viewer).filter(case_ref=ref_of(case)).first()


def bands_of(viewer: Viewer, cases: Iterable[Case]) -> dict[int, int]:
    """The band of each case's newest frozen screening, by the case's key. One query."""
    keys = {str(ref_of(case)): case.pk for case in cases}
    runs = ScreeningRun.objects.for_viewer(viewer).filter(case_ref__in=keys).order_by("made_at")
    return {keys[ref]: band for ref, band in runs.values_list("case_ref", "band")}
