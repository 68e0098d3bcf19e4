"""Addresses of the years after filing."""

from django.urls import URLPattern, path

from sentraki.desk.views import deadlines, status_sheets

urlpatterns: list[URLPattern] = [
    path("permohonan/lembar.<slug:form>", status_sheets.numbers, name="filings-sheet"),
    path("tenggat/", deadlines.deadlines, name="deadlines"),
    path("tenggat/<str:public_id>/", deadlines.deadline, name="deadline"),
    path("tenggat/<str:public_id>/dipenuhi/", deadlines.meet, name="deadline-meet"),
    path("tenggat/<str:public_id>/jawab/", deadlines.answer, name="deadline-decide"),
    path("tenggat/<str:public_id>/tidak-berlaku/", deadlines.withdraw, name="deadline-withdraw"),
]
