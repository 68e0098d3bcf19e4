"""The wicket answers as the house does, to the byte, or lets the house answer."""

import re
from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.middleware import csrf
from django.test.client import ClientHandler
from django.urls import reverse
from tests import factories as make

from sentraki.cases.models import Case
from sentraki.kernel import clock
from sentraki.portal import pace
from sentraki.portal.knocks import Asked, Poured, Word
from sentraki.portal.moulds import letters, masked
from sentraki.portal.wicket import FORM, Wicket

pytestmark = pytest.mark.django_db
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
KEY = re.compile(rb'name="key" value="([^"]+)"')
COOKIE_VALUE = re.compile(r"^\s*([^=;]+)=([^;]*)")
EXPIRES = re.compile(r"expires=[^;]+")


class AtOnce:
    """Runs what it is given in the same thread, so that one transaction sees all of it."""

    def submit(self, work):
        work()


def house(environ, start_response):
    """All of the house, forged forms refused, in the transaction of the test."""
    handler = ClientHandler(enforce_csrf_checks=True)
    handler.load_middleware()
    response = handler.get_response(WSGIRequest(environ))
    cookies = [("Set-Cookie", c.output(header="")) for c in response.cookies.values()]
    start_response(
        f"{response.status_code} {response.reason_phrase}", [*response.items(), *cookies]
    )
    return response


class Street:
    """A queue with both doors; ``ask`` knocks at the wicket first, ``at_the_house`` does not."""

    def __init__(self, programme):
        self.path = reverse("portal:queue", args=[programme.public_id])
        self.wicket = Wicket(lambda: "bcdf")
        self.wicket._leading = AtOnce()
        self.house = self.wicket.around(house)

    def asked(self, method="GET", body=b"", cookies=None, path="", **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        cookie = "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())
        given = {"host": "localhost", "accept-language": "id", "cookie": cookie} | named
        if method == "POST":
            given = {"content-type": FORM, "content-length": str(len(body))} | given
        given = {name: value for name, value in given.items() if value}
        return Asked(method, path or self.path, given, body, "127.0.0.1", "HTTP/1.1", False)

    def at_the_house(self, asked):
        environ = {
            "REQUEST_METHOD": asked.method,
            "PATH_INFO": asked.path,
            "REMOTE_ADDR": asked.peer,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(asked.body),
            "CONTENT_LENGTH": asked.headers.get("content-length", ""),
            "CONTENT_TYPE": asked.headers.get("content-type", ""),
        }
        for name, value in asked.headers.items():
            if not name.startswith("content-"):
                environ["HTTP_" + name.upper().replace("-", "_")] = value
        started = []
        response = self.house(environ, lambda *line: started.extend(line))
        return Poured(started[0], started[1], response.content)

    def at_the_wicket(self, asked):
        later = []
        told = self.wicket.told([asked], [later.append])[0]
        if told is Word.LATER:
            return later[0] or Word.PASSED_ON
        return told

    def browser(self):
        """A fresh browser's cookies and the fields of its form, from the house."""
        page = self.at_the_house(self.asked())
        token, key = (found.search(page.content).group(1).decode() for found in (TOKEN, KEY))
        return cookies_of(page), {"csrfmiddlewaretoken": token, "key": key, "name": "Ijah"}


@pytest.fixture
def programme(db, settings):
    settings.QUEUE_MEMORY_SECONDS = 600
    office = make.make_issuing_office(region="36.71")
    return make.make_programme(office=office, quota=1, queue_opens_at=clock.now())


@pytest.fixture
def street(programme, monkeypatch):
    for name in ("SENDING", "LOOKING", "SAME_FORM"):
        monkeypatch.setattr(pace, name, pace.Pace(burst=1000, per_minute=1))
    return Street(programme)


def cookies_of(answer):
    set_here = [value for name, value in answer.headers if name == "Set-Cookie"]
    return dict(COOKIE_VALUE.match(value).groups() for value in set_here)


def body_of(fields, number=1, **more):
    return urlencode(fields | {"phone": f"08120000{number:04d}"} | more).encode()


def without_own(answer):
    """The answer with what is drawn anew for each browser and moment taken out."""
    headers = sorted(
        (name, EXPIRES.sub("", COOKIE_VALUE.sub(r"\1=", value)).strip())
        if name == "Set-Cookie"
        else (name, value)
        for name, value in answer.headers
        if name != "X-Request-ID"
    )
    content = KEY.sub(b"", TOKEN.sub(b"", answer.content))
    return answer.status, headers, content


def test_the_form_is_the_same_at_both_doors(street):
    first = street.at_the_house(street.asked())
    second = street.at_the_wicket(street.asked())

    assert without_own(first) == without_own(second)
    assert cookies_of(first)["antre"] != cookies_of(second)["antre"]
    assert cookies_of(first)["csrftoken"] != cookies_of(second)["csrftoken"]
    assert KEY.search(second.content)[1].decode() == cookies_of(second)["antre"]
    assert [value for name, value in second.headers if name == "X-Request-ID"] == ["bcdf"]


def test_a_spot_and_the_way_to_it_are_the_same_at_both_doors(street):
    for _round in range(2):
        cookies, fields = street.browser()
        street.at_the_house(street.asked("POST", body_of(fields, _round), cookies))
        street.at_the_house(street.asked(cookies=cookies))
    (one, fields), (other, others) = street.browser(), street.browser()
    sent = [
        street.at_the_wicket(street.asked("POST", body_of(fields, 8), one)),
        street.at_the_house(street.asked("POST", body_of(others, 9), other)),
    ]
    assert Case.unscoped.count() == 4
    assert without_own(sent[0]) == without_own(sent[1])
    assert sent[0].status == "302 Found"

    here, there = (way(street.asked(cookies=one))
                   for way in (street.at_the_wicket, street.at_the_house))  # fmt: skip
    assert here.status == "200 OK"
    assert without_own(here) == without_own(there)
    assert cookies_of(here) == cookies_of(there)
    assert "Nomor kedatangan 3" in here.content.decode()


def test_a_reload_too_many_and_a_knock_too_many_are_the_same_at_both_doors(street, monkeypatch):
    cookies, fields = street.browser()
    monkeypatch.setattr(pace, "SAME_FORM", pace.Pace(burst=0, per_minute=1))
    monkeypatch.setattr(pace, "LOOKING", pace.Pace(burst=0, per_minute=1))
    typed = body_of(fields, name='Ijah <b> "')
    for asked in (street.asked("POST", typed, cookies), street.asked(cookies=cookies)):
        there, here = street.at_the_house(asked), street.at_the_wicket(asked)
        assert here.status == "429 Too Many Requests"
        assert ("Retry-After", "61") in here.headers
        assert without_own(here) == without_own(there)
    assert Case.unscoped.count() == 0


def test_no_spot_is_given_twice_whichever_door_the_form_comes_through(street):
    cookies, fields = street.browser()
    asked = street.asked("POST", body_of(fields), cookies)
    ways = [street.at_the_house, street.at_the_wicket, street.at_the_wicket, street.at_the_house]

    assert [way(asked).status for way in ways] == ["302 Found"] * 4
    assert Case.unscoped.count() == 1


def test_a_knock_counts_once_though_it_is_passed_on(street, monkeypatch):
    monkeypatch.setattr(pace, "LOOKING", pace.Pace(burst=1, per_minute=1))
    assert street.at_the_wicket(street.asked()) is Word.PASSED_ON
    assert street.at_the_house(street.asked()).status == "200 OK"
    assert street.at_the_house(street.asked()).status == "429 Too Many Requests"


@pytest.mark.parametrize(
    "change",
    [
        {"fields": {"csrfmiddlewaretoken": "A" * 64}},
        {"fields": {"csrfmiddlewaretoken": ""}},
        {"cookies": {"csrftoken": "B" * 32}},
        {"cookies": {"csrftoken": ""}},
        {"origin": "https://evil.example"},
        {"origin": "null"},
    ],
)
def test_a_forged_form_is_for_the_house_to_refuse(street, change):
    street.at_the_house(street.asked("POST", body_of(street.browser()[1]), street.browser()[0]))
    cookies, fields = street.browser()
    street.at_the_house(street.asked("POST", body_of(fields), cookies))
    assert (
        street.at_the_wicket(street.asked("POST", body_of(fields), cookies)).status == "302 Found"
    )
    changed = street.asked(
        "POST",
        body_of(fields | change.get("fields", {})),
        cookies | change.get("cookies", {}),
        origin=change.get("origin", ""),
    )

    assert street.at_the_wicket(changed) is Word.PASSED_ON
    assert street.at_the_house(changed).status == "403 Forbidden"


@pytest.mark.parametrize(
    "unusual",
    [
        {"cookies": {"sessionid": "abc"}},
        {"cookies": {"somebody": "else"}},
        {"cookies": {"antre": "<script>"}},
        {"path": "/program/none-such/antre/"},
        {"path": "/program/../antre/"},
        {"host": "evil.example"},
        {"hx_request": "true"},
        {"x_forwarded_proto": "https"},
        {"accept_language": "en"},
    ],
)
def test_whoever_is_unusual_is_passed_on(street, unusual):
    street.at_the_house(street.asked())
    assert isinstance(street.at_the_wicket(street.asked()), Poured)
    assert street.at_the_wicket(street.asked(**unusual)) is Word.PASSED_ON


def test_over_https_a_form_must_say_where_it_comes_from(street, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    relayed = {"x_forwarded_proto": "https"}
    told = {"origin": "https://localhost"}
    page = street.at_the_house(street.asked(**relayed))
    token, key = (found.search(page.content).group(1).decode() for found in (TOKEN, KEY))
    fields, cookies = {"csrfmiddlewaretoken": token, "key": key, "name": "I"}, cookies_of(page)
    sent = street.asked("POST", body_of(fields), cookies, **relayed, **told)
    assert street.at_the_house(sent).status == "302 Found"
    assert street.at_the_wicket(sent).status == "302 Found"
    for more in ({}, {"origin": "http://localhost"}, {"origin": "https://evil.example"}):
        asked = street.asked("POST", body_of(fields), cookies, **relayed, **more)
        assert street.at_the_wicket(asked) is Word.PASSED_ON


def test_each_language_and_each_address_has_pages_of_its_own(street):
    english = {"accept_language": "en"}
    street.at_the_house(street.asked())
    street.at_the_house(street.asked(**english))
    here = street.at_the_wicket(street.asked(**english))

    assert b'lang="en"' in here.content
    assert ("Content-Language", "en") in here.headers
    assert b'lang="id"' in street.at_the_wicket(street.asked()).content


def test_an_old_mould_is_renewed_by_one_while_the_others_go_on(street, settings):
    street.at_the_house(street.asked())
    settings.QUEUE_MEMORY_SECONDS = 0
    assert street.at_the_wicket(street.asked()) is Word.PASSED_ON
    settings.QUEUE_MEMORY_SECONDS = 600
    mould = next(iter(street.wicket.moulds._kept.values()))
    mould.made -= 700
    mould.is_renewed = False
    told = [street.at_the_wicket(street.asked()) for _ in range(3)]
    assert [isinstance(one, Poured) for one in told] == [False, True, True]
    mould.made -= 1200
    assert street.at_the_wicket(street.asked()) is Word.PASSED_ON


def test_the_token_is_what_django_reads():
    drawn = [letters(32) for _ in range(200)]
    assert len(set(drawn)) == 200
    assert set("".join(drawn)) == set(csrf.CSRF_ALLOWED_CHARS)
    for secret in drawn:
        token = masked(secret)
        csrf._check_token_format(token)
        assert csrf._does_token_match(token, secret)
        assert token != masked(secret)
