"""The list of files as a sheet, without anything secret; who took it and why is noted."""

from collections.abc import Sequence

from sentraki.cases.models import Case
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid
from sentraki.ledger.acts import act
from sentraki.offices.models import Office

NO_REASON = "Say what the list is for."


def note_export(
    *, office: Office, viewer: Viewer, cases: Sequence[Case], reason: str, key: str = ""
) -> None:
    """Enter that ``viewer`` takes the list of ``cases``. Raises ``Invalid`` without a reason."""
    if not reason.strip():
        raise Invalid(NO_REASON, fields={"reason": NO_REASON})
    facts = {"region_code": office.region_code}
    with act("case.export", on=office, by=viewer, note=reason.strip(), key=key, **facts) as deed:
        deed.record(rows=len(cases))
