"""Whom the office asked to an event: a list by community, each with the text ready to send."""

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from sentraki.desk import replies
from sentraki.desk.views.events import event_on, may
from sentraki.events.services.invitations import MESSAGE, Invitee, invite, text_fields
from sentraki.kernel.errors import AlreadyDone, Refusal
from sentraki.kernel.wording import wa_link
from sentraki.ledger import messages
from sentraki.offices.doors import door
from sentraki.offices.viewers import viewer_on

A_PAGE = 50
MOST_LINES = 500


class InvitationForm(forms.Form):
    """A community's list as it comes by chat: one person a line."""

    community = forms.CharField(label=_l("Community"), required=False, max_length=120)
    people = forms.CharField(
        label=_l("People"),
        help_text=_l("One a line: name; mobile number. Example: Ibu Contoh; 0812 3456 7890."),
        max_length=40_000,
        widget=forms.Textarea({"rows": 6, "data-secret": True, "autocomplete": "off"}),
    )

    def invitees(self) -> list[Invitee]:
        """Every line with a name and a number."""
        found = []
        for line in self.cleaned_data["people"].splitlines()[:MOST_LINES]:
            name, _semicolon, phone = line.partition(";")
            if name.strip() and phone.strip():
                community = self.cleaned_data["community"]
                found.append(Invitee(name.strip(), phone.strip(), community=community))
        return found


def said(count: int) -> str:
    """How many were asked, in words."""
    return ngettext("%(n)s person is invited.", "%(n)s people are invited.", count) % {"n": count}


@door(get="event.view", post="event.invite")
def invitations(request: HttpRequest, public_id: str) -> HttpResponse:
    """Everybody asked so far, and a form for a further list."""
    event = event_on(request, public_id)
    if request.method == "POST" and not may(request, "event.invite", event):
        raise Http404
    form = InvitationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            count = invite(
                event=event,
                viewer=viewer_on(request),
                people=form.invitees(),
                key=replies.key_of(request),
            )
        except AlreadyDone:
            return redirect("desk:event-invitations", public_id=event.public_id)
        except Refusal as refusal:
            replies.put_on(form, refusal)
        else:
            replies.done(request, said(count))
            return redirect("desk:event-invitations", public_id=event.public_id)
    text = messages.write(MESSAGE, text_fields(event), lang="id").short
    page = Paginator(event.invitations.order_by("community", "pk"), A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "event": event,
        "form": form,
        "page": page,
        "rows": [(row, wa_link(row.phone, text)) for row in page],
        "title": _("Invitations"),
        "may_invite": may(request, "event.invite", event),
    }
    status = 422 if form.errors else 200
    return replies.page(request, "desk/events/invitations.html", context, status=status)
