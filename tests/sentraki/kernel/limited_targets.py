"""Functions the limited child is asked to run in the tests."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path


def echo(payload: bytes) -> bytes:
    return payload


def reverse_loudly(payload: bytes) -> bytes:
    print("noise on standard output")
    return payload[::-1]


def loaded(_: bytes) -> bytes:
    return ",".join(sorted(sys.modules)).encode()


def surroundings(_: bytes) -> bytes:
    return repr((sorted(os.environ), str(Path.cwd()))).encode()


def ask_for_memory(payload: bytes) -> bytes:
    return bytes(len(bytearray(int(payload) << 20)))


def spin(_: bytes) -> bytes:
    while True:
        pass


def sleep(_: bytes) -> bytes:
    time.sleep(60)
    return b""


def shout(_: bytes) -> bytes:
    return bytes(70_000_000)


def stumble(_: bytes) -> bytes:
    raise KeyError("secret words of the person")


def die(_: bytes) -> bytes:
    os.abort()


def import_django(_: bytes) -> bytes:
    import django  # noqa: PLC0415

    return django.__name__.encode()


def write_file(payload: bytes) -> bytes:
    Path(payload.decode()).write_bytes(b"x")
    return b"written"


def start_process(_: bytes) -> bytes:
    return subprocess.check_output(["/bin/true"])


def connect(payload: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", int(payload)), timeout=2):
        return b"connected"
