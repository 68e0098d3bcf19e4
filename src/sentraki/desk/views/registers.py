"""The registers of marks a name check searches here."""

from django.http import HttpRequest, HttpResponse

from sentraki.desk import replies
from sentraki.offices.doors import door
from sentraki.screening.registers import sources


@door(get="corpus.list")
def registers(request: HttpRequest) -> HttpResponse:
    """Each register with its size, date and licence; one that cannot be searched here says so."""
    return replies.page(request, "desk/office/registers.html", {"sources": sources()})
