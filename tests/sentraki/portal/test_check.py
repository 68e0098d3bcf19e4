"""The name check: one page, honest words, and no trace of what was typed."""

import logging
import re
import time
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from tests.factories import make_office
from tests.sentraki.portal.things import make_right, scripts_in, weight_of

from sentraki.cases.services import arrivals
from sentraki.kernel.secrets import open_token
from sentraki.offices.models import Office
from sentraki.offices.rules import ScreeningMode, SuggestionMode
from sentraki.screening.services import check

pytestmark = pytest.mark.django_db
PATH = "/cek-nama/"
MOST_BYTES = 60_000
MARKER = "Zrkwqvblaumerk"
FORBIDDEN = re.compile(r"\b(aman|pasti|dijamin|peluang diterima|persen|ditolak sistem)\b", re.I)


@pytest.fixture
def office() -> Office:
    return make_office(slug="palembang")


def ask(client: Client, **values: object) -> str:
    response = client.post(PATH, values)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def tokens_in(page: str) -> list[str]:
    return re.findall(r'name="token" value="([^"]+)"', page)


def rows_holding(text: str) -> list[str]:
    """Tables with ``text`` in any cell, whatever its letters' size."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            if any(text.lower() in str(row).lower() for row in cursor.fetchall()):
                found.append(table)
    return found


def test_the_answer_is_on_the_same_page_and_no_cache_may_keep_it(
    client: Client, office: Office
) -> None:
    response = client.post(PATH, {"name_1": "Sambal Relung", "goods": "sambal botol"})
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "Location" not in response


def test_names_are_ranked_with_band_reason_card_and_what_to_change(
    client: Client, office: Office
) -> None:
    make_right(office, name="Sambal Mak Ijah")
    page = ask(client, name_1="Sambal Mak Idjah", name_2="Vorelika", goods="sambal botol")
    assert page.index('ki-name">Vorelika') < page.index('ki-name">Sambal Mak Idjah')
    assert "ki-riskband b4" in page
    assert "Belum ditemukan yang mirip" in page
    assert "<mark>" in page
    assert "UU 20/2016 Pasal 21 ayat (1) huruf a" in page
    assert "Di pasar" in page
    assert "Yang bisa Anda ubah" in page
    assert "Saran: lanjutkan dengan" in page
    assert "Hasil ukur: dari" in page
    said = re.sub(r"<[^>]+>", " ", page).replace("Kami tidak memberi angka peluang diterima.", "")
    assert FORBIDDEN.findall(said) == []


def test_concrete_names_are_given_only_where_the_office_allows_them_and_none_is_similar(
    client: Client, office: Office
) -> None:
    make_right(office, name="Sambal Mak Ijah")
    asked = {"name_1": "Sambal Mak Idjah", "goods": "sambal botol"}
    assert concrete_names(ask(client, **asked)) == []

    office.suggestion_mode = SuggestionMode.VARIANTS
    office.save()
    given = concrete_names(ask(client, **asked))
    assert given
    again = check(names=given, goods="sambal botol")
    assert all(report.band < 3 for report in again.reports)


def concrete_names(page: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r"Coba (?:&quot;|\")([^&\"]+)", page)))


def test_words_an_officer_should_see_stand_above_the_band(client: Client, office: Office) -> None:
    page = ask(client, name_1="Sambal Enak", goods="sambal")
    result = page[page.index("ki-result") :]
    assert result.index("Perlu ditinjau petugas") < result.index("ki-riskband")


def test_the_page_says_what_was_searched_and_that_it_is_not_complete(
    client: Client, office: Office
) -> None:
    make_right(office)
    page = ask(client, name_1="Vorelika")
    assert "Daftar hak terdaftar di kantor ini, 1 merek, per" in page
    assert "Data ini tidak lengkap" in page


def test_going_on_carries_the_answers_encrypted_in_a_form(client: Client, office: Office) -> None:
    page = ask(client, name_1="Vorelika", name_2="Sambal Enak", goods="sambal botol")
    carried = open_token(unescape(tokens_in(page)[0]), "check")
    assert carried == {
        "names": ["Vorelika", "Sambal Enak"],
        "goods": "sambal botol",
        "classes": [30],
        "chosen": "Vorelika",
    }
    assert 'action="/ajukan/"' in page
    assert [open_token(token, "check")["chosen"] for token in tokens_in(page)] == [
        "Vorelika",
        "Sambal Enak",
    ]


def test_two_classes_that_fit_lead_to_one_question_and_a_new_comparison(
    client: Client, office: Office
) -> None:
    page = ask(client, name_1="Vorelika", goods="kue dan baju")
    picks = re.findall(r'name="pick" value="(\d+)"', page)
    assert {"25", "30"} <= set(picks)
    again = re.findall(r'name="again" value="([^"]+)"', page)[0]
    answered = ask(client, again=again, pick="25")
    assert 'name="pick"' not in answered
    assert "kelas 25" in answered
    assert open_token(tokens_in(answered)[0], "check")["classes"] == [25]


def test_one_word_that_fits_two_classes_is_asked_about_in_plain_words(
    client: Client, office: Office
) -> None:
    page = ask(client, name_1="Vorelika", goods="kopi")
    assert "Apakah dijual dalam kemasan atau disajikan di tempat?" in page
    assert "Dijual dalam kemasan" in page
    assert "Apakah" not in ask(client, name_1="Vorelika", goods="kopi bubuk dalam kemasan")


def test_a_foreign_token_is_refused_in_words(client: Client, office: Office) -> None:
    assert client.post(PATH, {"again": "xyz", "pick": "25"}).status_code == 422


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"goods": "sambal"}, "Tulis paling sedikit satu nama, atau pilih foto logo Anda."),
        ({"name_1": "A", "classes": "46"}, "Kelas berupa angka 1 sampai 45."),
        ({"name_1": "A", "classes": "sambal"}, "Kelas berupa angka 1 sampai 45."),
        ({"name_1": "A", "classes": "1 2 3 4 5 6 7 8 9 10 11"}, "paling banyak sepuluh kelas"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client: Client, office: Office, values: dict[str, str], sentence: str
) -> None:
    page = ask(client, **values)
    assert sentence in page
    assert "<title>Kesalahan:" in page
    assert all(f'value="{typed}"' in page for typed in values.values())


def test_any_choice_alone_is_enough(client: Client, office: Office) -> None:
    assert "Hasil untuk 1 nama" in ask(client, name_3="Vorelika")


def test_the_first_line_names_the_reason_that_says_most(client: Client, office: Office) -> None:
    page = ask(client, name_1="PIZA HUT ENAK", goods="pizza")
    assert "Terdekat: “Pizza Hut”. Merek terkenal:" in page
    make_right(office, name="Metan")
    page = ask(client, name_1="Sambal Setan", goods="sambal")
    assert "Terdekat: “Metan”. Unsur dominan:" in page


def test_signs_that_turn_the_writing_do_not_reach_the_answer(
    client: Client, office: Office
) -> None:
    page = ask(client, name_1="\u202eAJNES \u2067IPOK\u200f", goods="kopi")
    told = re.sub(r"<input[^>]*>", "", page)  # a box turns nothing but itself
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f]", told)
    assert "AJNES IPOK" in told
    page = ask(client, name_1="\u202e \u2067", goods="kopi")
    assert "Tulis paling sedikit satu nama" in page


def test_large_numbers_in_an_error_are_written_with_points(client: Client, office: Office) -> None:
    assert "paling banyak 255 huruf. Sekarang 10.000." in ask(client, name_1="X" * 10_000)


def test_nothing_typed_reaches_the_database_the_logs_or_the_headers(
    client: Client, office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    response = client.post(
        PATH, {"name_1": MARKER, "name_2": f"{MARKER} dua", "goods": f"{MARKER} goreng"}
    )
    assert MARKER in response.content.decode()
    assert "offices_office" in rows_holding("palembang"), (
        "the search itself must find what is there"
    )
    said = [record.getMessage() for record in caplog.records if record.name != "django.db.backends"]
    assert [line for line in said if MARKER.lower() in line.lower()] == []
    assert MARKER.lower() not in str(response.headers).lower()
    assert MARKER.lower() not in str(client.cookies).lower()
    assert rows_holding(MARKER) == []


def test_asking_too_often_is_answered_429_in_plain_words(
    client: Client, office: Office, settings: object
) -> None:
    settings.SCREENING_PER_HOUR = 2  # type: ignore[attr-defined]
    for _ in range(2):
        ask(client, name_1="Vorelika")
    response = client.post(PATH, {"name_1": "Vorelika"})
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 3600
    assert "Yang Anda ketik tidak disimpan." in response.content.decode()
    assert client.get(PATH).status_code == 200


def test_class_advice_only_compares_no_names(client: Client, office: Office) -> None:
    Office.objects.update(screening_mode=ScreeningMode.CLASS_ONLY)
    assert 'name="name_1"' not in client.get(PATH).content.decode()
    page = ask(client, goods="sambal botol", name_1="Sambal Mak Ijah")
    assert "Kelas 30" in page
    assert "Sambal Mak Ijah" not in page
    assert "ki-riskband" not in page
    assert "Apakah yang dijual kain atau pakaian jadi?" in ask(client, goods="batik")


def test_where_only_officers_screen_the_page_says_so(client: Client, office: Office) -> None:
    Office.objects.update(screening_mode=ScreeningMode.OFFICERS_ONLY)
    page = ask(client, name_1="Sambal Mak Ijah")
    assert "petugas membandingkan nama bersama Anda" in page
    assert "ki-riskband" not in page


def test_form_and_answer_keep_their_budget_and_need_no_script(
    client: Client, office: Office
) -> None:
    for at in range(12):
        make_right(office, name=f"Sambal Mak Ijah {'abcdefghijkl'[at]}")
    names = {f"name_{n}": f"Sambal Mak Ijah {n}" for n in range(1, 6)}
    for content in (
        client.get(PATH).content,
        client.post(PATH, names | {"goods": "sambal"}).content,
    ):
        assert weight_of(client, PATH, content) <= MOST_BYTES
        [files] = scripts_in(content)
        assert "upload" in str(files), (
            "the page works without it, but for naming the picture chosen"
        )
        assert b"style=" not in content


def test_the_english_answer_is_english(client: Client, office: Office) -> None:
    make_right(office, name="Sambal Mak Ijah")
    client.cookies["django_language"] = "en"
    page = ask(client, name_1="Sambal Mak Idjah", goods="sambal botol")
    assert "Very similar" in page
    assert "Law 20/2016 Article 21(1)(a)" in page
    assert "Sangat mirip" not in page


@pytest.mark.parametrize("mode", [ScreeningMode.FULL, ScreeningMode.CLASS_ONLY])
def test_while_a_crowd_registers_a_name_check_waits_and_what_was_typed_stays(
    client: Client, office: Office, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    Office.objects.filter(pk=office.pk).update(screening_mode=mode)
    monkeypatch.setattr(arrivals._LINE, "crowd_at", time.monotonic())
    typed = {"name_1": "Sambal Kawah", "goods": "sambal botol rekaan"}

    answer = client.post(PATH, typed)

    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    page = unescape(answer.content.decode())
    assert "sambal botol rekaan" in page
    assert "mendahului" in page
    assert client.get(PATH).status_code == 200
    monkeypatch.setattr(arrivals._LINE, "crowd_at", -arrivals.CROWD_LASTS)
    assert client.post(PATH, typed).status_code == 200
