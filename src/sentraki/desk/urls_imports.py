"""Addresses of the importer."""

from django.urls import URLPattern, path

from sentraki.desk.views import import_files, imports

urlpatterns: list[URLPattern] = [
    path("impor/", imports.imports, name="imports"),
    path("impor/baru/", import_files.new, name="import-new"),
    path("impor/contoh/<slug:kind>.xlsx", import_files.template, name="import-template"),
    path("impor/<str:public_id>/", imports.sheet, name="import"),
    path("impor/<str:public_id>/kolom/", imports.columns, name="import-columns"),
    path("impor/<str:public_id>/terapkan/", imports.apply, name="import-apply"),
    path("impor/<str:public_id>/urungkan/", imports.undo, name="import-undo"),
    path("impor/<str:public_id>/baris.<slug:form>", import_files.rows, name="import-rows"),
]
