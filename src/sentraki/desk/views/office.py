"""The office's own affairs: letterhead, colour, switches, emblem, days off."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sentraki.desk import office_acts, replies
from sentraki.desk.forms.office import GROUPS, DayOffForm, EmblemForm, OfficeForm
from sentraki.kernel import clock
from sentraki.kernel.access import decide
from sentraki.kernel.errors import AlreadyDone, Refusal
from sentraki.offices import rules
from sentraki.offices.doors import door
from sentraki.offices.models import Holiday, Office
from sentraki.offices.viewers import viewer_on

FIELDS = tuple(name for _title, names in GROUPS for name in names)


@door(get="office.settings.view", post="office.settings.change")
def office(request: HttpRequest) -> HttpResponse:
    """Show the settings; an administrator changes them, all together."""
    own = replies.own_office(request)
    if request.method != "POST":
        return _page(request, own, _form(own))
    form = OfficeForm(request.POST, office=own)
    if form.is_valid():
        try:
            office_acts.change_settings(
                office=own,
                viewer=viewer_on(request),
                changes=form.cleaned_data,
                key=replies.key_of(request),
            )
        except AlreadyDone:
            return redirect("desk:office")
        except Refusal as refusal:
            replies.put_on(form, refusal)
        else:
            replies.done(request, _("Settings saved."))
            return redirect("desk:office")
    return _page(request, own, form)


@door(post="office.settings.change")
def emblem(request: HttpRequest) -> HttpResponse:
    """Take a new emblem; it is written anew before anybody sees it."""
    own = replies.own_office(request)
    form = EmblemForm(request.POST, request.FILES)
    if form.is_valid():
        sent = replies.sent_file(form.cleaned_data["emblem"])
        assert sent is not None
        try:
            office_acts.change_emblem(
                office=own, viewer=viewer_on(request), sent=sent, key=replies.key_of(request)
            )
        except AlreadyDone:
            return redirect("desk:office")
        except Refusal as refusal:
            replies.put_on(form, refusal)
        else:
            replies.done(request, _("The new emblem is shown from now on."))
            return redirect("desk:office")
    return _page(request, own, _form(own), emblem_form=form)


emblem.accepts_upload = True  # type: ignore[attr-defined]  # walked by the upload tests


@door(get="office.settings.view", post="office.calendar.change")
def calendar(request: HttpRequest) -> HttpResponse:
    """The office's own days off beside the national ones; one is added or taken out."""
    own = replies.own_office(request)
    removed = request.POST.get("remove", "")
    form = DayOffForm(request.POST if request.method == "POST" and not removed else None)
    error = ""
    try:
        if removed and _removed(request, own, removed):
            return redirect("desk:office-calendar")
        if form.is_bound and form.is_valid():
            office_acts.add_day_off(
                office=own,
                viewer=viewer_on(request),
                key=replies.key_of(request),
                **form.cleaned_data,
            )
            replies.done(request, _("The day is in the calendar."))
            return redirect("desk:office-calendar")
    except AlreadyDone:
        return redirect("desk:office-calendar")
    except Refusal as refusal:
        if form.is_bound:
            replies.put_on(form, refusal)
        else:
            error = replies.words(refusal)
    today = clock.today(own.zone)
    context = {
        "form": form,
        "error": error,
        "own_days": own.holidays.filter(date__gte=date(today.year, 1, 1)),
        "national": Holiday.objects.filter(office=None, date__gte=today)[:20],
        "may_change": decide(
            "office.calendar.change", viewer_on(request), office_id=own.pk
        ).allowed,
    }
    return replies.page(request, "desk/office/calendar.html", context)


def _removed(request: HttpRequest, own: Office, text: str) -> bool:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return False
    office_acts.remove_day_off(
        office=own, viewer=viewer_on(request), day=day, key=replies.key_of(request)
    )
    replies.done(request, _("The day is out of the calendar."))
    return True


def _form(own: Office) -> OfficeForm:
    return OfficeForm(initial={name: getattr(own, name) for name in FIELDS}, office=own)


def _page(
    request: HttpRequest, own: Office, form: OfficeForm, *, emblem_form: EmblemForm | None = None
) -> HttpResponse:
    viewer, today = viewer_on(request), clock.today(own.zone)
    groups = [
        (title, [form[name] for name in names if name in form.fields]) for title, names in GROUPS
    ]
    context = {
        "own": own,
        "form": form,
        "groups": groups,
        "emblem_form": emblem_form or EmblemForm(),
        "contrast": round(rules.contrast_on_white(own.colour), 1),
        "sample_number": rules.letter_number(
            own.letter_number_pattern, n=1, office_code=own.code, on=today
        ),
        "may_change": decide("office.settings.change", viewer, office_id=own.pk).allowed,
        "may_see_people": decide("office.people.view", viewer, office_id=own.pk).allowed,
        "may_see_log": decide("checkpoint.view", viewer).allowed,
    }
    return replies.page(request, "desk/office/office.html", context)
