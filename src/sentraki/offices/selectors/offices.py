"""Reads of offices and of what institutions are called."""

from datetime import date

from django.db.models import Q, QuerySet

from sentraki.kernel.access import Viewer
from sentraki.offices.models import LetterIssuer, Office, OfficialName
from sentraki.offices.rules import OfficeKind


def _named_on(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_until=None) | Q(valid_until__gte=on))


def office_by_slug(slug: str) -> Office | None:
    """The office with this slug, or ``None``."""
    return Office.objects.select_related("region").filter(slug=slug).first()


def public_offices() -> QuerySet[Office]:
    """Offices that take applications, by region: the choices of the national home page."""
    return Office.objects.select_related("region").filter(takes_applications=True)


def only_public_office() -> Office | None:
    """The office of an installation with one public office; ``None`` for none or several."""
    found = list(public_offices()[:2])
    return found[0] if len(found) == 1 else None


def own_office(viewer: Viewer) -> Office | None:
    """The office an officer acts for; ``None`` for everybody else."""
    if viewer.office_id is None:
        return None
    return Office.objects.select_related("region", "parent").filter(pk=viewer.office_id).first()


def handover_office(office: Office) -> Office | None:
    """The Kanwil that ``office`` hands its files to, or ``None`` when none is set."""
    parent = office.parent
    return parent if parent is not None and parent.is_kanwil else None


def letter_offices(region_code: str) -> QuerySet[Office]:
    """Offices of the very region that may issue the small-business letter, by id."""
    return Office.objects.filter(region_id=region_code, may_issue_umk_letter=True).order_by("id")


def letter_issuer(kind: OfficeKind | str, on: date) -> LetterIssuer | None:
    """The published row that lets offices of ``kind`` issue the letter on that day, or ``None``."""
    return LetterIssuer.objects.filter(_named_on(on), kind=kind).order_by("-valid_from").first()


def office_name_on(office: Office, on: date) -> tuple[str, str]:
    """Name and unit of ``office`` as they were on that day; today's when nothing is recorded."""
    row = office.official_names.filter(_named_on(on)).order_by("-valid_from").first()
    return (row.name, row.unit or office.unit) if row else (office.name, office.unit)


def body_name(body: str, on: date) -> OfficialName | None:
    """What a national institution (``ministry-of-law``) was called on that day, or ``None``."""
    rows = OfficialName.objects.filter(_named_on(on), body=body, office=None)
    return rows.order_by("-valid_from").first()
