"""The addresses of this face."""

from django.urls import URLPattern, URLResolver, include, path

from sentraki.desk.views import (
    businesses,
    cases,
    counter,
    decisions,
    letters,
    papers,
    programmes,
    today,
)

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", today.today, name="today"),
    path("berkas/", cases.cases, name="cases"),
    path("berkas/unduh/", cases.export, name="cases-export"),
    path("berkas/baru/", counter.take_in, name="case-new"),
    path("berkas/<str:code>/", cases.case, name="case"),
    path("berkas/<str:code>/nik/", cases.identity, name="case-identity"),
    path("berkas/<str:code>/pdki/", papers.pdki, name="case-pdki"),
    path("berkas/<str:code>/kembalikan/", decisions.send_back, name="case-return"),
    path("berkas/<str:code>/terima/", decisions.accept, name="case-accept"),
    path("berkas/<str:code>/daftar-tunggu/", decisions.waitlist, name="case-waitlist"),
    path("berkas/<str:code>/tidak-memenuhi/", decisions.decline, name="case-decline"),
    path("berkas/<str:code>/tarik/", decisions.withdraw, name="case-withdraw"),
    path("berkas/<str:code>/surat-pernyataan/", papers.statement, name="case-statement"),
    path("berkas/<str:code>/dokumen/<slug:requirement>/", papers.paper, name="case-paper"),
    path("berkas/<str:code>/dokumen/<slug:requirement>/nilai/", papers.judge, name="case-judge"),
    path("berkas/<str:code>/dokumen/<slug:requirement>/tambah/", papers.add, name="case-paper-add"),
    path(
        "berkas/<str:code>/dokumen/<slug:requirement>/isi",
        papers.paper_file,
        name="case-paper-file",
    ),
    path("berkas/<str:code>/lampiran/<str:public_id>", papers.file, name="case-file"),
    path("surat/", letters.letters, name="letters"),
    path("surat/tanda-tangan/", letters.sign, name="letter-sign"),
    path("surat/<str:public_id>/", letters.letter, name="letter"),
    path("surat/<str:public_id>/label", letters.picture, name="letter-picture"),
    path("surat/<str:public_id>/lambang", letters.emblem, name="letter-emblem"),
    path("surat/<str:public_id>/pdf", letters.pdf, name="letter-pdf"),
    path("surat/<str:public_id>/docx", letters.docx, name="letter-docx"),
    path("surat/<str:public_id>/cabut/", letters.revoke, name="letter-revoke"),
    path("surat/<str:public_id>/tarik/", letters.withdraw, name="letter-withdraw"),
    path("program/", programmes.programmes, name="programmes"),
    path("program/baru/", programmes.create, name="programme-new"),
    path("program/<str:public_id>/", programmes.programme, name="programme"),
    path("program/<str:public_id>/ubah/", programmes.edit, name="programme-edit"),
    path("usaha/", businesses.businesses, name="businesses"),
    path("usaha/<str:public_id>/", businesses.business, name="business"),
    path("", include("sentraki.desk.urls_b")),
    path("", include("sentraki.desk.urls_after")),
    path("", include("sentraki.desk.urls_imports")),
    path("", include("sentraki.desk.urls_places")),
]
