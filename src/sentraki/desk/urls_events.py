"""Addresses of events: what the office holds, the door, and who came."""

from django.urls import URLPattern, path

from sentraki.desk.views import door, events

urlpatterns: list[URLPattern] = [
    path("acara/", events.events, name="events"),
    path("acara/baru/", events.create, name="event-new"),
    path("acara/<str:public_id>/", events.event, name="event"),
    path("acara/<str:public_id>/ubah/", events.edit, name="event-edit"),
    path("acara/<str:public_id>/pintu/", door.check_in, name="event-door"),
    path("acara/<str:public_id>/satukan/", door.join, name="event-join"),
]
