"""What a seal says, to anybody: one row, one query, the small sheet, no script."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext, pgettext_lazy

from sentraki.cases.rules.filing_flow import FilingStatus as F
from sentraki.cases.voices import FILING
from sentraki.kernel import ids
from sentraki.kernel.access import Viewer
from sentraki.ledger.models import Letter
from sentraki.ledger.rules.seal_states import SealPurpose, SealState
from sentraki.ledger.selectors.letters import compare
from sentraki.ledger.selectors.seals import UNKNOWN, SealAnswer, seal_by_code
from sentraki.offices import limits
from sentraki.offices.doors import door
from sentraki.portal.limits import too_many

MOST_BYTES = 5_000_000
BUCKET = "letter comparison"
# A member's seal may be suspended while a buyer looks at it: an open page asks again after so many
# seconds, without a script, so that it is never a minute behind (decision 0011).
LOOKS_AGAIN = 45
_COMPARER = Viewer.system("portal.verify")
# What a stage is called to somebody who is not the owner: no demands, no terms.
_QUIET = {
    F.FORMAL_DEFECT: F.FORMAL_CHECK,
    F.OPPOSED: F.PUBLISHED,
    F.PROV_REFUSAL: F.EXAMINATION,
    F.RESPONSE_FILED: F.EXAMINATION,
}
CAUSES: Mapping[str, str | Promise] = {
    "ended": pgettext_lazy("seal cause", "ended"),
    "refused": pgettext_lazy("seal cause", "refused"),
    "withdrawn": pgettext_lazy("seal cause", "withdrawn"),
    "revoked": pgettext_lazy("seal cause", "revoked"),
    "replaced": pgettext_lazy("seal cause", "replaced by a newer one"),
    "membership-frozen": pgettext_lazy("seal cause", "membership frozen"),
    "transferred": pgettext_lazy("seal cause", "transferred"),
}


@dataclass(frozen=True)
class Issuer:
    """Who issued the seal, from the seal itself: the page asks no other table."""

    name: str
    unit: str
    zone: str = "WIB"


@door(get="seal.view")
def ask(request: HttpRequest) -> HttpResponse:
    """A box for the code on the packet; the typed code leads to its own address."""
    typed = request.GET.get("kode", "").strip()
    if typed:
        return redirect("portal:verify-code", code=ids.normalise_code(typed)[:60] or "-")
    return render(request, "portal/verify/ask.html", {"office": Issuer("", "")})


@door(get="seal.view", post="seal.view")
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """The seal's word and facts; under a letter's seal a PDF can be compared (POST)."""
    answer = seal_by_code(code)
    context = {
        "seal": answer,
        "typed": code[:60],
        "office": _issuer(answer),
        "rows": _rows(answer),
        "cause": CAUSES.get(answer.cause, answer.cause),
        "stage": _stage(answer),
        "is_mark": answer.purpose == SealPurpose.MARK,
        "is_member": answer.purpose == SealPurpose.MEMBER,
        "takes_file": _takes_file(answer),
    }
    if request.method == "POST":
        if not _takes_file(answer):
            raise Http404
        if not limits.allow(request, BUCKET, settings.LOOKUPS_PER_HOUR):
            return too_many(request)
        context |= _compared(request, answer)
    response = render(request, "portal/verify/seal.html", context)
    response["Cache-Control"] = "no-store"
    if answer.purpose == SealPurpose.MEMBER and answer.state == SealState.VALID:
        response["Refresh"] = str(LOOKS_AGAIN)
    return response


by_code.accepts_upload = True  # type: ignore[attr-defined]  # walked by the upload tests


@door(get="seal.view")
def as_json(request: HttpRequest, code: str) -> JsonResponse:
    """The same answer for programs; 404 for an unknown code."""
    answer = seal_by_code(code)
    content = {
        "state": answer.state,
        "code": answer.code,
        "purpose": answer.purpose,
        "cause": answer.cause,
        "valid_until": answer.valid_until.isoformat() if answer.valid_until else None,
        "checked_at": answer.checked_at.isoformat() if answer.checked_at else None,
        "facts": dict(answer.facts),
    }
    response = JsonResponse(content, status=200 if answer.is_known else 404)
    response["Cache-Control"] = "no-store"
    return response


def _issuer(answer: SealAnswer) -> Issuer:
    facts = answer.facts
    return Issuer(str(facts.get("government", "")), str(facts.get("office", "")))


def _takes_file(answer: SealAnswer) -> bool:
    return answer.purpose == SealPurpose.LETTER


def _stage(answer: SealAnswer) -> str:
    raw = str(answer.facts.get("stage", ""))
    if answer.state != SealState.APPLIED or raw not in set(F):
        return ""
    stage = F(raw)
    return str(FILING[_QUIET.get(stage, stage)].officer)


def _rows(answer: SealAnswer) -> list[tuple[str, str | date]]:
    """The facts in words; a fact the seal does not carry has no row."""
    if answer.state == UNKNOWN:
        return []
    facts = answer.facts
    kind, classes = str(facts.get("kind", "")), str(facts.get("classes", ""))
    rows: list[tuple[str, Any]] = [
        (pgettext("seal", "Member"), facts.get("member")),
        (pgettext("certificate", "Given to"), facts.get("person")),
        (pgettext("certificate", "Event"), facts.get("event")),
        (pgettext("certificate", "Held on"), facts.get("held_on")),
        (pgettext("seal", "Holder"), facts.get("holder")),
        (_("Products"), facts.get("product")),
        (_("Kind"), _kind(answer, kind, classes)),
        (_("Registration number"), facts.get("registration_number")),
        (_("Application number"), facts.get("filing_number")),
        (_("Number"), facts.get("number")),
        (_("Signed by"), facts.get("signatory")),
        (_("Signed on"), _day(facts.get("signed_on"))),
        (_("Seal code"), answer.code),
    ]
    return [(term, value) for term, value in rows if value]


def _kind(answer: SealAnswer, kind: str, classes: str) -> str:
    if answer.purpose == SealPurpose.MEMBER:
        return _("Member's seal of a collective mark, class %(numbers)s") % {"numbers": classes}
    if answer.purpose != SealPurpose.MARK:
        return kind
    if answer.facts.get("collective"):
        return _("Collective mark, class %(numbers)s") % {"numbers": classes}
    numbers = ", ".join(part for part in classes.split(",") if part)
    return _("Mark, class %(numbers)s") % {"numbers": numbers} if numbers else _("Mark")


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None


def _compared(request: HttpRequest, answer: SealAnswer) -> dict[str, Any]:
    """Whether the sent file is the letter we made, byte for byte. It is hashed and forgotten."""
    sent = request.FILES.get("pdf")
    if sent is None:
        return {"error": _l("Choose the PDF first."), "has_errors": True}
    if (sent.size or 0) > MOST_BYTES:
        error = _("This file is too large for one of our letters (more than 5 MB).")
        return {"error": error, "has_errors": True}
    number = answer.on_ref.rpartition(":")[2]
    letter = Letter.objects.for_viewer(_COMPARER).get(pk=number)
    return {"compared": compare(letter, sent.read())}
