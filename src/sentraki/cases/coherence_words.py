"""What differs between a mark and the papers around it, in sentences."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sentraki.cases.rules.coherence import MARK, Difference, Mismatch
from sentraki.cases.telling import day_text
from sentraki.parties.rules.permits import PermitKind


def permit_name(kind: PermitKind | str) -> str:
    """A kind of paper in the reader's language; raises ``ValueError`` for none."""
    return {
        PermitKind.HALAL: pgettext("permit", "Halal certificate"),
        PermitKind.PIRT: pgettext("permit", "PIRT number"),
        PermitKind.BPOM: pgettext("permit", "BPOM registration"),
        PermitKind.NIB: pgettext("permit", "NIB (OSS)"),
        PermitKind.LABEL: pgettext("permit", "Label on the pack"),
    }[PermitKind(kind)]


def difference_sentence(row: Difference) -> str:
    """One difference and what to change, in the reader's language."""
    words = {"paper": permit_name(row.kind), "mark": row.mark, "other": row.other}
    if row.what is Mismatch.ENDED:
        words["day"] = day_text(date.fromisoformat(row.other))
        return _("%(paper)s: valid until %(day)s only. Renew it.") % words
    if row.what is Mismatch.HOLDER:
        return _("%(paper)s: in the name of %(other)s, the office knows %(mark)s.") % words
    if row.what is Mismatch.SPELLING:
        told = _("%(paper)s: written “%(other)s”, the mark is “%(mark)s”.") % words
    else:
        told = _("%(paper)s: “%(other)s” does not carry the mark “%(mark)s”.") % words
    advice = (
        _("The mark is not filed yet: change the mark first.")
        if row.change == MARK
        else _("Change this paper: a filed mark cannot be changed.")
    )
    return f"{told} {advice}"
