"""The name check: one page that asks and answers. Nothing typed is stored, logged or addressed."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sentraki.cases.services.arrivals import is_crowded
from sentraki.kernel import clock
from sentraki.offices import limits
from sentraki.offices.doors import door
from sentraki.offices.rules import ScreeningMode
from sentraki.portal import answers
from sentraki.portal.context import office_of
from sentraki.portal.forms.check import NAME_FIELDS, CheckForm, GoodsForm
from sentraki.portal.limits import too_many
from sentraki.screening import lookalikes
from sentraki.screening.services import check as screen
from sentraki.screening.services import corpus_info
from serupa import Query

BUCKET = "screening"
# Seconds after which the name check is worth another try when a crowd went first.
WAIT = 20


@door(get="screening.search", post="screening.search")
def check(request: HttpRequest) -> HttpResponse:
    """Ask for names and goods; a POST answers on the same page. How much depends on the office."""
    office = office_of(request)
    mode = office.screening_mode if office else ScreeningMode.FULL
    if mode == ScreeningMode.OFFICERS_ONLY:
        return render(request, "portal/check/officers.html")
    if request.method == "POST":
        if is_crowded():
            return _later(request, mode)
        if not limits.allow(request, BUCKET, settings.SCREENING_PER_HOUR):
            return too_many(request)
        if mode == ScreeningMode.CLASS_ONLY:
            return _classes(request, GoodsForm(request.POST))
        return _names(request, _form_of(request), variants=bool(office and office.names_variants))
    if mode == ScreeningMode.CLASS_ONLY:
        return render(request, "portal/check/classes.html", {"form": GoodsForm()})
    return _ask(request, CheckForm())


def _ask(request: HttpRequest, form: CheckForm) -> HttpResponse:
    info = corpus_info()
    context = {
        "form": form,
        "searched": info,
        "searched_lines": answers.searched_lines(info),
        "has_errors": bool(form.errors),
    }
    return render(request, "portal/check/check.html", context)


def _later(request: HttpRequest, mode: str) -> HttpResponse:
    """429 while a crowd comes to a queue: whoever registers goes first, what was typed is kept."""
    is_short = mode == ScreeningMode.CLASS_ONLY
    # Without the picture: writing one anew is work, too.
    form: GoodsForm | CheckForm = GoodsForm(request.POST) if is_short else CheckForm(request.POST)
    if request.POST.get("again") and not is_short:
        form = _form_of(request)
    text = _(
        "Very many people are registering right now, and they go first. What you typed is kept."
        " Try again in %(n)s seconds."
    )
    form.add_error(None, text % {"n": WAIT})
    if isinstance(form, CheckForm):
        response = _ask(request, form)
    else:
        response = render(request, "portal/check/classes.html", {"form": form})
    response.status_code = 429
    response["Retry-After"] = str(WAIT)
    response["Cache-Control"] = "no-store"
    return response


def _form_of(request: HttpRequest) -> CheckForm:
    """The form as sent, or the earlier answers with the class that was picked, and with the words
    of the logo as one more name."""
    token = request.POST.get("again", "")
    if not token:
        return CheckForm(request.POST, request.FILES)
    values = answers.form_values(answers.from_token(token), NAME_FIELDS)
    free = next((field for field in NAME_FIELDS if not values.get(field)), "")
    values |= {free: request.POST["read"]} if free and "read" in request.POST else {}
    return CheckForm(values | {"classes": ", ".join(request.POST.getlist("pick"))})


def _names(request: HttpRequest, form: CheckForm, *, variants: bool) -> HttpResponse:
    if not form.is_valid():
        return _ask(request, form)
    given = form.cleaned_data
    result = None
    if form.names:
        answer = screen(
            names=form.names, classes=given["classes"], goods=given["goods"], variants=variants
        )
        result = answers.result_of(answer)
    searched = result.searched if result else corpus_info()
    context = {
        "form": form,
        "result": result,
        "searched": searched,
        "searched_lines": answers.searched_lines(searched),
        "logo": form.label,
        "looked": _look_at(form),
        "offer": form.offer,
        "checked_at": clock.now(),
        "goods": given["goods"],
        "chosen_classes": given["classes"],
    }
    return render(request, "portal/check/result.html", context)


def _look_at(form: CheckForm) -> lookalikes.Section | None:
    """The labels that look like the logo sent, if one was."""
    if form.label is None:
        return None
    return lookalikes.section(
        form.sent,
        written=form.label.jpeg,
        classes=form.cleaned_data["classes"],
        names=form.names,
        read=form.read,
    )


def _classes(request: HttpRequest, form: GoodsForm) -> HttpResponse:
    """Class advice only: where an office wants its officers to compare names."""
    context: dict[str, object] = {"form": form, "asked": form.is_valid()}
    if form.is_valid():
        query = Query("", goods=form.cleaned_data["goods"])
        context["choices"] = answers.class_choices(query, answers.language())
        context["question"] = answers.class_question(query, answers.language())
    return render(request, "portal/check/classes.html", context)
