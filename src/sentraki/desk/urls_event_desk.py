"""Addresses of the desk that works without a line, and of what it left to decide."""

from django.urls import URLPattern, path

from sentraki.desk.views import event_desk, event_records

urlpatterns: list[URLPattern] = [
    path("meja/", event_desk.shell, name="event-desk"),
    path("meja/pekerja.js", event_desk.worker, name="event-desk-worker"),
    path("meja/manifes.json", event_desk.manifest, name="event-desk-manifest"),
    path("meja/siapkan/", event_desk.prepare, name="event-desk-prepare"),
    path("meja/register/", event_desk.extract, name="event-desk-extract"),
    path("meja/kirim/", event_desk.send, name="event-desk-send"),
    path("acara/<str:public_id>/meja/", event_records.desks, name="event-desks"),
    path("acara/<str:public_id>/meja/ulang/", event_records.retry, name="event-desk-retry"),
    path("meja/cabut/<str:desk>/", event_records.revoke, name="event-desk-revoke"),
    path("meja/pertanyaan/<int:pk>/", event_records.question, name="event-desk-question"),
]
