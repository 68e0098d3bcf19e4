"""A TCP proxy of our own that behaves like the line of a village hall."""

import asyncio
import random
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

PIECE = 4_096


@dataclass
class Line:
    """What the line does now. ``is_there``: off means every connection is refused or cut.

    ``delay`` are seconds one way, drawn for each piece; ``rate`` bytes a second each way, shared by
    all; ``resets`` the share of requests whose connection is reset: every second of them after the
    server has had the request, so that only the answer is lost. ``requests`` and ``reset`` count
    what came and what was reset since ``become_bad``.
    """

    target: tuple[str, int]
    is_there: bool = True
    delay: tuple[float, float] = (0.0, 0.0)
    rate: float = 0.0
    resets: float = 0.0
    reset: int = 0
    requests: int = 0
    sent: int = 0
    received: int = 0
    port: int = 0
    free_at: dict[str, float] = field(default_factory=lambda: {"up": 0.0, "down": 0.0})

    def __post_init__(self) -> None:
        self.chance = random.Random(8)
        self.fate = random.Random(40)  # of the first twenty requests two are hit
        self.open: set[asyncio.StreamWriter] = set()
        self.doomed: set[asyncio.StreamWriter] = set()

    def become_bad(self) -> None:
        """400 to 800 ms there and back, 400 kbit/s, 5 % resets."""
        self.delay, self.rate, self.resets = (0.2, 0.4), 50_000.0, 0.05
        self.requests = self.reset = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of a browser."""
        if not self.is_there:
            _cut(writer)
            return
        try:
            back, forth = await asyncio.open_connection(*self.target)
        except OSError:
            _cut(writer)
            return
        self.open |= {writer, forth}
        up = asyncio.create_task(self._carry(reader, forth, writer, "up"))
        down = asyncio.create_task(self._carry(back, writer, writer, "down"))
        await asyncio.wait({up, down}, return_when=asyncio.FIRST_COMPLETED)
        for task in (up, down):
            task.cancel()
        self.open -= {writer, forth}
        for end in (writer, forth):
            end.close()

    async def _carry(
        self,
        source: asyncio.StreamReader,
        sink: asyncio.StreamWriter,
        browser: asyncio.StreamWriter,
        way: str,
    ) -> None:
        loop = asyncio.get_running_loop()
        while data := await source.read(PIECE):
            begins = way == "up" and data.split(b" ", 1)[0] in (b"GET", b"POST")
            self.requests += begins
            if begins and self.fate.random() < self.resets:
                self.reset += 1
                self.doomed.add(browser)
            answered = way == "down" or self.reset % 2
            if not self.is_there or (browser in self.doomed and answered):
                _cut(browser)
                return
            if self.rate:
                now = loop.time()
                self.free_at[way] = max(now, self.free_at[way]) + len(data) / self.rate
                pause = self.free_at[way] - now
                await asyncio.sleep(
                    pause + (self.chance.uniform(*self.delay) if begins or way == "down" else 0)
                )
            if way == "up":
                self.sent += len(data)
            else:
                self.received += len(data)
            sink.write(data)
            await sink.drain()


def _cut(writer: asyncio.StreamWriter) -> None:
    """End a connection as a dying line does: RST, nothing more."""
    sock = writer.get_extra_info("socket")
    if sock is not None:
        with suppress(OSError):
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    with suppress(OSError):
        writer.transport.abort()


@contextmanager
def bad_line(host: str, port: int) -> Iterator[Line]:
    """A line to ``host:port``, at first a good one; ``line.port`` is where a browser goes."""
    line = Line((host, port))
    loop = asyncio.new_event_loop()
    ready = threading.Event()

    servers: list[asyncio.Server] = []

    async def run() -> None:
        servers.append(await asyncio.start_server(line.serve, "127.0.0.1", 0))
        line.port = int(servers[0].sockets[0].getsockname()[1])
        ready.set()

    async def stop() -> None:
        servers[0].close()
        for end in list(line.open):
            end.transport.abort()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.sleep(0.1)

    def live() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(run())
        loop.run_forever()

    thread = threading.Thread(target=live, daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield line
    finally:
        asyncio.run_coroutine_threadsafe(stop(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
