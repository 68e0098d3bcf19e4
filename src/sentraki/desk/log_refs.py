"""What the entries of the log are about, in words: a file by its code, a letter by its number.

Names of people and marks never stand here. At most one query a kind of thing.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sentraki.cases.models import Case, Filing, Handover, Programme, Right
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.kernel.access import Viewer, may_enter
from sentraki.ledger.models import Document, Letter, Message, Seal
from sentraki.offices.models import Office
from sentraki.parties.models import Business, ImportBatch
from sentraki.screening.models import ScreeningRun


@dataclass(frozen=True)
class About:
    """A thing by its name in words; ``url`` is empty where the viewer has no page of it."""

    label: str
    url: str = ""


@dataclass(frozen=True)
class _Kind:
    """How things of one kind are named, and the page of one: its action, and its address."""

    rows: Callable[[Viewer], Any]
    label: Callable[[Any], str]
    action: str = ""
    url: Callable[[Any], str] = lambda _thing: ""


def _file_url(case: Case) -> str:
    """Drafts are the applicant's own: officers have no page of them."""
    return "" if case.status == CaseStatus.DRAFT else reverse("desk:case", args=[case.code])


def _letter_label(letter: Letter) -> str:
    if not letter.number:
        return _("Letter not signed yet")
    return _("Letter no. %(number)s") % {"number": letter.number}


_KINDS: Mapping[str, _Kind] = {
    "cases.case": _Kind(
        Case.objects.for_viewer, lambda c: _("File %(code)s") % {"code": c.code},
        "case.view", _file_url,
    ),
    "ledger.letter": _Kind(
        Letter.objects.for_viewer, _letter_label,
        "letter.list", lambda row: reverse("desk:letter", args=[row.public_id]),
    ),
    "cases.filing": _Kind(
        Filing.objects.for_viewer, lambda f: _("Application no. %(number)s") % {"number": f.number},
        "filing.view", lambda f: reverse("desk:filing", args=[f.pk]),
    ),
    "cases.right": _Kind(
        Right.objects.for_viewer, lambda r: _("Right no. %(number)s") % {"number": r.number},
        "right.view", lambda r: reverse("desk:right", args=[r.public_id]),
    ),
    "cases.handover": _Kind(
        Handover.objects.for_viewer, lambda h: _("Batch %(code)s") % {"code": h.code},
        "handover.view", lambda h: reverse("desk:handover", args=[h.code]),
    ),
    "cases.programme": _Kind(
        Programme.objects.for_viewer,
        lambda p: _("Programme %(name)s, %(year)s") % {"name": p.name, "year": p.year},
        "programme.list", lambda p: reverse("desk:programme", args=[p.public_id]),
    ),
    "parties.business": _Kind(
        Business.objects.for_viewer, lambda _row: _("A business"),
        "business.view", lambda b: reverse("desk:business", args=[b.public_id]),
    ),
    "parties.importbatch": _Kind(
        ImportBatch.objects.for_viewer, lambda _row: _("An imported sheet"),
        "import.view", lambda row: reverse("desk:import", args=[row.public_id]),
    ),
    "ledger.seal": _Kind(
        lambda _viewer: Seal.objects.all(), lambda s: _("Seal %(code)s") % {"code": s.code},
        "seal.view", lambda s: reverse("portal:verify-code", args=[s.code]),
    ),
    "offices.office": _Kind(
        lambda _viewer: Office.objects.all(), lambda o: _("Office %(name)s") % {"name": o.unit}
    ),
}  # fmt: skip
# Things without a page of their own, told by the thing they belong to.
_PARTS: Mapping[str, tuple[Callable[[Viewer], Any], str, Callable[[About], str]]] = {
    "ledger.document": (
        Document.objects.for_viewer, "on_ref",
        lambda whole: _("Document: %(of)s") % {"of": whole.label},
    ),
    "ledger.message": (
        Message.objects.for_viewer, "on_ref",
        lambda whole: _("Message: %(of)s") % {"of": whole.label},
    ),
    "screening.screeningrun": (
        ScreeningRun.objects.for_viewer, "case_ref",
        lambda whole: _("Name check: %(of)s") % {"of": whole.label},
    ),
}  # fmt: skip


def abouts_of(viewer: Viewer, refs: Iterable[str]) -> dict[str, About]:
    """Each of ``refs`` in words; what is gone or unknown keeps its plain ref."""
    wanted = set(refs)
    belongs = _wholes(viewer, wanted)
    known = _named(viewer, wanted | {whole for whole, _say in belongs.values()})
    for ref, (whole, say) in belongs.items():
        if whole in known:
            known[ref] = About(say(known[whole]), known[whole].url)
    return {ref: known.get(ref, About(ref)) for ref in wanted}


def _wholes(viewer: Viewer, refs: Collection[str]) -> dict[str, tuple[str, Callable[[About], str]]]:
    """The thing each part belongs to, and how the part is told by it."""
    found = {}
    for kind, (rows, field, say) in _PARTS.items():
        pairs = rows(viewer).filter(pk__in=_keys(refs, kind)).values_list("pk", field)
        found.update({f"{kind}:{key}": (whole, say) for key, whole in pairs})
    return found


def _named(viewer: Viewer, refs: Collection[str]) -> dict[str, About]:
    found = {}
    for name, kind in _KINDS.items():
        is_open = bool(kind.action) and may_enter(kind.action, viewer).allowed
        for thing in kind.rows(viewer).filter(pk__in=_keys(refs, name)):
            url = kind.url(thing) if is_open else ""
            found[f"{name}:{thing.pk}"] = About(kind.label(thing), url)
    return found


def _keys(refs: Collection[str], kind: str) -> list[str]:
    return [key for name, _sep, key in (ref.partition(":") for ref in refs) if name == kind]
