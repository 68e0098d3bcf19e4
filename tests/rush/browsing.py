"""A browser of few words over asyncio: one connection a request, cookies, a form, no scripts."""

import asyncio
import re
import time
from urllib.parse import urlencode

from tests.rush.crowd import BOT, BOT_KNOCKS, DOUBLE, RELOADER, RELOADS, Person

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
KEY = re.compile(rb'name="key" value="([^"]+)"')
ARRIVAL = re.compile(rb"Nomor kedatangan ([\d.]+)")
PLACE = re.compile(rb"Tempat nomor ([\d.]+) disimpan")
PATIENCE = 60.0
LOST = 0


def _number(found: "re.Match[bytes] | None") -> str:
    return found.group(1).decode().replace(".", "") if found else ""


class _Asked(asyncio.Protocol):
    """One request on a connection of its own; ``answer`` is all that came until it was closed."""

    def __init__(self, request: bytes, answer: "asyncio.Future[bytes]") -> None:
        self.request, self.answer = request, answer
        self.parts: list[bytes] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send all of it at once."""
        transport.write(self.request)  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        """Keep what comes."""
        self.parts.append(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """The answer is whole, or never will be."""
        if self.answer.done():
            return
        if exc is not None or not self.parts:
            self.answer.set_exception(exc or asyncio.IncompleteReadError(b"", None))
        else:
            self.answer.set_result(b"".join(self.parts))


class Browser:
    """One person's browser at the queue's address ``path`` on ``port``."""

    def __init__(
        self, person: Person, port: int, path: str, attempts: int = 8, pause: float = 1.0
    ) -> None:
        self.person, self.port, self.path = person, port, path
        self.attempts, self.pause = attempts, pause
        self.cookies: dict[str, str] = {}

    async def ask(self, method: str, body: bytes = b"", what: str = "") -> tuple[int, bytes]:
        """One request and its answer; a broken connection is status 0. Written to the journal."""
        began = time.monotonic()
        try:
            status, content = await asyncio.wait_for(self._send(method, body), PATIENCE)
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            status, content = LOST, b""
        arrival, place = ARRIVAL.search(content), PLACE.search(content)
        self.person.journal.append(
            (what or method, status, time.monotonic() - began, _number(arrival), _number(place))
        )
        if arrival:
            self.person.shown_at = min(self.person.shown_at, time.monotonic())
        return status, content

    async def _send(self, method: str, body: bytes) -> tuple[int, bytes]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        kind = "Content-Type: application/x-www-form-urlencoded\r\n" if body else ""
        head = (
            f"{method} {self.path} HTTP/1.1\r\nHost: localhost:{self.port}\r\n"
            f"Connection: close\r\nAccept-Language: id\r\nCookie: {cookies}\r\n"
            f"{kind}Content-Length: {len(body)}\r\n\r\n"
        )
        loop = asyncio.get_running_loop()
        asked = _Asked(head.encode() + body, loop.create_future())
        transport, _protocol = await loop.create_connection(
            lambda: asked, "127.0.0.1", self.port, local_addr=(self.person.address, 0)
        )
        try:
            answer = await asked.answer
        finally:
            transport.close()
        top, _blank, content = answer.partition(b"\r\n\r\n")
        lines = top.decode("latin-1").split("\r\n")
        for line in lines[1:]:
            name, _colon, value = line.partition(":")
            # A server that was killed may have sent half a page.
            if name.lower() == "content-length" and len(content) < int(value):
                raise asyncio.IncompleteReadError(content, int(value))
            if name.lower() == "set-cookie":
                pair = value.strip().split(";")[0]
                self.cookies[pair.partition("=")[0]] = pair.partition("=")[2]
        if len(lines[0].split()) < 2:
            raise asyncio.IncompleteReadError(b"", None)
        return int(lines[0].split()[1]), content

    async def form(self) -> bytes:
        """The body of the page's form as this person fills it in; empty where there is none."""
        status, page = await self.ask("GET", what="open")
        token, key = TOKEN.search(page), KEY.search(page)
        if status != 200 or token is None or key is None:
            return b""
        return urlencode(
            {
                "csrfmiddlewaretoken": token.group(1).decode(),
                "key": key.group(1).decode(),
                "name": f"Pemohon {self.person.number}",
                "phone": self.person.phone,
            }
        ).encode()

    async def come(self) -> None:
        """What this person does, until a spot is shown or patience ends."""
        self.person.began = time.monotonic()
        body = b""
        for attempt in range(self.attempts):
            body = body or await self.form()
            if not body:
                await self.wait(attempt)
                continue
            for _bunch in range(BOT_KNOCKS // 5 if BOT in self.person.kinds and not attempt else 0):
                await asyncio.gather(*(self.ask("POST", body, "bot") for _ in range(5)))
            times = 2 if DOUBLE in self.person.kinds else 1
            answers = await asyncio.gather(*(self.ask("POST", body, "send") for _ in range(times)))
            if any(status == 302 for status, _content in answers):
                break
            await self.wait(attempt)
        for attempt in range(self.attempts):
            status, _page = await self.ask("GET", what="spot")
            if status != LOST:
                break
            await self.wait(attempt)
        for _again in range(RELOADS - 1 if RELOADER in self.person.kinds else 0):
            await self.ask("GET", what="spot")
        self.person.ended = time.monotonic()

    async def wait(self, attempt: int) -> None:
        """A moment, longer each time up to the sixth."""
        await asyncio.sleep(self.pause * (1 + min(attempt, 5)))
