"""Addresses of communities and of their collective marks."""

from django.urls import URLPattern, path

from sentraki.desk.views import collective, communities, usage_rules

urlpatterns: list[URLPattern] = [
    path("komunitas/", communities.communities, name="communities"),
    path("komunitas/baru/", communities.new, name="community-new"),
    path("komunitas/<str:public_id>/", communities.community, name="community"),
    path("komunitas/<str:public_id>/ubah/", communities.edit, name="community-edit"),
    path("komunitas/<str:public_id>/anggota/", communities.members, name="community-members"),
    path("komunitas/<str:public_id>/merek/", communities.mark, name="community-mark"),
    path("komunitas/<str:public_id>/ketentuan/", usage_rules.start, name="rules-start"),
    path("ketentuan/<str:public_id>/", usage_rules.rules, name="rules"),
    path("ketentuan/<str:public_id>/tulis/<slug:step>/", usage_rules.step, name="rules-step"),
    path("ketentuan/<str:public_id>/tanda-tangan/", usage_rules.sign, name="rules-sign"),
    path("ketentuan/<str:public_id>/batal/", usage_rules.drop, name="rules-drop"),
    path("ketentuan/<str:public_id>/pencatatan/", usage_rules.recorded, name="rules-recorded"),
    path("ketentuan/<str:public_id>/naskah.<slug:form>", usage_rules.paper, name="rules-paper"),
    path("hak/<str:public_id>/anggota/", collective.members, name="mark-members"),
    path("hak/<str:public_id>/anggota/langkah/", collective.move_several, name="mark-members-move"),
    path("hak/<str:public_id>/alihkan/", collective.transfer, name="right-transfer"),
    path("hak/<str:public_id>/laporan-<int:year>.pdf", collective.report, name="mark-report"),
    path("anggota-merek/<str:public_id>/", collective.member, name="mark-member"),
    path("anggota-merek/<str:public_id>/kunjungan/", collective.visit, name="mark-member-visit"),
    path(
        "anggota-merek/<str:public_id>/foto/<str:document>/",
        collective.photo,
        name="mark-member-photo",
    ),
    path("anggota-merek/<str:public_id>/stempel.svg", collective.seal, name="mark-member-seal"),
]
