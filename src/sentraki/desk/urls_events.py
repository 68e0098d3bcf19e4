"""Addresses of events: what the office holds, the door, and who came."""

from django.urls import URLPattern, path

from sentraki.desk.views import door, events, invitations, office_list

urlpatterns: list[URLPattern] = [
    path("acara/", events.events, name="events"),
    path("acara/baru/", events.create, name="event-new"),
    path("acara/<str:public_id>/", events.event, name="event"),
    path("acara/<str:public_id>/ubah/", events.edit, name="event-edit"),
    path("acara/<str:public_id>/undangan/", invitations.invitations, name="event-invitations"),
    path("acara/<str:public_id>/pintu/", door.check_in, name="event-door"),
    path("acara/<str:public_id>/satukan/", door.join, name="event-join"),
    path("daftar-usaha/", office_list.office_list, name="office-list"),
    path("daftar-usaha/mirip/", office_list.alike, name="office-list-alike"),
]
