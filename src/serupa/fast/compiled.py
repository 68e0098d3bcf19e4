"""The decorator of compiled loops: numba, its machine code kept on the disk between starts."""

from collections.abc import Callable
from importlib import import_module
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """``function`` as machine code, kept until its file changes: so a compiled function calls only
    those of its own file. Plain arithmetic: no reordering, so sums come out as numpy's.

    Raises ``ImportError`` where numba is not installed.
    """
    numba: Any = import_module("numba")
    return cast(Callable[P, R], numba.njit(cache=True, error_model="numpy")(function))
