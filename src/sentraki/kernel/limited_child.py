"""The inside of ``kernel.limited``: started by its path in a bare interpreter, never imported.

Takes its limits upon itself before a byte of the payload is looked at, then calls the target.
Exit codes: 0 answered, 1 the target raised (its class name is the last line of stderr), 3 memory.
"""

import importlib
import importlib.machinery
import json
import os
import resource
import sys
import types
from typing import Any

FORBIDDEN_EVENTS = frozenset(
    {
        "os.exec",
        "os.fork",
        "os.forkpty",
        "os.posix_spawn",
        "os.spawn",
        "os.system",
        "pty.spawn",
        "socket.bind",
        "socket.connect",
        "socket.getaddrinfo",
        "socket.gethostbyname",
        "socket.sendto",
        "subprocess.Popen",
    }
)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def limit(memory: int, cpu: int) -> None:
    """Give up everything that reading a file does not need."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    sys.addaudithook(refuse)


def refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Stop whatever starts a process, opens a connection or a file for writing."""
    if event in FORBIDDEN_EVENTS or (
        event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING
    ):
        raise PermissionError(event)


def bare_parents(module: str) -> None:
    """Register the packages above ``module`` without executing them, and bar Django."""
    sys.modules["django"] = None  # type: ignore[assignment]
    parts = module.split(".")
    path: list[str] | None = None
    for depth in range(1, len(parts)):
        name = ".".join(parts[:depth])
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        if spec is None or spec.submodule_search_locations is None:
            raise ModuleNotFoundError(name)
        path = list(spec.submodule_search_locations)
        package = types.ModuleType(name)
        package.__path__ = path
        package.__spec__ = spec
        sys.modules[name] = package


def main() -> int:
    """Carry out the job described in the first argument."""
    job = json.loads(sys.argv[1])
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    limit(job["memory"], job["cpu"])
    sys.path[:0] = job["path"]
    module, _, function = job["target"].partition(":")
    try:
        bare_parents(module)
        target = getattr(importlib.import_module(module), function)
        given = sys.stdin.buffer
        order = job["order"]
        result = target(given.read()) if order is None else target(order, given)
        answer.write(result)
        answer.flush()
    except MemoryError:
        return 3
    except BaseException as error:
        sys.stderr.write("\n" + type(error).__name__)
        return 1
    return 0


if __name__ == "__main__":
    status = main()
    sys.stderr.flush()
    os._exit(status)
