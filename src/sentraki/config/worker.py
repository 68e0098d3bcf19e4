"""gunicorn's threaded worker with the queue's wicket: a crowd's plain knocks need no thread.

gunicorn hands every connection to a thread, which makes an epoll for it, and its main thread waits
for one browser after the other to hang up. Here the main thread reads what came and lets the wicket
answer a whole plain request at once. What the wicket passes on goes gunicorn's way, with the bytes
that were read given back. Nobody waits for browsers to hang up.
"""

import errno
import selectors
import socket
import sys
import time
from functools import partial
from typing import Any

from gunicorn import http, util
from gunicorn.http.wsgi import SERVER
from gunicorn.workers import gthread

from sentraki.config import plain
from sentraki.portal.knocks import Asked, Poured, Word

# What is read at once.
CHUNK = 20_000
# So many new connections are taken before those are served that wait.
AT_ONCE = 32
# Seconds a browser has to send what belongs to its request, and to hang up.
PATIENCE = 15.0
HANGING_UP = 2.0
MOST_DRAINED = 65_536
# How long a thread computes before another gets its turn: the main thread must not wait for long.
TURN = 0.001


class Connection(gthread.TConn):  # type: ignore[misc]
    """A connection whose bytes may have been read before gunicorn's parser wants them."""

    def __init__(self, worker: "Worker", sock: socket.socket, client: Any, server: Any) -> None:
        super().__init__(worker.cfg, sock, client, server)
        self.worker, self.began, self.early = worker, time.monotonic(), b""
        self.initialized: bool

    def init(self) -> None:
        """gunicorn's parser, and what was read given back to it."""
        early, self.early = self.early, b""
        if early and not self.initialized:
            self.initialized = True
            self.parser = http.get_parser(self.cfg, self.sock, self.client)
        super().init()
        if early:
            self.parser.unreader.unread(early)

    def close(self, graceful: bool = False) -> None:
        """Hang up; when ``graceful`` only after the browser has, or two seconds."""
        if graceful and not self.cfg.is_ssl:
            self.worker.hang_up(self.sock)
        else:
            super().close(graceful)


class Worker(gthread.ThreadWorker):  # type: ignore[misc]
    """See the module's docstring."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.leaving: dict[socket.socket, tuple[float, int]] = {}
        self.round: list[tuple[Connection, Asked]] = []
        self.wicket: Any = None

    def load_wsgi(self) -> None:
        """The house and its wicket."""
        super().load_wsgi()
        from sentraki.config import wsgi  # noqa: PLC0415 - gunicorn loads this module before

        self.wicket = wsgi.wicket
        sys.setswitchinterval(TURN)

    def accept(self, listener: socket.socket) -> None:
        """Take those who come and read what they have sent already."""
        server = listener.getsockname()
        for _one in range(AT_ONCE):
            if self.nr_conns >= self.worker_connections:
                return
            try:
                sock, client = listener.accept()
            except OSError as no:
                if no.errno in (errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK):
                    return
                raise
            self.nr_conns += 1
            conn = Connection(self, sock, client, server)
            if self.cfg.is_ssl:
                self.enqueue_req(conn)
            else:
                self.read(conn)

    def on_client_socket_readable(self, conn: Connection, client: socket.socket) -> None:
        """Somebody whose connection was kept open asks again, or hangs up."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        if self.cfg.is_ssl:
            self.enqueue_req(conn)
        else:
            conn.began = time.monotonic()
            self.read(conn)

    def on_pending_socket_readable(self, conn: Connection, client: socket.socket) -> None:
        """The rest of what somebody asks comes."""
        self.poller.unregister(client)
        self.pending_conns.remove(conn)
        self.read(conn)

    def read(self, conn: Connection) -> None:
        """Read what is there, without waiting, and look at it."""
        try:
            data = conn.sock.recv(CHUNK)
        except BlockingIOError:
            self.wait_for_more(conn)
            return
        except OSError:
            data = b""
        if not data:
            self.drop(conn)
            return
        conn.early += data
        self.look_at(conn)

    def wait_for_more(self, conn: Connection) -> None:
        """Go on with the others until more comes."""
        now = time.monotonic()
        if now - conn.began > PATIENCE:
            self.drop(conn)
            return
        conn.timeout = now + PATIENCE
        self.pending_conns.append(conn)
        readable = partial(self.on_pending_socket_readable, conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, readable)

    def look_at(self, conn: Connection) -> None:
        """Keep for the wicket what can be answered there."""
        asked = None
        if isinstance(conn.client, tuple) and conn.early.startswith(self.wicket.starts):
            try:
                asked = plain.read(conn.early, conn.client[0])
            except plain.Unfinished:
                self.wait_for_more(conn)
                return
        if asked is None:
            self.pass_on(conn)
            return
        self.round.append((conn, asked))

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Read what came since, then answer all of it together."""
        super().wait_for_and_dispatch_events(timeout)
        taken, self.round = self.round, []
        if not taken:
            return
        later = [partial(self.method_queue.defer, self.answer, *one) for one in taken]
        told = self.wicket.knock([asked for _conn, asked in taken], later)
        for (conn, asked), answer in zip(taken, told, strict=True):
            if answer is not Word.LATER:
                self.answer(conn, asked, answer if isinstance(answer, Poured) else None)

    def pass_on(self, conn: Connection) -> None:
        """Let a thread answer, gunicorn's way."""
        conn.data_ready = True
        self.enqueue_req(conn)

    def answer(self, conn: Connection, asked: Asked, poured: Poured | None) -> None:
        """Send what the wicket poured; ``None`` is passed on."""
        if poured is None:
            self.pass_on(conn)
            return
        conn.early = b""
        room = self.alive and len(self.keepalived_conns) < self.max_keepalived
        stays = asked.stays and room and bool(self.cfg.keepalive)
        data = _head(asked, poured, stays=stays) + poured.content
        try:
            rest = data[conn.sock.send(data) :]
        except BlockingIOError:
            rest = data
        except OSError:
            self.drop(conn)
            return
        if rest:
            self.tpool.submit(self.send_slowly, conn, rest)
        elif stays:
            conn.set_timeout()
            self.keepalived_conns.append(conn)
            readable = partial(self.on_client_socket_readable, conn)
            self.poller.register(conn.sock, selectors.EVENT_READ, readable)
        else:
            self.drop(conn)

    def send_slowly(self, conn: Connection, rest: bytes) -> None:
        """Send to somebody whose line is full, in a thread."""
        try:
            conn.sock.settimeout(PATIENCE)
            conn.sock.sendall(rest)
        except OSError:
            pass
        self.method_queue.defer(self.drop, conn)

    def drop(self, conn: Connection) -> None:
        """Nothing of this connection is left to read or to send."""
        self.nr_conns -= 1
        util.close(conn.sock)

    def hang_up(self, sock: socket.socket) -> None:
        """Send the end, and close when the browser has hung up too, without waiting for it."""
        try:
            sock.setblocking(False)
            sock.shutdown(socket.SHUT_WR)
        except OSError:
            util.close(sock)
            return
        self.leaving[sock] = (time.monotonic() + HANGING_UP, 0)
        self.poller.register(sock, selectors.EVENT_READ, self.drain)
        self.drain(sock)

    def drain(self, sock: socket.socket) -> None:
        """Read what a leaving browser still sends, so that the answer is not cut short."""
        until, drained = self.leaving[sock]
        try:
            data = sock.recv(CHUNK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        self.leaving[sock] = (until, drained + len(data))
        if not data or drained + len(data) > MOST_DRAINED:
            self.left(sock)

    def left(self, sock: socket.socket) -> None:
        """Close a leaving connection."""
        del self.leaving[sock]
        self.poller.unregister(sock)
        util.close(sock)

    def murder_pending(self) -> None:
        """Close what was pending or leaving for too long."""
        super().murder_pending()
        now = time.monotonic()
        while self.leaving:
            sock = next(iter(self.leaving))
            if self.leaving[sock][0] > now:
                return
            self.left(sock)


def _head(asked: Asked, poured: Poured, *, stays: bool) -> bytes:
    """The head as gunicorn writes it."""
    lines = [
        f"{asked.version} {poured.status}",
        f"Server: {SERVER}",
        f"Date: {util.http_date()}",
        f"Connection: {'keep-alive' if stays else 'close'}",
        *(f"{name}: {value}" for name, value in poured.headers),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
