"""The queue's page: one spot a person, kept over reloads, neutral, without scripts or sessions."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests import factories as make
from tests.sentraki.desk.desk_pages import text_of

from sentraki.cases.models import Case, Place
from sentraki.kernel import clock
from sentraki.ledger.models import Entry
from sentraki.portal import pace

pytestmark = pytest.mark.django_db
KEY = re.compile(r'name="key" value="([^"]+)"')


@pytest.fixture
def programme(db):
    office = make.make_issuing_office(region="36.71")
    return make.make_programme(office=office, quota=1, queue_opens_at=clock.now())


def address(programme):
    return reverse("portal:queue", args=[programme.public_id])


def sent(client, programme, number=1, **more):
    page = client.get(address(programme)).content.decode()
    found = KEY.search(page)
    given = {"name": "Ijah", "phone": f"08120000{number:04d}", "key": found.group(1)}
    return client.post(address(programme), given | more)


def test_a_person_takes_a_number_and_a_reload_keeps_it(programme):
    client = Client()
    answer = sent(client, programme)
    assert (answer.status_code, answer["Location"]) == (302, address(programme))
    for _reload in range(3):
        shown = text_of(client.get(address(programme)))
        assert "Tempat nomor 1 disimpan untuk Anda" in shown
        assert Case.unscoped.get().code in shown

    assert "sessionid" not in client.cookies
    assert client.cookies["antre"]["httponly"]


def test_the_same_form_sent_twice_leads_to_the_same_spot(programme):
    client = Client()
    key = KEY.search(client.get(address(programme)).content.decode()).group(1)
    given = {"name": "Ijah", "phone": "081200000001", "key": key}
    first, second = (client.post(address(programme), given) for _ in range(2))

    assert first.status_code == second.status_code == 302
    assert Place.objects.count() == Case.unscoped.count() == 1


def test_whoever_is_too_late_for_a_place_gets_a_waiting_number(programme):
    sent(Client(), programme, 1)
    late = Client()
    sent(late, programme, 2)

    shown = text_of(late.get(address(programme)))
    assert "Anda menunggu di nomor 1" in shown
    assert "Nomor kedatangan 2" in shown


def test_another_browser_learns_nothing_of_a_number_that_has_a_spot(programme):
    sent(Client(), programme, 1)
    case = Case.unscoped.get()
    other = sent(Client(), programme, 1, name="Orang Lain")
    shown = text_of(other)

    assert other.status_code == 200
    assert "Tiap nomor HP mendapat satu nomor antrean" in shown
    assert case.code not in shown
    assert case.applicant_name not in shown
    assert Case.unscoped.count() == 1


def test_what_was_typed_is_kept_when_something_is_wrong(programme):
    answer = sent(Client(), programme, phone="salah")

    assert answer.status_code == 422
    assert 'value="Ijah"' in answer.content.decode()
    assert Case.unscoped.count() == 0


def test_a_key_nobody_drew_is_refused(programme):
    assert sent(Client(), programme, key="tebakan").status_code == 422
    assert Case.unscoped.count() == 0


def test_too_many_knocks_of_one_connection_are_told_to_wait_and_nothing_is_lost(
    programme, monkeypatch
):
    monkeypatch.setattr(pace, "SENDING", pace.Pace(burst=1, per_minute=12))
    client = Client()
    sent(client, programme, 1)
    answer = sent(Client(), programme, 2)

    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 6
    assert 'value="Ijah"' in answer.content.decode()
    assert Case.unscoped.count() == 1


def test_a_form_sent_again_and_again_is_slowed_by_itself_and_not_its_connection(
    programme, monkeypatch
):
    monkeypatch.setattr(pace, "SAME_FORM", pace.Pace(burst=2, per_minute=1))
    bot, neighbour = Client(), Client()
    key = KEY.search(bot.get(address(programme)).content.decode()).group(1)
    given = {"name": "Ijah <b>", "phone": "081200000001", "key": key}
    answers = [bot.post(address(programme), given) for _ in range(50)]

    assert [answer.status_code for answer in answers] == [302] * 2 + [429] * 48
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
    assert 'value="Ijah &lt;b&gt;"' in answers[-1].content.decode()
    assert sent(neighbour, programme, 2).status_code == 302


def test_a_page_loaded_too_often_says_that_the_spot_is_kept(programme, monkeypatch):
    client = Client()
    sent(client, programme)
    monkeypatch.setattr(pace, "LOOKING", pace.Pace(burst=1, per_minute=1))
    calm, hasty = (client.get(address(programme)) for _ in range(2))

    assert (calm.status_code, hasty.status_code) == (200, 429)
    assert 0 < int(hasty["Retry-After"]) <= 60
    assert "Nomor antrean Anda tetap tersimpan" in text_of(hasty)


def test_a_form_whose_spot_is_there_writes_nothing_when_it_comes_again(
    programme, django_assert_max_num_queries
):
    client = Client()
    key = KEY.search(client.get(address(programme)).content.decode()).group(1)
    given = {"name": "Ijah", "phone": "081200000001", "key": key}
    client.post(address(programme), given)
    before = Entry.objects.count()
    with django_assert_max_num_queries(2):
        assert client.post(address(programme), given).status_code == 302

    assert Entry.objects.count() == before


def test_what_one_browser_is_shown_never_shows_in_another(programme, settings):
    settings.QUEUE_MEMORY_SECONDS = 60
    clients = [Client() for _ in range(3)]
    for number, client in enumerate(clients, 1):
        sent(client, programme, number)
    pages = [client.get(address(programme)).content.decode() for client in clients]
    codes = list(Case.unscoped.order_by("arrival_number").values_list("code", flat=True))
    keys = [client.cookies["antre"].value for client in clients]

    for number, page in enumerate(pages):
        assert [code in page for code in codes] == [at == number for at in range(3)]
        assert [key in page for key in keys] == [at == number for at in range(3)]
    english = Client(headers={"accept-language": "en"})
    english.cookies["antre"] = keys[0]
    assert "Place 1 is held for you" in text_of(english.get(address(programme)))


def test_before_the_moment_everybody_reads_the_same(programme):
    programme.queue_opens_at = clock.now() + timedelta(hours=1)
    programme.save()

    assert "Antrean dibuka" in text_of(Client().get(address(programme)))


def test_a_programme_without_a_queue_has_no_such_page(programme):
    programme.queue_opens_at = None
    programme.save()

    assert Client().get(address(programme)).status_code == 404


def test_the_spot_leads_into_the_file_and_sending_it_takes_the_place_up(programme):
    client = Client()
    sent(client, programme)
    page = client.get(address(programme)).content.decode()
    action = re.search(r'action="(/lanjut/[^"]+)"', page).group(1)
    assert client.post(action).status_code == 302
    case = make.fill_in(Case.unscoped.get(), papers=())
    assert case.programme_id == programme.pk
    assert Place.objects.get().status == "reserved"


def test_the_page_asks_the_database_few_questions(programme, django_assert_max_num_queries):
    client = Client()
    sent(client, programme)
    with django_assert_max_num_queries(3):
        client.get(address(programme))
    with django_assert_max_num_queries(2):
        Client().get(address(programme))
