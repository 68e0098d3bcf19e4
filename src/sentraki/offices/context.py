"""What every template may use: ``office``, ``viewer`` and ``own_office``."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from sentraki.kernel.access import Viewer
from sentraki.offices import selectors


def public_office(request: HttpRequest) -> dict[str, Any]:
    """``office`` of the public pages, the ``viewer``, and ``own_office``, where the officer works.

    On a request that never reached the viewer's middleware all three are empty.
    """
    viewer = getattr(request, "viewer", Viewer.public())
    return {
        "office": getattr(request, "office", None),
        "viewer": viewer,
        "own_office": SimpleLazyObject(lambda: selectors.own_office(viewer)),
    }
