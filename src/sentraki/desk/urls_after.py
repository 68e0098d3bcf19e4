"""Addresses of the years after filing."""

from django.urls import URLPattern, path

from sentraki.desk.views import deadlines, gazettes, status_sheets, watches

urlpatterns: list[URLPattern] = [
    path("permohonan/lembar.<slug:form>", status_sheets.numbers, name="filings-sheet"),
    path("berita/", gazettes.gazettes, name="gazettes"),
    path("berita/baru/", gazettes.new, name="gazette-new"),
    path("berita/label/<str:number>", gazettes.label, name="gazette-label"),
    path("berita/<str:public_id>/", gazettes.reading, name="gazette"),
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
