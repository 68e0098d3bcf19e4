"""Places, giving them, idle ones and whom to write to, as officers see them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests import factories as make
from tests.sentraki.cases.queueing import fresh, ready, sent
from tests.sentraki.desk.desk_pages import text_of

from sentraki.cases.models import Place
from sentraki.cases.services import decisions, turns
from sentraki.kernel import clock
from sentraki.kernel.access import Role
from sentraki.ledger.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db):
    return make.make_issuing_office(region="36.71")


@pytest.fixture
def officer(office):
    return make.make_officer(office)


def page(name, row):
    return reverse(f"desk:{name}", args=[row.public_id])


def test_the_page_of_places_names_holders_turns_and_days(office, officer):
    programme = make.make_programme(office=office, quota=1)
    held = decisions.accept(case=ready(office, 1, officer), viewer=officer)
    waits = decisions.waitlist(case=ready(office, 2, officer), viewer=officer)
    client = make.officer_client(Role.VERIFIER, office)
    shown = text_of(client.get(page("programme-places", programme)))

    assert held.code in shown
    assert waits.code in shown
    assert "1 disimpan, 0 diambil, 0 dipakai di DJKI, 0 tersisa" in shown
    assert "Sisa anggaran Rp0" in shown


def test_an_officer_takes_the_place_up_for_an_applicant_who_calls(office, officer):
    make.make_programme(office=office)
    case = decisions.accept(case=ready(office, 1, officer), viewer=officer)
    client = make.officer_client(Role.INTAKE, office)
    assert "Pemohon mengambilnya" in text_of(client.get(reverse("desk:case", args=[case.code])))
    answer = client.post(reverse("desk:case-place", args=[case.code]))

    assert answer.status_code == 302
    assert Place.objects.get().status == "confirmed"


def test_an_applicant_takes_the_own_place_up(office, officer):
    make.make_programme(office=office)
    case = decisions.accept(case=ready(office, 1, officer), viewer=officer)
    client = make.applicant_client(f"cases.case:{case.pk}")
    own = reverse("portal:my-case-page", args=[case.code])
    assert "Ambil tempat ini" in text_of(client.get(own))
    take = reverse("portal:my-case-place", args=[case.code])
    first = client.post(take, {"idempotency_key": "k"}, follow=True)
    again = client.post(take, {"idempotency_key": "k"}, follow=True)

    assert Place.objects.get().status == "confirmed"
    assert "Tempat ini milik Anda" in text_of(first)
    assert "Tempat ini milik Anda" in text_of(again)
    late = client.post(take, follow=True)
    assert "Tidak ada lagi tempat" in text_of(late)


def test_free_places_are_offered_with_one_press(office, officer):
    programme = make.make_programme(office=office, quota=1)
    first = decisions.accept(case=ready(office, 1, officer), viewer=officer)
    second = decisions.waitlist(case=ready(office, 2, officer), viewer=officer)
    decisions.withdraw(case=first, viewer=officer)
    client = make.officer_client(Role.VERIFIER, office)
    for _twice in range(2):
        client.post(page("programme-offer", programme))

    assert [place.case for place in Place.objects.filter(released_at=None)] == [second]


def test_two_officers_change_an_order_on_two_pages(office, officer):
    programme = make.make_programme(office=office, quota=1)
    decisions.accept(case=ready(office, 1, officer), viewer=officer)
    waits = decisions.waitlist(case=ready(office, 2, officer), viewer=officer)
    asking = make.officer_client(Role.INTAKE, office)
    ask = reverse("desk:case-order", args=[waits.code])
    assert asking.post(ask, {"reason": ""}).status_code == 200
    assert asking.post(ask, {"reason": "Berkas hilang", "confirmed": "1"}).status_code == 302
    assert turns.open_change(waits) is not None
    deciding = make.officer_client(Role.SIGNATORY, office)
    shown = text_of(deciding.get(page("programme-places", programme)))
    assert "Berkas hilang" in shown
    decide = reverse("desk:case-order-decide", args=[waits.code])
    assert deciding.post(decide, {"answer": "yes"}).status_code == 302

    assert fresh(waits).turn_rank == 0


def test_a_giving_is_drawn_up_shown_line_by_line_and_put_into_force(office, officer):
    today = clock.today("WIB")
    programme = make.make_programme(
        office=office,
        quota=1,
        selection="lottery",
        seed="Gempita",
        opens_on=today - timedelta(days=9),
        closes_on=today - timedelta(days=1),
    )
    cases = [sent(office, 1), sent(office, 2), sent(office, 3, papers=False)]
    # The window has closed, so the arrivals are written by hand.
    for number, case in enumerate(cases, 1):
        case.programme = programme
        case.arrival_number = case.turn_number = number
        case.save()
    drawer = make.officer_client(Role.VERIFIER, office)
    drawer.post(page("allocation-draw", programme))
    shown = text_of(drawer.get(page("allocation", programme)))
    assert "Undian" in shown
    assert "dokumen kurang" in shown
    assert "orang kedua yang melakukannya" in shown
    found = programme.allocations.get()
    enforce = page("allocation-enforce", programme)
    assert drawer.post(enforce, {"allocation": found.public_id}).status_code == 403
    second = make.officer_client(Role.ADMIN, office)
    assert second.post(enforce, {"allocation": "lain"}).status_code == 302
    assert Place.objects.count() == 0
    second.post(enforce, {"allocation": found.public_id})

    assert Place.objects.get().case.code == found.lines[0]["code"]
    assert "Berlaku sejak" in text_of(second.get(page("allocation", programme)))


def test_the_waiting_list_is_carried_over_on_a_page(office, officer):
    programme = make.make_programme(office=office, quota=1)
    decisions.accept(case=ready(office, 1, officer), viewer=officer)
    waits = decisions.waitlist(case=ready(office, 2, officer), viewer=officer)
    later = make.make_programme(office=office, year=programme.year + 1, name="Tahun depan")
    admin = make.officer_client(Role.ADMIN, office)
    carry = page("programme-carry", programme)
    assert admin.post(carry, {"target": "lain"}).status_code == 422
    assert admin.post(carry, {"target": later.public_id}).status_code == 302

    assert fresh(waits).programme == later
    shown = text_of(admin.get(page("programme-places", later)))
    assert "pindahan dari tahun lalu" in shown


def test_one_press_writes_to_all_who_lack_something(office, officer):
    programme = make.make_programme(office=office)
    sent(office, 1)
    lacking = sent(office, 2, papers=False)
    client = make.officer_client(Role.INTAKE, office)
    incomplete = page("programme-incomplete", programme)
    shown = client.get(incomplete)
    assert "1 berkas kekurangan dokumen" in text_of(shown)
    assert "https://wa.me/62812" in shown.content.decode()
    assert lacking.mark_name not in shown.content.decode()
    client.post(incomplete, {"idempotency_key": "k"})
    client.post(incomplete, {"idempotency_key": "k"})
    again = client.post(incomplete, {"idempotency_key": "other"}, follow=True)

    assert Message.unscoped.filter(slug="case-missing").count() == 1
    assert "paling banyak sekali sehari" in text_of(again)


def test_idle_places_are_told_on_the_first_page_with_the_ready_files(office, officer):
    programme = make.make_programme(
        office=office,
        quota=100,
        opens_on=clock.today("WIB") - timedelta(days=200),
        closes_on=clock.today("WIB") + timedelta(days=100),
    )
    ready_one = sent(office, 1)
    client = make.officer_client(Role.VERIFIER, office)
    assert "100 dari 100 tempat menganggur" in text_of(client.get(reverse("desk:today")))
    shown = text_of(client.get(page("programme-idle", programme)))
    assert "1 berkas lengkap dapat mengambil tempat" in shown
    assert ready_one.code in shown
    client.post(page("programme-idle", programme), {"idempotency_key": "k"})

    assert Message.unscoped.filter(slug="places-left").count() == 1


def test_the_simulation_says_a_range_and_its_assumptions(office, officer):
    programme = make.make_programme(office=office)
    client = make.officer_client(Role.VERIFIER, office)
    few = text_of(client.get(page("programme-simulation", programme)))
    assert "0 permohonan terlalu sedikit: kisaran diberikan mulai 20" in few
    assert "Kisaran ini tidak berkata apa-apa tentang satu orang" in few
    assert client.get(page("programme-simulation", programme) + "?low=0&high=3").status_code == 422


def test_conditions_waves_and_seed_are_set_and_shown(office):
    admin = make.officer_client(Role.ADMIN, office)
    ahead = clock.today("WIB") + timedelta(days=5)
    given = {
        "name": "Undian merek", "year": str(ahead.year), "quota": "40", "fund_source": "APBD",
        "budget": "20000000", "classes_per_mark": "1", "opens_on": ahead.isoformat(),
        "closes_on": (ahead + timedelta(days=30)).isoformat(), "selection": "lottery",
        "seed": "Gempita 2026", "waves_text": f"{ahead} 25", "hold_days": "10",
        "conditions": ["nib", "running"], "running_months": "12", "points": "5",
    }  # fmt: skip
    wrong = admin.post(reverse("desk:programme-new"), given | {"running_months": ""})
    assert "running_months" in wrong.context["form"].errors
    wrong = admin.post(reverse("desk:programme-new"), given | {"waves_text": "besok"})
    assert "waves_text" in wrong.context["form"].errors
    shown = text_of(admin.post(reverse("desk:programme-new"), given, follow=True))

    for words in ("Gempita 2026", "paling sedikit 12 bulan", "25 tempat", "Usaha mempunyai NIB"):
        assert words in shown
