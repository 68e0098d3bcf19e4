"""Pages of rights that stand: handing over, lists to print and tick, renewals and changes."""

import re
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from tests import factories as make
from tests.sentraki.cases.test_watch import protect, registered
from tests.sentraki.desk.desk_pages import text_of

from sentraki.cases.models import Ceremony, Delivery, Right, RightChange
from sentraki.cases.services.reference import load_reference
from sentraki.kernel import clock
from sentraki.kernel.access import Role
from sentraki.kernel.clock import add_months

pytestmark = pytest.mark.django_db
TODAY = clock.today().isoformat()


@pytest.fixture
def right() -> Right:
    return registered(make.make_issuing_office(region="36.71", slug="tangerang"))


@pytest.fixture
def client(right):
    return make.officer_client(office=right.office)


def on(name: str, thing) -> str:
    return reverse(f"desk:{name}", args=[thing.public_id])


def test_an_officer_hands_a_certificate_over_with_a_photo_and_reads_it_on_the_right(right, client):
    sent = {
        "receiver": "Ibu Contoh", "received_on": TODAY, "note": "Datang sendiri",
        "photo": picture(),
        "photo_agreed": "on",
    }  # fmt: skip
    assert client.post(on("right-hand-over", right), sent).status_code == 302

    page = text_of(client.get(on("right", right)))
    assert "Sertifikat diserahkan kepada Ibu Contoh" in page
    assert "Datang sendiri" in page
    shown = client.get(on("right-handing-photo", right))
    assert shown["Content-Disposition"].startswith("attachment")
    assert shown.content.startswith(b"\xff\xd8")


def picture() -> BytesIO:
    file = BytesIO(make.make_picture())
    file.name = "serah.jpg"
    return file


def test_what_was_typed_stays_when_the_photo_lacks_consent(right, client):
    sent = {"receiver": "Ibu Contoh", "received_on": TODAY, "photo": picture()}
    answer = client.post(on("right-hand-over", right), sent)

    assert answer.status_code == 422
    assert "Foto hanya disimpan bila orangnya setuju." in answer.content.decode()
    assert 'value="Ibu Contoh"' in answer.content.decode()
    assert not Delivery.unscoped.exists()


def test_a_list_is_drawn_up_printed_ticked_and_given_out_as_a_sheet(right, client):
    page = client.get(reverse("desk:ceremonies")).content.decode()
    assert "1 sertifikat menunggu diserahkan" in page
    sent = {"title": "17 Agustus", "held_on": TODAY, "place": "Pendopo",
            "chosen": [right.public_id]}  # fmt: skip
    assert client.post(reverse("desk:ceremonies"), sent).status_code == 302
    ceremony = Ceremony.unscoped.get()
    item = ceremony.items.get()

    empty = client.post(on("ceremony", ceremony), {})
    assert empty.status_code == 422
    assert "Pilih sedikitnya satu sertifikat." in empty.content.decode()
    ticked = {"item": [str(item.pk)], f"receiver_{item.pk}": "Bapak Terima"}
    assert client.post(on("ceremony", ceremony), ticked).status_code == 302

    shown = text_of(client.get(on("ceremony", ceremony)))
    assert "Bapak Terima" in shown
    assert "Pendopo" in shown
    book = load_workbook(BytesIO(client.get(on("ceremony-sheet", ceremony)).content))
    cells = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert len(cells) == 2
    assert cells[1][0] == right.number
    assert cells[1][4] == "Bapak Terima"
    assert "Tidak ada sertifikat yang menunggu" in text_of(client.get(reverse("desk:ceremonies")))


@pytest.mark.parametrize("keys", [["x"], ["9" * 40], ["-1"]])
def test_a_tick_that_is_no_item_is_refused_in_words(right, client, keys):
    client.post(reverse("desk:ceremonies"),
                {"title": "x", "held_on": TODAY, "chosen": [right.public_id]})  # fmt: skip
    answer = client.post(on("ceremony", Ceremony.unscoped.get()), {"item": keys})

    assert answer.status_code == 422
    assert "tidak ada dalam daftar" in answer.content.decode()


def test_a_renewal_is_walked_from_the_list_of_what_is_due_to_the_new_last_day(right, client):
    load_reference()
    last = add_months(clock.today(), 2)
    Right.unscoped.update(expires_on=last)
    due = client.get(reverse("desk:renewals")).content.decode()
    assert "belum diputuskan" in due
    assert on("right-change-new", right) in due
    begun = client.get(on("right-change-new", right)).content.decode()
    assert "Rp1.000.000" in begun.replace("\xa0", "").replace(" ", "")
    assert "periksa kembali" in begun

    assert client.post(on("right-change-new", right), {"kind": "renewal"}).status_code == 302
    change = RightChange.unscoped.get()
    assert "Sudah diputuskan" in client.get(reverse("desk:renewals")).content.decode()
    lacking = client.post(on("right-change", change), {"step": "file"})
    assert lacking.status_code == 422
    filed = {"step": "file", "number": "PJ 2026 1", "day": TODAY, "scheme": "umk"}
    assert client.post(on("right-change", change), filed).status_code == 302
    form = client.get(on("right-change", change)).content.decode()
    assert f'value="{add_months(last, 120).isoformat()}"' in form
    bare = client.post(on("right-change", change), {"step": "record", "day": TODAY})
    assert bare.status_code == 422
    assert "surat atau halaman DJKI sebagai bukti" in bare.content.decode()
    recorded = {"step": "record", "day": TODAY, "proof": picture()}
    assert client.post(on("right-change", change), recorded).status_code == 302

    right.refresh_from_db()
    assert right.expires_on == add_months(last, 120)
    assert client.get(on("right-change-proof", change)).status_code == 200
    assert "belum diputuskan" not in client.get(reverse("desk:renewals")).content.decode()


def test_letting_lapse_is_offered_for_a_renewal_alone(right, client):
    for kind, value, offered in (("renewal", "", True), ("name", "Baru", False)):
        client.post(on("right-change-new", right), {"kind": kind, "value": value})
        page = client.get(on("right-change", RightChange.unscoped.get(kind=kind)))
        assert ('value="let-lapse"' in page.content.decode()) is offered


def test_a_foreign_right_list_or_change_is_not_found_and_the_public_sees_no_receiver(right, client):
    client.post(on("right-hand-over", right), {"receiver": "Ibu Rahasia", "received_on": TODAY})
    client.post(on("right-change-new", right), {"kind": "address", "value": "Jalan Rahasia"})
    stranger = make.officer_client(office=make.make_issuing_office(region="31.71", slug="lain"))
    change = RightChange.unscoped.get()

    for path in (on("right-hand-over", right), on("right-change-new", right),
                 on("right-change", change)):  # fmt: skip
        assert stranger.get(path).status_code == 404
    anybody = client.__class__()
    assert "Rahasia" not in anybody.get(reverse("portal:register")).content.decode()
    seal = anybody.get(reverse("portal:verify-code", args=[right.seal.code])).content.decode()
    assert "Rahasia" not in seal


@pytest.mark.parametrize("count", [1, 12])
def test_the_pages_ask_the_same_for_one_right_as_for_many(count, django_assert_max_num_queries):
    office = make.make_issuing_office(region="36.71", slug="tangerang")
    for number in range(count):
        right = protect(office, f"Merek {number}")
        Right.unscoped.filter(pk=right.pk).update(expires_on=add_months(clock.today(), 1))
    client = make.officer_client(Role.VERIFIER, office)
    for path, most in ((reverse("desk:renewals"), 20), (reverse("desk:ceremonies"), 18)):
        client.get(path)
        with django_assert_max_num_queries(most):
            page = client.get(path)
    assert page.status_code == 200
    shown = client.get(reverse("desk:renewals")).content.decode()
    assert len(re.findall("belum diputuskan", shown)) == count
