"""Reference tables: every room registers how its tables are loaded; one command loads them all."""

from collections.abc import Callable

Loader = Callable[[], int]
_LOADERS: dict[str, Loader] = {}


def register_loader(name: str, load: Loader) -> None:
    """Add a loader, to be called by ``manage.py load_reference`` in the order of registration.

    ``load()`` returns how many rows it wrote, 0 when the table is already loaded; it must be safe
    to call again. The same name with another loader raises ``ValueError``.
    """
    if _LOADERS.get(name, load) is not load:
        raise ValueError(f"{name} is registered twice")
    _LOADERS[name] = load


def loaders() -> dict[str, Loader]:
    """Every registered loader by name, in order."""
    return dict(_LOADERS)
