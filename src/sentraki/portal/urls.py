"""The addresses of this face. Words in addresses are Indonesian; names of routes are English."""

from django.urls import URLPattern, URLResolver, include, path

from sentraki.portal.views import (
    about,
    check,
    emblem,
    event_materials,
    events,
    fitting,
    home,
    identity,
    office,
    queue,
    register,
    statement,
    verify,
    watch,
)

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("di/<slug:slug>/", office.choose, name="office-choose"),
    path("di/", office.everywhere, name="office-everywhere"),
    path("kantor-css/<slug:slug>.css", office.sheet, name="office-css"),
    path("lambang/<slug:slug>.png", emblem.emblem, name="office-emblem"),
    path("cek-nama/", check.check, name="check"),
    path("hak-apa/", fitting.fitting, name="fitting"),
    path("program/<str:public_id>/antre/", queue.queue, name="queue"),
    path("acara/", events.events, name="events"),
    path("acara/<str:public_id>/", events.event, name="event"),
    path("acara/<str:public_id>/materi/", event_materials.event_materials, name="event-materials"),
    path(
        "acara/<str:public_id>/materi/<str:material>/",
        event_materials.material,
        name="event-material",
    ),
    path("acara/<str:public_id>/pesanan/<str:code>/", events.ticket, name="event-ticket"),
    path("verifikasi/", verify.ask, name="verify"),
    path("verifikasi/<str:code>.json", verify.as_json, name="verify-json"),
    path("verifikasi/<str:code>", verify.by_code, name="verify-code"),
    path("identitas/", identity.identity, name="identity"),
    path("daftar/", register.register, name="register"),
    path("daftar.csv", register.as_csv, name="register-csv"),
    path("daftar.csv-metadata.json", register.metadata, name="register-metadata"),
    path("pantauan/<str:public_id>/", watch.hit, name="watch"),
    path("pantauan/<str:public_id>/label", watch.label, name="watch-label"),
    path("tentang/data-pribadi/", about.personal_data, name="about-data"),
    path("tentang/angka/", about.figures, name="about-figures"),
    path("tentang/bantuan/", about.help_page, name="about-help"),
    path("contoh/surat-pernyataan-umk/", statement.blank, name="statement-blank"),
    path("robots.txt", about.robots, name="robots"),
    path("favicon.ico", about.favicon, name="favicon"),
    path("", include("sentraki.portal.urls_figures")),
    path("", include("sentraki.portal.urls_apply")),
]
