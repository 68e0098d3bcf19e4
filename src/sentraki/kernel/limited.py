"""Work on bytes from strangers happens in a child process that can do little harm.

``run_limited("module:function", payload)`` starts a fresh interpreter without Django, hands it the
payload on a pipe and returns what the function answered. Inside, the function has a fixed amount of
address space and processor seconds, may write no file, start no process and open no connection, and
knows neither the environment nor the working directory of the server.

What is promised: the child ends within ``3 * seconds + 5`` seconds of its start; its memory never
exceeds ``memory_mb``; at most two children run at a time in one server process. Everything that
goes wrong inside comes out as ``LimitExceeded`` (ran out of something) or ``ChildFailed``.
"""

import json
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from sentraki.kernel.errors import Refusal

CHILD = Path(__file__).with_name("limited_child.py")
SOURCE_ROOT = Path(__file__).resolve().parents[2]
MAX_ANSWER_BYTES = 64_000_000
MAX_COMPLAINT_BYTES = 4_000
OUT_OF_MEMORY = 3
_CHUNK = 1 << 16
_SLOTS = threading.BoundedSemaphore(2)


class LimitExceeded(Refusal):
    """The child ran out of ``what``: ``memory``, ``cpu``, ``time``, ``answer`` or ``slots``."""

    def __init__(self, what: str) -> None:
        super().__init__("This file is too large or too intricate to be read here.", what=what)
        self.what = what


class ChildFailed(Refusal):
    """The function raised, or the child died; ``cause`` is an exception's name or a signal."""

    def __init__(self, cause: str) -> None:
        super().__init__("This file cannot be read; it may be damaged.", cause=cause)
        self.cause = cause


def run_limited(
    target: str,
    payload: bytes,
    *,
    memory_mb: int = 256,
    seconds: int = 5,
    wall_seconds: float | None = None,
) -> bytes:
    """Return ``function(payload)`` of ``target`` ("module:function"), computed in a child.

    Packages above the target's module are not executed in the child, so that a room's ``__init__``
    cannot pull in Django; importing Django there fails. The target takes and returns bytes.
    """
    wall = 3.0 * seconds + 5.0 if wall_seconds is None else wall_seconds
    if not _SLOTS.acquire(timeout=wall):
        raise LimitExceeded("slots")
    try:
        return _run(target, payload, memory_mb=memory_mb, seconds=seconds, wall=wall)
    finally:
        _SLOTS.release()


def run_limited_on_file(
    target: str,
    order: dict[str, Any],
    source: BinaryIO,
    *,
    memory_mb: int = 512,
    seconds: int = 60,
) -> bytes:
    """Return ``function(order, file)`` of ``target``, computed in a child that reads ``source``.

    For files too large to be handed over: the child gets the open file itself as its standard
    input and nothing else of the disk's writing side; the file's position is not kept. The same
    promises as ``run_limited``.
    """
    wall = 3.0 * seconds + 5.0
    if not _SLOTS.acquire(timeout=wall):
        raise LimitExceeded("slots")
    try:
        return _run(
            target, b"", memory_mb=memory_mb, seconds=seconds, wall=wall, order=order, source=source
        )
    finally:
        _SLOTS.release()


def pack(header: dict[str, Any], body: bytes = b"") -> bytes:
    """Frame a small JSON object and a body as one payload: 4 bytes length, JSON, body."""
    head = json.dumps(header).encode()
    return len(head).to_bytes(4, "big") + head + body


def unpack(frame: bytes) -> tuple[dict[str, Any], bytes]:
    """The opposite of ``pack``; raises ``ValueError`` when the frame is none."""
    size = int.from_bytes(frame[:4], "big")
    if len(frame) < 4 + size:
        raise ValueError("frame is cut off")
    header = json.loads(frame[4 : 4 + size])
    if not isinstance(header, dict):
        raise ValueError("header is no object")
    return header, frame[4 + size :]


def _run(
    target: str,
    payload: bytes,
    *,
    memory_mb: int,
    seconds: int,
    wall: float,
    order: dict[str, Any] | None = None,
    source: BinaryIO | None = None,
) -> bytes:
    job = {
        "order": order,
        "target": target,
        "memory": memory_mb << 20,
        "cpu": seconds,
        "path": [str(SOURCE_ROOT), *(p for p in sys.path if os.path.isabs(p))],
    }
    command = [sys.executable, "-I", "-S", "-B", "-X", "utf8", str(CHILD), json.dumps(job)]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE if source is None else source,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd="/",
        env={"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        start_new_session=True,
    ) as child:
        try:
            answer, complaint = _talk(child, payload, time.monotonic() + wall)
            status = child.wait(timeout=wall)
        except BaseException as error:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            if isinstance(error, subprocess.TimeoutExpired):
                raise LimitExceeded("time") from None
            raise
    if status == 0:
        return answer
    if status == OUT_OF_MEMORY:
        raise LimitExceeded("memory")
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        raise LimitExceeded("cpu")
    raise ChildFailed(complaint if status > 0 else signal.Signals(-status).name)


def _talk(child: subprocess.Popen[bytes], payload: bytes, deadline: float) -> tuple[bytes, str]:
    """Feed the child and collect its answer and complaint, within time and size."""
    if not (child.stdout and child.stderr):
        raise ValueError("the child has no pipes")
    rest = memoryview(payload)
    heard = {child.stdout: bytearray(), child.stderr: bytearray()}
    with selectors.DefaultSelector() as waiting:
        if child.stdin is not None:
            os.set_blocking(child.stdin.fileno(), False)
            waiting.register(child.stdin, selectors.EVENT_WRITE)
        for pipe in heard:
            waiting.register(pipe, selectors.EVENT_READ)
        while waiting.get_map():
            left = deadline - time.monotonic()
            if left <= 0:
                raise LimitExceeded("time")
            for key, _ in waiting.select(left):
                if child.stdin is not None and key.fileobj is child.stdin:
                    rest = _feed(key.fd, rest)
                    if not rest:
                        waiting.unregister(child.stdin)
                        child.stdin.close()
                    continue
                pipe = child.stdout if key.fileobj is child.stdout else child.stderr
                piece = os.read(key.fd, _CHUNK)
                heard[pipe] += piece
                if not piece:
                    waiting.unregister(pipe)
                elif pipe is child.stderr:
                    del heard[pipe][:-MAX_COMPLAINT_BYTES]
                elif len(heard[pipe]) > MAX_ANSWER_BYTES:
                    raise LimitExceeded("answer")
    complaint = heard[child.stderr].decode(errors="replace").strip().rpartition("\n")[2]
    return bytes(heard[child.stdout]), complaint


def _feed(descriptor: int, rest: memoryview) -> memoryview:
    """Write what fits; a child that stopped listening gets nothing more."""
    try:
        return rest[os.write(descriptor, rest[:_CHUNK]) :]
    except BlockingIOError:
        return rest
    except BrokenPipeError:
        return rest[:0]
