"""The gallery, two stand-ins for what portal answers to the scripts, the house for its menus."""

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, URLResolver, path

from sentraki.config import urls as house
from sentraki.ui.gallery import gallery

received: list[dict[str, str]] = []
pieces: dict[str, bytes] = {}


def save(request: HttpRequest) -> HttpResponse:
    """Answers as a draft's address does."""
    received.append(request.POST.dict())
    return JsonResponse({"saved_at": "10.42 WIB"})


def upload(request: HttpRequest) -> HttpResponse:
    """Answers as an address for pieces of a file does."""
    known = pieces.setdefault(request.POST["upload_id"], b"")
    if int(request.POST["offset"]) == len(known):
        pieces[request.POST["upload_id"]] = known + request.FILES["chunk"].read()
    have = len(pieces[request.POST["upload_id"]])
    if have >= int(request.POST["size"]):
        return JsonResponse({"done": True})
    return HttpResponse(json.dumps({"received": have}), content_type="application/json")


urlpatterns: list[URLPattern | URLResolver] = [
    path("komponen/<slug:page>/", gallery),
    path("simpan/", save),
    path("unggah/", upload),
    *house.urlpatterns,
]
