"""Getting in: password, second step, passkey page, and what strangers can learn from it."""

import statistics
import time
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _
from tests import factories

from sentraki.kernel import clock
from sentraki.kernel.access import Role
from sentraki.offices import accounts
from sentraki.offices.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.sentraki.offices.faces")]
LOG_IN, SECOND, RESET = "/akun/masuk/", "/akun/dua-langkah/masuk/", "/akun/sandi/lupa/"
HOME = "/kantor/meja/"
NEW = "baru-dan-panjang-sekali"
WRONG = "salah-sama-sekali"


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def officer():
    return factories.make_membership(person=factories.make_person(email="rina@uji.test")).person


def present_code(secret: str = factories.TOTP_SECRET) -> str:
    counter = next(totp.yield_hotp_counters_from_time())
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def show_password_again(client):
    return client.post("/akun/ulangi/", {"password": factories.PASSWORD})


def set_up_app(client):
    """Set up the app as a person would; its secret and the answer. Needs real transactions."""
    client.get("/akun/dua-langkah/aplikasi/")
    secret = client.session["mfa.totp.secret"]
    return secret, client.post("/akun/dua-langkah/aplikasi/", {"code": present_code(secret)})


def set_new_password(client, page):
    return client.post(page, {"password1": NEW, "password2": NEW})


def type_password(client, email, password=factories.PASSWORD, next_page=""):
    return client.post(LOG_IN, {"login": email, "password": password, "next": next_page})


def role_of(client: Client) -> str:
    return client.get("/").json()["role"]


class TestLogIn:
    def test_password_and_code_open_the_desk(self, client, officer):
        factories.make_factor(officer)

        first = type_password(client, officer.email, next_page="/meja/")
        assert (first.status_code, urlsplit(first.url).path) == (302, SECOND)
        assert role_of(client) == Role.PUBLIC
        second = client.post(SECOND, {"code": present_code()})

        assert (second.status_code, second.url) == (302, "/meja/")
        assert client.get("/meja/").status_code == 200

    def test_the_case_of_an_address_does_not_matter(self, client, officer):
        assert type_password(client, " RINA@Uji.Test ").status_code == 302

    def test_somebody_without_a_second_factor_is_led_to_its_set_up(self, client, officer):
        answer = type_password(client, officer.email)

        assert answer.url == reverse("mfa_index")
        assert _("How your account is protected") in client.get(answer.url).content.decode()

    def test_logging_in_gives_the_session_a_new_key(self, client, officer):
        client.post("/hak/", {"ref": "cases.case:1"})
        planted = client.session.session_key

        type_password(client, officer.email)

        assert client.session.session_key != planted
        assert not Client(headers={"cookie": f"sessionid={planted}"}).session.get("_auth_user_id")

    def test_a_code_works_once(self, officer):
        factories.make_factor(officer)
        code = present_code()
        for answer_url in (HOME, None):
            client = Client()
            type_password(client, officer.email)
            answer = client.post(SECOND, {"code": code})
            assert getattr(answer, "url", None) == answer_url

    def test_a_code_with_blanks_is_the_same_code_and_does_not_work_twice(self, officer):
        factories.make_factor(officer)
        code = present_code()
        answers = []
        for typed in (code, f"{code[:3]} {code[3:]}", f" {code}\t"):
            client = Client()
            type_password(client, officer.email)
            answers.append(client.post(SECOND, {"code": typed}).status_code)

        assert answers == [302, 200, 200]

    def test_a_wrong_code_does_not_get_in(self, client, officer):
        factories.make_factor(officer)
        type_password(client, officer.email)

        assert client.post(SECOND, {"code": "000000"}).status_code == 200
        assert client.get("/meja/").status_code == 302

    def test_nobody_skips_the_password(self, client, officer):
        factories.make_factor(officer)

        answer = client.post(SECOND, {"code": present_code()})

        assert urlsplit(answer.url).path == LOG_IN

    def test_a_log_in_form_from_elsewhere_is_refused(self, officer):
        client = Client(enforce_csrf_checks=True)

        assert type_password(client, officer.email).status_code == 403

    def test_log_out_needs_a_form_and_ends_everything(self, officer):
        client = factories.log_in(Client(), officer)

        client.get("/akun/keluar/")
        assert role_of(client) == Role.VERIFIER
        client.post("/akun/keluar/")
        assert role_of(client) == Role.PUBLIC
        assert not client.session.get("account_authentication_methods")

    def test_nobody_signs_up(self, client):
        page = client.get("/akun/daftar/")
        client.post(
            "/akun/daftar/",
            {"email": "baru@uji.test", "password1": WRONG, "password2": WRONG},
        )

        assert _("Accounts are made by the office") in page.content.decode()
        assert not Person.objects.exists()


@pytest.mark.django_db(transaction=True)
class TestSecondFactor:
    @pytest.fixture
    def client(self, client, officer):
        type_password(client, officer.email)
        return client

    def test_setting_up_the_app_opens_the_desk_at_once(self, client, officer):
        _, answer = set_up_app(client)

        assert answer.url == reverse("mfa_view_recovery_codes")
        assert client.get("/meja/").status_code == 200
        assert "<code>" in client.get(answer.url).content.decode()

    def test_the_secret_is_unreadable_in_the_database(self, client, officer):
        secret, _ = set_up_app(client)
        factor = Authenticator.objects.get(type=Authenticator.Type.TOTP)

        with connection.cursor() as cursor:
            cursor.execute("SELECT data FROM mfa_authenticator")
            stored = str(cursor.fetchall())
        assert secret not in stored
        assert decrypt(factor.data["secret"]) == secret

    def test_the_first_factor_ends_log_ins_made_without_one(self, client, officer):
        elsewhere = Client()
        type_password(elsewhere, officer.email)
        assert elsewhere.session["_auth_user_id"]

        set_up_app(client)

        assert elsewhere.get("/akun/dua-langkah/").url.startswith(LOG_IN)
        assert client.get("/akun/dua-langkah/").status_code == 200

    def test_a_second_app_is_not_added_to_the_first(self, client, officer):
        set_up_app(client)
        show_password_again(client)

        assert client.get("/akun/dua-langkah/aplikasi/").url == reverse("mfa_deactivate_totp")

    def test_removing_it_closes_the_desk(self, client, officer):
        set_up_app(client)
        with clock.freeze(clock.now() + timedelta(minutes=6)):
            asked = client.post("/akun/dua-langkah/aplikasi/lepas/")
        assert Authenticator.objects.exists()
        assert urlsplit(asked.url).path == "/akun/ulangi/"
        show_password_again(client)
        client.post("/akun/dua-langkah/aplikasi/lepas/")

        assert not Authenticator.objects.exists()
        assert client.get("/meja/").url.startswith(reverse("mfa_index"))

    def test_a_recovery_code_gets_in_once(self, client, officer):
        set_up_app(client)
        codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()

        answers = []
        for _again in range(2):
            lost_phone = Client()
            type_password(lost_phone, officer.email)
            answers.append(lost_phone.post(SECOND, {"code": codes[0]}).status_code)
        assert answers == [302, 200]

    def test_an_address_that_nobody_vouched_for_gets_no_second_factor(self, client, officer):
        EmailAddress.objects.update(verified=False)

        assert client.get("/akun/dua-langkah/aplikasi/").url == reverse("mfa_index")


class TestWhatStrangersLearn:
    def test_a_wrong_password_and_an_unknown_address_look_the_same(self, client, officer):
        known = type_password(client, officer.email, WRONG).content.decode()
        unknown = type_password(client, "siapa@uji.test", WRONG).content.decode()

        assert without_secrets(known, officer.email) == without_secrets(unknown, "siapa@uji.test")

    def test_a_forgotten_password_looks_the_same(self, client, officer):
        answers = [client.post(RESET, {"email": e}) for e in (officer.email, "siapa@uji.test")]

        assert [a.url for a in answers] == [reverse("account_reset_password_done")] * 2
        assert sorted(m.to for m in mail.outbox) == [[officer.email], ["siapa@uji.test"]]
        texts = {m.to[0]: m.body for m in mail.outbox}
        assert "/akun/sandi/lupa/" in texts[officer.email]
        assert "/akun/" not in texts["siapa@uji.test"]

    def test_it_takes_the_same_time(self, client, officer, settings):
        """Both do one password hash, and nothing else that counts."""
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
        settings.ACCOUNT_RATE_LIMITS = False
        officer.set_password(factories.PASSWORD)
        officer.save()

        def seconds(email):
            begun = time.process_time()
            type_password(client, email, WRONG)
            return time.process_time() - begun

        pairs = [(seconds(officer.email), seconds("siapa@uji.test")) for _ in range(9)]
        known, unknown = (statistics.median(side) for side in zip(*pairs, strict=True))
        assert unknown == pytest.approx(known, rel=0.25)


class TestLimits:
    def test_guessing_is_stopped_however_the_header_rotates(self, client, officer):
        texts = [
            client.post(
                LOG_IN,
                {"login": officer.email, "password": f"{WRONG}{n}"},
                headers={"X-Forwarded-For": f"198.51.100.{n}"},
            ).content.decode()
            for n in range(12)
        ]

        assert "Terlalu banyak" in texts[-1] or "Too many" in texts[-1]

    def test_one_account_is_protected_from_many_addresses(self, officer, settings):
        settings.ACCOUNT_RATE_LIMITS = False
        tried = 0
        for n in range(accounts.TRIES_PER_ACCOUNT + 1):
            client = Client(REMOTE_ADDR=f"198.51.100.{n}")
            text = type_password(client, officer.email, WRONG).content.decode()
            tried += "Too many" not in text and "Terlalu banyak" not in text

        assert tried == accounts.TRIES_PER_ACCOUNT

    def test_codes_cannot_be_guessed_through(self, client, officer):
        factories.make_factor(officer)
        type_password(client, officer.email)
        texts = [client.post(SECOND, {"code": f"{n:06d}"}).content.decode() for n in range(8)]

        assert "Too many" in texts[-1] or "Terlalu banyak" in texts[-1]


class TestForgottenPassword:
    @pytest.fixture
    def elsewhere(self, officer):
        return factories.log_in(Client(), officer)

    @pytest.fixture
    def link(self, client, officer, elsewhere):
        client.post(RESET, {"email": officer.email}, headers={"host": "localhost"})
        return next(word for word in mail.outbox[0].body.split() if "/akun/sandi/lupa/" in word)

    def test_the_link_names_this_installation_and_sets_a_new_password_once(
        self, client, officer, link, settings
    ):
        assert link.startswith(settings.SITE_URL)
        page = client.get(urlsplit(link).path)
        for expected in (302, 200):
            answer = set_new_password(client, page.url)
            assert answer.status_code == expected
        officer.refresh_from_db()
        assert officer.check_password(NEW)

    def test_a_preview_of_the_link_by_a_chat_program_does_not_use_it_up(self, officer, link):
        for _again in range(3):
            assert Client().get(urlsplit(link).path).status_code == 302

    def test_the_new_password_alone_opens_no_desk(self, client, officer, link):
        factories.make_factor(officer)
        page = client.get(urlsplit(link).path)
        set_new_password(client, page.url)

        assert client.get("/meja/").url.startswith(LOG_IN)

    def test_it_ends_every_log_in(self, client, elsewhere, link):
        page = client.get(urlsplit(link).path)
        assert role_of(elsewhere) == Role.VERIFIER
        set_new_password(client, page.url)

        assert role_of(elsewhere) == Role.PUBLIC

    @pytest.mark.parametrize("key", ["x", "1-x", "1-set-password", "zz-abc-def"])
    def test_an_invented_link_says_it_is_not_valid(self, client, key):
        answer = client.get(f"{RESET}{key if '-' in key else '1-' + key}/")

        assert _("This link is not valid") in answer.content.decode()


SIGNED_IN_PAGES = [
    "account_choose_role", "account_reauthenticate", "account_change_password", "mfa_index",
    "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn", "account_logout",
]  # fmt: skip
FACTOR_PAGES = [
    "mfa_reauthenticate", "mfa_deactivate_totp", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
]  # fmt: skip
PUBLIC_PAGES = [
    "account_login", "account_inactive", "account_signup", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key_done",
]  # fmt: skip


class TestPages:
    """Every page of the log-in draws, in our frame, with nothing inside that the policy forbids."""

    def look_at(self, client, name):
        answer = client.get(reverse(name))
        text = answer.content.decode()
        if not answer["Content-Type"].startswith("text/plain"):
            assert 'class="ki-skip"' in text
            assert "style=" not in text
        return answer.status_code

    @pytest.mark.parametrize("name", PUBLIC_PAGES)
    def test_of_strangers(self, client, name):
        assert self.look_at(client, name) == 200

    @pytest.mark.parametrize("name", SIGNED_IN_PAGES)
    def test_of_a_person_without_second_factor(self, client, officer, name):
        type_password(client, officer.email)

        assert self.look_at(client, name) == 200

    @pytest.mark.django_db(transaction=True)
    @pytest.mark.parametrize("name", FACTOR_PAGES)
    def test_of_a_person_with_one(self, client, officer, name):
        type_password(client, officer.email)
        set_up_app(client)
        show_password_again(client)

        assert self.look_at(client, name) == 200

    def test_of_the_second_step(self, client, officer):
        factories.make_factor(officer)
        type_password(client, officer.email)

        assert self.look_at(client, "mfa_authenticate") == 200

    def test_of_the_password_pages_with_mistakes(self, client, officer):
        type_password(client, officer.email)
        answer = client.post(
            "/akun/sandi/", {"oldpassword": WRONG, "password1": "a", "password2": "b"}
        )

        assert answer.status_code == 200
        assert "alert-danger" in answer.content.decode()


def without_secrets(page: str, email: str) -> list[str]:
    lines = page.replace(email, "…").splitlines()
    return [line for line in lines if "csrfmiddlewaretoken" not in line]
