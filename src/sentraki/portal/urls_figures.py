"""Addresses of the figures."""

from django.urls import URLPattern, path

from sentraki.portal.views import figures, figures_shared

urlpatterns: list[URLPattern] = [
    path("angka/", figures.figures, name="figures"),
    path("angka/baris.csv", figures.rows, name="figure-rows"),
    path("angka/biaya/", figures.costs, name="figure-costs"),
    path("angka/antrean-tahun/", figures.backlog, name="figure-backlog"),
    path("angka/peringkat/", figures_shared.ranking, name="ranking"),
    path("angka/pers/", figures_shared.press, name="press"),
    path("angka/beku/<str:public_id>/", figures_shared.frozen, name="figure-frozen"),
    path("angka/katalog.jsonld", figures_shared.catalogue, name="catalogue"),
    path("angka/arti/<slug:slug>/", figures.figure, name="figure"),
]
