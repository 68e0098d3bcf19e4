"""The addresses of applying and of one's own case."""

from django.urls import URLPattern, path

from sentraki.portal.views import apply, my_case, my_place, papers, resume, statement

urlpatterns: list[URLPattern] = [
    path("ajukan/", apply.start, name="apply-start"),
    path("ajukan/<str:code>/mulai/", apply.kept, name="apply-kept"),
    path("ajukan/<str:code>/dokumen/", papers.checklist, name="apply-papers"),
    path("ajukan/<str:code>/tanda-tangan/", papers.signature, name="apply-signature"),
    path("ajukan/<str:code>/unggah/", papers.piece, name="apply-piece"),
    path("ajukan/<str:code>/gambar/<slug:requirement>/", papers.picture, name="apply-picture"),
    path("ajukan/<str:code>/surat-pernyataan/", statement.filled, name="apply-statement"),
    path("ajukan/<str:code>/periksa/", apply.review, name="apply-review"),
    path("ajukan/<str:code>/terkirim/", apply.sent, name="apply-sent"),
    path("ajukan/<str:code>/<slug:slug>/", apply.step, name="apply-step"),
    path("permohonan/", my_case.entry, name="my-case"),
    path("permohonan/<str:code>/", my_case.page, name="my-case-page"),
    path("permohonan/<str:code>/surat/<str:letter>/", my_case.letter, name="my-case-letter"),
    path("permohonan/<str:code>/sertifikat/", my_case.certificate, name="my-case-certificate"),
    path("permohonan/<str:code>/tempat/", my_place.take_up, name="my-case-place"),
    path("permohonan/<str:code>/tarik/", my_case.withdraw, name="my-case-withdraw"),
    path("permohonan/<str:code>/data/", my_case.export, name="my-case-data"),
    path("lanjut/<str:secret>/", resume.resume, name="resume"),
]
