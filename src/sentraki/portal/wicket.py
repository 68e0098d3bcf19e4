"""The queue's wicket: a crowd's plain knocks are answered here, beside the house's big door.

It takes the queue's own requests from browsers about which the house knows nothing else, asks what
the page asks (``portal.turn``), checks the form's token as the house does, and pours the answer
from a mould of the house's own (``portal.moulds``). Whatever is unusual in any way is passed on
and answered by the house, which also renews the moulds. Nothing is logged here but what fails.
"""

import logging
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, TypeVar

from django.conf import settings
from django.db import close_old_connections
from django.http import Http404, QueryDict, parse_cookie
from django.middleware.csrf import (  # type: ignore[attr-defined]
    CSRF_SECRET_LENGTH,
    _does_token_match,
)
from django.urls import reverse

from sentraki.cases.models import Case, Programme
from sentraki.cases.selectors.arrivals import Spot, spots_of
from sentraki.cases.services import arrivals
from sentraki.kernel.errors import Refusal
from sentraki.offices.limits import address_behind, network_of
from sentraki.portal import pace, turn
from sentraki.portal.knocks import Asked, Poured, Word
from sentraki.portal.moulds import Frame, Moulds, frame_of, known_cookies, letters
from sentraki.portal.turn import COOKIE, NOTE, Told

logger = logging.getLogger(__name__)

FORM = "application/x-www-form-urlencoded"
_FIELDS = frozenset({"csrfmiddlewaretoken", "key", "name", "phone"})
_SECRET = re.compile(rf"[A-Za-z0-9]{{{CSRF_SECRET_LENGTH}}}")
_TOKEN = re.compile(rf"[A-Za-z0-9]{{{2 * CSRF_SECRET_LENGTH}}}")
_KEY = re.compile(r"[A-Za-z0-9_-]*")
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Later = Callable[[Poured | None], None]
Spots = Mapping[tuple[int, str], Spot]
_Made = TypeVar("_Made")


def _or_none(make: Callable[[], _Made | None]) -> _Made | None:
    """What is made; ``None`` where the house has to say why not."""
    try:
        return make()
    except (Http404, Refusal):
        return None
    except Exception:
        logger.exception("the wicket passed a request on")
        return None


@lru_cache(maxsize=4096)
def _network(peer: str, forwarded: str) -> str:
    return network_of(address_behind(peer, forwarded))


@dataclass(frozen=True)
class _Knock:
    """``held`` and ``secret`` are the browser's cookies, ``given`` its form's fields."""

    row: Programme
    network: str
    frame: Frame
    held: str
    secret: str
    key: str
    given: Mapping[str, str]


class _Leading(ThreadPoolExecutor):
    """The thread that leads; its connection to the database is as fresh as a request's."""

    def submit(self, lead: Callable[[], None]) -> "Future[None]":  # type: ignore[override]
        """Let the thread lead."""
        return super().submit(self._lead, lead)

    @staticmethod
    def _lead(lead: Callable[[], None]) -> None:
        close_old_connections()
        lead()


class Wicket:
    """One process's wicket. Its own thread, made when needed, commits for those who come."""

    def __init__(self, new_request_id: Callable[[], str]) -> None:
        self.moulds = Moulds()
        self._new_request_id = new_request_id
        self._leading = _Leading(1, "queue")
        before, _mark, after = reverse("portal:queue", args=["MARK"]).partition("MARK")
        self._path = re.compile(f"{re.escape(before)}([A-Za-z0-9_-]{{1,40}}){re.escape(after)}")
        self.starts = tuple(f"{method} {before}".encode() for method in ("GET", "POST"))

    def knock(self, round_: Sequence[Asked], later: Sequence[Later]) -> list[Poured | Word]:
        """What each of those who knock at the same moment is told: the answer, ``PASSED_ON``, or
        ``LATER``: then ``later`` of the same place is called once, in another thread, with the
        answer or with ``None`` for passed on. One query for all of them."""
        close_old_connections()
        return self.told(round_, later)

    def told(self, round_: Sequence[Asked], later: Sequence[Later]) -> list[Poured | Word]:
        """As ``knock``, in whatever transaction the caller is."""
        knocks = [_or_none(partial(self._plain, asked)) for asked in round_]
        keys = {knock.key for knock in knocks if knock is not None}
        spots = _or_none(partial(spots_of, keys))
        told: list[Poured | Word] = []
        for knock, one in zip(knocks, later, strict=True):
            if knock is None or spots is None:
                told.append(Word.PASSED_ON)
            else:
                answer: Callable[[], Poured | Word] = partial(self._answer, knock, spots, one)
                told.append(_or_none(answer) or Word.PASSED_ON)
        return told

    def _plain(self, asked: Asked) -> _Knock | None:
        """The knock, where nothing about it is unusual."""
        found = self._path.fullmatch(asked.path)
        cookies = parse_cookie(asked.headers.get("cookie", ""))
        held, secret = cookies.get(COOKIE, ""), cookies.get(settings.CSRF_COOKIE_NAME, "")
        if found is None or set(cookies) - known_cookies() or not _KEY.fullmatch(held):
            return None
        if secret and not _SECRET.fullmatch(secret):
            return None
        frame = frame_of(asked.method, asked.path, asked.peer, asked.headers, cookies)
        given = self._genuine(asked, frame, secret) if asked.method == "POST" else {"key": held}
        if given is None:
            return None
        network = _network(asked.peer, asked.headers.get("x-forwarded-for", ""))
        key = given["key"][: turn.LONGEST_KEY]
        return _Knock(turn.PROGRAMMES.get(found[1]), network, frame, held, secret, key, given)

    def _answer(self, knock: _Knock, spots: Spots, later: Later) -> Poured | Word:
        def find(row: Programme, key: str) -> Spot | None:
            return spots.get((row.pk, key))

        if knock.frame.method == "POST":
            return self._come(knock, find, later)
        told = turn.look_in(knock.row, knock.network, knock.held, find)
        poured = self._pour(knock, told)
        if poured is None and told.status != 429:
            pace.take_back(knock.network, is_sending=False)
        return poured or Word.PASSED_ON

    def _come(self, knock: _Knock, find: turn.Find, later: Later) -> Poured | Word:
        if not arrivals.is_queue_open(knock.row):
            return Word.PASSED_ON
        told = turn.before_arriving(knock.row, knock.network, knock.given, find)
        poured = self._pour(knock, told or Told(None, knock.key))
        if poured is not None and told is not None:
            return poured
        plain = _or_none(partial(turn.plainly_read, knock.given)) if told is None else None
        if poured is None or plain is None:
            if told is None or told.status != 429:
                pace.take_back(knock.network, is_sending=True, key=knock.key)
            return Word.PASSED_ON

        def served(case: Case | None, error: Exception | None) -> None:
            is_here = case is not None and error is None
            if not is_here:
                pace.take_back(knock.network, is_sending=True, key=knock.key)
            later(poured if is_here else None)

        name, phone = plain
        start = self._leading.submit
        arrivals.arrive_later(
            programme=knock.row, name=name, phone=phone, key=knock.key, served=served, start=start
        )
        return Word.LATER

    def _genuine(self, asked: Asked, frame: Frame, secret: str) -> dict[str, str] | None:
        """The form's fields, where it comes from a page of ours beyond doubt; else ``None``.

        As in Django's own check: the token belongs to the cookie's secret, and the page it was
        sent from is the house's own where the browser says which it was, as it must over https.
        """
        if asked.headers.get("content-type") != FORM or not secret:
            return None
        ours, origin = self.moulds.origin_of(frame), asked.headers.get("origin")
        if not ours or (origin != ours and (origin is not None or ours.startswith("https:"))):
            return None
        sent = QueryDict(asked.body, encoding="utf-8")
        if set(sent) - _FIELDS:
            return None
        given = {name: str(sent.get(name, "")) for name in _FIELDS}
        token, key = given["csrfmiddlewaretoken"], given["key"]
        if not _TOKEN.fullmatch(token) or not _does_token_match(token, secret):
            return None
        if not arrivals.SHORTEST_KEY <= len(key) <= turn.LONGEST_KEY or not _KEY.fullmatch(key):
            return None
        return given

    def _pour(self, knock: _Knock, told: Told) -> Poured | None:
        keeps_key = told.keeps_key(knock.held)
        mould = self.moulds.find(knock.frame, told.look, keeps_key=keeps_key)
        if mould is None:
            return None
        secret = knock.secret or letters(CSRF_SECRET_LENGTH)
        return mould.pour(told, secret, self._new_request_id())

    def around(self, house: Application) -> Application:
        """``house``, whose answers about the queue leave moulds behind."""

        def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            started: list[Any] = []

            def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
                started[:] = status, headers
                return start_response(status, headers, *more)

            response = house(environ, start)
            if NOTE in environ:
                self.moulds.learn(environ, started[0], started[1], bytes(response.content))  # type: ignore[attr-defined]
            return response

        return answer
