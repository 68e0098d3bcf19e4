"""Small pages that explain, and what browsers and robots ask for by habit."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.translation import gettext as _

from sentraki.kernel.wording import wa_link
from sentraki.offices.doors import door
from sentraki.portal.context import office_of

ROBOTS = """User-agent: *
Disallow: /kantor/
Disallow: /akun/
Disallow: /cek-nama/
Disallow: /verifikasi/
Disallow: /permohonan/
Disallow: /ajukan/
Disallow: /lanjut/
"""
DAY = 86_400


@door(get="guide.read")
def personal_data(request: HttpRequest) -> HttpResponse:
    """What is done with personal data: the items of UU 27/2022 Pasal 21."""
    return render(request, "portal/about/data.html")


@door(get="guide.read")
def figures(request: HttpRequest) -> HttpResponse:
    """How every public figure is counted."""
    return render(request, "portal/about/figures.html")


@door(get="guide.read")
def help_page(request: HttpRequest) -> HttpResponse:
    """Where to get help, and what the words mean."""
    office = office_of(request)
    number = office.whatsapp if office else ""
    hello = _("Hello, I have a question.")
    context = {"whatsapp": wa_link(number, hello) if number else ""}
    return render(request, "portal/about/help.html", context)


@door(get="guide.read")
def robots(request: HttpRequest) -> HttpResponse:
    """Public facts may be indexed; personal and officers' pages may not."""
    response = HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={DAY}"
    return response


@door(get="guide.read")
def favicon(request: HttpRequest) -> HttpResponse:
    """Old browsers ask here for the sign that pages name themselves."""
    response = redirect(static("ui/icon.svg"))
    response["Cache-Control"] = f"public, max-age={DAY}"
    return response
