"""Addresses of the years after filing."""

from django.urls import URLPattern, path

from sentraki.desk.views import (
    deadlines,
    deliveries,
    gazettes,
    replacing,
    replies,
    right_changes,
    status_sheets,
    watches,
)

urlpatterns: list[URLPattern] = [
    path("permohonan/lembar.<slug:form>", status_sheets.numbers, name="filings-sheet"),
    path("berkas/<str:code>/pengganti/", replacing.replace, name="case-replace"),
    path("permohonan/<int:pk>/jawaban/", replies.new, name="reply-new"),
    path("jawaban/<str:public_id>/", replies.reply, name="reply"),
    path("jawaban/<str:public_id>/tambah/", replies.add, name="reply-add"),
    path("jawaban/<str:public_id>/diajukan/", replies.finish, name="reply-finish"),
    path("jawaban/<str:public_id>/poin/<int:pk>/", replies.point, name="reply-point"),
    path("jawaban/<str:public_id>/poin/<int:pk>/susun/", replies.arrange, name="reply-arrange"),
    path("jawaban/<str:public_id>/surat.<slug:form>", replies.paper, name="reply-paper"),
    path("hak/<str:public_id>/serah-terima/", deliveries.hand_over, name="right-hand-over"),
    path("hak/<str:public_id>/serah-terima/foto", deliveries.photo, name="right-handing-photo"),
    path("hak/<str:public_id>/perubahan/", right_changes.begin, name="right-change-new"),
    path("perubahan-hak/<str:public_id>/", right_changes.change, name="right-change"),
    path("perubahan-hak/<str:public_id>/bukti", right_changes.proof, name="right-change-proof"),
    path("penyerahan/", deliveries.ceremonies, name="ceremonies"),
    path("penyerahan/<str:public_id>/", deliveries.ceremony, name="ceremony"),
    path("penyerahan/<str:public_id>/daftar.xlsx", deliveries.sheet, name="ceremony-sheet"),
    path("berita/", gazettes.gazettes, name="gazettes"),
    path("berita/baru/", gazettes.new, name="gazette-new"),
    path("berita/label/<str:number>", gazettes.label, name="gazette-label"),
    path("berita/<str:public_id>/", gazettes.reading, name="gazette"),
    path("berita/<str:public_id>/tarik/", gazettes.take_back, name="gazette-take-back"),
    path("pantauan/", watches.watches, name="watches"),
    path("pantauan/<str:public_id>/", watches.watch_hit, name="watch"),
    path("pantauan/<str:public_id>/putusan/", watches.answer, name="watch-answer"),
    path("pantauan/<str:public_id>/rancangan/", watches.draft, name="watch-draft"),
    path("pantauan/<str:public_id>/rancangan.<slug:form>", watches.paper, name="watch-paper"),
    path("tenggat/", deadlines.deadlines, name="deadlines"),
    path("tenggat/<str:public_id>/", deadlines.deadline, name="deadline"),
    path("tenggat/<str:public_id>/dipenuhi/", deadlines.meet, name="deadline-meet"),
    path("tenggat/<str:public_id>/jawab/", deadlines.answer, name="deadline-decide"),
    path("tenggat/<str:public_id>/tidak-berlaku/", deadlines.withdraw, name="deadline-withdraw"),
]
