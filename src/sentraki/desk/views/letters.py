"""Letters: drafts to be read and signed, signed ones to be taken away or revoked."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sentraki.cases.letters import LABEL_FILE
from sentraki.cases.models import Case
from sentraki.cases.services.letters import sign_letter
from sentraki.desk import replies
from sentraki.desk.event_letters import letters_at, name_on
from sentraki.desk.forms.cases import ReasonForm
from sentraki.desk.views.events import event_on
from sentraki.events.letters import CERTIFICATE
from sentraki.events.models import Event
from sentraki.events.services.certificates import event_of_certificate
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer, decide
from sentraki.kernel.errors import AlreadyDone, Refusal
from sentraki.kernel.refs import key_of
from sentraki.ledger import letters as kinds
from sentraki.ledger.models import Document, Letter
from sentraki.ledger.rendering import qr_png, render_docx
from sentraki.ledger.rules.letter_flow import LetterStatus
from sentraki.ledger.selectors.letters import (
    EMBLEM_FILE,
    letters_waiting,
    may_sign,
    pictures_of,
    signed_letters,
)
from sentraki.ledger.services import documents, pages
from sentraki.ledger.services import letters as letter_services
from sentraki.offices.doors import door
from sentraki.offices.viewers import viewer_on

A_PAGE = 30
MOST_AT_ONCE = 50
PICTURES = frozenset({"image/jpeg", "image/png"})
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PAPERS = {CERTIFICATE: "desk/letters/certificate.html"}
PAPER = "desk/letters/paper.html"
_ANYBODY = Viewer.public()


@door(get="letter.list")
def letters(request: HttpRequest) -> HttpResponse:
    """Drafts that wait for a signature, and the letters signed so far."""
    viewer = viewer_on(request)
    waiting = list(letters_waiting(viewer))
    page = Paginator(signed_letters(viewer), A_PAGE).get_page(request.GET.get("page"))
    cases = _cases_of(viewer, [*waiting, *page])
    context = {
        "waiting": [_line(viewer, letter, cases) for letter in waiting],
        "may_sign_any": any(may_sign(viewer, letter).allowed for letter in waiting),
        "page": page,
        "signed": [_line(viewer, letter, cases) for letter in page],
    }
    return replies.page(request, "desk/letters/letters.html", context)


def _cases_of(viewer: Viewer, found: Sequence[Letter]) -> dict[str, Case]:
    keys = {key: letter.on_ref for letter in found if (key := key_of(letter.on_ref, "cases.case"))}
    rows = Case.objects.for_viewer(viewer).filter(pk__in=keys).select_related("business")
    return {keys[str(case.pk)]: case for case in rows}


def _line(viewer: Viewer, letter: Letter, cases: dict[str, Case]) -> dict[str, Any]:
    decision = may_sign(viewer, letter) if letter.status == LetterStatus.REQUESTED else None
    return {
        "letter": letter,
        "title": kinds.get(letter.kind).title(replies.language()),
        "applicant": name_on(letter),
        "case": cases.get(letter.on_ref),
        "may_sign": decision.allowed if decision else False,
        "why_not": _(decision.reason) if decision and not decision.allowed else "",
    }


@door(get="letter.list")
def letter(request: HttpRequest, public_id: str) -> HttpResponse:
    """The letter as it will be printed; until it is signed it says that it is a draft."""
    viewer, row = viewer_on(request), _letter(request, public_id)
    facts = {"region_code": row.region_code, "about": row.on_ref}
    open_states = (LetterStatus.ISSUED, LetterStatus.USED)
    context = {
        **_line(viewer, row, _cases_of(viewer, [row])),
        "data": _data(row),
        "paper": PAPERS.get(row.kind, PAPER),
        "event": event_of_certificate(row),
        "has_word": kinds.get(row.kind).has_word,
        "is_draft": row.status == LetterStatus.REQUESTED,
        "has_label": LABEL_FILE in row.pictures,
        "may_revoke": row.status in open_states
        and decide("letter.revoke", viewer, **facts).allowed,
        "may_withdraw": row.status == LetterStatus.REQUESTED
        and decide("letter.withdraw", viewer, **facts).allowed,
        "is_signed": row.signed_at is not None,
    }
    return replies.page(request, "desk/letters/letter.html", context)


@door(get="letter.list")
def picture(request: HttpRequest, public_id: str) -> HttpResponse:
    """The label on the letter, for its preview."""
    return _shown(request, public_id, LABEL_FILE)


@door(get="letter.list")
def emblem(request: HttpRequest, public_id: str) -> HttpResponse:
    """The emblem in the letter's kop: today's for a draft, else the one it was issued with."""
    return _shown(request, public_id, EMBLEM_FILE)


def _shown(request: HttpRequest, public_id: str, name: str) -> HttpResponse:
    content, mime = _picture(viewer_on(request), _letter(request, public_id), name)
    response = replies.download(content, mime, name)
    response["Content-Disposition"] = "inline"
    response["Cache-Control"] = "private, no-store"
    return response


@door(get="letter.sign", post="letter.sign")
def sign(request: HttpRequest) -> HttpResponse:
    """The chosen drafts once more as a list; then each is signed with a number of its own.

    From an event's page without a choice: all of the event that this officer may sign.
    """
    given = request.POST if request.method == "POST" else request.GET
    event = event_on(request, given["acara"]) if given.get("acara") else None
    wanted = given.getlist("surat")
    if event is not None and request.method == "GET" and not wanted:
        wanted = _open_at(request, event)
    chosen = _chosen(request, wanted)
    lines = [_line(viewer_on(request), row, {}) for row in chosen]
    refused: list[tuple[str, str]] = []
    if request.method == "POST" and chosen and "confirmed" in request.POST:
        done, refused = _sign_all(request, chosen)
        if done:
            replies.done(request, _signed(done))
        if not refused:
            return redirect(_back(event))
    nothing_sent = request.method == "POST" and not chosen
    context = {
        "lines": lines,
        "left": len(set(wanted)) - len(chosen),
        "refused": refused,
        "event": event,
        "back": _back(event),
        "has_errors": bool(refused or nothing_sent),
    }
    status = 409 if refused else 200
    return replies.page(request, "desk/letters/sign.html", context, status=status)


def _open_at(request: HttpRequest, event: Event) -> list[str]:
    """The drafts of an event this officer may sign."""
    viewer = viewer_on(request)
    rows = [row for row in letters_at(viewer, event) if row.status == LetterStatus.REQUESTED]
    return [row.public_id for row in rows if may_sign(viewer, row).allowed]


def _back(event: Event | None) -> str:
    if event is None:
        return reverse("desk:letters")
    return reverse("desk:event-letters", args=[event.public_id])


def _sign_all(
    request: HttpRequest, chosen: Sequence[Letter]
) -> tuple[list[Letter], list[tuple[str, str]]]:
    """Sign one after another: one that is refused takes no number and stops no other."""
    viewer, key = viewer_on(request), replies.key_of(request)
    done: list[Letter] = []
    refused: list[tuple[str, str]] = []
    for row in chosen:
        try:
            done.append(
                sign_letter(letter=row, viewer=viewer, key=f"{key}-{row.pk}" if key else "")
            )
        except AlreadyDone:
            row.refresh_from_db()
            done.append(row)
        except Refusal as refusal:
            refused.append((name_on(row), replies.words(refusal)))
    return done, refused


def _signed(done: Sequence[Letter]) -> str:
    if len(done) == 1:
        return _("1 letter issued, number %(number)s.") % {"number": done[0].number}
    text = _("%(n)s letters issued, numbers %(first)s to %(last)s.")
    return text % {"n": len(done), "first": done[0].number, "last": done[-1].number}


@door(get="letter.list")
def pdf(request: HttpRequest, public_id: str) -> HttpResponse:
    """The signed letter. Its page is made here when the machine stopped before making it."""
    viewer, row = viewer_on(request), _letter(request, public_id)
    if row.sequence is None:
        raise Http404
    if row.pdf_id is None:
        row = pages.finish(row.pk)
    assert row.pdf is not None
    content = documents.read(row.pdf, viewer, "letter")
    return replies.download(content, "application/pdf", f"{_file_name(row)}.pdf")


@door(get="letter.list")
def docx(request: HttpRequest, public_id: str) -> HttpResponse:
    """The same letter for Word, for offices that sign on paper or in another program."""
    viewer, row = viewer_on(request), _letter(request, public_id)
    files = {name: _picture(viewer, row, name)[0] for name in pictures_of(row)}
    if row.frozen:
        files["qr.png"] = qr_png(row.frozen["qr"])
    kind = kinds.get(row.kind)
    if not kind.has_word:
        raise Http404
    content = render_docx(kind.template, _data(row), files)
    return replies.download(content, DOCX, f"{_file_name(row)}.docx")


@door(get="letter.revoke", post="letter.revoke")
def revoke(request: HttpRequest, public_id: str) -> HttpResponse:
    """End a signed letter; its seal says so at once."""
    row = _letter(request, public_id)
    return _end(request, row, is_draft=False)


@door(get="letter.withdraw", post="letter.withdraw")
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take back a draft nobody has signed."""
    row = _letter(request, public_id)
    return _end(request, row, is_draft=True)


def _end(request: HttpRequest, row: Letter, *, is_draft: bool) -> HttpResponse:
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        verb = letter_services.withdraw if is_draft else letter_services.revoke
        try:
            verb(
                row,
                viewer_on(request),
                note=form.cleaned_data["reason"],
                key=replies.key_of(request),
            )
        except AlreadyDone:
            return redirect("desk:letter", public_id=row.public_id)
        except Refusal as refusal:
            replies.put_on(form, refusal)
        else:
            said = _("The draft was taken back.") if is_draft else _("The letter is revoked.")
            replies.done(request, said)
            return redirect("desk:letter", public_id=row.public_id)
    context = {"letter": row, "form": form, "is_draft": is_draft}
    status = 422 if form.errors else 200
    return replies.page(request, "desk/letters/end.html", context, status=status)


def _letter(request: HttpRequest, public_id: str) -> Letter:
    rows = Letter.objects.for_viewer(viewer_on(request)).select_related("office__region", "pdf")
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row


def _chosen(request: HttpRequest, wanted: Sequence[str]) -> list[Letter]:
    """The first fifty drafts of these ids; one that is not of this office makes it all 404."""
    ids = set(wanted)
    rows = Letter.objects.for_viewer(viewer_on(request)).select_related("office__region")
    found = list(rows.filter(public_id__in=ids).order_by("id"))
    if len(found) != len(ids):
        raise Http404
    return found[:MOST_AT_ONCE]


def _data(row: Letter) -> dict[str, Any]:
    """What the page says: frozen once it is signed, as the draft stands before."""
    return dict(row.frozen["data"] if row.frozen else kinds.get(row.kind).make_draft(row))


def _picture(viewer: Viewer, row: Letter, name: str) -> tuple[bytes, str]:
    reader = _ANYBODY if name == EMBLEM_FILE else viewer
    wanted = Document.objects.for_viewer(reader).filter(public_id=pictures_of(row).get(name, ""))
    found = wanted.first()
    if found is None or found.mime not in PICTURES:
        raise Http404
    return documents.read(found, reader, "letter"), found.mime


def _file_name(row: Letter) -> str:
    if row.sequence is None:
        return "surat-draf"
    day: date = clock.in_zone(row.signed_at, row.office.zone).date() if row.signed_at else date.max
    return f"surat-{row.sequence:04d}-{day:%Y}"
