"""The recommendation letter of a case: asked for, guarded, found again."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_noop

from sentraki.cases.letters import LABEL_FILE, SCALE_WORDS, UMK_LETTER
from sentraki.cases.models import Case, CasePaper
from sentraki.cases.services.papers import LABEL
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid
from sentraki.kernel.refs import ref_of
from sentraki.ledger.models import Letter
from sentraki.ledger.rules.letter_flow import LetterStatus
from sentraki.ledger.services import letters
from sentraki.offices.models import Office
from sentraki.offices.selectors import letter_offices, region_path_names

NO_ISSUER = gettext_noop("No office of this region may issue the letter.")
NO_LABEL = gettext_noop("The label is missing.")
NO_LETTER = gettext_noop("There is no signed letter for this file.")
OTHER_YEAR = gettext_noop("The letter was signed in another year than the filing.")
ENDED = gettext_noop("The letter is no longer valid.")
OTHER_MARK = gettext_noop("The letter names another mark than this file.")
SERVICE_CLASSES_FROM = 35


def issuing_office(case: Case) -> Office:
    """The case's own office if its letter counts, else the one of the region whose letter does.

    Raises ``Invalid`` when there is none (domain reference 1.3: a Bappeda is not on the list).
    """
    if case.office.may_issue_umk_letter:
        return case.office
    found = letter_offices(case.office.region_code).first()
    if found is None:
        raise Invalid(NO_ISSUER)
    return found


def letter_fields(case: Case) -> dict[str, Any]:
    """What the letter says about the applicant, in the very words of the dossier."""
    business = case.business
    if business is None:
        raise Invalid(NO_LABEL)
    services = all(number >= SERVICE_CLASSES_FROM for number in case.class_numbers)
    goods = str(case.mark.get("goods", {}).get("text", ""))
    parts = [business.street, f"RT/RW {business.rt_rw}" if business.rt_rw else ""]
    parts += [*reversed(region_path_names(business.district_code)), business.postcode]
    return {
        "scale": SCALE_WORDS.get(business.scale, "usaha mikro dan kecil"),
        "applicant": {
            "name": business.owner_name,
            "address": ", ".join(part for part in parts if part),
            "nib": business.nib,
        },
        "goods_label": "Jenis jasa" if services else "Jenis barang",
        "goods": f"Kelas {case.classes.replace(',', ', ')}: {goods}",
        "mark_name": case.mark_name,
    }


def request_letter(*, case: Case, kind: str, viewer: Viewer) -> Letter:
    """Draft the letter; it waits for a signatory who has not checked the case."""
    label = CasePaper.objects.filter(case=case, requirement=LABEL, replaced_at=None).first()
    if label is None:
        raise Invalid(NO_LABEL)
    return letters.request(
        kind,
        case,
        letter_fields(case),
        office=issuing_office(case),
        by=viewer,
        pictures={LABEL_FILE: label.document},
    )


def valid_letter(case: Case) -> Letter | None:
    """The signed letter of the case that has not ended, if there is one."""
    return Letter.unscoped.filter(
        kind=UMK_LETTER, on_ref=ref_of(case), status=LetterStatus.ISSUED
    ).first()


def letter_problem(letter: Letter | None, case: Case, filed_on: date) -> str | None:
    """Why ``letter`` does not serve for filing ``case`` on ``filed_on``; ``None`` when it does.

    One mark, one filing, the same year (domain reference 1.3, read 2026-11-21).
    """
    if letter is None:
        return NO_LETTER
    if letter.status != LetterStatus.ISSUED:
        return ENDED
    if letter.year != filed_on.year:
        return OTHER_YEAR
    if letter.fields.get("mark_name") != case.mark_name:
        return OTHER_MARK
    return None
