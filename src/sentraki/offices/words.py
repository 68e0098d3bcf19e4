"""What roles and kinds of offices are called on a page."""

from django.utils.translation import pgettext

from sentraki.kernel.access import Role
from sentraki.offices.rules import OfficeKind


def role_name(role: Role | str) -> str:
    """A role in the reader's language; raises ``ValueError`` for no role."""
    return {
        Role.PUBLIC: pgettext("role", "Public"),
        Role.APPLICANT: pgettext("role", "Applicant"),
        Role.INTAKE: pgettext("role", "Intake officer"),
        Role.VERIFIER: pgettext("role", "Verifier"),
        Role.SIGNATORY: pgettext("role", "Signatory"),
        Role.KANWIL: pgettext("role", "Kanwil officer"),
        Role.ADMIN: pgettext("role", "Administrator"),
        Role.AUDITOR: pgettext("role", "Auditor"),
        Role.AGENCY: pgettext("role", "Other agency"),
        Role.SYSTEM: pgettext("role", "System"),
    }[Role(role)]


def kind_name(kind: OfficeKind | str) -> str:
    """A kind of office in the reader's language; raises ``ValueError`` for no kind."""
    return {
        OfficeKind.PLANNING: pgettext("office kind", "Planning agency (Bappeda)"),
        OfficeKind.COOPERATIVES: pgettext("office kind", "Cooperatives and small business"),
        OfficeKind.INDUSTRY_TRADE: pgettext("office kind", "Industry and trade"),
        OfficeKind.TOURISM_CREATIVE: pgettext("office kind", "Tourism and creative economy"),
        OfficeKind.CULTURE: pgettext("office kind", "Culture"),
        OfficeKind.KANWIL: pgettext("office kind", "Regional office of the ministry (Kanwil)"),
        OfficeKind.MINISTRY: pgettext("office kind", "Ministry"),
        OfficeKind.OTHER: pgettext("office kind", "Other office"),
    }[OfficeKind(kind)]
