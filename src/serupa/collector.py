"""Python's collector of cycles, kept out of work that makes many objects and no cycle."""

import gc
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Got = TypeVar("Got")


class _Stopped:
    """A class, since it is entered for every answer: a generator takes three times as long."""

    __slots__ = ("_enabled",)

    def __enter__(self) -> None:
        self._enabled = gc.isenabled()
        gc.disable()

    def __exit__(self, *_: object) -> None:
        if self._enabled:
            gc.enable()


def no_collection() -> AbstractContextManager[None]:
    """While this lasts, nothing is looked through for cycles in this process.

    A register makes millions of texts and an answer some thousand objects, none of them a cycle:
    looking for some doubles the time of a build, and the slowest answers wait 20 ms for it.
    Several threads may be inside at once: the one that found the collector at work sets it going
    again.
    """
    return _Stopped()


def uncollected(function: Callable[Given, Got]) -> Callable[Given, Got]:
    """The function with ``no_collection`` around each call."""

    @wraps(function)
    def call(*args: Given.args, **named: Given.kwargs) -> Got:
        with _Stopped():
            return function(*args, **named)

    return call
