"""Addresses of a programme's places: who holds them, who waits, how they are given."""

from django.urls import URLPattern, path

from sentraki.desk.views import allocations, places, reaching

urlpatterns: list[URLPattern] = [
    path("program/<str:public_id>/tempat/", places.programme_places, name="programme-places"),
    path("program/<str:public_id>/tempat/tawarkan/", places.offer, name="programme-offer"),
    path("program/<str:public_id>/pembagian/", allocations.allocation, name="allocation"),
    path("program/<str:public_id>/pembagian/susun/", allocations.draw_up, name="allocation-draw"),
    path(
        "program/<str:public_id>/pembagian/berlakukan/",
        allocations.enforce,
        name="allocation-enforce",
    ),
    path("program/<str:public_id>/kurang/", reaching.incomplete, name="programme-incomplete"),
    path("program/<str:public_id>/menganggur/", reaching.idle, name="programme-idle"),
    path("program/<str:public_id>/perkiraan/", reaching.simulation, name="programme-simulation"),
    path("program/<str:public_id>/pindahkan/", allocations.carry_over, name="programme-carry"),
    path("berkas/<str:code>/tempat/ambil/", places.confirm, name="case-place"),
    path("berkas/<str:code>/urutan/", places.ask_order, name="case-order"),
    path("berkas/<str:code>/urutan/putuskan/", places.decide_order, name="case-order-decide"),
]
