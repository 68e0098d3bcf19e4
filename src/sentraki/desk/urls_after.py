"""Addresses of the years after filing."""

from django.urls import URLPattern, path

from sentraki.desk.views import deadlines, gazettes, replacing, replies, status_sheets, watches

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
