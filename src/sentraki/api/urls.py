"""The addresses of this face; each operation behind the door of its action."""

from collections.abc import Iterator, Mapping

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, URLResolver, path

from sentraki.api.operations import api
from sentraki.offices.doors import door

# Which action each operation is; one without a row here does not get an address.
ACTIONS: Mapping[str, str] = {
    "seal": "seal.view",
    "rights": "figure.view",
    "figures": "figure.view",
    "credential": "seal.view",
    "status-list": "seal.view",
    "did": "seal.view",
    "token": "identity.enter",
    "identity": "identity.enter",
}
# Operations that are sent, not fetched: what is asked for stands in no address.
ASKING = frozenset({"token", "identity"})
PREFIX = "/api/v1/"


@door(get="guide.read")
def description(request: HttpRequest) -> HttpResponse:
    """The description of the interface (OpenAPI 3.1)."""
    return JsonResponse(api.get_openapi_schema(path_prefix=PREFIX))


def _operations() -> Iterator[URLPattern]:
    for entry in api.urls[0]:
        action = ACTIONS.get(entry.name or "") if isinstance(entry, URLPattern) else None
        if isinstance(entry, URLPattern) and action is not None:
            ways = {"post": action} if entry.name in ASKING else {"get": action}
            view = door(**ways)(entry.callback)
            yield path(str(entry.pattern), view, name=entry.name)


app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("openapi.json", description, name="openapi"),
    *_operations(),
]
