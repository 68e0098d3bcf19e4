"""Addresses of events: what the office holds, the door, and who came."""

from django.urls import URLPattern, path

from sentraki.desk.views import (
    door,
    event_letters,
    event_side,
    events,
    invitations,
    office_list,
)

urlpatterns: list[URLPattern] = [
    path("acara/", events.events, name="events"),
    path("acara/baru/", events.create, name="event-new"),
    path("acara/<str:public_id>/", events.event, name="event"),
    path("acara/<str:public_id>/ubah/", events.edit, name="event-edit"),
    path("acara/<str:public_id>/undangan/", invitations.invitations, name="event-invitations"),
    path("acara/<str:public_id>/pintu/", door.check_in, name="event-door"),
    path("acara/<str:public_id>/satukan/", door.join, name="event-join"),
    path("acara/<str:public_id>/surat/", event_letters.letters, name="event-letters"),
    path("acara/<str:public_id>/sertifikat/", event_letters.draw, name="event-certificates"),
    path("acara/<str:public_id>/cetak/", event_letters.print_all, name="event-print"),
    path("acara/<str:public_id>/tugas/", event_side.duties, name="event-duties"),
    path("tugas/<int:pk>/akhiri/", event_side.end_duty, name="event-duty-end"),
    path("acara/<str:public_id>/materi/", event_side.materials, name="event-materials"),
    path(
        "acara/<str:public_id>/materi/<str:material>/",
        event_side.material,
        name="event-material",
    ),
    path("materi/<str:material>/tarik/", event_side.remove_material, name="event-material-remove"),
    path("daftar-usaha/", office_list.office_list, name="office-list"),
    path("daftar-usaha/mirip/", office_list.alike, name="office-list-alike"),
]
