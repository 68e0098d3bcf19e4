"""Python's collector of cycles, kept out of work that makes many objects and no cycle."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collection() -> Iterator[None]:
    """While this lasts, nothing is looked through for cycles in this process.

    A register makes millions of texts and an answer some thousand objects, none of them a cycle:
    looking for some doubles the time of a build, and the slowest answers wait 20 ms for it.
    Several threads may be inside at once: the one that found the collector at work sets it going
    again.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
