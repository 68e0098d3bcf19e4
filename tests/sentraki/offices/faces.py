"""Stand-in faces for the room's own tests: one page per kind of door, and the names it needs."""

from django.http import HttpResponse, JsonResponse
from django.urls import include, path

from sentraki.config import language
from sentraki.desk import urls as desk_urls
from sentraki.kernel import access
from sentraki.kernel.access import Role, row
from sentraki.kernel.errors import AlreadyDone, Denied, Invalid, MoveRefused, Stale, Taken
from sentraki.offices import viewers
from sentraki.offices.doors import door
from sentraki.offices.policy import EVERYONE, OFFICER_ROLES
from sentraki.portal import urls as portal_urls

access.register(
    (
        row("test-open.view", *EVERYONE),
        row("test-officers.view", *OFFICER_ROLES),
        row("test-verify.view", Role.VERIFIER, reason="Only a verifier may do this."),
        row("test-applicant.view", Role.APPLICANT),
    )
)
REFUSALS = {
    "denied": Denied("Not for you."),
    "hidden": Denied("Not for you.", hidden=True),
    "invalid": Invalid("Write %(what)s.", what="a name"),
    "taken": Taken("The last place is gone."),
    "stale": Stale("Somebody was quicker."),
    "moved": MoveRefused("No such step."),
    "done": AlreadyDone("Already done.", receipt="cases.case:1"),
}


@door(get="test-open.view")
def open_page(request):
    seen = request.viewer
    return JsonResponse(
        {
            "role": seen.role,
            "regions": seen.regions,
            "grants": sorted(seen.grants),
            "second_factor": seen.second_factor,
            "office": request.office.slug if request.office else "",
        }
    )


@door(get="test-officers.view", post="test-verify.view")
def desk_page(request):
    return HttpResponse("desk")


@door(get="test-applicant.view")
def own_page(request):
    return HttpResponse("own")


@door(get="test.undeclared")
def undeclared_page(request):
    return HttpResponse("never")


@door(post="test-open.view")
def grant_page(request):
    viewers.grant(request, request.POST["ref"])
    return HttpResponse("granted")


@door(get="test-open.view")
def refusing_page(request, kind):
    raise REFUSALS[kind]


faces = (
    [
        path("", open_page, name="home"),
        path("meja/", desk_page, name="today"),
        path("milik/", own_page, name="own"),
        path("liar/", undeclared_page, name="undeclared"),
        path("hak/", grant_page, name="grant"),
        path("tolak/<slug:kind>/", refusing_page, name="refuse"),
    ],
    "portal",
)


def others(patterns):
    """The real pages whose names no stand-in has taken."""
    taken = {pattern.name for pattern in faces[0]}
    return [pattern for pattern in patterns if getattr(pattern, "name", None) not in taken]


urlpatterns = [
    path("", include("sentraki.offices.urls")),
    path("favicon.ico", lambda request: HttpResponse(status=204), name="favicon"),
    path("bahasa/<slug:code>/", language.speak, name="speak"),
    # The stand-ins come first; the real pages behind them serve the names that menus reverse.
    path("", include(([*faces[0], *others(portal_urls.urlpatterns)], "portal"))),
    path("kantor/", include(([*faces[0], *others(desk_urls.urlpatterns)], "desk"))),
]
