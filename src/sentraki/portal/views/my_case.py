"""One's own case: the way in, the page that tells everything, letter, certificate, own data."""

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sentraki.cases.models import Case, ReturnNotice
from sentraki.cases.rules.case_flow import BEFORE_FILING, CaseStatus
from sentraki.cases.selectors.applicant import Story, inbox, own_data, story_of
from sentraki.cases.selectors.identity import readers_of
from sentraki.cases.selectors.papers import PaperState, paper_states
from sentraki.cases.services import decisions, intake
from sentraki.cases.telling import sentence_now
from sentraki.kernel import ids
from sentraki.kernel.access import Role
from sentraki.kernel.errors import AlreadyDone, Invalid
from sentraki.kernel.wording import mask_phone, phone_e164, wa_link
from sentraki.ledger import messages as texts
from sentraki.ledger.models import Document
from sentraki.ledger.services import documents
from sentraki.offices import limits, viewers
from sentraki.offices.doors import door
from sentraki.offices.models import Office
from sentraki.offices.viewers import viewer_on
from sentraki.portal import steps
from sentraki.portal.forms.apply import said
from sentraki.portal.journey import journey, look_of, word_of
from sentraki.portal.limits import too_many
from sentraki.portal.own_case import own_case, page_context
from sentraki.ui.forms import PhoneInput

TRIES_PER_CODE = 30
FILE_POLICY = "default-src 'none'; sandbox"
NEWEST = 10
A_YEAR = 366


class EntryForm(forms.Form):
    """Code and phone number: the two things that open a case."""

    code = forms.CharField(
        label=_l("Your code"),
        help_text=_l("It stands on your receipt. Example: PAL-7K4M-X2HT."),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "data-secret": True}),
    )
    phone = forms.CharField(
        label=_l("Mobile number"),
        help_text=_l("The number you applied with."),
        widget=PhoneInput({"data-secret": True}),
    )

    def clean_phone(self) -> str:
        """The number in E.164."""
        try:
            return phone_e164(self.cleaned_data["phone"])
        except Invalid as no:
            raise said(no) from no


@door(get="case.enter", post="case.enter")
def entry(request: HttpRequest) -> HttpResponse:
    """Code and phone open the case; any other pair gets one and the same answer."""
    form = EntryForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _entry_page(request, form)
    code = ids.normalise_code(form.cleaned_data["code"])
    for_me = limits.allow(request, "own case", settings.LOOKUPS_PER_HOUR)
    if not for_me or not limits.allow_key(code, "own case code", TRIES_PER_CODE):
        return too_many(request)
    case = intake.find_by_code(code=code, phone=form.cleaned_data["phone"])
    if case is None:
        form.add_error(
            None,
            _("No application for this code and number. Check both, or start with a name check."),
        )
        return _entry_page(request, form)
    viewers.grant(request, str(intake.grant_of(case)))
    if case.status == CaseStatus.DRAFT:
        return redirect(steps.first_open(case))
    return redirect("portal:my-case-page", case.code)


def _entry_page(request: HttpRequest, form: EntryForm) -> HttpResponse:
    viewer = viewer_on(request)
    open_here = viewer.role is Role.APPLICANT and request.method != "POST"
    cases = list(Case.objects.for_viewer(viewer)[:NEWEST]) if open_here else []
    context = {"form": form, "cases": cases}
    return render(request, "portal/my_case/entry.html", context)


@door(get="case.own")
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Next step on top, then the whole way of the case, messages and papers."""
    case = own_case(request, code)
    viewer = viewer_on(request)
    story = story_of(case, viewer)
    lang = get_language() or "id"
    letter_url = _letter_url(story)
    context = page_context(
        case,
        story=story,
        title=case.mark_name or (case.answers.get("mark") or {}).get("name", ""),
        owner=case.business.owner_name if case.business else case.applicant_name,
        look=look_of(story),
        word=word_of(story),
        now=sentence_now(story),
        marks=journey(story, letter_url),
        fixes=fixes_of(story) if story.open_return else [],
        next_url=steps.first_open(case) if case.status == CaseStatus.DRAFT else "",
        duties=_duties(story, lang),
        messages_here=[
            (row, texts.write(row.slug, row.fields, lang=lang))
            for row in inbox(case, viewer)[:NEWEST]
        ],
        wa=ask_link(case.office, case.code),
        may_withdraw=case.status in BEFORE_FILING,
        masked_phone=mask_phone(case.phone),
        seal=_seal_code(story),
        readers=readers_of(case),
    )
    return render(request, "portal/my_case/page.html", context)


def ask_link(office: Office, code: str) -> str:
    """A chat with the office, the code already typed; empty when it has no such number."""
    text = _("Hello, I have a question about file %(code)s.") % {"code": code}
    try:
        return wa_link(office.whatsapp, text) if office.whatsapp else ""
    except Invalid:
        return ""


@dataclass(frozen=True)
class Fix:
    """One line of a return notice: what to do, where, and whether it is done."""

    text: str
    title: str
    url: str
    is_done: bool


def fixes_of(story: Story) -> list[Fix]:
    """The lines of the open return notice, each with the page that mends it."""
    notice = story.open_return
    if notice is None:
        return []
    states = {state.requirement.code: state for state in paper_states(story.case)}
    return [_fix(story.case, notice, defect, states) for defect in notice.defects.get("list", [])]


def _fix(
    case: Case, notice: ReturnNotice, defect: dict[str, str], states: dict[str, PaperState]
) -> Fix:
    code = defect.get("requirement", "")
    state = states.get(code)
    if state is None:
        named = [one for one in steps.STEPS if code and code in (one.slug, *one.sections)]
        url = steps.step_url(case, named[0].slug) if named else ""
        url = url or reverse("portal:apply-review", args=[case.code])
        title = str(named[0].title) if named else ""
        return Fix(defect["text"], title, f"{url}?kembali=periksa", False)
    slug = steps.SIGNATURE if code == "signature" else steps.PAPERS
    url = f"{steps.step_url(case, slug)}?kembali=periksa&ganti={code}#{code}_title"
    mended = state.paper is not None and state.is_settled and state.paper.given_at > notice.made_at
    return Fix(defect["text"], state.requirement.label(get_language() or "id"), url, mended)


def _duties(story: Story, lang: str) -> list[dict[str, Any]]:
    """What DJKI waits for within a year, in the applicant's words, the nearest first."""
    return [
        {
            "what": item.label(lang),
            "deadline": item.deadline,
            "days_left": item.days_left,
            "is_sure": item.is_sure,
        }
        for item in story.deadlines
        if item.days_left is None or item.days_left <= A_YEAR
    ]


def _letter_url(story: Story) -> str:
    if story.letter is None or story.letter.pdf_id is None:
        return ""
    return reverse("portal:my-case-letter", args=[story.case.code, story.letter.public_id])


def _seal_code(story: Story) -> str:
    seal = (story.right.seal if story.right else None) or (
        story.filing.seal if story.filing else None
    )
    return seal.code if seal else ""


@door(get="case.own")
def letter(request: HttpRequest, code: str, letter: str) -> HttpResponse:
    """The signed letter as the file that was sealed."""
    case = own_case(request, code)
    story = story_of(case, viewer_on(request))
    found = story.letter
    if found is None or found.pdf is None or found.public_id != letter:
        raise Http404
    return _file(request, found.pdf, f"surat-{case.code}.pdf")


@door(get="case.own")
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """The certificate DJKI issued, as the office stored it."""
    case = own_case(request, code)
    right = story_of(case, viewer_on(request)).right
    if right is None or right.certificate is None:
        raise Http404
    ending = "pdf" if right.certificate.mime == "application/pdf" else "jpg"
    return _file(request, right.certificate, f"sertifikat-{case.code}.{ending}")


def _file(request: HttpRequest, document: Document, name: str) -> HttpResponse:
    """A stored file to be saved, never shown inside a page."""
    content = documents.read(document, viewer_on(request), "download")
    response = HttpResponse(content, content_type=document.mime)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = FILE_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@door(get="case.own", post="case.own")
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Ask once more, then take the case back."""
    case = own_case(request, code)
    if case.status not in BEFORE_FILING:
        return redirect("portal:my-case-page", case.code)
    if request.method == "POST" and "confirmed" in request.POST:
        key = request.POST.get("idempotency_key", "")
        with suppress(AlreadyDone):
            decisions.withdraw(case=case, viewer=viewer_on(request), key=key)
        return redirect("portal:my-case-page", case.code)
    return render(request, "portal/my_case/withdraw.html", page_context(case))


@door(get="case.own")
def export(request: HttpRequest, code: str) -> HttpResponse:
    """Everything stored about the applicant in this case, as a file."""
    case = own_case(request, code)
    stored: dict[str, Any] = own_data(case, viewer_on(request))
    response = HttpResponse(
        json.dumps(stored, ensure_ascii=False, indent=1), content_type="application/json"
    )
    response["Content-Disposition"] = f'attachment; filename="data-{case.code}.json"'
    response["Content-Security-Policy"] = FILE_POLICY
    response["Cache-Control"] = "private, no-store"
    return response
