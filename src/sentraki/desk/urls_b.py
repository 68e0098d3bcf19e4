"""Addresses from the sealed dossier to the right, and of the office's own affairs."""

from django.urls import URLPattern, path

from sentraki.desk.views import (
    dossier,
    filings,
    handover,
    log,
    news,
    office,
    people,
    registers,
    rights,
)

urlpatterns: list[URLPattern] = [
    path("berkas/<str:code>/dosir/", dossier.dossier, name="dossier"),
    path("berkas/<str:code>/dosir/nik/", dossier.identity, name="dossier-identity"),
    path("berkas/<str:code>/dosir/kunci/", dossier.seal, name="dossier-seal"),
    path("berkas/<str:code>/dosir/<int:number>/", dossier.package, name="dossier-package"),
    path("berkas/<str:code>/buka-kembali/", dossier.reopen, name="case-reopen"),
    path("berkas/<str:code>/ajukan/", filings.file_case, name="file-case"),
    path("kiriman/", handover.batches, name="handovers"),
    path("kiriman/kirim/", handover.send, name="handover-send"),
    path("kiriman/<str:code>/", handover.batch, name="handover"),
    path("kiriman/<str:code>/jawab/", handover.answer, name="handover-answer"),
    path("permohonan/", filings.filings, name="filings"),
    path("permohonan/<int:pk>/", filings.filing, name="filing"),
    path("permohonan/<int:pk>/kabar/", news.news, name="filing-news"),
    path("permohonan/<int:pk>/selesai/", filings.close, name="filing-close"),
    path("permohonan/<int:pk>/dokumen/<str:public_id>/", filings.document, name="filing-document"),
    path("hak/", rights.rights, name="rights"),
    path("hak/<str:public_id>/", rights.right, name="right"),
    path("hak/<str:public_id>/cocokkan/", rights.compare, name="right-compare"),
    path("hak/<str:public_id>/akhiri/", rights.end, name="right-end"),
    path("hak/<str:public_id>/stempel.svg", rights.packet, name="right-packet"),
    path("hak/<str:public_id>/cetak/", rights.sheet, name="right-sheet"),
    path("pengaturan/", office.office, name="office"),
    path("pengaturan/lambang/", office.emblem, name="office-emblem"),
    path("pengaturan/hari-libur/", office.calendar, name="office-calendar"),
    path("pengaturan/petugas/", people.people, name="people"),
    path("pengaturan/petugas/tambah/", people.add, name="person-add"),
    path("pengaturan/petugas/<int:pk>/akhiri/", people.end, name="membership-end"),
    path("pengaturan/petugas/<int:pk>/pengaman/", people.reset, name="person-reset"),
    path("daftar-merek/", registers.registers, name="registers"),
    path("jejak/", log.log, name="log"),
    path("jejak/titik-periksa/", log.checkpoint, name="log-checkpoint"),
]
