"""Addresses of the office's figures."""

from django.urls import URLPattern, path

from sentraki.desk.views import figures

urlpatterns: list[URLPattern] = [
    path("angka/", figures.figures, name="figures"),
    path("angka/laporan.xlsx", figures.workbook, name="figures-xlsx"),
    path("angka/laporan.pdf", figures.report, name="figures-pdf"),
    path("angka/beku/<str:public_id>/", figures.snapshot, name="figure-snapshot"),
    path("angka/arti/<slug:slug>/", figures.rows, name="figure-rows"),
]
