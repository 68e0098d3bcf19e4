"""Reading pictures in a child process with little memory and little time.

A decoder written in C meets files written by anybody. The child gets 512 MB and ten seconds a
picture; when it dies or dawdles it is replaced, and the picture is refused with a sentence.
One child reads any number of pictures.
"""

import contextlib
import os
import resource
import select
import struct
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import IO

import numpy as np

from serupa.images.pictures import MOST_BYTES, PictureError, decode
from serupa.images.shapes import Picture

MEMORY = 512 * 2**20
SECONDS = 10.0

HEAD = struct.Struct("<4sII")
"""Answer of the child: ``done`` with height and width, or ``fail`` with the length of a key."""


class Reader:
    """Reads pictures through one child. Use as a context, or call :meth:`close`."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Reader":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()

    def file(self, path: Path) -> Picture:
        """The picture of a file. Raises ``PictureError``, ``OSError`` when there is no file."""
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        return self.read(content)

    def read(self, content: bytes) -> Picture:
        """The picture in the bytes of a file. Raises ``PictureError``."""
        if not content:
            raise PictureError("empty")
        if len(content) > MOST_BYTES:
            raise PictureError("heavy")
        child = self._started()
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            child.stdin.write(struct.pack("<I", len(content)) + content)
            child.stdin.flush()
            if not select.select([child.stdout], [], [], SECONDS)[0]:
                raise EOFError
            word, first, second = HEAD.unpack(_exactly(child.stdout, HEAD.size))
            if word == b"fail":
                raise PictureError(_exactly(child.stdout, first).decode())
            raw = _exactly(child.stdout, first * second * 3)
        except (OSError, EOFError):
            self.close()
            raise PictureError("costly") from None
        return np.frombuffer(raw, np.uint8).reshape(first, second, 3)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self.close()
            source = str(Path(__file__).resolve().parents[2])
            paths = [source, *filter(None, [os.environ.get("PYTHONPATH")])]
            self._child = subprocess.Popen(
                [sys.executable, "-m", "serupa.images.reading"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={
                    "PYTHONPATH": os.pathsep.join(paths),
                    "OPENBLAS_NUM_THREADS": "1",
                    "PATH": os.environ.get("PATH", ""),
                },
            )
        return self._child


def _exactly(pipe: IO[bytes], count: int) -> bytes:
    got = pipe.read(count)
    if len(got) < count:
        raise EOFError
    return got


def serve(given: IO[bytes], told: IO[bytes]) -> None:
    """The child: read a length and as many bytes, answer, again until the input ends."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while len(head := given.read(4)) == 4:
        content = given.read(struct.unpack("<I", head)[0])
        used = resource.getrusage(resource.RUSAGE_SELF)
        limit = int(used.ru_utime + used.ru_stime + SECONDS) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))
        try:
            picture = decode(content)
            told.write(HEAD.pack(b"done", *picture.shape[:2]) + picture.tobytes())
        except PictureError as problem:
            key = problem.key.encode()
            told.write(HEAD.pack(b"fail", len(key), 0) + key)
        told.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
