"""An officer's own search in PDKI with the picture that shows it."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_noop

from sentraki.cases.models import Case, PdkiCheck
from sentraki.cases.services.decisions import check_pdki
from sentraki.cases.services.filing_papers import Sent, written_anew
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid
from sentraki.ledger.rules.secrecy import Secrecy
from sentraki.ledger.services import documents

PICTURE = "pdki-picture"
IN_FUTURE = gettext_noop("The search cannot lie in the future.")


def check_with_picture(
    *,
    case: Case,
    viewer: Viewer,
    finding: str,
    checked_on: date,
    today: date,
    picture: Sent | None = None,
    key: str = "",
) -> PdkiCheck:
    """``check_pdki`` with the screenshot as it was sent; both are kept or neither.

    The picture shows an unfiled name, so it is kept like one. Raises ``Invalid`` for a file we do
    not take or a day after ``today``.
    """
    if checked_on > today:
        raise Invalid(IN_FUTURE, fields={"checked_on": IN_FUTURE})
    written = written_anew(picture, "picture")
    with transaction.atomic():
        stored = None
        if written is not None:
            stored = documents.store(
                data=written.content,
                kind=PICTURE,
                secrecy=Secrecy.C4,
                on=case,
                region_code=case.region_code,
                by=viewer,
                original_name=written.name,
            )
        return check_pdki(
            case=case,
            viewer=viewer,
            finding=finding,
            checked_on=checked_on,
            evidence=stored,
            key=key,
        )
