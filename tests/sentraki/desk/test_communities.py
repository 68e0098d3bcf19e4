"""Communities at the desk, without a script: blocked with a list, written step by step."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from tests import factories as make
from tests import together
from tests.sentraki.desk.desk_pages import text_of

from sentraki.cases.models import UsageRules
from sentraki.offices.models import Office
from sentraki.parties.models import Community
from sentraki.parties.services import imports

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    make.make_region("35.22.01", "Bojonegoro")
    return make.make_office(region="35.22", slug="bojonegoro-uji")


@pytest.fixture
def clerk(office: Office) -> Client:
    return make.officer_client(office=office)


def page_of(name: str, community: Community) -> str:
    return reverse(f"desk:{name}", args=[community.public_id])


def test_the_page_says_in_plain_words_what_is_missing(clerk: Client, office: Office) -> None:
    community = together.make_community(office=office, members=1, with_deed=False, product="")

    said = text_of(clerk.get(page_of("community-mark", community)))

    for words in (
        "Akta atau SK pembentukan komunitas belum ada",
        "produk bersama",
        "paling sedikit dua anggota",
        "Ketentuan penggunaan belum ditandatangani",
    ):
        assert words in said


def test_a_community_is_written_down_with_its_board(clerk: Client, office: Office) -> None:
    given = {"name": "BUMDes Contoh", "kind": "village_enterprise", "product": "kopi",
             "chair": "Bu Contoh", "since": "2024-01-01"}  # fmt: skip

    answer = clerk.post(reverse("desk:community-new"), given)

    made = Community.unscoped.get()
    assert answer.status_code == 302
    assert [(s.name, s.role) for s in made.seats.all()] == [("Bu Contoh", "chair")]


def test_nothing_typed_is_lost_when_the_name_is_taken(clerk: Client, office: Office) -> None:
    together.make_community(office=office, name="Sama")

    answer = clerk.post(
        reverse("desk:community-new"), {"name": "Sama", "kind": "group", "product": "anyaman"}
    )

    assert answer.status_code == 422
    assert "anyaman" in answer.content.decode()
    assert Community.unscoped.count() == 1


def test_the_wizard_leads_from_page_to_page_and_keeps_every_word(
    clerk: Client, office: Office
) -> None:
    community = together.make_community(office=office)
    step = clerk.post(page_of("rules-start", community))["Location"]
    seen = []
    while "/tulis/" in step:
        seen.append(step.rstrip("/").rpartition("/")[2])
        step = clerk.post(step, {seen[-1]: f"Isi {seen[-1]}", "other": ""})["Location"]

    rules = UsageRules.unscoped.get()
    assert seen == ["quality", "supervision", "sanctions", "other"]
    assert rules.chapters["supervision"] == "Isi supervision"
    assert step == reverse("desk:rules", args=[rules.public_id])


def test_a_script_may_save_while_one_types(clerk: Client, office: Office) -> None:
    community = together.make_community(office=office)
    step = clerk.post(page_of("rules-start", community))["Location"]

    answer = clerk.post(step, {"quality": "Renyah", "autosave": "1"})

    assert "saved_at" in json.loads(answer.content)
    assert UsageRules.unscoped.get().chapters["quality"] == "Renyah"


def test_members_are_added_one_a_line_and_may_leave(clerk: Client, office: Office) -> None:
    community = together.make_community(office=office, members=0)
    page = page_of("community-members", community)

    clerk.post(page, {"people": "Ibu Satu; ledre\nBapak Dua\n\nIbu Satu; ledre"})
    first = community.members.order_by("name").first()
    clerk.post(page, {"leave": str(first.pk)})

    assert community.members.count() == 2
    assert community.members.filter(left_on=None).get().name == "Ibu Satu"


def test_a_sheet_of_members_is_imported_and_undone(office: Office, tmp_path) -> None:
    community = together.make_community(office=office, members=0, short_name="CEC")
    viewer = make.make_officer(office)
    path = tmp_path / "anggota.csv"
    path.write_text(
        "Komunitas;Nama Anggota;No HP;Produk\nCEC;Ibu Satu;081234567890;ledre\n"
        "CEC;Ibu Dua;;\nLain;Ibu Tiga;;\nCEC;Ibu Satu;081234567890;ledre\n",
        encoding="utf-8",
    )
    sheet = imports.preview(office=office, viewer=viewer, path=path, name="a.csv", kind="member")
    verdicts = list(sheet.rows.order_by("number").values_list("verdict", flat=True))

    done = imports.apply(batch=sheet, viewer=viewer)
    after = community.members.count()
    imports.undo(batch=done, viewer=viewer)

    assert verdicts == ["create", "create", "reject", "same"]
    assert (after, community.members.count()) == (2, 0)


def test_another_region_has_no_such_community(clerk: Client, office: Office) -> None:
    make.make_region("36.71.01", "Jauh")
    elsewhere = together.make_community(office=make.make_office(region="36.71", slug="jauh"))

    assert clerk.get(page_of("community", elsewhere)).status_code == 404
