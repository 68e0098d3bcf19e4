"""The root addresses: each face under its own, log-in, health, language."""

from django.urls import URLPattern, URLResolver, include, path

from sentraki.config import errors, health, language

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.broken

# Pages of this file that need no door: anybody may ask for them, GET and HEAD only.
OPEN_TO_ALL = frozenset({"health-live", "health-ready", "speak"})

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("bahasa/<slug:code>/", language.speak, name="speak"),
    path("", include("sentraki.offices.urls")),
    path("kantor/", include("sentraki.desk.urls")),
    path("api/v1/", include("sentraki.api.urls")),
    path("", include("sentraki.portal.urls")),
]
