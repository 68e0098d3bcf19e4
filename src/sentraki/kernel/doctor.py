"""The list of things that must hold on a living installation; rooms add theirs, one asks all.

A check is a function that reads, changes nothing and returns problems as short English sentences
(codes and counts only, never a person's data); no problems is an empty list.
"""

from collections.abc import Callable, Mapping

Check = Callable[[], list[str]]
_CHECKS: dict[str, Check] = {}


def register(name: str, check: Check) -> None:
    """Add ``check`` under ``name`` (``room.what``); the same name twice raises ``ValueError``."""
    if _CHECKS.get(name, check) is not check:
        raise ValueError(f"{name} is registered twice")
    _CHECKS[name] = check


def checks() -> Mapping[str, Check]:
    """Every registered check by name."""
    return _CHECKS
