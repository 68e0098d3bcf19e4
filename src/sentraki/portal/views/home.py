"""The front page: of the chosen office, or of the whole country with a choice of offices."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sentraki.cases.rules.fees import FILING
from sentraki.cases.selectors.rights import RightFilter
from sentraki.insight.fees import fee_pair
from sentraki.insight.measures import open_programme, registered_by_year
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.offices.doors import door
from sentraki.offices.rules import ScreeningMode
from sentraki.offices.selectors import public_offices
from sentraki.portal.context import office_of
from sentraki.portal.forms.check import CheckForm


@door(get="guide.read")
def home(request: HttpRequest) -> HttpResponse:
    """The check is the page; figure, places and fee stand below with their sources."""
    office = office_of(request)
    region = office.region_code if office else ""
    figure, years = registered_by_year(Viewer.public(), RightFilter(region=region))
    context = {
        "form": CheckForm(auto_id="home_%s"),
        "may_screen": office is None or office.screening_mode == ScreeningMode.FULL,
        "figure": figure,
        "years": list(years.items()),
        "fee": fee_pair(FILING, clock.today(office.zone if office else "WIB")),
        "open": open_programme(office) if office else None,
        "offices": [] if office else list(public_offices()),
    }
    return render(request, "portal/home/home.html", context)
